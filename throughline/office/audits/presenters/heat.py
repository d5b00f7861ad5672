"""The heat map: a word, a sign and a number in every cell; the colour only helps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from throughline.office.audits.models import Return, StandardGrade
from throughline.office.audits.rules.overview import StandardLine
from throughline.office.audits.rules.question_sets import QuestionSet
from throughline.office.audits.rules.returns import settled_rank
from throughline.office.audits.rules.scales import Scale


@dataclass(frozen=True)
class HeatCell:
    """`text` as "● 3 (2.7)"; `words` says the same to who hears it."""

    text: str
    words: str
    colour: str


@dataclass(frozen=True)
class HeatRow:
    name: str
    url: str
    cells: tuple[HeatCell, ...]


NOTHING = HeatCell("–", "not graded", "grey")


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
    moderated: Mapping[tuple[int, str], int], asked: QuestionSet,
) -> list[HeatRow]:  # fmt: skip
    return [
        HeatRow(
            row.name,
            reverse("audits:return", args=[row.pk]),
            tuple(
                cell(grid.get(row.pk, {}).get(s.code), moderated.get((row.pk, s.code)), asked.scale)
                for s in asked.standards
            ),
        )
        for row in returns
    ]


def all_row(lines: Sequence[StandardLine], scale: Scale) -> tuple[HeatCell, ...]:
    """The mean of everybody."""
    found = []
    for line in lines:
        if line.mean is None:
            found.append(NOTHING)
            continue
        step = scale.step(round(line.mean - 1e-9))
        found.append(HeatCell(f"{step.short} ({line.mean:.1f})", f"{step.label}, mean {line.mean:.1f}", step.colour))
    return tuple(found)
