"""Who gets the bulletin."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from throughline.foundation.ui import formats
from throughline.publishing.bulletin.models import Bounce, Delivery, Subscriber, Suppression
from throughline.publishing.bulletin.rules.kinds import SECTORS, TOPICS

reader_states = Subscriber.State


@dataclass(frozen=True)
class Numbers:
    """How many readers stand where."""

    active: int
    pending: int
    left: int
    stopped: int
    suppressed: int


def numbers() -> Numbers:
    """Two queries."""
    found = dict(Subscriber.objects.order_by().values_list("state").annotate(n=Count("pk")))
    return Numbers(
        found.get("active", 0), found.get("pending", 0), found.get("left", 0), found.get("stopped", 0),
        Suppression.objects.count(),
    )  # fmt: skip


def readers(words: str = "", state: str = "") -> QuerySet[Subscriber]:
    found = Subscriber.objects.order_by("email")
    if words:
        found = found.filter(email__icontains=words.strip())
    return found.filter(state=state) if state else found


def reader(reader_id: int) -> Subscriber:
    """Raises Subscriber.DoesNotExist."""
    found: Subscriber = Subscriber.objects.get(pk=reader_id)
    return found


def by_token(token: str) -> Subscriber | None:
    """By a reader's own token or that of a mail they got."""
    found: Subscriber | None = Subscriber.objects.filter(token=token).first()
    if found is None:
        delivery = Delivery.objects.filter(token=token).select_related("subscriber").first()
        found = delivery.subscriber if delivery else None
    return found


def knows_token(token: str) -> bool:
    """Also of a mail whose reader was wiped since."""
    return Subscriber.objects.filter(token=token).exists() or Delivery.objects.filter(token=token).exists()


def suppression_of(email: str) -> Suppression | None:
    found: Suppression | None = Suppression.objects.filter(address=email).first()
    return found


def all_suppressions() -> QuerySet[Suppression]:
    return Suppression.objects.order_by("-since", "-pk")


def everything_about(row: Subscriber) -> dict[str, Any]:
    """What is held of a reader, for themselves."""
    sent = Delivery.objects.filter(subscriber=row).select_related("mail_out__issue").order_by("pk")
    return {
        "email": row.email, "name": row.name, "state": row.get_state_display(),
        "topics": [TOPICS[topic] for topic in row.topics if topic in TOPICS], "sector": SECTORS.get(row.sector, ""),
        "agency": row.agency, "lawful_basis": row.get_basis_display(), "came_by": row.source,
        "agreed_to": row.wording, "asked_at": row.asked_at.isoformat(),
        "confirmed_at": row.confirmed_at.isoformat() if row.confirmed_at else None,
        "left_at": row.left_at.isoformat() if row.left_at else None, "soft_bounces": row.soft_bounces,
        "mails": [
            {"issue": each.mail_out.issue.title, "state": each.get_state_display(),
             "at": each.ended_at.isoformat() if each.ended_at else None}
            for each in sent
        ],
        "bounces": [
            {"kind": each.get_kind_display(), "says": each.says, "at": each.at.isoformat()}
            for each in Bounce.objects.filter(email=row.email)
        ],
    }  # fmt: skip


def topic_words(topics: list[str]) -> str:
    return ", ".join(TOPICS[topic] for topic in topics if topic in TOPICS) or "Everything"


def when_words(row: Subscriber) -> str:
    return formats.day(row.confirmed_at or row.asked_at)
