"""What stands in the outbox."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet

from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.tenancy import scope

Status = OutboxMessage.Status
BATCH = 200
STUCK_AFTER = timedelta(minutes=15)


def waiting(now: datetime, most: int = BATCH) -> list[OutboxMessage]:
    """Messages to send now with their attachments, oldest first, at most so many. Two queries."""
    due = OutboxMessage.objects.filter(status=Status.QUEUED, next_try_at__lte=now)
    return list(due.order_by("next_try_at", "pk").prefetch_related("attachments")[:most])


def keys_put(keys: Collection[str]) -> set[str]:
    """Those of the keys that a message in the partnership's outbox has: what was told already. One query."""
    if not keys:
        return set()
    home = scope.current().home_id
    return set(OutboxMessage.objects.filter(space_id=home, key__in=keys).order_by().values_list("key", flat=True))


def messages(address: str = "") -> QuerySet[OutboxMessage]:
    """Newest first, without text; those to addresses that contain the given text."""
    found = OutboxMessage.objects.defer("text", "context")
    return found.filter(to__icontains=address.strip()) if address.strip() else found


def whole_messages() -> QuerySet[OutboxMessage]:
    """For the demonstration's outbox alone: with text and attachments."""
    return OutboxMessage.objects.prefetch_related("attachments")


def outbox_is_stuck(now: datetime) -> bool:
    """Does any partnership's mail wait that nobody has even tried to send?"""
    with scope.unscoped(reason="The health page asks whether any partnership's mail is stuck; it shows no row."):
        return OutboxMessage.objects.filter(
            status=Status.QUEUED, attempts=0, put_at__lt=now - STUCK_AFTER
        ).exists()  # fmt: skip
