"""Open data in the office and for the public: what is shown, hidden and charted."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from throughline.foundation.charts.chart import Chart
from throughline.foundation.charts.series import Line, Value, run_chart, trend_chart
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Card, Cell, Column, SummaryRow, Table
from throughline.office.dataset.models import AudiencePolicy, OpenRelease, Publication
from throughline.office.dataset.presenters.charts import shown
from throughline.office.dataset.queries.releasing import Outgoing
from throughline.office.dataset.rules.comparing import as_registered
from throughline.office.dataset.rules.run_chart import run_chart as signals_of

LINES = 5


def agreement_rows(found: Publication) -> list[SummaryRow]:
    return [
        SummaryRow("Agency", str(found.agency)),
        SummaryRow("Agreed by", found.agreed_by),
        SummaryRow("Agreed on", formats.day(found.agreed_on)),
        SummaryRow("Recorded", f"{found.by}, {formats.day(found.at)}"),
    ]


def preview_table(found: Outgoing) -> Table | None:
    """Each own value beside what the public would read."""
    if not found.going:
        return None
    columns = [Column("Period"), Column("Unit"), Column("Value", True), Column("Public", True), Column("Why")]
    why = {"small": "a small number", "complement": "would give a small number away", "asked": "hidden before"}
    rows = []
    for each in found.going:
        out = found.shown[each.key]
        reason = why.get(found.protected.hidden.get(each.key, ""), "")
        if out is None and not reason:
            reason = "says a small or hidden count over again"
        rows.append([each.period, each.unit, shown(each.value), "c" if out is None else shown(out), reason])
    return Table("What the partnership’s own series would show", columns, rows)


def releases_table(rows: list[OpenRelease], slug: str, *, live: bool) -> Table | None:
    if not rows:
        return None
    columns = [Column("Release"), Column("As at"), Column("By")]
    return Table(
        "What went out",
        columns,
        [
            [
                Cell(f"Release {row.number}", reverse("open_data:release", args=[slug, row.number]) if live else ""),
                _as_at(row.content),
                f"{row.by}, {formats.day(row.at)}",
            ]
            for row in rows
        ],
    )


def policy_table(found: Mapping[str, AudiencePolicy | None]) -> Table:
    columns = [Column("Audience"), Column("Hidden"), Column("Nought"), Column("Rounding"), Column("Set")]
    rows: list[list[str | Cell]] = []
    for audience in AudiencePolicy.Audience:
        row = found[audience.value]
        link = Cell(str(audience.label), reverse("dataset:policy", args=[audience.value]))
        if row is None:
            rows.append([link, "1 to 5", "shown", "region and nation to 10", "the department’s, unless changed here"])
        else:
            nought = "shown" if row.zero_shown else "hidden"
            said = f"{row.by}, {formats.day(row.at)}: {row.why}"
            rows.append([link, f"1 to {row.largest_small}", nought, f"region and nation to {row.round_to}", said])
    return Table("Policies on small numbers", columns, rows)


def cards(rows: list[OpenRelease]) -> list[Card]:
    return [
        Card(
            str(row.content["title"]), reverse("open_data:indicator", args=[row.indicator.slug]),
            str(row.content["definition"]), f"As at {_as_at(row.content)}",
        )
        for row in rows
    ]  # fmt: skip


def _as_at(content: Mapping[str, Any]) -> str:
    return formats.day(date.fromisoformat(content["as_at"]))


def public_facts(content: Mapping[str, Any]) -> list[SummaryRow]:
    found = [
        ("Definition", content["definition"]), ("Unit", content["unit"]), ("Numerator", content["numerator"]),
        ("Denominator", content["denominator"]), ("Better", content["better"]), ("Caveat", content["caveat"]),
        ("Who answers for it", content["owner"]), ("As at", _as_at(content)),
        ("Small numbers", content["small_numbers"]),
    ]  # fmt: skip
    return [SummaryRow(key, str(value)) for key, value in found if value]


def public_charts(content: Mapping[str, Any]) -> list[Chart]:
    """From what went out alone: official lines beside each other, the partnership's own series by itself."""
    title, unit = str(content["title"]), str(content["unit"])
    found = []
    official = _lines([row for row in content["rows"] if row["series"] == "official"])
    if official:
        periods, lines = official
        found.append(trend_chart(f"{title}: official statistics", periods, lines[:LINES], unit=unit))
    for own_unit in dict.fromkeys(row["unit"] for row in content["rows"] if row["series"] == "partnership"):
        own = [row for row in content["rows"] if row["series"] == "partnership" and row["unit"] == own_unit]
        values = [_value(row) for row in own]
        if sum(value.number is not None for value in values) >= 2:
            signals = signals_of([value.number for value in values])
            found.append(
                run_chart(
                    f"{title}: returned to the partnership", [row["period"] for row in own], values,
                    unit=as_registered(own_unit, unit),
                    median=signals.median, signals=signals.signals,
                )
            )  # fmt: skip
    return found


def _lines(rows: list[Any]) -> tuple[list[str], list[Line]] | None:
    ends = sorted({row["period_ends"] for row in rows})
    labels = {row["period_ends"]: row["period"] for row in rows}
    by_area: dict[str, dict[str, Any]] = {}
    for row in rows:
        by_area.setdefault(row["area"], {})[row["period_ends"]] = row
    lines = [
        Line(area, tuple(_value(held[end]) if end in held else Value(None) for end in ends))
        for area, held in by_area.items()
    ]
    return ([labels[end] for end in ends], lines) if ends else None


def _value(row: Mapping[str, Any]) -> Value:
    if row["value"] is None:
        return Value(None, shown(None, row["symbol"]))
    number = Decimal(row["value"])
    return Value(number, f"{number:,f}")


def data_tables(content: Mapping[str, Any]) -> tuple[Table, Table | None]:
    """The latest values of each series, and every one before them. A row a value, so that a telephone shows it beside
    its period and area."""
    last: dict[tuple[str, str], str] = {}
    for row in content["rows"]:
        series = row["series"], row["unit"]
        last[series] = max(last.get(series, ""), row["period_ends"])
    rows = sorted(content["rows"], key=lambda row: row["period_ends"], reverse=True)
    latest = [row for row in rows if row["period_ends"] == last[row["series"], row["unit"]]]
    earlier = [row for row in rows if row["period_ends"] != last[row["series"], row["unit"]]]
    unit = str(content["unit"])
    before = _values("Earlier values, the latest first", earlier, unit) if earlier else None
    return _values("Latest values", latest, unit), before


def _values(caption: str, rows: Sequence[Mapping[str, Any]], registered: str) -> Table:
    columns = [Column("Period"), Column("Area"), Column("Value", True), Column("Unit"), Column("Series")]
    names = {"partnership": "returned to the partnership", "official": "official"}
    cells = [
        [row["period"], row["area"], _value(row).shown, as_registered(row["unit"], registered), names[row["series"]]]
        for row in rows
    ]
    return Table(caption, columns, cells)
