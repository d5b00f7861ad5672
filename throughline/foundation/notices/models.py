"""The outbox: one row a message, never changed but for what became of it."""

from django.db import models

from throughline.foundation.tenancy.models import ScopedModel


class OutboxMessage(ScopedModel):
    """Belongs to the home space of the partnership that sends it."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"
        HELD = "held", "Held back: demonstration"
        SHOWN = "shown", "Not sent: shown in the outbox"

    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    category = models.CharField(max_length=100)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    keeps_text = models.BooleanField(default=True)
    context = models.JSONField(default=dict)
    message_id = models.CharField(max_length=200, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    put_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta(ScopedModel.Meta):
        ordering = ["-put_at", "-pk"]
        indexes = [models.Index(fields=["status", "next_try_at"], name="outbox_by_next_try")]
        constraints = [
            models.UniqueConstraint(fields=["space", "key"], name="outbox_key_once_a_space"),
            models.CheckConstraint(
                condition=models.Q(status__in=["queued", "sending", "sent", "failed", "held", "shown"]),
                name="outbox_status",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="sending") | models.Q(claimed_at__isnull=False),
                name="outbox_sending_is_claimed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} to {self.to}"


class OutboxAttachment(ScopedModel):
    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=200)
    content = models.BinaryField()

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
