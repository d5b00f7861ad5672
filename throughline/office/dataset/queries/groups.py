"""Counts by group, for the active scope."""

from dataclasses import dataclass

from throughline.foundation.figures.values import UnitKind, kind_of
from throughline.office.dataset.models import AudiencePolicy, GroupCount, Observation
from throughline.office.dataset.queries.breakdowns import group_populations
from throughline.office.dataset.queries.indicator import own_area
from throughline.office.dataset.queries.releasing import policy_for
from throughline.office.dataset.rules.groups import Compared, Line, compared
from throughline.office.dataset.rules.timeline import Span, own_span


@dataclass(frozen=True)
class Breakdown:
    """A breakdown of an indicator in a period, each group against all others. `returned`: an agency's return counted
    it; else it was recorded by hand."""

    breakdown: str
    period: str
    span: Span
    vintage: str
    groups: tuple[Compared, ...]
    returned: bool = False


def breakdowns(indicator_id: int) -> list[Breakdown]:
    """The latest period first. Small numbers hidden as for agencies. What returns counted, over the population of each
    group that the partnership recorded; what was recorded by hand where no return says it. Five queries."""
    policy = policy_for(AudiencePolicy.Audience.AGENCIES)
    found = {key: (lines, vintage, False) for key, (lines, vintage) in _recorded(indicator_id).items()}
    found |= {key: (lines, vintage, True) for key, (lines, vintage) in _returned(indicator_id).items()}
    made = []
    for (breakdown, period), (lines, vintage, returned) in found.items():
        span = own_span(period)
        if span is not None:
            made.append(Breakdown(breakdown, period, span, vintage, tuple(compared(lines, policy, vintage)), returned))
    return sorted(made, key=lambda each: (each.span, each.breakdown), reverse=True)


type Lines = dict[tuple[str, str], tuple[list[Line], str]]
"""(breakdown, period) → (its groups, which estimate of the population)."""


def _recorded(indicator_id: int) -> Lines:
    found: Lines = {}
    for row in GroupCount.objects.filter(indicator_id=indicator_id):
        lines, _ = found.setdefault((row.breakdown, row.period), ([], row.vintage))
        lines.append(Line(row.group, row.count, row.population))
    return found


def _returned(indicator_id: int) -> Lines:
    """Counts of children by category in the partnership's own area, of breakdowns whose populations are recorded."""
    populations = group_populations()
    rows = Observation.objects.filter(
        indicator_id=indicator_id, breakdown__in=populations, area=own_area(), withdrawn=False
    ).order_by("source_row", "pk")
    found: Lines = {}
    for row in rows:
        if kind_of(row.unit) is not UnitKind.CHILDREN or row.value != row.value.to_integral_value():
            continue
        known = populations[row.breakdown]
        lines, _ = found.setdefault((row.breakdown, row.period), ([], next(iter(known.values()))[1]))
        lives, _ = known.get(row.category, (0, ""))
        lines.append(Line(row.category, int(row.value), lives))
    return {
        key: (lines, said) for key, (lines, said) in found.items() if sum(bool(each.population) for each in lines) > 1
    }
