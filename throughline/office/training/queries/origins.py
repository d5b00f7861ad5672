"""Where somebody books from."""

from dataclasses import dataclass

from throughline.foundation.access.models import User
from throughline.office.partnership.api import organisation_named


@dataclass(frozen=True)
class Origin:
    """`agency` as the person writes it, or as the partnership does where it knows it; then `organisation_id` is its
    organisation and `sector` its sector. Otherwise None and ''."""

    agency: str = ""
    organisation_id: int | None = None
    sector: str = ""


NOWHERE = Origin()


def origin_of(person: User) -> Origin:
    """Two queries; none where the person named no agency."""
    if not person.agency_name:
        return NOWHERE
    agency = organisation_named(person.agency_name)
    if agency is None:
        return Origin(agency=person.agency_name)
    return Origin(agency=agency.name, organisation_id=agency.id, sector=agency.sector)
