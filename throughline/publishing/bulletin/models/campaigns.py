"""A campaign's kit: what to post on which day, who posts, and how many looked. Nothing is posted by itself."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class CampaignKit(ScopedModel):
    title = models.CharField(max_length=150)
    says = models.TextField("what it is for")
    first = models.DateField()
    last = models.DateField()
    link = models.URLField(max_length=500, blank=True)
    poster = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-first", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="kit_has_a_title"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="kit_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.title


class KitPost(ScopedModel):
    """A text to copy on a day. `posted_at`: somebody says that they posted it."""

    kit = models.ForeignKey(CampaignKit, on_delete=models.CASCADE, related_name="posts")
    day = models.DateField()
    channel = models.CharField(max_length=60)
    text = models.TextField()
    who = models.CharField(max_length=120)
    posted_at = models.DateTimeField(null=True, blank=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(ScopedModel.Meta):
        ordering = ["day", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="kit_post_says_something")]

    def __str__(self) -> str:
        return f"{self.day} {self.channel}"


class ChannelCount(ScopedModel):
    """Followers and views of a channel, entered once a month. `month` is its first day."""

    channel = models.CharField(max_length=60)
    month = models.DateField()
    followers = models.PositiveIntegerField()
    views = models.PositiveIntegerField()
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["-month", "channel"]
        constraints = [
            models.UniqueConstraint(fields=["space", "channel", "month"], name="channel_counted_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.month}"
