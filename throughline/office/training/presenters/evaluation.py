"""The evaluation as tables."""

from collections.abc import Sequence

from throughline.foundation.surveys.api import PairedChange
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Column, Table
from throughline.office.training.queries.evaluation import Evaluation, Line

HIDDEN = "not shown"


def change_words(change: PairedChange | None) -> str:
    """'+0.8 (0.5 to 1.1), 24 pairs'."""
    if change is None or change.mean is None:
        return HIDDEN
    sign = "+" if change.mean > 0 else ""
    interval = ""
    if change.low is not None and change.high is not None:
        interval = f" ({formats.number(change.low, 2)} to {formats.number(change.high, 2)})"
    return f"{sign}{formats.number(change.mean, 2)}{interval}, {formats.counted(change.pairs, 'pair')}"


def evaluation_table(found: Evaluation, by: str) -> Table | None:
    if not found.everybody.asked:
        return None
    return Table(
        f"Evaluation by {by}",
        [
            Column(by.capitalize()), Column("Asked", numeric=True), Column("Answered", numeric=True),
            Column("Response rate", numeric=True), Column("Change after", numeric=True),
            Column("Change after three months", numeric=True), Column("Useful, of 5", numeric=True),
            Column("Trainers, of 5", numeric=True),
        ],
        [_line(line) for line in (*found.lines, found.everybody)],
        last_is_total=True,
    )  # fmt: skip


def _line(line: Line) -> list[str]:
    rate = formats.percent(100 * line.answered / line.asked, 0) if line.asked else formats.NOT_AVAILABLE
    return [
        line.group, formats.number(line.asked), formats.number(line.answered), rate, change_words(line.after),
        change_words(line.later), *(HIDDEN if mean is None else formats.number(mean, 1) for mean in line.opinions),
    ]  # fmt: skip


def evaluation_rows(found: Evaluation, by: str) -> list[list[str]]:
    """The same for a file, each number in a column of its own."""
    head = [by.capitalize(), "Asked", "Answered"]
    for stage in ("after", "after three months"):
        head += [f"{what} {stage}" for what in ("Pairs", "Before,", "Mean", "Change", "Low", "High")]
    rows = [[*head, "Useful", "Trainers"]]
    for line in (*found.lines, found.everybody):
        cells = [line.group, str(line.asked), str(line.answered)]
        for change in (line.after, line.later):
            cells += _cells(change)
        rows.append([*cells, *(HIDDEN if mean is None else f"{mean:.2f}" for mean in line.opinions)])
    return rows


def _cells(change: PairedChange | None) -> list[str]:
    if change is None:
        return [HIDDEN] * 6
    numbers = (change.before, change.after, change.mean, change.low, change.high)
    return [str(change.pairs), *("" if n is None else f"{n:.2f}" for n in numbers)]


def themes_table(title: str, themes: Sequence[tuple[str, int]]) -> Table | None:
    if not themes:
        return None
    return Table(title, [Column("Theme"), Column("Texts", numeric=True)],
                 [[name, formats.number(n)] for name, n in themes])  # fmt: skip
