"""Keeping a file until its sender confirms it."""

from datetime import datetime, timedelta

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.sheets.models import SheetUpload
from throughline.foundation.tenancy import scope

KEPT_FOR = timedelta(days=1)
GONE = "The file is not here any more. Send it again."


@operation(None)
def keep_upload(*, purpose: str, content: bytes, by: Actor, at: datetime) -> SheetUpload:
    """The view that calls asks for the permission. One a person and purpose: a later file replaces an earlier one."""
    if by.user is None:
        raise Refused("Sign in to send a file.")
    SheetUpload.objects.filter(purpose=purpose, by=by.user).delete()
    return SheetUpload.objects.create(
        space_id=scope.current().home_id, purpose=purpose, content=content, by=by.user, at=at
    )


@operation(None)
def take_upload(*, upload_id: int, purpose: str, by: Actor, at: datetime) -> None:
    """The file is written and goes. Refused when it is gone already: a second press writes nothing twice."""
    taken, _ = SheetUpload.objects.filter(pk=upload_id, purpose=purpose, by=by.user).delete()
    if not taken:
        raise Refused(GONE)


@operation(None)
def forget_uploads(*, by: Actor, at: datetime) -> int:
    """Those that nobody confirmed within a day. The schedule's own."""
    gone, _ = SheetUpload.objects.filter(at__lt=at - KEPT_FOR).delete()
    return gone
