"""Open data: whose leave there is, what would go out now, what went out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.foundation.figures import ids
from throughline.foundation.figures.queries import everything_released
from throughline.foundation.figures.suppression.protecting import CannotProtect, Protected, protect
from throughline.foundation.figures.suppression.released import must_stay_hidden
from throughline.foundation.figures.suppression.tables import DEPARTMENT, Policy
from throughline.office.dataset.models import (
    AudiencePolicy,
    Counting,
    Indicator,
    Observation,
    OpenRelease,
    Publication,
    Relation,
)
from throughline.office.dataset.queries.indicator import IndicatorPage
from throughline.office.dataset.queries.observations import plain
from throughline.office.dataset.queries.official import children_of
from throughline.office.dataset.rules.in_time import sums_in_time
from throughline.office.dataset.rules.releasing import (
    Going,
    Whole,
    hidden_apart,
    shown_values,
    table_of,
    tells_of_children,
)

type Named = Callable[[Observation], str]


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


def outgoing(page: IndicatorPage) -> Outgoing:
    """The page's own values as the public would see them, beside all that went out before. Raises CannotProtect."""
    going = _going(page)
    table = table_of(going, _wholes(page.indicator, page.area))
    policy = policy_for(AudiencePolicy.Audience.PUBLIC)
    counts = {key: cell.count for key, cell in table.cells.items() if not cell.unpublished}
    earlier = everything_released(list(table.cells))
    hide = must_stay_hidden(counts, earlier)
    known = {key for each in earlier for key, count in counts.items() if each.cells.get(key) == (count, "shown")}
    try:
        protected = protect(table, policy, hide=hide, keep=known)
    except CannotProtect:  # then the register of releases says which of them stand in the way
        protected = protect(table, policy, hide=hide)
    shown = shown_values(going, protected.hidden, policy, children=children_of(page.area))
    return Outgoing(going, protected, shown)


def key_of(row: Observation) -> str:
    """The id of the figure that counts the same. `row` with its indicator."""
    split = (row.breakdown, row.category) if row.breakdown else ()
    return ids.id_of("dataset", row.indicator.name, row.area, row.period, row.unit, *split)


def _going(page: IndicatorPage) -> tuple[Going, ...]:
    """The wholes: no category of a breakdown goes out with them."""
    name, area = page.indicator.name, page.area
    found = (
        Going(ids.id_of("dataset", name, area, each.period, unit), each.period, unit, each.value)
        for unit, values in page.own.items()
        for each in values
    )
    return tuple(sorted(found, key=lambda each: (each.period, each.unit)))


def _wholes(indicator: Indicator, area: str) -> list[Whole]:
    """The sums that this indicator's counts stand in, in every period. Four queries."""
    relations = Relation.objects.filter(kind=Relation.Kind.PART, exclusive=True)
    wholes = set(relations.filter(part=indicator).values_list("whole_id", flat=True)) | {indicator.pk}
    parts = list(relations.filter(whole_id__in=wholes).values_list("whole_id", "part_id"))
    involved = {indicator.pk, *(pk for pair in parts for pk in pair)}
    rows = Observation.objects.filter(indicator_id__in=involved, area=area, withdrawn=False)
    return _sums(list(rows.select_related("indicator")), parts, key_of)


