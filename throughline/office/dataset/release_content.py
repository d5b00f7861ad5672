"""Open data of an indicator as it is kept and given: JSON, CSV, the CSV's description (CSVW)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.foundation.figures.formulas import rounded
from throughline.foundation.figures.rates import benchmark
from throughline.foundation.figures.suppression.tables import Policy
from throughline.foundation.figures.words import unit_words
from throughline.office.dataset.queries.indicator import IndicatorPage
from throughline.office.dataset.queries.official import Official
from throughline.office.dataset.queries.releasing import Outgoing
from throughline.office.dataset.rules.comparing import neighbours_name
from throughline.office.dataset.rules.releasing import HIDDEN, policy_said

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("period", "string", "The period as it is written"),
    ("period_ends", "date", "The last day of the period"),
    ("series", "string", "partnership: returned to the partnership; official: published statistics"),
    ("area", "string", "The area, or the benchmark with its model and aggregator"),
    ("unit", "string", "What the value is counted in"),
    ("value", "decimal", "The value; empty where the symbol says why there is none"),
    ("symbol", "string", "c: hidden, a small number or one that gives it away; x: not available"),
    ("denominator", "integer", "What a rate was divided by, where it was divided here"),
    ("denominator_says", "string", "Which estimate the denominator is"),
)


def content_of(page: IndicatorPage, found: Outgoing, *, number: int, as_at: date, policy: Policy) -> dict[str, Any]:
    """What is frozen. The true value of what is hidden is nowhere in it."""
    row = page.indicator
    return {
        "code": row.code, "title": str(row), "definition": row.definition, "version": row.version, "unit": row.unit,
        "owner": page.owner, "area": page.area, "better": row.get_polarity_display(), "caveat": row.caveat,
        "numerator": row.numerator, "denominator": row.denominator, "release": number, "as_at": as_at.isoformat(),
        "licence": LICENCE, "small_numbers": policy_said(policy), "rows": [*_own(page, found), *_official(page)],
    }  # fmt: skip


def _own(page: IndicatorPage, found: Outgoing) -> list[dict[str, Any]]:
    values = {(each.period, each.unit): found.shown[each.key] for each in found.going}
    return [
        _row(each.span.label, each.span.ends, "partnership", page.area, unit, values[each.period, unit], HIDDEN)
        for unit, own in page.own.items()
        for each in own
    ]


def _official(page: IndicatorPage) -> list[dict[str, Any]]:
    if page.place is None:
        return []
    rows = []
    for area in (page.place.own, page.place.region, page.place.country):
        for period in page.periods if area else ():
            given = page.values.get((area.id, period)) if area else None
            if area is not None and given is not None:
                rows.append(_official_row(page, area.name, period, given))
    for model in page.place.sets:
        areas = [area for area in page.place.neighbours(model).values() if area]
        for period in page.periods:
            among = {
                area.code: page.values[area.id, period].number for area in areas if (area.id, period) in page.values
            }
            mean = benchmark(among, "mean")
            if mean is not None:
                span = page.span(period)
                name = neighbours_name(model.year, "mean")
                value = rounded(mean.value, page.places)
                rows.append(_row(span.label, span.ends, "official", name, page.indicator.unit, value))
    return rows


def _official_row(page: IndicatorPage, area: str, period: str, given: Official) -> dict[str, Any]:
    span = page.span(period)
    symbol = given.symbol if given.number is None else ""
    value = page.shown(given)
    if value is not None and given.population is None:
        value = value.normalize()  # what was published whole stays whole
    found = _row(span.label, span.ends, "official", area, page.indicator.unit, value, symbol or "x")
    return found | {"denominator": given.population, "denominator_says": given.vintage}


def _row(
    label: str, ends: date, series: str, area: str, unit: str, value: Decimal | None, symbol: str = "x"
) -> dict[str, Any]:
    plain = None if value is None else f"{value:f}"
    return {
        "period": label, "period_ends": ends.isoformat(), "series": series, "area": area, "unit": unit, "value": plain,
        "symbol": "" if plain is not None else symbol, "denominator": None, "denominator_says": "",
    }  # fmt: skip


def in_words(content: Mapping[str, Any]) -> str:
    """The latest values in sentences, official ones with their benchmarks and what they were divided by."""
    own = [row for row in content["rows"] if row["series"] == "partnership"]
    said = [
        f"{_said(last)} {unit_words(unit, _number(last))} ({last['period']})"
        for unit in dict.fromkeys(row["unit"] for row in own)
        for last in [max((row for row in own if row["unit"] == unit), key=lambda row: row["period_ends"])]
    ]
    found = f"Returned to the partnership: {'; '.join(said)}." if said else ""
    official = [row for row in content["rows"] if row["series"] == "official"]
    ends = max((row["period_ends"] for row in official if row["area"] == content["area"]), default="")
    beside = [row for row in official if row["period_ends"] == ends]
    if beside:
        values = "; ".join(f"{row['area']} {_said(row)}{_divided(row)}" for row in beside)
        found = f"{found} Official, {beside[0]['period']}, {content['unit']}: {values}.".lstrip()
    return found


def _number(row: Mapping[str, Any]) -> Decimal | None:
    return None if row["value"] is None else Decimal(row["value"])


def _said(row: Mapping[str, Any]) -> str:
    number = _number(row)
    return f"{number:,f}" if number is not None else {"c": "hidden (c)"}.get(row["symbol"], "not available")


def _divided(row: Mapping[str, Any]) -> str:
    return f" (of {row['denominator']:,} children)" if row["denominator"] else ""


def csv_rows(content: Mapping[str, Any]) -> list[list[str | Decimal | int | None]]:
    """The heading and the rows, numbers as numbers."""
    names = [name for name, _, _ in COLUMNS]
    rows: list[list[str | Decimal | int | None]] = [list(names)]
    for row in content["rows"]:
        rows.append([Decimal(row["value"]) if name == "value" and row["value"] else row[name] for name in names])
    return rows


def csvw(content: Mapping[str, Any], csv_url: str, publisher: str) -> dict[str, Any]:
    """The CSV's description by the W3C's "CSV on the Web" (Metadata Vocabulary for Tabular Data, 2015)."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": csv_url,
        "dc:title": f"{content['title']}, {content['area']}",
        "dc:description": content["definition"],
        "dc:license": {"@id": content["licence"]},
        "dc:publisher": publisher,
        "dc:modified": {"@value": content["as_at"], "@type": "xsd:date"},
        "notes": [content["small_numbers"]],
        "dialect": {"header": True, "encoding": "utf-8", "delimiter": ","},
        "tableSchema": {
            "columns": [
                {"name": name, "titles": name, "datatype": kind, "dc:description": says,
                 **({"null": ""} if name in ("value", "denominator") else {})}
                for name, kind, says in COLUMNS
            ],
            "primaryKey": ["period_ends", "series", "area", "unit", "period"],
        },
    }  # fmt: skip
