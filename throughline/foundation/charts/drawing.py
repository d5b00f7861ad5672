"""The parts of a chart as SVG: text, lines, marks, a scale with round ticks, and the frame that makes it accessible.

Measures are in user units, y downwards. No style attribute, script or reference, so a picture may stand in a page under
a strict policy. Colours have at least 4.5 to 1 on white; whatever a colour says, a shape or a word says too.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from throughline.foundation.charts.text import clean, width, wrapped

FONT = "Atkinson Hyperlegible Next, Arial, sans-serif"
DARK = "#0b0c0c"
GREY = "#505a5f"
FAINT = "#d0d4d6"  # grid lines, which say nothing
BLUE = "#1d70b8"
ORANGE = "#a84300"
PURPLE = "#54319f"
GREEN = "#00703c"
SIZE = 14.0
LINE = 18.0

type Shape = str
"""circle, ring, diamond, square, triangle-up, triangle-down, cross, bar."""


def n(number: float) -> str:
    """A measure with at most two decimals, never '-0'."""
    return f"{round(number, 2) + 0:.2f}".rstrip("0").rstrip(".") or "0"


def text(
    x: float, y: float, line: str, *, size: float = SIZE, bold: bool = False, anchor: str = "start", fill: str = DARK,
    halo: bool = False,
) -> str:  # fmt: skip
    """One line, `y` its base line. `halo`: white behind the letters, where they cross other things. A white edge drawn
    first would be nicer, but what makes the PDF draws it last, over the letters."""
    weight = ' font-weight="700"' if bold else ""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    behind = ""
    if halo:
        across = width(line, size) * (1.08 if bold else 1)
        left = x - {"start": 0, "middle": across / 2, "end": across}[anchor]
        behind = box(left - 2, y - 0.8 * size, across + 4, 1.1 * size, fill="#ffffff")
    return (
        f'{behind}<text x="{n(x)}" y="{n(y)}" font-family="{FONT}" font-size="{n(size)}"{weight}{place} fill="{fill}">'
        f"{escape(clean(line))}</text>"
    )


def rule(x1: float, y1: float, x2: float, y2: float, *, stroke: str = GREY, wide: float = 1, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="M{n(x1)},{n(y1)}L{n(x2)},{n(y2)}" stroke="{stroke}" stroke-width="{n(wide)}"{dashed}/>'


def box(x: float, y: float, across: float, high: float, *, fill: str, stroke: str = "none", dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<rect x="{n(x)}" y="{n(y)}" width="{n(across)}" height="{n(high)}" fill="{fill}" stroke="{stroke}"'
        f' stroke-width="2"{dashed}/>'
    )


def broken_line(
    points: Sequence[tuple[float, float] | None], *, stroke: str, wide: float = 2, dashes: str = ""
) -> str:  # fmt: skip
    """A line through the points, broken where there is none; a point alone draws nothing here (it has its mark)."""
    steps, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        steps.append(f"{pen}{n(point[0])},{n(point[1])}")
        pen = "L"
    if not steps:
        return ""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{"".join(steps)}" fill="none" stroke="{stroke}" stroke-width="{n(wide)}"{dashed}/>'


def mark(x: float, y: float, shape: Shape, *, fill: str, size: float = 4.5) -> str:
    """A mark about its middle. White edges keep marks apart where they touch."""
    if shape in ("circle", "ring"):
        inside, edge = ("#ffffff", fill) if shape == "ring" else (fill, "#ffffff")
        wide = 2 if shape == "ring" else 1
        return (
            f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(size - (1 if shape == "ring" else 0))}" fill="{inside}"'
            f' stroke="{edge}" stroke-width="{wide}"/>'
        )
    if shape == "cross":
        return (
            f'<path d="M{n(x - size)},{n(y - size)}L{n(x + size)},{n(y + size)}M{n(x - size)},{n(y + size)}'
            f'L{n(x + size)},{n(y - size)}" fill="none" stroke="{fill}" stroke-width="2.5"/>'
        )
    return f'<path d="{_outline(x, y, shape, size)}" fill="{fill}" stroke="#ffffff" stroke-width="1"/>'


def marks(places: Iterable[tuple[float, float]], shape: Shape, *, fill: str, size: float = 4.5) -> str:
    """A filled mark at each place, as one element: a PDF takes its time over every one. '' for no place."""
    outlines = "".join(_outline(x, y, shape, size) for x, y in places)
    return f'<path d="{outlines}" fill="{fill}" stroke="#ffffff" stroke-width="1"/>' if outlines else ""


def _outline(x: float, y: float, shape: Shape, size: float) -> str:
    if shape == "circle":
        r, k = n(size), n(size * 0.5523)  # four curves that are a circle to a thousandth
        a = n(size - size * 0.5523)
        return (
            f"M{n(x - size)},{n(y)}c0,-{k} {a},-{r} {r},-{r}c{k},0 {r},{a} {r},{r}c0,{k} -{a},{r} -{r},{r}"
            f"c-{k},0 -{r},-{a} -{r},-{r}Z"
        )
    s = size * 1.3
    corners = {
        "diamond": ((0, -s), (s, 0), (0, s), (-s, 0)),
        "square": ((-size, -size), (size, -size), (size, size), (-size, size)),
        "triangle-up": ((0, -s), (s, s * 0.8), (-s, s * 0.8)),
        "triangle-down": ((0, s), (s, -s * 0.8), (-s, -s * 0.8)),
        "bar": ((-s, -1.5), (s, -1.5), (s, 1.5), (-s, 1.5)),
    }[shape]
    return f"M{'L'.join(f'{n(x + dx)},{n(y + dy)}' for dx, dy in corners)}Z"


@dataclass(frozen=True)
class Scale:
    """From values to places: `low` stands at `start`, `high` at `end`; `ticks` are round values between."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]
    decimals: int

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def said(self, value: float) -> str:
        return f"{value:,.{self.decimals}f}"


