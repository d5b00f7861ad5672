"""Who waits, in which order, and when a place may be offered."""

from collections import Counter
from copy import copy
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from throughline.foundation.names import key_of
from throughline.foundation.statute.calendars import is_weekend, working_calendar
from throughline.foundation.statute.errors import CalendarHorizon
from throughline.foundation.tenancy import scope
from throughline.office.training.models import SchoolHoliday, Session, WaitingEntry, WaitingTimes
from throughline.office.training.queries.origins import Origin
from throughline.office.training.queries.shares import held_by_agency, shares_of, why_not
from throughline.office.training.rules import PlacesKind
from throughline.office.training.rules import waiting as rules
from throughline.office.training.rules.programme import SessionStatus
from throughline.office.training.rules.shares import order_of_shares
from throughline.office.training.rules.waiting import LIVE, OfferTimes, WaitingStatus

QUEUE_FIRST = "The free places of this session go to the people on its waiting list."
ORDER = (F("front_at").asc(nulls_last=True), "number")


def waiting_times() -> WaitingTimes:
    """The partnership's row, or an unsaved one with the first values."""
    home = scope.current().home_id
    return WaitingTimes.objects.filter(space_id=home).first() or WaitingTimes(space_id=home)


def offer_times() -> OfferTimes:
    return waiting_times().as_rule()


def school_holidays() -> QuerySet[SchoolHoliday]:
    return SchoolHoliday.objects.filter(space_id=scope.current().home_id).order_by("first")


def is_working_day(day: date) -> bool:
    """Monday to Friday, without the bank holidays as far as they are known."""
    try:
        return working_calendar("england-and-wales").is_working_day(day)
    except CalendarHorizon:
        return not is_weekend(day)


def offer_until(starts: datetime, at: datetime) -> datetime | None:
    """Until when a place offered now would be held; None when none may be offered now. Two queries."""
    day = at.date()
    return rules.offer_until(
        at=at,
        starts=starts,
        times=offer_times(),
        working_day=is_working_day,
        in_holidays=school_holidays().filter(first__lte=day, last__gte=day).exists(),
    )


def in_line(session_id: int) -> QuerySet[WaitingEntry]:
    """Those who wait for an offer: who was put first with a reason, then by arrival."""
    found = WaitingEntry.objects.filter(session_id=session_id, status=WaitingStatus.WAITING)
    return found.select_related("person").order_by(*ORDER)


def could_take_now(session: Session, at: datetime) -> list[WaitingEntry]:
    """Those who wait and for whom a free place is there, in order; as many as there are places. Shares are kept.

    So is the most of an agency: its people are passed over meanwhile and keep their place in the line (TR-29).
    Nothing is asked while nobody waits or the session is full; two queries otherwise, two more where a most is set.
    """
    if not session.waiting or session.places_now.full:
        return []
    line, kept = in_line(session.pk), session.shares_open is None or at < session.shares_open
    shares = shares_of(session) if kept else []
    most = session.agency_most if kept else None
    if not shares and most is None:
        return list(line[: session.places_now.left])
    free = {(share.basis.value, share.name): share.places - share.taken for share in shares}
    held = held_by_agency(session) if most is not None else Counter()
    found = []
    for entry in line:
        agency = key_of(entry.agency_name)
        if most is not None and agency and held[agency] >= most:
            continue
        mine = order_of_shares(free, entry.sector, entry.agency_name)
        share = next((key for key in mine if free[key] > 0), None)
        if shares and share is None:
            continue
        if share is not None:
            free[share] -= 1
        held[agency] += 1
        found.append(entry)
    return found[: session.places_now.left]


def passes_the_line(session: Session, at: datetime) -> bool:
    """Would a newcomer who books now pass somebody who waits and for whom the place is (TR-50)?"""
    if not session.waiting:
        return False
    times = offer_times()
    if not rules.newcomers_wait(at=at, starts=session.starts, waiting=session.waiting, times=times):
        return False
    return bool(could_take_now(session, at))


