"""Writes of the lists of categories."""

from collections.abc import Sequence
from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.office.dataset.models import BreakdownCategory
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.rules.breakdowns import Category


@operation(DatasetPermission.MANAGE)
def set_categories(*, breakdown: str, categories: Sequence[Category], vintage: str, by: Actor, at: datetime) -> int:
    """The list of a breakdown from now on; the history keeps what it was, and what was returned stays. No category:
    the list that ships holds again. Raises Refused."""
    if not breakdown.strip():
        raise Refused("Say what the categories are of.")
    if any(each.population is not None for each in categories) and not vintage.strip():
        raise Refused("Say which estimate of the population it is.")
    names = {each.name for each in categories}
    known = {row.category: row for row in BreakdownCategory.objects.filter(breakdown=breakdown.strip())}
    for name, row in known.items():
        if name not in names:
            row.delete()
    for position, each in enumerate(categories):
        row = known.get(each.name) or BreakdownCategory(
            space_id=scope.current().home_id, breakdown=breakdown.strip(), category=each.name
        )
        row.position, row.population, row.by, row.at = position, each.population, by.user, at
        row.vintage = vintage.strip() if each.population is not None else ""
        row.save()
    return len(categories)
