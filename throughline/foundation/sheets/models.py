"""A file between its preview and its confirmation."""

from django.conf import settings
from django.db import models

from throughline.foundation.tenancy.models import ScopedModel


class SheetUpload(ScopedModel):
    """What somebody sent for one purpose, waiting for them to confirm. Gone when written, or after a day."""

    purpose = models.CharField(max_length=100)
    content = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(help_text="Real time.")

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.purpose
