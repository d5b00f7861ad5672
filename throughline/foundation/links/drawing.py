"""A thread as a picture: boxes in columns, joined from left to right. Pure; finished values in."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.foundation.charts.drawing import BLUE, GREY, box, framed, n, text
from throughline.foundation.charts.text import wrapped
from throughline.foundation.ui import formats

ACROSS, HIGH, GAP, BETWEEN, MARGIN = 184.0, 86.0, 10.0, 40.0, 8.0
LINE, LINES = 17.0, 3


@dataclass(frozen=True)
class Box:
    """`parent` and `others` are positions of the boxes that lead here; None for the first."""

    label: str
    title: str
    depth: int
    parent: int | None
    others: tuple[int, ...] = ()


def picture(title: str, boxes: Sequence[Box]) -> str:
    """SVG. `boxes` in reading order. A box stands beside the first of those that follow from it."""
    tops: list[float] = []
    row, last_depth = 0, -1
    for each in boxes:
        row += 0 if each.depth > last_depth else 1
        last_depth = each.depth
        tops.append(MARGIN + row * (HIGH + GAP))
    deepest = max(each.depth for each in boxes)
    across = 2 * MARGIN + (deepest + 1) * ACROSS + deepest * BETWEEN
    high = 2 * MARGIN + (row + 1) * (HIGH + GAP) - GAP
    lines = [
        _line(boxes[over], tops[over], each, tops[place], dashed=over != each.parent)
        for place, each in enumerate(boxes)
        for over in ([] if each.parent is None else [each.parent, *each.others])
    ]
    drawn = [_drawn(each, tops[place]) for place, each in enumerate(boxes)]
    steps = formats.counted(deepest, "step")
    alt = f"{len(boxes)} records in {steps} from ‘{boxes[0].title}’. The list beside the picture says the same."
    return framed(title, alt, across, high, "".join([*lines, *drawn]))


def _left(each: Box) -> float:
    return MARGIN + each.depth * (ACROSS + BETWEEN)


def _line(over: Box, over_top: float, each: Box, top: float, *, dashed: bool) -> str:
    x1, y1, x2, y2 = _left(over) + ACROSS, over_top + HIGH / 2, _left(each), top + HIGH / 2
    bend = x2 - BETWEEN / 2
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    path = f"M{n(x1)},{n(y1)}H{n(bend)}V{n(y2)}H{n(x2)}"
    return f'<path d="{path}" fill="none" stroke="{GREY}" stroke-width="{1 if dashed else 2}"{dashes}/>'


def _drawn(each: Box, top: float) -> str:
    left = _left(each)
    lines = wrapped(each.title, ACROSS - 20, 14)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1][:-1]}…"]
    parts = [box(left, top, ACROSS, HIGH, fill="#ffffff", stroke=BLUE if each.parent is None else GREY)]
    parts.append(text(left + 10, top + 19, each.label, size=13, fill=GREY))
    parts += [
        text(left + 10, top + 38 + number * LINE, line, bold=each.parent is None) for number, line in enumerate(lines)
    ]
    return "".join(parts)
