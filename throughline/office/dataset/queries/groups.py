"""Counts by group, for the active scope."""

from dataclasses import dataclass

from throughline.office.dataset.models import AudiencePolicy, GroupCount
from throughline.office.dataset.queries.releasing import policy_for
from throughline.office.dataset.rules.groups import Compared, Line, compared
from throughline.office.dataset.rules.timeline import Span, own_span


@dataclass(frozen=True)
class Breakdown:
    """A breakdown of an indicator in a period, each group against all others."""

    breakdown: str
    period: str
    span: Span
    vintage: str
    groups: tuple[Compared, ...]


def breakdowns(indicator_id: int) -> list[Breakdown]:
    """The latest period first. Small numbers hidden as for agencies. Two queries."""
    policy = policy_for(AudiencePolicy.Audience.AGENCIES)
    found: dict[tuple[str, str], list[GroupCount]] = {}
    for row in GroupCount.objects.filter(indicator_id=indicator_id):
        found.setdefault((row.breakdown, row.period), []).append(row)
    made = []
    for (breakdown, period), rows in found.items():
        span = own_span(period)
        if span is not None:
            lines = [Line(row.group, row.count, row.population) for row in rows]
            groups = tuple(compared(lines, policy, rows[0].vintage))
            made.append(Breakdown(breakdown, period, span, rows[0].vintage, groups))
    return sorted(made, key=lambda each: (each.span, each.breakdown), reverse=True)
