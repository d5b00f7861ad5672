"""Mail that came back, and complaints: soft ones are counted and forgotten after a success, hard ones stop at once."""

from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation, operation_is_open
from throughline.foundation.tenancy import scope
from throughline.publishing.bulletin.models import Bounce, Delivery, Subscriber, Suppression
from throughline.publishing.bulletin.rules.bounces import MOST_SOFT

KINDS = Bounce.Kind
STOPS = {KINDS.HARD: Suppression.Reason.HARD, KINDS.COMPLAINT: Suppression.Reason.COMPLAINT}


@operation(None)
def record_bounce(
    *, event: str, email: str, kind: str, says: str = "", token: str = "", by: Actor, at: datetime
) -> Bounce | None:  # fmt: skip
    """What a provider or a bounce message says: no permission; the door has a lock of its own. None where it was known.

    `token`: of the delivery, where the message names it; it counts only for that delivery's own address.
    """
    email = email.strip().lower()
    rows = Delivery.objects.filter(token=token) if token else Delivery.objects.filter(email=email)
    row = rows.order_by("-pk").first()
    if token and row is None:
        return None
    return note_bounce(
        event=event, email=row.email if token and row else email, kind=kind, says=says, delivery=row, at=at
    )


def note_bounce(
    *, event: str, email: str, kind: str, says: str, delivery: Delivery | None, at: datetime
) -> Bounce | None:
    """Inside an operation. An event counts once."""
    if not operation_is_open():
        raise RuntimeError("A bounce is noted inside an operation.")
    home = scope.current().home_id
    row, made = Bounce.objects.get_or_create(
        space_id=home, event=event[:200],
        defaults={"email": email, "kind": kind, "says": says[:500], "delivery": delivery, "at": at},
    )  # fmt: skip
    if not made:
        return None
    if delivery is not None and kind != KINDS.COMPLAINT:
        delivered = Delivery.objects.filter(pk=delivery.pk, state__in=[Delivery.State.SENT, Delivery.State.DOUBT])
        delivered.update(state=Delivery.State.BOUNCED, error=says[:300])
    reader = Subscriber.objects.filter(email=email).first()
    if kind == KINDS.SOFT:
        if reader is not None:
            reader.soft_bounces += 1
            reader.save()
            if reader.soft_bounces >= MOST_SOFT:
                suppress(email, Suppression.Reason.SOFT, f"Came back {reader.soft_bounces} times: {says}", at)
        return row
    suppress(email, STOPS[KINDS(kind)], says, at)
    return row


def suppress(email: str, reason: str, says: str, at: datetime) -> None:
    """Inside an operation: the address gets no bulletin until its owner opts in afresh."""
    Suppression.objects.get_or_create(
        space_id=scope.current().home_id, address=email,
        defaults={"reason": reason, "says": says[:300], "since": at},
    )  # fmt: skip
    if reason != Suppression.Reason.LEFT:
        for reader in Subscriber.objects.filter(email=email, state=Subscriber.State.ACTIVE):
            reader.state = Subscriber.State.STOPPED
            reader.save()


@operation(None)
def forget_soft_bounces(*, mail_out_id: int, by: Actor, at: datetime) -> int:
    """Some days after a mail-out: whose mail went through has a clean slate. The worker's: no permission."""
    came_back = Bounce.objects.filter(delivery__mail_out_id=mail_out_id).values("email")
    went = Delivery.objects.filter(mail_out_id=mail_out_id, state=Delivery.State.SENT).exclude(email__in=came_back)
    rows = Subscriber.objects.filter(soft_bounces__gt=0, email__in=went.values("email"))
    return rows.update(soft_bounces=0)
