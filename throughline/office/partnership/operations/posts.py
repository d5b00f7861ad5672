"""Posts and who holds them. Steps of higher operations, which have the permission and hold the transaction."""

from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.office.partnership.models import Post


@operation(None)
def record_post(
    *,
    title: str,
    organisation_id: int | None = None,
    group_id: int | None = None,
    holder_id: int | None = None,
    deputy_id: int | None = None,
    leads: bool = False,
    by: Actor,
    at: datetime,
) -> Post:
    """The post of that title there, made when there is none. A step of other operations, without a permission."""
    found, made = Post.objects.get_or_create(
        space_id=scope.current().home_id, title=title, organisation_id=organisation_id, group_id=group_id,
        defaults={"holder_id": holder_id, "deputy_id": deputy_id, "leads": leads},
    )  # fmt: skip
    if not made and (found.holder_id, found.deputy_id, found.leads) != (holder_id, deputy_id, leads):
        found.holder_id, found.deputy_id, found.leads = holder_id, deputy_id, leads
        found.save()
    return found


@operation(None)
def fill_post(*, post_id: int, holder_id: int | None, deputy_id: int | None = None, by: Actor, at: datetime) -> Post:
    """Another holder, or none: then it is vacant and its deputy acts. Whoever calls moves the open work.

    A step of other operations, without a permission. Raises Refused, Post.DoesNotExist.
    """
    post = Post.objects.get(pk=post_id)
    if holder_id is not None and holder_id == deputy_id:
        raise Refused("The deputy of a post must be somebody else than its holder.")
    post.holder_id, post.deputy_id = holder_id, deputy_id
    post.save()
    return post
