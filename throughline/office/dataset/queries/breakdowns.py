"""The lists of categories by which returns split a count, for the active scope."""

from throughline.office.dataset.models import BreakdownCategory, Indicator
from throughline.office.dataset.rules.breakdowns import AGENCIES, CATEGORIES
from throughline.office.partnership import api as partnership


def categories() -> dict[str, tuple[str, ...]]:
    """Breakdown → its categories: the partnership's own list, else the one that ships, else its agencies. Two
    queries."""
    kept: dict[str, list[str]] = {}
    for row in BreakdownCategory.objects.all():
        kept.setdefault(row.breakdown, []).append(row.category)
    agencies = tuple(sorted(each.name for each in partnership.agencies()))
    found = {**CATEGORIES, **{name: agencies for name in AGENCIES if agencies}}
    return found | {name: tuple(each) for name, each in kept.items()}


def kept_categories(breakdown: str = "") -> list[BreakdownCategory]:
    """Of all breakdowns, or of one, in order."""
    rows = BreakdownCategory.objects.select_related("by")
    return list(rows.filter(breakdown=breakdown) if breakdown else rows)


def breakdown_names() -> list[str]:
    """Every breakdown that an indicator of the register has, or that has a list."""
    found = {
        name for names in Indicator.objects.exclude(code="").values_list("breakdowns", flat=True) for name in names
    }
    return sorted(found | categories().keys())


def group_populations() -> dict[str, dict[str, tuple[int, str]]]:
    """Breakdown → category → (children who live here, which estimate says so). One query."""
    found: dict[str, dict[str, tuple[int, str]]] = {}
    for row in BreakdownCategory.objects.filter(population__isnull=False):
        found.setdefault(row.breakdown, {})[row.category] = (row.population, row.vintage)
    return found
