"""The one decision about a request: pure, so that every route × role × method can be tested without HTTP."""

from enum import StrEnum

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.permissions import Permission


class Decision(StrEnum):
    ALLOW = "allow"
    SIGN_IN = "sign in"
    SECOND_FACTOR = "second factor"
    FORBID = "forbid"


PUBLIC = "public"
type Access = Permission | str


def decide(access: Access, actor: Actor) -> Decision:
    """`access` is PUBLIC or the permission that the view declares."""
    if not isinstance(access, Permission):
        return Decision.ALLOW
    if not actor.signed_in:
        return Decision.SIGN_IN
    if not actor.holds(access):
        return Decision.FORBID
    if not actor.may(access):
        return Decision.SECOND_FACTOR
    return Decision.ALLOW