def _sums(rows: Sequence[Observation], parts: Iterable[tuple[int, int]], named: Named) -> list[Whole]:
    """Of the counts among the rows: a whole with its named parts (`parts`: whole, part), with the categories of each
    breakdown, and with the shorter periods within its own; always of one area and unit. `rows` with their indicator."""
    counts: dict[tuple[int, str, str, str], tuple[str, int]] = {}
    split: dict[tuple[tuple[int, str, str, str], str], list[tuple[str, int]]] = {}
    in_time: dict[tuple[int, str, str, str, str], dict[str, tuple[str, int]]] = {}
    for row in rows:
        if not tells_of_children(row.unit) or row.value < 0 or row.value != row.value.to_integral_value():
            continue
        at, count = (row.indicator_id, row.area, row.period, row.unit), (named(row), int(row.value))
        if row.breakdown:
            split.setdefault((at, row.breakdown), []).append(count)
        else:
            counts[at] = count
        if row.indicator.counting != Counting.SNAPSHOT:
            series = (row.indicator_id, row.area, row.unit, row.breakdown, row.category)
            in_time.setdefault(series, {})[row.period] = count
    parts_of: dict[int, list[int]] = {}
    for whole, part in parts:
        parts_of.setdefault(whole, []).append(part)
    found = [Whole(counts[at], tuple(there), by) for (at, by), there in split.items() if at in counts]
    for (whole, where, period, unit), total in counts.items():
        keys = [(part, where, period, unit) for part in parts_of.get(whole, ())]
        there = [counts[key] for key in keys if key in counts]
        if there:
            found.append(Whole(total, tuple(there)))
    return found + [each for periods in in_time.values() for each in sums_in_time(periods)]


@dataclass(frozen=True)
class Seen:
    """A value on record as an audience sees it: None where it is hidden; rounded where the policy rounds it."""

    row: Observation
    value: Decimal | None


def seen_by(audience: str, *, area: str) -> list[Seen]:
    """Everything on record as an audience inside sees it, of every area, period and category. It is hidden together,
    so that no indicator gives away what another hides. `area`: the partnership's own. Six queries."""
    policy = policy_for(audience)
    rows = list(Observation.objects.filter(withdrawn=False).select_related("indicator"))
    relations = Relation.objects.filter(kind=Relation.Kind.PART, exclusive=True)
    going: dict[tuple[int, str], list[Going]] = {}
    for row in rows:
        out = Going(_by_row(row), row.period, row.unit, plain(row.value), rounded=row.area != area)
        going.setdefault((row.indicator_id, row.area), []).append(out)
    wholes = _sums(rows, relations.values_list("whole_id", "part_id"), _by_row)
    hidden = hidden_apart(table_of([each for some in going.values() for each in some], wholes), policy)
    shown: dict[str, Decimal | None] = {}
    children = children_of(area)
    for (_, where), some in going.items():
        shown |= shown_values(some, hidden, policy, children=children if where == area else None)
    return [Seen(row, shown[_by_row(row)]) for row in rows]


def _by_row(row: Observation) -> str:
    return str(row.pk)


def hidden_from(audience: str, *, area: str) -> frozenset[tuple[int, str, str]]:
    """(indicator, period, unit) of the partnership's own values that an audience inside does not see. Six queries."""
    return frozenset(
        (seen.row.indicator_id, seen.row.period, seen.row.unit)
        for seen in seen_by(audience, area=area)
        if seen.value is None and not seen.row.breakdown and seen.row.area == area
    )


def open_indicators() -> list[OpenRelease]:
    """The latest release of every indicator whose owner's leave holds, by title."""
    live = set(Publication.objects.filter(ended_at=None).values_list("indicator_id", flat=True))
    latest: dict[int, OpenRelease] = {}
    for row in OpenRelease.objects.filter(indicator_id__in=live).select_related("indicator").order_by("number"):
        latest[row.indicator_id] = row
    return sorted(latest.values(), key=lambda row: str(row.indicator))


def released_between(first: date, last: date) -> list[OpenRelease]:
    """Of `open_indicators`, those that are as at a day between the two, both included."""
    days = first.isoformat(), last.isoformat()
    return [row for row in open_indicators() if days[0] <= row.content["as_at"] <= days[1]]


def open_release(slug: str, number: int | None = None) -> OpenRelease | None:
    """The latest, or the one of that number; None where nothing went out or the leave was taken back."""
    rows = OpenRelease.objects.filter(indicator__slug=slug, indicator__publications__ended_at=None).select_related(
        "indicator"
    )
    live = rows.filter(indicator__publications__isnull=False)
    return (live if number is None else live.filter(number=number)).first()


def release_numbers(indicator_id: int) -> list[int]:
    return list(OpenRelease.objects.filter(indicator_id=indicator_id).values_list("number", flat=True))
