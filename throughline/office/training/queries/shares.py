"""For whom places are kept, and why somebody may not book."""

from datetime import datetime

from throughline.office.training.models import Session
from throughline.office.training.queries.origins import Origin
from throughline.office.training.rules.programme import ShareBasis
from throughline.office.training.rules.shares import Share, share_refusals


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
    )
