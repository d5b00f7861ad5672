"""The waiting list: joining it, offering a free place, and what comes of an offer.

Every function locks the session's row first (holding.locked) or is called by one that has. A held offer counts as a
taken place, so an offered place is never sold as well.
"""

from datetime import datetime

from django.db.models import Max

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy.prepared import Given, Prepared
from throughline.foundation.ui import formats
from throughline.office.training import rules
from throughline.office.training.documents import Method
from throughline.office.training.models import Booking, Session, WaitingEntry
from throughline.office.training.notices import BookingConfirmed
from throughline.office.training.notices.waiting import OfferRanOut, PlaceOffered, TakenOffTheList, WaitingNotice
from throughline.office.training.operations import making
from throughline.office.training.operations.making import (
    ask_agency,
    facts,
    make_booking,
    partnership_now,
    person_of,
    tell,
)
from throughline.office.training.operations.taking import count_waiting, give_place_back, locked, take_place
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries import active_booking
from throughline.office.training.queries import waiting as queries
from throughline.office.training.queries.origins import Origin, origin_of
from throughline.office.training.queries.shares import why_not
from throughline.office.training.rules.people import mail_address
from throughline.office.training.rules.programme import SessionStatus
from throughline.office.training.rules.waiting import (
    LIVE,
    Step,
    WaitingStatus,
    after,
    join_refusals,
)

_WAITS = Prepared(
    lambda: WaitingEntry.objects.filter(session_id=Given("session"), person_id=Given("person"), status__in=LIVE)
)


@operation(TrainingPermission.BOOK)
def join_waiting_list(*, session_id: int, by: Actor, at: datetime, real_at: datetime) -> WaitingEntry:
    """The last in the line. A retry gives the entry that is there (TR-55).

    Raises Refused where a place can be booked, where one is held already, and where no offer can come any more;
    Session.DoesNotExist.
    """
    person = person_of(by)
    session = locked(session_id)
    found = queries.live_entry(session_id, person.pk)
    if found is not None:
        return found
    if active_booking(session_id, person.pk) is not None:
        raise Refused("You have a place on this session.")
    refusals = queries.replace_places(session).booking_refusals(at)
    refusals = refusals or join_refusals(starts=session.starts, at=at, times=queries.offer_times())
    if refusals:
        raise Refused(" ".join(refusals))
    origin = origin_of(person)
    if not why_not(session, origin, at) and not queries.passes_the_line(session, at):
        raise Refused("There are places on this session: book one.")
    before = WaitingEntry.objects.filter(session=session).aggregate(last=Max("number"), joined=Max("joined_at"))
    # Whoever pressed a moment earlier but had to wait for the row joins when their turn comes: never before the last.
    joined = max(at, before["joined"] or at)
    entry = WaitingEntry.objects.create(
        space_id=session.space_id, session=session, person=person, reference=making.reference(),
        status=WaitingStatus.WAITING, number=(before["last"] or 0) + 1, joined_at=joined, agency_name=origin.agency,
        organisation_id=origin.organisation_id, sector=origin.sector,
    )  # fmt: skip
    count_waiting(session, 1)
    offer_free_places(session, at=at, real_at=real_at)
    return entry


@operation(TrainingPermission.BOOK)
def take_offer(*, reference: str, by: Actor, at: datetime, real_at: datetime) -> Booking:
    """The offered place becomes a booking, with its confirmation. A retry gives the booking that is there.

    Raises Refused when nothing is offered (any more); WaitingEntry.DoesNotExist also for somebody else's.
    """
    entry, session = _own_locked(reference, person_of(by))
    if entry.booking is not None:
        return entry.booking
    if entry.status != WaitingStatus.OFFERED or entry.offered_until is None or at >= entry.offered_until:
        raise Refused("This place is not offered to you any more.")
    if at >= session.starts:
        raise Refused(f"This session began on {formats.moment(session.starts)}.")
    assert entry.person is not None  # noqa: S101  (a live entry has its person: the database says so)
    entry.booking = make_booking(session, entry.person, _origin(entry), entry.share, at)
    ask_agency(entry.booking, at)
    _step(entry, session, Step.ACCEPT, at=at)
    told = facts(entry.booking, Method.REQUEST, real_at)
    tell(entry.booking, BookingConfirmed(**told, terms=session.public_note), real_at)
    return entry.booking


@operation(TrainingPermission.BOOK)
def leave_waiting_list(*, reference: str, by: Actor, at: datetime, real_at: datetime) -> WaitingEntry:
    """Lets an offered place go, or leaves the line. Ended already: nothing changes.

    Raises Refused; WaitingEntry.DoesNotExist also for somebody else's.
    """
    entry, session = _own_locked(reference, person_of(by))
    if entry.live:
        _step(entry, session, Step.DECLINE if entry.status == WaitingStatus.OFFERED else Step.WITHDRAW, at=at)
        offer_free_places(session, at=at, real_at=real_at)
    return entry


@operation(TrainingPermission.MANAGE)
def put_first(*, entry_id: int, reason: str, by: Actor, at: datetime, real_at: datetime) -> WaitingEntry:
    """Before all others who wait, with a reason that the office can read. Raises Refused."""
    if not reason.strip():
        raise Refused("Say why this person goes before the others.")
    entry, session = _locked_entry(entry_id)
    if entry.status != WaitingStatus.WAITING:
        raise Refused("This person is not waiting for an offer any more.")
    if entry.front_at is not None:
        return entry
    entry.front_at, entry.front_by, entry.front_reason = at, person_of(by), reason.strip()
    entry.save(update_fields=["front_at", "front_by", "front_reason"])
    offer_free_places(session, at=at, real_at=real_at)
    return entry


