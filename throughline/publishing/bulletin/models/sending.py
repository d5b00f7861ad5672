"""A mail-out: a row for each recipient, taken in batches, and what was clicked in total."""

from django.db import models
from django.db.models import F, Q

from throughline.foundation.tenancy.models import ScopedModel
from throughline.publishing.bulletin.models.issues import Issue
from throughline.publishing.bulletin.models.readers import Subscriber


class MailOut(ScopedModel):
    """An issue on its way. `per_minute` 0: as fast as the mail server takes them. Counts are of its deliveries."""

    issue = models.OneToOneField(Issue, on_delete=models.PROTECT, related_name="mail_out")
    recipients = models.PositiveIntegerField(null=True, blank=True)  # None until they are counted
    per_minute = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    pause_until = models.DateTimeField(null=True, blank=True)
    left_after = models.PositiveIntegerField("how many unsubscribed with this mail's link", default=0)

    class Meta(ScopedModel.Meta):
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"Mail-out of {self.issue_id}"


class Batch(ScopedModel):
    """Deliveries that one worker took, sent in the order of their ids.

    `over_to`: of those up to this id the worker knows what became. `flying`: the id of the message that was begun, 0
    for none. Both are noted for each message without waiting for the disk, which holds as long as `epoch` does (see
    operations/journal.py).
    """

    mail_out = models.ForeignKey(MailOut, on_delete=models.CASCADE, related_name="batches")
    worker = models.CharField(max_length=80)
    epoch = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    over_to = models.PositiveBigIntegerField(default=0)
    flying = models.PositiveBigIntegerField(default=0)
    touched_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(flying=0) | Q(flying__gt=F("over_to")), name="batch_flies_what_is_not_over"
            )
        ]

    def __str__(self) -> str:
        return f"{self.size} by {self.worker}"


class Delivery(ScopedModel):
    """One mail-out to one address. `doubt`: the worker was killed while this one flew; it is never sent again."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        TAKEN = "taken", "Taken by a worker"
        SENT = "sent", "Sent"
        DOUBT = "doubt", "In doubt"
        FAILED = "failed", "Not sent"
        BOUNCED = "bounced", "Came back"
        SKIPPED = "skipped", "Left out: unsubscribed or suppressed meanwhile"
        SHOWN = "shown", "Shown in the outbox: this site sends no mail"

    mail_out = models.ForeignKey(MailOut, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.SET_NULL, null=True, related_name="deliveries")
    email = models.EmailField(blank=True)  # emptied when its owner is wiped
    token = models.CharField(max_length=32)
    sector = models.CharField(max_length=20, blank=True)
    agency = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    batch = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, related_name="deliveries")
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["mail_out", "state", "next_try_at", "id"], name="delivery_by_next_try"),
            models.Index(fields=["token"], name="delivery_by_token"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mail_out", "email"], condition=~Q(email=""), name="delivery_once_an_address"
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(batch__isnull=False), name="delivery_taken_is_in_a_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state}: {self.email}"


class IssueLink(ScopedModel):
    """An address in a sent issue. `code` stands in the mail; it is the same for every recipient."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="links")
    code = models.CharField(max_length=16, unique=True)
    url = models.CharField(max_length=500)
    words = models.CharField(max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["issue", "url"], name="issue_link_once_an_address")]

    def __str__(self) -> str:
        return self.url


class ClickCount(ScopedModel):
    """How often a link was followed on a day. Nobody's click, only their number; scanners' apart."""

    link = models.ForeignKey(IssueLink, on_delete=models.CASCADE, related_name="clicks")
    day = models.DateField()
    people = models.PositiveIntegerField(default=0)
    scanners = models.PositiveIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["link", "day"], name="click_count_once_a_day")]

    def __str__(self) -> str:
        return f"{self.people} on {self.day}"
