"""The feed for programs that read (Power BI, Excel): tables as an audience sees them, one row a value."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from throughline.office.dataset.models import Indicator, ReturnLine
from throughline.office.dataset.queries.benchmarks import Benchmark, benchmarks
from throughline.office.dataset.queries.indicator import accepted_without_number, own_area
from throughline.office.dataset.queries.official import place_of
from throughline.office.dataset.queries.releasing import Seen, seen_by
from throughline.office.dataset.rules.releasing import HIDDEN
from throughline.office.dataset.rules.timeline import own_span

type FeedCell = str | int | Decimal | None


@dataclass(frozen=True)
class Column:
    """`kind`: string, number, integer or date; all of them may be empty but those of a key."""

    name: str
    kind: str
    says: str


INDICATORS = (
    Column("indicator", "string", "The indicator’s code; empty for one that nobody has described"),
    Column("title", "string", "Its title"),
    Column("definition", "string", "What is counted, in a sentence"),
    Column("sector", "string", "Whose records it comes from"),
    Column("owner", "string", "The agency that answers for it"),
    Column("unit", "string", "What its value is counted in"),
    Column("better", "string", "Which way is better"),
    Column("frequency", "string", "How often it is returned"),
    Column("target", "number", "What the partnership aims at"),
    Column("version", "integer", "The definition’s version"),
)
VALUES = (
    Column("indicator", "string", "The indicator’s code; empty for one that nobody has described"),
    Column("title", "string", "Its title"),
    Column("area", "string", "The area that the value is of"),
    Column("period", "string", "The period as it was returned"),
    Column("period_ends", "date", "The last day of the period"),
    Column("breakdown", "string", "By what the value is split; empty for the whole"),
    Column("category", "string", "The category of the breakdown"),
    Column("unit", "string", "What the value is counted in"),
    Column("value", "number", "The value; empty where the symbol says why there is none"),
    Column(
        "symbol",
        "string",
        "c: hidden, a small number or one that gives it away; or what the return said in place"
        " of a number: not_held, wider_area, not_yet, suppressed",
    ),
    Column("precision", "string", "How exactly it was stated: about, at least, rounded; empty: exactly"),
    Column("version", "integer", "The version of the definition that it was returned under"),
    Column("returned_on", "date", "The day on which it was returned"),
)
OFFICIAL = (
    Column("indicator", "string", "The indicator’s code"),
    Column("title", "string", "Its title"),
    Column("area", "string", "The area, or the neighbours with their model and aggregator"),
    Column("kind", "string", "own, region, country or neighbours"),
    Column("model", "string", "Of neighbours: the model’s year"),
    Column("aggregator", "string", "Of neighbours: mean or median"),
    Column("period", "string", "The period as the Department for Education writes it"),
    Column("period_ends", "date", "The last day of the period"),
    Column("unit", "string", "What the value is counted in"),
    Column("value", "number", "The value as it is shown; empty where the symbol says why there is none"),
    Column("symbol", "string", "The publisher’s symbol: c, x, z and so on"),
    Column("count", "integer", "What a rate was divided from, where it was divided here"),
    Column("denominator", "integer", "What it was divided by"),
    Column("denominator_says", "string", "Which estimate that is"),
    Column("file", "string", "The published file"),
)


def indicator_rows() -> list[list[FeedCell]]:
    rows = Indicator.objects.select_related("owner").order_by("code", "position", "pk")
    return [
        [
            row.code, str(row), row.definition, row.get_sector_display(), str(row.owner or ""), row.unit,
            row.get_polarity_display(), row.get_frequency_display(), _plain(row.target), row.version,
        ]
        for row in rows
    ]  # fmt: skip


def value_rows(audience: str) -> list[list[FeedCell]]:
    """The partnership's own values, those of the wider area among them."""
    area = own_area()
    rows = [_value_row(seen) for seen in seen_by(audience, area=area)]
    rows += [_without_number(line, area) for line in accepted_without_number()]
    return sorted(rows, key=lambda row: [str(cell) for cell in (row[0], row[1], row[7], *row[2:7])])


def _without_number(line: ReturnLine, area: str) -> list[FeedCell]:
    span, at = own_span(line.period), line.accepted_at
    return [
        line.indicator.code, str(line.indicator), area, line.period, span.ends.isoformat() if span else "",
        line.breakdown, line.category, line.unit, None, line.accepted_standing, "", line.version,
        at.date().isoformat() if at else "",
    ]  # fmt: skip


def _value_row(seen: Seen) -> list[FeedCell]:
    row, span = seen.row, own_span(seen.row.period)
    return [
        row.indicator.code, str(row.indicator), row.area, row.period, span.ends.isoformat() if span else "",
        row.breakdown, row.category, row.unit, _plain(seen.value), HIDDEN if seen.value is None else "", row.precision,
        row.version, row.returned_at.date().isoformat(),
    ]  # fmt: skip


def official_rows() -> list[list[FeedCell]]:
    """Of every indicator that names an official series; none where no official statistics of the area are on record."""
    place = place_of(own_area())
    if place is None:
        return []
    rows = Indicator.objects.exclude(official_value="").order_by("code", "position", "pk")
    return [_official_row(each) for each in benchmarks(rows, place)]


def _official_row(each: Benchmark) -> list[FeedCell]:
    given = each.official
    return [
        each.indicator.code, str(each.indicator), each.area, each.kind, each.model, each.aggregator, each.period,
        each.span.ends.isoformat(), each.indicator.unit, _plain(each.value), each.symbol,
        int(given.count) if given and given.count is not None else None, given.population if given else None,
        given.vintage if given else "", given.file if given else "",
    ]  # fmt: skip


def _plain(value: Decimal | None) -> Decimal | None:
    """Without the zeros that the database adds."""
    return None if value is None else Decimal(f"{value.normalize():f}")


def as_json(columns: tuple[Column, ...], rows: Iterable[list[FeedCell]]) -> list[dict[str, Any]]:
    """A row an object, numbers as numbers."""
    names = [column.name for column in columns]
    return [dict(zip(names, map(_json, row), strict=True)) for row in rows]


def _json(cell: FeedCell) -> Any:
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell
