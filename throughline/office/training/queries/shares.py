"""For whom places are kept, how many one agency has, and why somebody may not book."""

from collections import Counter
from datetime import datetime

from throughline.foundation.names import key_of
from throughline.office.training.models import Booking, Session, WaitingEntry
from throughline.office.training.queries.origins import Origin
from throughline.office.training.rules import BookingStatus
from throughline.office.training.rules.programme import ShareBasis
from throughline.office.training.rules.shares import Share, most_refusals, share_refusals
from throughline.office.training.rules.waiting import WaitingStatus


def shares_of(session: Session) -> list[Share]:
    """With the rest last; [] where none are kept. Asks nothing where they were fetched with the session."""
    found = [Share(ShareBasis(row.basis), row.name, row.places, row.taken) for row in session.shares.all()]
    return sorted(found, key=lambda share: share.basis is ShareBasis.REST)


def why_not(session: Session, origin: Origin, at: datetime, *, invited: bool = False) -> list[str]:
    """Why somebody from there may not book at that moment, in words (TR-01 to TR-27); [] when they may."""
    refusals = session.booking_refusals(at, invited=invited)
    if refusals:
        return refusals
    return share_refusals(
        shares_of(session), sector=origin.sector, agency=origin.agency, opens=session.shares_open, at=at
    ) or why_no_more(session, origin, at)


def why_no_more(session: Session, origin: Origin, at: datetime) -> list[str]:
    """TR-29. Asks nothing where no most is set; two queries otherwise."""
    if session.agency_most is None or not origin.agency:
        return []
    held = held_by_agency(session)[key_of(origin.agency)]
    return most_refusals(session.agency_most, held, opens=session.shares_open, at=at)


def held_by_agency(session: Session) -> Counter[str]:
    """Places booked and offered, by the agency's name as `key_of` reads it. Two queries."""
    booked = Booking.objects.filter(session=session, status=BookingStatus.BOOKED)
    offered = WaitingEntry.objects.filter(session=session, status=WaitingStatus.OFFERED)
    names = [name for rows in (booked, offered) for name in rows.order_by().values_list("agency_name", flat=True)]
    return Counter(key_of(name) for name in names)
