"""The heat map: a word, a sign and a number in every cell; the colour only helps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.office.audits.models import Return, StandardGrade
from throughline.office.audits.queries.staff import StaffSaid
from throughline.office.audits.rules.overview import StandardLine, StandardSum
from throughline.office.audits.rules.question_sets import QuestionSet
from throughline.office.audits.rules.returns import IN, settled_rank
from throughline.office.audits.rules.scales import Scale
from throughline.office.audits.rules.staff import Beside


@dataclass(frozen=True)
class HeatCell:
    """`text` as "● 3 (2.7)"; `words` says the same to who hears it."""

    text: str
    words: str
    colour: str


@dataclass(frozen=True)
class HeatRow:
    """`note`: that it is not handed in, or what was taken over for years; '' where there is neither."""

    name: str
    url: str
    cells: tuple[HeatCell, ...]
    note: str = ""


NOTHING = HeatCell("–", "not graded", "grey")
NOT_IN = HeatCell("–", "not handed in yet", "grey")


def cell(found: StandardGrade | None, moderated: int | None, scale: Scale) -> HeatCell:
    if found is None:
        return NOTHING
    step = scale.step(settled_rank(found.graded, found.total))
    text, words = f"{step.short} ({found.mean:.1f})", f"{step.label}, mean {found.mean:.1f}"
    colour = step.colour
    if moderated is not None:
        settled = scale.step(moderated)
        text += f" → {settled.short}"
        words += f"; moderated {settled.label}"
        colour = settled.colour
    return HeatCell(text, words, colour)


def rows(
    returns: Sequence[Return], grid: Mapping[int, Mapping[str, StandardGrade]],
    moderated: Mapping[tuple[int, str], int], asked: QuestionSet, carried: Mapping[int, int],
) -> list[HeatRow]:  # fmt: skip
    return [
        HeatRow(
            row.name,
            reverse("audits:return", args=[row.pk]),
            tuple(
                cell(grid.get(row.pk, {}).get(s.code), moderated.get((row.pk, s.code)), asked.scale)
                if row.state in IN
                else NOT_IN
                for s in asked.standards
            ),
            _note(row, carried.get(row.pk, 0)),
        )
        for row in returns
    ]


def _note(row: Return, carried: int) -> str:
    if row.state not in IN:
        return "not handed in yet"
    return f"{formats.counted(carried, 'answer')} taken over for years" if carried else ""


@dataclass(frozen=True)
class LineView:
    """A standard over all bodies, in words; `staff` is '' where nothing may be shown."""

    code: str
    title: str
    change_words: str
    moderated_words: str
    staff: str


def lines(found: Sequence[StandardLine], said: StaffSaid | None) -> list[LineView]:
    return [
        LineView(line.code, line.title, line.change_words, line.moderated_words, _staff(line, said)) for line in found
    ]


def _staff(line: StandardLine, said: StaffSaid | None) -> str:
    share = said.everybody.get(line.code) if said else None
    return "" if share is None else f"{formats.percent(100 * share, 0)} agree, {Beside(line.share, share).words}"


def all_row(lines: Sequence[StandardLine], scale: Scale) -> tuple[HeatCell, ...]:
    """The mean of everybody."""
    return tuple(_mean_cell(line.mean, scale) for line in lines)


def sums_row(sums: Mapping[str, StandardSum], asked: QuestionSet) -> tuple[HeatCell, ...]:
    """The mean of some, such as a trust's schools."""
    return tuple(_mean_cell(sums[s.code].mean if s.code in sums else None, asked.scale) for s in asked.standards)


def _mean_cell(mean: float | None, scale: Scale) -> HeatCell:
    if mean is None:
        return NOTHING
    step = scale.step(round(mean - 1e-9))
    return HeatCell(f"{step.short} ({mean:.1f})", f"{step.label}, mean {mean:.1f}", step.colour)
