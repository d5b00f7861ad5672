"""Reminding people, forgetting what is not needed any more. The schedule's own: nobody is asked for a permission."""

from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.notices.api import put
from throughline.office.training import rules
from throughline.office.training.documents import Method
from throughline.office.training.models import AccessNeed, Booking, Interest, SessionDay, WaitingEntry
from throughline.office.training.notices.reminders import SessionReminder
from throughline.office.training.operations.making import facts
from throughline.office.training.queries import keeping as queries
from throughline.office.training.rules.people import mail_address


@operation(None)
def remind(*, booking: Booking, by: Actor, real_at: datetime) -> None:
    """TR-90: with the link to join or the place, and the calendar's entry as it now is. Twice writes one message."""
    told = facts(booking, Method.REQUEST, real_at)
    days = "\n".join(_day_words(day) for day in booking.session.days.all()) or f"When: {told['when']}"
    notice = SessionReminder(**told, days=days, terms=booking.session.public_note)
    put(notice, to=mail_address(booking.person.email), key=queries.reminder_key(booking), at=real_at)


@operation(None)
def forget(*, by: Actor, at: datetime) -> tuple[int, int]:
    """TR-91, TR-92, TR-144. How many texts and how many people went; the rows stay and count."""
    needs = list(queries.needs_to_purge(at).values_list("pk", flat=True))
    AccessNeed.objects.filter(pk__in=needs).update(text="", purged_at=at)
    entries = list(queries.entries_to_empty(at).values_list("pk", flat=True))
    WaitingEntry.objects.filter(pk__in=entries).update(person=None)
    WaitingEntry.history.filter(id__in=entries).update(person=None, history_user=None)
    interests = list(queries.interests_to_empty(at).values_list("pk", flat=True))
    Interest.objects.filter(pk__in=interests).update(person=None, note="")
    Interest.history.filter(id__in=interests).update(person=None, note="", history_user=None)
    return len(needs), len(entries) + len(interests)


def _day_words(day: SessionDay) -> str:
    """'Tuesday 20 February 2024, 9:30am to midday. Join: https://…', or where it is."""
    when = rules.when_words(day.starts, day.ends)
    if day.link:
        return f"{when}. Join here: {day.link}"
    if day.venue is not None:
        return f"{when}. At {', '.join(part for part in (day.venue.name, day.venue.address) if part)}"
    return f"{when}."
