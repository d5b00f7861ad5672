"""A person's own calendar address: made, renewed, ended."""

import secrets
from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.office.training.models import CalendarFeed
from throughline.office.training.permissions import TrainingPermission


@operation(TrainingPermission.BOOK)
def renew_feed(*, by: Actor, at: datetime) -> CalendarFeed:
    """A new address for one's own calendar; the one before stops working at once. Raises Refused."""
    if by.user is None:
        raise Refused("Sign in to have a calendar of your own.")
    home = scope.current().home_id
    feed = CalendarFeed.objects.select_for_update().filter(space_id=home, person=by.user).first()
    feed = feed or CalendarFeed(space_id=home, person=by.user)
    feed.nonce, feed.made_at = secrets.token_urlsafe(12), at
    feed.save()
    return feed


@operation(TrainingPermission.BOOK)
def end_feed(*, by: Actor, at: datetime) -> None:
    """The address stops working. Without one nothing happens."""
    for feed in CalendarFeed.objects.filter(person=by.user):
        feed.delete()
