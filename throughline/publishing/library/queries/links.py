"""Links on public pages and how they answered."""

from django.db.models import QuerySet

from throughline.foundation.tenancy import scope
from throughline.publishing.library.models import CheckedLink


def broken_links() -> QuerySet[CheckedLink]:
    """What did not answer, the broken ones first."""
    own = CheckedLink.objects.filter(space_id=scope.current().home_id, verdict__in=["broken", "warning"])
    return own.order_by("verdict", "place", "url", "pk")


def links_to_check() -> list[str]:
    """Each address once."""
    own = CheckedLink.objects.filter(space_id=scope.current().home_id, url__startswith="http").order_by("url")
    return list(own.values_list("url", flat=True).distinct())
