"""Figures as pages show them: finished texts, rows and links. Pure but for `reverse`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from throughline.foundation.figures import periods, words
from throughline.foundation.figures.disclosure import MEANING, Hidden
from throughline.foundation.figures.models import FigureRun
from throughline.foundation.figures.published import PublishedFigure
from throughline.foundation.figures.values import Precision, Provenance, RecordRef, Source, Value
from throughline.foundation.ui import formats
from throughline.foundation.ui.formats import day, moment, number
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.foundation.ui.site import NavigationItem

PROVENANCE = {
    Provenance.COMPUTED: "Counted from the partnership’s own records",
    Provenance.RETURNED: "Returned: a number that was handed in",
    Provenance.DERIVED: "Worked out from other figures",
}
PRECISION = {
    Precision.EXACT: "As stated",
    Precision.ABOUT: "Stated as about this many",
    Precision.AT_LEAST: "Stated as at least this many",
    Precision.ROUNDED: "Stated rounded",
}


@dataclass(frozen=True)
class HowPage:
    """Everything that *how this was calculated* shows. `state` says whether it is a draft or published."""

    label: str
    caption: str
    shown: str
    note: str
    says: str
    state: str
    facts: tuple[SummaryRow, ...]
    origin: tuple[SummaryRow, ...]
    inputs: Table | None
    used_in: tuple[NavigationItem, ...]
    records: tuple[RecordRef, ...]
    records_title: str
    history: Table | None


def address(year: str, figure_id: str) -> str:
    """The page *how this was calculated* of a figure."""
    return reverse("figures:how", args=[year, figure_id])


def draft_page(
    run: FigureRun,
    chain: Sequence[FigureRun],
    current: Mapping[str, FigureRun],
    hidden: Hidden | None,
    excepted: str,
    published: PublishedFigure | None,
) -> HowPage:
    """For who may see drafts: the number whatever it is, its records, its chain. `excepted`: the reason, or ''."""
    value = run.as_value()
    withdrawn = run.status == FigureRun.Status.WITHDRAWN
    notes = []
    if withdrawn:
        notes.append("No record gives this figure any more.")
    if hidden:
        notes.append(f"A publication shows c instead ({hidden.rule}): {hidden.reason}")
    if excepted:
        notes.append(f"A publication shows it although it is small, because: {excepted}")
    state = "Draft, not published"
    if published:
        state = f"Draft. Published in {published.edition} as {words.written(published.figure, hidden=published.hidden)}"
    origin = _origin(value)
    if value.returned_at:
        origin.append(SummaryRow("Returned by", value.returned_by or "not stated"))
        origin.append(SummaryRow("Returned on", moment(value.returned_at)))
    origin.append(SummaryRow("Worked out", f"{moment(run.run_at)} by {run.run_by}"))
    inputs = [
        (current[i].label, words.written(current[i].as_value()), i) if i in current else (i, "no longer on record", i)
        for i in run.input_ids
    ]
    return HowPage(
        label=run.label,
        caption=_caption(value),
        shown="withdrawn" if withdrawn else words.written(value),
        note=" ".join(notes),
        says=run.says,
        state=state,
        facts=tuple(_facts(value, f"{day(run.as_at)}")),
        origin=tuple(origin),
        inputs=_inputs(inputs, run.year),
        used_in=tuple(
            NavigationItem(other.label, address(run.year, i))
            for i, other in current.items()
            if run.figure_id in other.input_ids
        ),
        records=value.records,
        records_title=_records_title(value),
        history=_history(chain),
    )  # fmt: skip


def published_page(found: PublishedFigure, year: str) -> HowPage:
    """For everybody: what the edition shows and nothing else."""
    value = found.figure
    earlier = Table(
        "What earlier editions said",
        (Column("Edition"), Column("Figures as at"), Column("Value", numeric=True)),
        [(Cell(e.edition, e.url), day(e.as_at), e.shown) for e in found.earlier],
    )
    origin = _origin(value)
    if value.returned_at:
        origin.append(SummaryRow("Returned on", day(value.returned_at)))
    return HowPage(
        label=value.label,
        caption=_caption(value),
        shown=words.written(value, hidden=found.hidden),
        note=MEANING if found.hidden else "",
        says=value.says,
        state=f"Published in {found.edition} on {day(found.published_at)}",
        facts=tuple(_facts(value, day(found.as_at))),
        origin=tuple(origin),
        inputs=_inputs([(i.label, i.shown, i.id) for i in found.inputs], year),
        used_in=(),
        records=value.records,
        records_title=_records_title(value),
        history=earlier if found.earlier else None,
    )


def _caption(value: Value) -> str:
    return f"{value.area}, {periods.in_words(value.period)}"


def _facts(value: Value, as_at: str) -> Iterable[SummaryRow]:
    yield SummaryRow("Where the number comes from", PROVENANCE[value.provenance])
    if value.provenance is Provenance.RETURNED:
        yield SummaryRow("How exactly it was stated", PRECISION[value.precision])
    yield SummaryRow("Unit", words.unit_words(value.unit))
    yield SummaryRow("Date or period", value.period)
    yield SummaryRow("Area", value.area)
    yield SummaryRow("Records as at", as_at)
    yield SummaryRow("Definition", f"{value.id}, version {value.version}")


def _origin(value: Value) -> list[SummaryRow]:
    source = value.source
    rows = [
        SummaryRow("File", source.file),
        SummaryRow("Row", "" if source.row is None else f"{source.row} (the heading is row 1)"),
        SummaryRow("Column or source", source.column),
        SummaryRow("Query", source.query),
        SummaryRow("Formula", source.formula),
    ]
    if value.numerator is not None and value.denominator is not None:
        rows.append(SummaryRow("Numbers", f"{number(value.numerator)} out of {number(value.denominator)}"))
    return [row for row in rows if row.value]


def _inputs(rows: Sequence[tuple[str, str, str]], year: str) -> Table | None:
    if not rows:
        return None
    return Table(
        "The figures it is worked out from",
        (Column("Figure"), Column("Value", numeric=True)),
        [(Cell(label, address(year, figure_id)), shown) for label, shown, figure_id in rows],
    )


def _records_title(value: Value) -> str:
    count = len(value.records)
    return f"The {count} records that it counts" if count > 1 else "The record that it counts"


def _history(chain: Sequence[FigureRun]) -> Table | None:
    """Every value that the figure has had; none where it has had but one."""
    if len({run.number for run in chain}) < 2:
        return None
    rows = []
    for run in chain:
        shown = "withdrawn" if run.status == FigureRun.Status.WITHDRAWN else words.written(run.as_value())
        rows.append((day(run.as_at), shown, f"{moment(run.run_at)} by {run.run_by}"))
    return Table(
        "Values that it has had, the newest first",
        (Column("Records as at"), Column("Value", numeric=True), Column("Worked out")),
        rows,
    )


def list_table(runs: Sequence[FigureRun], year: str) -> Table:
    return Table(
        formats.counted(len(runs), "figure"),
        (
            Column("Figure"),
            Column("Value", numeric=True),
            Column("Area"),
            Column("Date or period"),
            Column("Comes from"),
        ),
        [
            (
                Cell(run.label, address(year, run.figure_id)),
                words.written(run.as_value()),
                run.area,
                run.period,
                run.provenance,
            )
            for run in runs
        ],
    )


CSV_HEADINGS = (
    "id", "label", "value", "unit", "period", "area", "provenance", "status", "precision", "file", "row", "column",
    "query", "formula", "inputs", "as_at",
)  # fmt: skip


def csv_rows(runs: Iterable[FigureRun]) -> Iterable[tuple[str | Decimal | int, ...]]:
    """Numbers as numbers; texts that a spreadsheet would take for a formula are made harmless."""
    for run in runs:
        source = Source(**run.source)
        yield (
            harmless(run.figure_id), harmless(run.label), "" if run.number is None else run.number, harmless(run.unit),
            harmless(run.period), harmless(run.area), run.provenance, run.get_status_display(), run.precision,
            harmless(source.file), "" if source.row is None else source.row, harmless(source.column),
            harmless(source.query), harmless(source.formula), harmless(" ".join(run.input_ids)), run.as_at.isoformat(),
        )  # fmt: skip


def harmless(text: str) -> str:
    """A text that begins like a formula gets an apostrophe in front, as spreadsheets themselves write it."""
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) or text.startswith(("\t", "\r")) else text
