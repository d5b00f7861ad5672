"""The only door to a place: taking it and giving it back, under the lock of the session's row.

Whatever arrives at once: everybody locks the session's row first and decides and writes under that lock, so nothing is
decided on what was true a moment ago, and nobody waits in a circle. The UPDATE still carries the condition
`taken < places`, and the table's constraint refuses more than there are. Then comes the share's row, then the
booking's. While shares are kept, every place is of exactly one share. A held offer is a taken place.
"""

from datetime import datetime

from django.db.models import F, Q, Sum

from throughline.foundation.access.operations import Refused
from throughline.foundation.tenancy.prepared import Given, Prepared
from throughline.office.training.models import Session, SessionShare
from throughline.office.training.queries.origins import Origin
from throughline.office.training.queries.shares import why_no_more
from throughline.office.training.rules import BookingKind
from throughline.office.training.rules.programme import SessionStatus, ShareBasis
from throughline.office.training.rules.shares import order_of_shares

INVITED_KINDS = (BookingKind.OPEN, BookingKind.INVITE_ONLY, BookingKind.INTEREST_FIRST)


_LOCKED = Prepared(
    lambda: Session.objects.select_for_update(of=("self",)).select_related("course").filter(pk=Given("session"))
)


class Lost(Refused):
    """The compare-and-set changed no row: no place is there, or it is kept for others."""

    def __init__(self) -> None:
        super().__init__("There is no place for you on this session any more.")


def locked(session_id: int) -> Session:
    """The session, nobody else's to change until the transaction ends. Raises Session.DoesNotExist."""
    found = _LOCKED(session=session_id)
    if not found:
        raise Session.DoesNotExist
    return found[0]


def take_place(session: Session, origin: Origin, at: datetime, *, invited: bool = False) -> SessionShare | None:
    """One place, by the database alone; the share that it is of, None where none is kept. Raises Lost.

    `invited`: the office offers or gives the place, so that neither the way of booking nor its days are asked for
    (TR-02, TR-21 to TR-23); that the session is on, has not begun and has a place left always is (TR-01, TR-03, TR-20).
    """
    if why_no_more(session, origin, at):
        raise Lost
    wanted = Q(places__isnull=True) | Q(taken__lt=F("places"))
    if invited:
        wanted &= Q(booking_kind__in=INVITED_KINDS)
    else:
        wanted &= Q(booking_kind=BookingKind.OPEN)
        wanted &= Q(booking_opens__isnull=True) | Q(booking_opens__lte=at)
        wanted &= Q(booking_closes__isnull=True) | Q(booking_closes__gt=at)
    changed = Session.objects.filter(wanted, pk=session.pk, status=SessionStatus.PUBLISHED, starts__gt=at).update(
        taken=F("taken") + 1
    )
    if changed != 1:
        raise Lost
    share = _take_share(session, origin, at)
    session.taken += 1
    return share


def _take_share(session: Session, origin: Origin, at: datetime) -> SessionShare | None:
    if session.shares_open is not None and session.shares_open <= at:
        return None
    by_key = {(share.basis, share.name): share for share in session.shares.all()}
    if not by_key:
        return None
    for key in order_of_shares(by_key, origin.sector, origin.agency):
        if SessionShare.objects.filter(pk=by_key[key].pk, taken__lt=F("places")).update(taken=F("taken") + 1):
            return by_key[key]
    raise Lost


def give_place_back(session: Session, share_id: int | None) -> None:
    """One place fewer is taken. The caller holds the session's row and knows that the place was held."""
    Session.objects.filter(pk=session.pk, taken__gt=0).update(taken=F("taken") - 1)
    session.taken -= 1
    if share_id is not None:
        SessionShare.objects.filter(pk=share_id, taken__gt=0).update(taken=F("taken") - 1)


def count_waiting(session: Session, change: int) -> None:
    """`change` is 1 or -1. The caller holds the session's row."""
    Session.objects.filter(pk=session.pk).update(waiting=F("waiting") + change)
    session.waiting += change


def fit_rest(session: Session) -> bool:
    """The share of everyone else becomes what the other shares leave of `session.places`; the session's row is locked.

    False, and nothing written, where the shares no longer fit. True also where there are none.
    """
    rest = SessionShare.objects.filter(session_id=session.pk, basis=ShareBasis.REST).first()
    if rest is None:
        return True
    kept = SessionShare.objects.filter(session_id=session.pk).exclude(pk=rest.pk).aggregate(sum=Sum("places"))["sum"]
    left = (session.places or 0) - (kept or 0)
    if session.places is None or left < rest.taken:
        return False
    rest.places = left
    rest.save(update_fields=["places"])
    return True
