"""What a provider's webhook says, by django-anymail: the same for each of them. Its address asks for a password."""

from typing import Any

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import real_now
from throughline.publishing.bulletin.operations.bouncing import record_bounce
from throughline.publishing.bulletin.queries.sending import knows_reader

HARD = ("invalid", "bounced", "blocked")


def on_tracking(sender: Any, event: Any, esp_name: str, **more: Any) -> None:
    """anymail.signals.tracking. Runs in the partnership whose host the webhook was sent to."""
    kinds = {"complained": "complaint", "bounced": "hard", "rejected": "hard", "deferred": "soft", "failed": "soft"}
    kind = kinds.get(event.event_type)
    if kind is None or not event.recipient or not knows_reader(event.recipient):
        return
    if kind == "hard" and event.reject_reason and event.reject_reason not in HARD:
        kind = "complaint" if event.reject_reason == "spam" else "soft"
    key = f"{esp_name}:{event.event_id or event.message_id}:{event.event_type}:{event.recipient}"
    says = str(event.mta_response or event.description or event.event_type)
    record_bounce(event=key, email=event.recipient, kind=kind, says=says, by=system_actor("worker"), at=real_now())
