"""Keys of programs: issued once, kept as a hash, revoked for good."""

import hashlib
import secrets
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.office.dataset.models import ApiKey, AudiencePolicy
from throughline.office.dataset.models.returns import AUDIENCES
from throughline.office.dataset.permissions import DatasetPermission

MARK = "tlk_"  # what a key begins with, so that a scanner of leaked secrets knows one
SHOWN = 10


def digest_of(secret: str) -> str:
    """A key is 256 random bits, so a plain hash keeps it: there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


@operation(DatasetPermission.MANAGE)
def issue_key(
    *,
    name: str,
    use: str,
    agency_id: int | None,
    ends_on: date,
    audience: str = AudiencePolicy.Audience.AGENCIES,
    by: Actor,
    at: datetime,
) -> tuple[ApiKey, str]:
    """The key and its secret, which is shown this once. `at` is real. Raises Refused."""
    if not name.strip():
        raise Refused("Say which program the key is for.")
    if use == ApiKey.Use.RETURN and agency_id is None:
        raise Refused("Say whose returns the key gives.")
    if audience not in dict(AUDIENCES):
        raise Refused("Say whose policy on small numbers holds for the key.")
    if ends_on <= at.date():
        raise Refused("The key must end on a day to come.")
    secret = MARK + secrets.token_urlsafe(32)
    digest = digest_of(secret)
    account = User.objects.create_user(email=f"key-{digest[:16]}@system.invalid", name=name.strip(), is_system=True)
    made = ApiKey.objects.create(
        space_id=scope.current().home_id, name=name.strip(), use=use, audience=audience, agency_id=agency_id,
        start=secret[:SHOWN], digest=digest, account=account, issued_by=by.user, issued_at=at, ends_on=ends_on,
    )  # fmt: skip
    return made, secret


@operation(DatasetPermission.MANAGE)
def revoke_key(*, key_id: int, by: Actor, at: datetime) -> ApiKey:
    """It is worth nothing from now on. Raises Refused, ApiKey.DoesNotExist."""
    if ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=at, revoked_by=by.user) != 1:
        ApiKey.objects.get(pk=key_id)
        raise Refused("This key was revoked already.")
    found = ApiKey.objects.get(pk=key_id)
    found.save()  # and with it the history
    return found


@operation(None)
def note_use(*, key_id: int, by: Actor, at: datetime) -> None:
    """When the key was used last. The worker's own, without a permission: a GET cannot write it itself."""
    ApiKey.objects.filter(pk=key_id).update(last_used_at=at)
