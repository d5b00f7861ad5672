"""Open data: whose leave there is, what would go out now, what went out."""

from dataclasses import dataclass
from decimal import Decimal

from throughline.foundation.figures import ids
from throughline.foundation.figures.queries import everything_released
from throughline.foundation.figures.suppression.protecting import Protected, protect
from throughline.foundation.figures.suppression.released import must_stay_hidden
from throughline.foundation.figures.suppression.tables import DEPARTMENT, Policy
from throughline.foundation.figures.values import UnitKind, kind_of
from throughline.office.dataset.models import AudiencePolicy, Indicator, Observation, OpenRelease, Publication, Relation
from throughline.office.dataset.queries.indicator import IndicatorPage
from throughline.office.dataset.queries.observations import plain
from throughline.office.dataset.rules.releasing import Going, Whole, shown_values, table_of


def policy_for(audience: str) -> Policy:
    """The latest that was set; the department's where none was. One query."""
    row = AudiencePolicy.objects.filter(audience=audience).first()
    if row is None:
        return DEPARTMENT
    return Policy(largest_small=row.largest_small, zero_shown=row.zero_shown, round_to=row.round_to)


def policies() -> dict[str, AudiencePolicy | None]:
    """Audience → what was set for it last."""
    found: dict[str, AudiencePolicy | None] = dict.fromkeys(AudiencePolicy.Audience.values)
    for row in AudiencePolicy.objects.select_related("by").order_by("at", "pk"):
        found[row.audience] = row
    return found


def publication_of(indicator_id: int) -> Publication | None:
    """The leave that holds."""
    return Publication.objects.filter(indicator_id=indicator_id, ended_at=None).select_related("agency", "by").first()


def releases_of(indicator_id: int) -> list[OpenRelease]:
    """The latest first."""
    return list(OpenRelease.objects.filter(indicator_id=indicator_id).select_related("by"))


@dataclass(frozen=True)
class Outgoing:
    """What would go out: `shown` by key, None where hidden; `protected` goes into the register of released tables."""

    going: tuple[Going, ...]
    protected: Protected
    shown: dict[str, Decimal | None]


def hidden_from(page: IndicatorPage, audience: str) -> frozenset[tuple[str, str]]:
    """(period, unit) of the own values that an audience inside does not see. Raises CannotProtect."""
    going = _going(page.indicator, page.area)
    protected = protect(table_of(going, _wholes(page.indicator, page.area)), policy_for(audience))
    seen = shown_values(going, protected.hidden)
    return frozenset((each.period, each.unit) for each in going if seen[each.key] is None)


def outgoing(page: IndicatorPage) -> Outgoing:
    """The own values of an indicator as the public would see them now, beside all that went out before. Raises
    CannotProtect."""
    going = _going(page.indicator, page.area)
    table = table_of(going, _wholes(page.indicator, page.area))
    counts = {key: cell.count for key, cell in table.cells.items() if not cell.unpublished}
    hide = must_stay_hidden(counts, everything_released(list(table.cells)))
    protected = protect(table, policy_for(AudiencePolicy.Audience.PUBLIC), hide=hide)
    return Outgoing(going, protected, shown_values(going, protected.hidden))


def key_of(indicator: Indicator, area: str, period: str, unit: str) -> str:
    return ids.id_of("dataset", indicator.name, area, period, unit)


def _going(indicator: Indicator, area: str) -> tuple[Going, ...]:
    rows = Observation.objects.filter(indicator=indicator, area=area).order_by("period", "unit")
    return tuple(
        Going(key_of(indicator, area, row.period, row.unit), row.period, row.unit, plain(row.value)) for row in rows
    )


def _wholes(indicator: Indicator, area: str) -> list[Whole]:
    """The sums of counts of children that this indicator stands in, in every period. Three queries."""
    relations = Relation.objects.filter(kind=Relation.Kind.PART, exclusive=True)
    wholes = set(relations.filter(part=indicator).values_list("whole_id", flat=True)) | {indicator.pk}
    parts: dict[int, list[int]] = {}
    for whole, part in relations.filter(whole_id__in=wholes).values_list("whole_id", "part_id"):
        parts.setdefault(whole, []).append(part)
    involved = {*parts, *(part for some in parts.values() for part in some)}
    counts: dict[tuple[int, str, str], tuple[str, int]] = {}
    rows = Observation.objects.filter(indicator_id__in=involved, area=area).select_related("indicator")
    for row in rows:
        if kind_of(row.unit) is UnitKind.CHILDREN and row.value == row.value.to_integral_value():
            key = key_of(row.indicator, area, row.period, row.unit)
            counts[row.indicator_id, row.period, row.unit] = (key, int(row.value))
    found = []
    for (whole, period, unit), total in counts.items():
        there = [counts[part, period, unit] for part in parts.get(whole, []) if (part, period, unit) in counts]
        if there:
            found.append(Whole(total, tuple(there)))
    return found


def open_indicators() -> list[OpenRelease]:
    """The latest release of every indicator whose owner's leave holds, by title."""
    live = set(Publication.objects.filter(ended_at=None).values_list("indicator_id", flat=True))
    latest: dict[int, OpenRelease] = {}
    for row in OpenRelease.objects.filter(indicator_id__in=live).select_related("indicator").order_by("number"):
        latest[row.indicator_id] = row
    return sorted(latest.values(), key=lambda row: str(row.indicator))


def open_release(slug: str, number: int | None = None) -> OpenRelease | None:
    """The latest, or the one of that number; None where nothing went out or the leave was taken back."""
    rows = OpenRelease.objects.filter(indicator__slug=slug, indicator__publications__ended_at=None).select_related(
        "indicator"
    )
    live = rows.filter(indicator__publications__isnull=False)
    return (live if number is None else live.filter(number=number)).first()


def release_numbers(indicator_id: int) -> list[int]:
    return list(OpenRelease.objects.filter(indicator_id=indicator_id).values_list("number", flat=True))
