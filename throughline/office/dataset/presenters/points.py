"""One point of a series: its value, what was said, asked and answered."""

from dataclasses import dataclass

from django.urls import reverse

from throughline.foundation.charts.chart import NOT_AVAILABLE
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.office.dataset.models import Question
from throughline.office.dataset.presenters import indicator
from throughline.office.dataset.presenters.charts import Series
from throughline.office.dataset.presenters.indicator import SignalRow
from throughline.office.dataset.queries.indicator import IndicatorPage
from throughline.office.dataset.queries.narrative import Said


@dataclass(frozen=True)
class May:
    """What a reader may do: `lead`, the agencies for which they answer."""

    manage: bool
    lead: frozenset[int]


@dataclass(frozen=True)
class PointPage:
    """`value`: as it is shown now. `signal`: what process control says of it, None where it is noise. `alike`: period →
    value of the other points of the same trend or shift that nobody has explained."""

    heading: str
    label: str
    value: str
    signal: SignalRow | None
    rows: list[SummaryRow]
    explanations: Table | None
    questions: Table | None
    notes: Table | None
    alike: dict[str, str]


def find_series(page: IndicatorPage, kind: str, unit: str, period: str) -> tuple[str, Series] | None:
    """The one that has this point."""
    for heading, series in indicator.series_of(page):
        if series.kind == kind and indicator.unit_of(series) == unit and period in series.keys:
            return heading, series
    return None


def point_page(
    page: IndicatorPage, series: Series, heading: str, period: str, said: dict[tuple[str, str, str], Said], *,
    may: May,
) -> PointPage:  # fmt: skip
    """Of a period that the series has."""
    position = series.keys.index(period)
    unit = indicator.unit_of(series)
    found = indicator.varies_of(page, heading, series, indicator.events_of(said))
    signals = indicator.signal_rows(page, series, found, said) if found else []
    url = indicator.point_url(page.indicator.pk, series.kind, unit, period)
    signal = next((each for each in signals if each.url == url), None)
    told = said.get((series.kind, unit, period))
    value = series.values[position].shown
    rows = [
        SummaryRow("Series", heading),
        SummaryRow("Period", series.labels[position]),
        SummaryRow("Value", f"{value} {indicator.unit_said(page, series.unit)}" if value != NOT_AVAILABLE else value),
        SummaryRow("What it is", f"Special cause: {signal.said}" if signal else "Within what usually varies"),
    ]
    return PointPage(
        heading, series.labels[position], value, signal, rows, _explanations(told, value),
        _questions(told, may), _notes(told, may), _alike(series, signals, signal),
    )  # fmt: skip


def _alike(series: Series, signals: list[SignalRow], signal: SignalRow | None) -> dict[str, str]:
    mine = next((some for some in indicator.stretches(series, signals) if signal in some), [])
    return {series.keys[series.labels.index(each.label)]: each.shown for each in mine if each != signal}


def _explanations(told: Said | None, value: str) -> Table | None:
    if told is None or not told.explanations:
        return None
    columns = [Column("Explanation"), Column("Value then"), Column("By")]
    rows = [
        [
            row.text, row.value if row.value == value else f"{row.value} (now {value})",
            f"{row.by}, {formats.day(row.at)}",
        ]
        for row in told.explanations
    ]  # fmt: skip
    return Table("Explanations, the latest first", columns, rows)


def _questions(told: Said | None, may: May) -> Table | None:
    if told is None or not told.questions:
        return None
    return questions_table("Questions and answers", told.questions, may)


def questions_table(
    caption: str, questions: tuple[Question, ...] | list[Question], may: May, *, where: bool = False
) -> Table:  # fmt: skip
    columns = [Column("Question"), *([Column("Indicator")] if where else []), Column("To"), Column("Answer")]
    rows: list[list[str | Cell]] = []
    for row in questions:
        answer: str | Cell = (
            f"{row.answer} ({row.answered_by}, {formats.day(row.answered_at)})"
            if row.answer and row.answered_at
            else Cell("Answer it", reverse("dataset:answer", args=[row.pk]))
            if may.manage or row.organisation_id in may.lead
            else "not yet"
        )
        rows.append([row.text, *([str(row.point)] if where else []), str(row.organisation), answer])
    return Table(caption, columns, rows)


def _notes(told: Said | None, may: May) -> Table | None:
    if told is None or not told.notes:
        return None
    columns = [Column("Note"), Column("Limits"), Column("By"), Column("Standing")]
    rows: list[list[str | Cell]] = []
    for row in told.notes:
        standing: str | Cell = "on the chart"
        if may.manage:
            standing = Cell("Take it back", reverse("dataset:take_back_note", args=[row.pk]))
        if row.ended_at:
            standing = f"Taken back by {row.ended_by}, {formats.day(row.ended_at)}: {row.ended_why}"
        limits = f"begin anew: {row.why}" if row.rebase else "as before"
        rows.append([row.said, limits, f"{row.by}, {formats.day(row.at)}", standing])
    return Table("Notes", columns, rows)
