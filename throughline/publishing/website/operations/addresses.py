"""Addresses that pages had."""

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.tenancy import scope
from throughline.publishing.website.models import OldAddress


@operation(None)
def remember_address(*, old: str, new: str, page_id: int, by: Actor) -> None:
    """A page moved from one address to another, both below the home page, as /about/us/. Without a permission of its
    own: the editors' tree decided. What answers at the new address is not an old one any more."""
    home = scope.current().home_id
    OldAddress.objects.filter(space_id=home, path__in=[old, new]).delete()
    if old != new:
        OldAddress(space_id=home, path=old[:500], page_id=page_id).save()
