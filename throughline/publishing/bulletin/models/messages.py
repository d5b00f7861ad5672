"""What a group wants everybody to know after it met: entered once, taken into issues from here."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class KeyMessages(ScopedModel):
    """Of one meeting, in the home space of the partnership whose bulletin takes them. `text`: one message a line."""

    group = models.ForeignKey("partnership.Group", on_delete=models.PROTECT, related_name="+")
    met_on = models.DateField()
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-met_on", "-pk"]
        verbose_name_plural = "key messages"
        constraints = [
            models.UniqueConstraint(fields=["space", "group", "met_on"], name="key_messages_once_a_meeting"),
            models.CheckConstraint(condition=~Q(text=""), name="key_messages_say_something"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.met_on}"