@operation(TrainingPermission.MANAGE)
def take_off_the_list(*, entry_id: int, reason: str, by: Actor, at: datetime, real_at: datetime) -> WaitingEntry:
    """The office ends somebody's waiting, or takes an offer back, and tells them why. Raises Refused."""
    if not reason.strip():
        raise Refused("Say why this person is taken off the list; they are told.")
    entry, session = _locked_entry(entry_id)
    if not entry.live:
        return entry
    _step(entry, session, Step.WITHDRAW, at=at, reason=reason.strip())
    _tell(entry, session, TakenOffTheList(**_facts(entry, session), reason=reason.strip()), real_at)
    offer_free_places(session, at=at, real_at=real_at)
    return entry


@operation(None)
def tend_waiting_list(*, session_id: int, by: Actor, at: datetime, real_at: datetime) -> None:
    """Ends offers that ran out, offers free places to the next, and closes the list of a session that began.

    The schedule's own, each minute: nobody is asked for a permission. Run twice it does nothing more.
    """
    session = locked(session_id)
    ran_out = WaitingEntry.objects.filter(session=session, status=WaitingStatus.OFFERED, offered_until__lte=at)
    for entry in ran_out.select_related("person"):
        _step(entry, session, Step.LAPSE, at=at)
        _tell(entry, session, OfferRanOut(**_facts(entry, session)), real_at)
    if at >= session.starts or session.status == SessionStatus.CANCELLED:
        for entry in WaitingEntry.objects.filter(session=session, status__in=LIVE):
            _step(entry, session, Step.CLOSE, at=at)
        return
    offer_free_places(session, at=at, real_at=real_at)


def offer_free_places(session: Session, *, at: datetime, real_at: datetime) -> None:
    """Offers what is free to those next in line (TR-50 to TR-53); nothing of a draft or of what is called off.

    The caller holds the session's row.
    """
    if session.status != SessionStatus.PUBLISHED:
        return
    found = queries.could_take_now(session, at)
    until = queries.offer_until(session.starts, at) if found else None
    if until is None or queries.replace_places(session).booking_refusals(at):
        return
    for entry in found:
        entry.share = take_place(session, _origin(entry), at)
        entry.offered_at, entry.offered_until = at, until
        _step(entry, session, Step.OFFER, at=at)
        notice = PlaceOffered(**_facts(entry, session), until=formats.moment(until))
        _tell(entry, session, notice, real_at)


def end_waiting(session: Session, *, reason: str, at: datetime, real_at: datetime) -> None:
    """The session does not take place: everybody on its list is told, and held places go. The caller holds the row."""
    for entry in WaitingEntry.objects.filter(session=session, status__in=LIVE).select_related("person"):
        _step(entry, session, Step.CLOSE, at=at, reason=reason)
        _tell(entry, session, TakenOffTheList(**_facts(entry, session), reason=reason), real_at)


def leave_because_booked(session: Session, person: User, *, at: datetime, real_at: datetime) -> None:
    """Who has a place waits no longer; an offer held for them goes to the next. The caller holds the session's row."""
    for entry in _WAITS(session=session.pk, person=person.pk):
        _step(entry, session, Step.WITHDRAW, at=at, reason="Has a place.")
        offer_free_places(session, at=at, real_at=real_at)


def end_double_entry(entry_id: int, session: Session, *, at: datetime) -> None:
    """The same person has a place or waits already (TR-173). The caller holds the session's row."""
    entry = WaitingEntry.objects.select_related("person", "share").get(pk=entry_id)
    _step(entry, session, Step.WITHDRAW, at=at, reason="The same person is on this session already.")


def _step(entry: WaitingEntry, session: Session, step: Step, *, at: datetime, reason: str = "") -> None:
    """The one place where an entry changes its state: the table says what may happen, the counts follow (TR-54)."""
    before, now = WaitingStatus(entry.status), after(WaitingStatus(entry.status), step)
    if before is WaitingStatus.WAITING:
        count_waiting(session, -1)
    elif now is not WaitingStatus.ACCEPTED:
        give_place_back(session, entry.share_id)
    entry.status = now
    if now not in LIVE:
        entry.ended_at, entry.ended_reason = at, reason
    entry.save()


def _own_locked(reference: str, person: User) -> tuple[WaitingEntry, Session]:
    entry_id = WaitingEntry.objects.values_list("pk", flat=True).get(reference=reference, person=person)
    return _locked_entry(entry_id)


def _locked_entry(entry_id: int) -> tuple[WaitingEntry, Session]:
    session_id = WaitingEntry.objects.values_list("session_id", flat=True).get(pk=entry_id)
    session = locked(session_id)
    entry = WaitingEntry.objects.select_related("person", "share", "booking__session__course", "booking__person").get(
        pk=entry_id
    )
    entry.session = session
    return entry, session


def _origin(entry: WaitingEntry) -> Origin:
    return Origin(entry.agency_name, entry.organisation_id, entry.sector)


def _facts(entry: WaitingEntry, session: Session) -> dict[str, str]:
    return {
        "partnership": partnership_now().name,
        "title": session.title,
        "when": rules.when_words(session.starts, session.ends),
        "url": site_link(f"/training/waiting/{entry.reference}/"),
    }


def _tell(entry: WaitingEntry, session: Session, notice: WaitingNotice, real_at: datetime) -> None:
    if entry.person is not None:
        put(notice, to=mail_address(entry.person.email), key=f"{notice.kind}:{entry.reference}", at=real_at)
