"""Addresses that pages had, and those that an editor leads on by hand."""

from urllib.parse import urlsplit

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.publishing.website import queries
from throughline.publishing.website.models import OldAddress
from throughline.publishing.website.permissions import WebsitePermission
from throughline.publishing.website.rules import tidy_path

MOST_STEPS = 10  # from address to address


@operation(None)
def remember_address(*, old: str, new: str, page_id: int, by: Actor) -> None:
    """A page moved from one address to another, both below the home page, as /about/us/. Without a permission of its
    own: the editors' tree decided. What answers at the new address is not an old one any more."""
    home = scope.current().home_id
    OldAddress.objects.filter(space_id=home, path__in=[old, new]).delete()
    if old != new:
        OldAddress(space_id=home, path=old[:500], page_id=page_id).save()


@operation(WebsitePermission.EDIT_PAGES)
def lead_on(*, path: str, to: str, by: Actor) -> OldAddress:
    """Whoever comes by `path`, where nothing answers, is led to `to`: an address of this site or a whole one. A second
    time changes where it leads. Raises Refused."""
    path, to = tidy_path(path), to.strip()
    if not path:
        raise Refused("Write the old address as it stands after the name of the site, such as /about-us/.")
    if to.startswith("/") and not to.startswith("//"):
        to = tidy_path(to) or to
    elif urlsplit(to).scheme not in ("http", "https") or not urlsplit(to).hostname:
        raise Refused("Write the new address as /training/, or whole, with https://.")
    if queries.answers_itself(path):
        raise Refused(f"A page of this site stands at {path}. Take it down or move it first.")
    here = to
    for _ in range(MOST_STEPS):
        if here == path:
            raise Refused("These addresses would lead round in circles.")
        here = queries.new_address(here) if here.startswith("/") else ""
        if not here:
            break
    home = scope.current().home_id
    OldAddress.objects.filter(space_id=home, path=path).delete()
    made = OldAddress(space_id=home, path=path, to=to)
    made.save()
    return made


@operation(WebsitePermission.EDIT_PAGES)
def forget_address(*, path: str, by: Actor) -> bool:
    """Nobody is led on from there any more. False where nobody was."""
    rows = OldAddress.objects.filter(space_id=scope.current().home_id, path=path)
    found = rows.exists()
    rows.delete()
    return found
