"""What readers can find is kept in step with what they may see."""

from collections.abc import Sequence

from wagtail.search import index

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.tenancy import scope
from throughline.publishing.website.findable import Findable
from throughline.publishing.website.models import SearchEntry

FIELDS = ("kind", "title", "url", "summary", "text", "day")


@operation(None)
def refresh_search(*, found: Sequence[Findable], by: Actor) -> int:
    """The schedule's own. `found` is all that anybody may read here now; what changed is indexed anew, what is gone is
    forgotten. Returns how many entries changed."""
    home = scope.current().home_id
    wanted = {each.key: each for each in found}
    changed = 0
    for row in SearchEntry.objects.filter(space_id=home):
        each = wanted.pop(row.key, None)
        if each is None:
            index.remove_object(row)
            row.delete()
            changed += 1
        elif any(getattr(row, name) != getattr(each, name) for name in FIELDS):
            changed += _keep(row, each)
    for each in wanted.values():
        changed += _keep(SearchEntry(space_id=home, key=each.key), each)
    return changed


def _keep(row: SearchEntry, each: Findable) -> int:
    for name in FIELDS:
        setattr(row, name, getattr(each, name))
    row.save()
    index.insert_or_update_object(row)
    return 1