def scale(
    values: Iterable[float], start: float, end: float, *, nought: bool, about: int = 5, whole: bool = False
) -> Scale:
    """A scale over the values with about that many round ticks; `nought`: 0 is on it. `whole`: what is counted has no
    halves, and neither have its ticks."""
    found = [*values, *([0.0] if nought else [])] or [0.0, 1.0]
    low, high = min(found), max(found)
    if low == high:
        low, high = (0.0, high * 2) if high > 0 else (low - 1, high + 1)
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    if whole:
        power = max(power, 1.0)
    steps = (1, 2, 5, 10) if whole and power == 1 else (1, 2, 2.5, 5, 10)
    step = next(each * power for each in steps if each * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9) + (1 if step / power == 2.5 and power <= 1 else 0))
    ticks = tuple(each * step for each in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], start, end, ticks, decimals)


def labelled_every(labels: Sequence[str], room: float, size: float = SIZE, *, moved: float = 0) -> list[int]:
    """Which labels fit side by side over this width: the last always, then as many as leave air between them. `moved`:
    how far the last one is moved towards the one before."""
    if not labels:
        return []
    widest = max(width(label, size) for label in labels) + max(moved, 8)
    step = max(1, math.ceil(len(labels) * widest / max(room, 1)))
    return list(range(len(labels) - 1, -1, -step))[::-1]


def lines_of_key(entries: Sequence[tuple[str, str]], left: float, top: float, across: float) -> tuple[str, float]:
    """The key below a chart, one entry below the other: (sample, drawn from 0 to 28 about the line 0; words). Returns
    the SVG and its height."""
    parts, y = [], top
    for sample, words in entries:
        lines = wrapped(words, across - left - 38, SIZE)
        parts.append(f'<g transform="translate({n(left)} {n(y + 9)})">{sample}</g>')
        parts += [text(left + 36, y + 14 + row * LINE, line) for row, line in enumerate(lines)]
        y += len(lines) * LINE + 4
    return "".join(parts), y - top


def framed(title: str, alt: str, across: float, high: float, body: str) -> str:
    """One image with a title and a description. Ids differ from chart to chart, so several can be on a page."""
    digest = hashlib.sha256(f"{title}\0{alt}\0{body}".encode()).hexdigest()[:10]
    labelled = quoteattr(f"title-{digest} description-{digest}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{n(across)}" height="{n(high)}"'
        f' viewBox="0 0 {n(across)} {n(high)}" role="img" aria-labelledby={labelled}>'
        f'<title id="title-{digest}">{escape(clean(title))}</title>'
        f'<desc id="description-{digest}">{escape(clean(alt))}</desc>'
        f'<rect width="{n(across)}" height="{n(high)}" fill="#ffffff"/>{body}</svg>'
    )
