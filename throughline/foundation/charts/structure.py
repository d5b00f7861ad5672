"""Who reports to whom: bands of boxes from the leaders down to related bodies, and the same as a nested list. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from throughline.foundation.charts.text import clean, wrapped

FONT = "Atkinson Hyperlegible Next, Arial, sans-serif"
DARK = "#0b0c0c"
LINE_COLOUR = "#505a5f"
_BOX, _GAP, _MARGIN, _LINE = 168.0, 10.0, 8.0, 17.0

# The order of the bands, each with the kinds that stand in it.
_BANDS = (
    ("Lead safeguarding partners", ("lead safeguarding partners",)),
    ("Delegated safeguarding partners", ("delegated safeguarding partners",)),
    ("Boards and subgroups", ("board", "subgroup")),
    ("Working groups and networks", ("working group", "network")),
)
_RELATED = ("Related bodies", ("related body",))


@dataclass(frozen=True)
class Box:
    """A group. `joint_with`: the others whose group it is too; said in words in the box."""

    name: str
    kind: str
    short_name: str = ""
    joint_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Band:
    title: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class StructureChart:
    """`bands` is the same as a list: a band, in it its groups in their order."""

    title: str
    svg: str
    alt: str
    bands: tuple[Band, ...]


def bands_of(boxes: Iterable[Box]) -> tuple[Band, ...]:
    """The boxes by what they are, leaders first, related bodies last, kinds of another name before those. Boxes of one
    band stay in the order given; empty bands are left out."""
    boxes = list(boxes)
    known = {kind for _, kinds in (*_BANDS, _RELATED) for kind in kinds}
    others = [(box.kind[:1].upper() + box.kind[1:], (box.kind,)) for box in boxes if box.kind not in known]
    order = dict.fromkeys([*_BANDS, *others, _RELATED])
    bands = (Band(title, tuple(box for box in boxes if box.kind in kinds)) for title, kinds in order)
    return tuple(band for band in bands if band.boxes)


def structure_chart(title: str, boxes: Iterable[Box], *, columns: int = 4) -> StructureChart:
    """The boxes drawn in bands of at most `columns` (2 fits a telephone, 4 a page), joined from band to band."""
    if columns < 1:
        raise ValueError("A structure chart needs at least one column.")
    bands = bands_of(boxes)
    title = clean(title)
    alt = " ".join(f"{band.title}: {'; '.join(_said(box) for box in band.boxes)}." for band in bands) or "No groups."
    return StructureChart(title, _drawn(title, alt, bands, columns), alt, bands)


def _joint(box: Box) -> str:
    return f"Joint with {' and '.join(clean(name) for name in box.joint_with)}" if box.joint_with else ""


def _said(box: Box) -> str:
    joint = _joint(box)
    short = f" ({clean(box.short_name)})" if box.short_name else ""
    return f"{clean(box.name)}{short}{f', {joint[:1].lower()}{joint[1:]}' if joint else ''}"


def _lines(box: Box) -> list[tuple[str, bool]]:
    """(text, bold) line by line."""
    name = f"{box.name} ({box.short_name})" if box.short_name else box.name
    lines = [(line, True) for line in wrapped(name, _BOX - 16, 15)]
    return lines + [(line, False) for line in wrapped(_joint(box), _BOX - 16, 14) if _joint(box)]


def _rows(boxes: Sequence[Box], columns: int) -> Iterable[Sequence[Box]]:
    return (boxes[start : start + columns] for start in range(0, len(boxes), columns))


def _drawn(title: str, alt: str, bands: Sequence[Band], columns: int) -> str:
    across = columns * _BOX + (columns - 1) * _GAP + 2 * _MARGIN
    parts: list[str] = []
    top = _MARGIN
    for position, band in enumerate(bands):
        related = band.title == _RELATED[0]
        if position:
            dashes = ' stroke-dasharray="4 4"' if related else ""
            parts.append(_rule(across / 2, top, across / 2, top + 20, dashes))
            top += 20
        heading = wrapped(band.title, across - 2 * _MARGIN, 15)
        parts += [_text(_MARGIN, top + 16 + n * _LINE, line, bold=True) for n, line in enumerate(heading)]
        top += len(heading) * _LINE + 10
        for row in _rows(band.boxes, columns):
            texts = [_lines(box) for box in row]
            height = max(len(lines) for lines in texts) * _LINE + 16
            left = (across - len(row) * _BOX - (len(row) - 1) * _GAP) / 2
            for number, lines in enumerate(texts):
                x = left + number * (_BOX + _GAP)
                parts.append(_box(x, top, height, dashed=related))
                parts += [
                    _text(x + 8, top + 8 + 13 + n * _LINE, line, bold=bold) for n, (line, bold) in enumerate(lines)
                ]
            top += height + _GAP
    height = top + _MARGIN
    mark = hashlib.sha256(f"{title}\0{alt}\0{columns}".encode()).hexdigest()[:10]
    labelled = quoteattr(f"title-{mark} description-{mark}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across:g}" height="{height:g}"'
        f' viewBox="0 0 {across:g} {height:g}" role="img" aria-labelledby={labelled}>'
        f'<title id="title-{mark}">{escape(title)}</title><desc id="description-{mark}">{escape(alt)}</desc>'
        f'<rect width="{across:g}" height="{height:g}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _rule(x1: float, y1: float, x2: float, y2: float, dashes: str) -> str:
    return f'<path d="M{x1:g},{y1:g}L{x2:g},{y2:g}" stroke="{LINE_COLOUR}" stroke-width="2"{dashes}/>'


def _box(x: float, y: float, height: float, *, dashed: bool) -> str:
    dashes = ' stroke-dasharray="4 4"' if dashed else ""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{_BOX:g}" height="{height:g}" fill="#f3f2f1"'
        f' stroke="{LINE_COLOUR}" stroke-width="2"{dashes}/>'
    )


def _text(x: float, y: float, line: str, *, bold: bool) -> str:
    weight = ' font-weight="700"' if bold else ""
    size = 15 if bold else 14
    return (
        f'<text x="{x:g}" y="{y:g}" font-family="{FONT}" font-size="{size}"{weight} fill="{DARK}">{escape(line)}</text>'
    )