def must_wait(session: Session, origin: Origin, at: datetime) -> bool:
    """Is waiting the only way to a place, and open: no place for somebody from there, and offers may still come."""
    if replace_places(session).booking_refusals(at):
        return False
    if not session.waiting and not why_not(session, origin, at):
        return False
    if rules.join_refusals(starts=session.starts, at=at, times=offer_times()):
        return False
    return bool(why_not(session, origin, at)) or passes_the_line(session, at)


def replace_places(session: Session) -> Session:
    """The session as if it had places for everyone: what still refuses is not a matter of places."""
    found = copy(session)
    found.places_kind, found.places = PlacesKind.UNLIMITED, None
    return found


def waiting_list(session_id: int) -> QuerySet[WaitingEntry]:
    """The live entries for the office: held offers first, then the line."""
    found = WaitingEntry.objects.filter(session_id=session_id, status__in=LIVE)
    return found.select_related("person", "front_by").order_by(F("offered_at").asc(nulls_last=True), *ORDER)


def live_entry(session_id: int, person_id: int) -> WaitingEntry | None:
    found = WaitingEntry.objects.filter(session_id=session_id, person_id=person_id, status__in=LIVE)
    return found.select_related("session__course", "person").first()


def own_entry(reference: str, person_id: int) -> WaitingEntry:
    """Raises WaitingEntry.DoesNotExist, also for somebody else's."""
    found = WaitingEntry.objects.select_related("session__course", "person", "booking")
    return found.get(reference=reference, person_id=person_id)


def entries_of(person_id: int) -> QuerySet[WaitingEntry]:
    """Where the person waits or is offered a place, by the session's start."""
    found = WaitingEntry.objects.filter(person_id=person_id, status__in=LIVE)
    return found.select_related("session__course").order_by("session__starts", "pk")


def ahead_of(entry: WaitingEntry) -> int:
    """How many wait for an offer before this one. One query."""
    line = WaitingEntry.objects.filter(session_id=entry.session_id, status=WaitingStatus.WAITING)
    if entry.front_at is None:
        return line.filter(Q(front_at__isnull=False) | Q(number__lt=entry.number)).count()
    earlier = Q(front_at__lt=entry.front_at) | Q(front_at=entry.front_at, number__lt=entry.number)
    return line.filter(earlier).count()


def why_still(entry: WaitingEntry, at: datetime) -> list[str]:
    """Why somebody waits although the session has a free place: it is kept for others, or not for this agency."""
    if entry.session.places_now.full:
        return []
    return why_not(entry.session, Origin(entry.agency_name, entry.organisation_id, entry.sector), at)


def no_offers(session: Session, at: datetime) -> list[str]:
    """Why no place is offered to anybody who waits, whatever comes free; [] when offers may come."""
    if session.status == SessionStatus.DRAFT:
        return ["This session is not published at the moment. No place is offered from this list."]
    refusals = replace_places(session).booking_refusals(max(at, session.booking_opens or at))
    return [*refusals, "No place is offered from this list."] if refusals else []


def lists_to_tend(at: datetime) -> list[int]:
    """Sessions where an offer ran out, somebody waits while a place is free, or the session began. One query.

    Nothing of a draft is offered, so a free place there is none.
    """
    free = ~Q(status=SessionStatus.DRAFT) & (Q(places__isnull=True) | Q(taken__lt=F("places")))
    over = Q(offered_until__lte=at) | Q(session__starts__lte=at)
    ran_out = WaitingEntry.objects.filter(over, status=WaitingStatus.OFFERED).order_by()
    wanted = Q(waiting__gt=0) & (free | Q(starts__lte=at)) | Q(pk__in=ran_out.values("session_id"))
    return list(Session.objects.filter(wanted).order_by("starts", "pk").values_list("pk", flat=True))


def entry_on(session_id: int, entry_id: int) -> WaitingEntry:
    """Raises WaitingEntry.DoesNotExist."""
    return WaitingEntry.objects.select_related("session__course", "person").get(pk=entry_id, session_id=session_id)
