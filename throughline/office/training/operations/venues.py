"""Venues and the days on which they are closed."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.office.training.models import Venue, VenueClosure
from throughline.office.training.permissions import TrainingPermission


@dataclass(frozen=True)
class VenueWords:
    """A venue as written; see models.Venue."""

    name: str
    address: str = ""
    capacity: int | None = None
    access: str = ""
    directions: str = ""
    lender: str = ""


@operation(TrainingPermission.MANAGE)
def write_venue(*, venue_id: int | None, words: VenueWords, by: Actor, at: datetime) -> Venue:
    """A new venue (`venue_id` None) or a change of one. Raises Refused (named already), Venue.DoesNotExist."""
    venue = Venue(space_id=scope.current().home_id) if venue_id is None else Venue.objects.get(pk=venue_id)
    for name, value in asdict(words).items():
        setattr(venue, name, value)
    try:
        with transaction.atomic():
            venue.save()
    except IntegrityError as error:
        raise Refused(f"There is a venue ‘{words.name}’ already. Change that one.") from error
    return venue


@operation(TrainingPermission.MANAGE)
def close_venue(*, venue_id: int, first: date, last: date, reason: str, by: Actor, at: datetime) -> VenueClosure:
    """The venue cannot be used on these days; its sessions stay where they are until an officer moves them.

    The same days again only change the reason. Raises Refused, Venue.DoesNotExist.
    """
    if last < first:
        raise Refused("The last day must not be before the first.")
    venue = Venue.objects.select_for_update().get(pk=venue_id)
    closure = VenueClosure.objects.filter(venue=venue, first=first, last=last).first()
    closure = closure or VenueClosure(space_id=venue.space_id, venue=venue, first=first, last=last)
    closure.reason = reason.strip()
    closure.save()
    return closure


@operation(TrainingPermission.MANAGE)
def reopen_venue(*, venue_id: int, closure_id: int, by: Actor, at: datetime) -> None:
    """The venue can be used on those days after all. Gone already: nothing happens. Raises Venue.DoesNotExist."""
    venue = Venue.objects.get(pk=venue_id)
    for closure in VenueClosure.objects.filter(venue=venue, pk=closure_id):
        closure.delete()
