"""Blocks as an HTML fragment for the web (GOV.UK classes, nothing inline) and for print. Every text is escaped."""

import base64
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from throughline.foundation.documents.blocks import (
    Block,
    BulletList,
    Document,
    Heading,
    Inline,
    NumberedList,
    PageBreak,
    Paragraph,
    Picture,
    Points,
    Quote,
    Run,
    Table,
    safe_link,
)

SIZES = {2: "l", 3: "m", 4: "s", 5: "s", 6: "s"}


def fragment(blocks: Iterable[Block], *, for_print: bool = False) -> SafeString:
    """Headings carry their ids. On the web a picture's table opens on request; in print it stands below."""
    return mark_safe("\n".join(_block(block, for_print) for block in blocks))  # noqa: S308  built from escaped parts


def inline(runs: Inline) -> SafeString:
    """One line of runs."""
    return mark_safe("".join(_run(run) for run in runs))  # noqa: S308


def page(document: Document, *, stylesheet: str) -> str:
    """A whole HTML page for print, the stylesheet within."""
    tight = ' class="tight"' if document.tight else ""
    place = "cover" if document.cover else "top"
    lines = "".join(f"<p class='line'>{escape(line)}</p>" for line in document.lines)
    subtitle = f"<p class='subtitle'>{escape(document.subtitle)}</p>" if document.subtitle else ""
    author = f'<meta name="author" content="{escape(document.author)}">' if document.author else ""
    return (
        f'<!DOCTYPE html><html lang="{escape(document.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(document.title)}</title>{author}<style>{stylesheet}</style></head><body{tight}>"
        f'<header class="{place}"><h1>{escape(document.title)}</h1>{subtitle}{lines}</header>'
        f"<main>{fragment(document.blocks, for_print=True)}</main></body></html>"
    )


def _run(run: Run) -> str:
    found = str(escape(run.text)).replace("\n", "<br>")
    if run.strong:
        found = f"<strong>{found}</strong>"
    if run.emphasis:
        found = f"<em>{found}</em>"
    if run.figure:
        found = f'<span class="tl-number" data-figure="{escape(run.figure)}">{found}</span>'
    if run.anchor:
        found = f'<span id="{escape(run.anchor)}">{found}</span>'
    link = safe_link(run.link)
    return f'<a class="govuk-link" href="{escape(link)}">{found}</a>' if link else found


def _block(block: Block, for_print: bool) -> str:
    match block:
        case Heading(level, runs, anchor):
            return f'<h{level} class="govuk-heading-{SIZES[level]}" id="{escape(anchor)}">{inline(runs)}</h{level}>'
        case Paragraph(runs):
            return f'<p class="govuk-body">{inline(runs)}</p>'
        case BulletList() | NumberedList():
            return _list(block)
        case Table():
            return _table(block) if for_print else _scrolling(block)
        case Picture():
            return _picture(block, for_print)
        case Quote(blocks):
            return f'<blockquote class="govuk-inset-text">{fragment(blocks, for_print=for_print)}</blockquote>'
        case PageBreak():
            return '<div class="page-break"></div>' if for_print else ""


def _list(block: BulletList | NumberedList) -> str:
    items = "".join(
        f"<li>{inline(item.runs)}{''.join(_list(below) for below in item.below)}</li>" for item in block.items
    )
    if isinstance(block, BulletList):
        return f'<ul class="govuk-list govuk-list--bullet">{items}</ul>'
    start = f' start="{block.start}"' if block.start != 1 else ""
    return f'<ol class="govuk-list govuk-list--number"{start}>{items}</ol>'


def _table(table: Table) -> str:
    caption = (
        '<caption class="govuk-table__caption govuk-table__caption--s">'
        f'<span class="tl-scroll__caption">{escape(table.caption)}</span></caption>'
    )

    def number(kind: str, column: int) -> str:
        return (
            f"govuk-table__{kind} govuk-table__{kind}--numeric" if column in table.numeric else f"govuk-table__{kind}"
        )

    heads = "".join(
        f'<th scope="col" class="{number("header", column)}">{inline(runs)}</th>'
        for column, runs in enumerate(table.headers)
    )
    rows = "".join(
        '<tr class="govuk-table__row">'
        + "".join(
            f'<th scope="row" class="govuk-table__header">{inline(runs)}</th>'
            if column == 0 and table.row_headers
            else f'<td class="{number("cell", column)}">{inline(runs)}</td>'
            for column, runs in enumerate(row)
        )
        + "</tr>"
        for row in table.rows
    )
    notes = "".join(f'<p class="govuk-body-s">{inline(note)}</p>' for note in table.notes)
    return (
        f'<table class="govuk-table">{caption if table.caption else ""}<thead class="govuk-table__head">'
        f'<tr class="govuk-table__row">{heads}</tr></thead>'
        f'<tbody class="govuk-table__body">{rows}</tbody></table>{notes}'
    )


def _scrolling(table: Table) -> str:
    """On a narrow screen the table moves within its own region, not the page."""
    label = escape(table.caption or "Table")
    return f'<div class="tl-scroll" role="region" aria-label="{label}" tabindex="0">{_table(table)}</div>'


def _picture(picture: Picture, for_print: bool) -> str:
    data = base64.b64encode(picture.svg).decode()
    image = f'<img class="tl-figure__image" src="data:image/svg+xml;base64,{data}" alt="{escape(picture.alt)}">'
    caption = f'<figcaption class="govuk-body-s">{escape(picture.caption)}</figcaption>' if picture.caption else ""
    points = _points(picture.points) if picture.points and picture.table and not for_print else ""
    found = f'<figure class="tl-figure"{points}>{image}{caption}</figure>'
    if picture.table is None:
        return found
    if for_print:
        return f'{found}<div class="of-picture">{_table(picture.table)}</div>'
    return (
        f'{found}<details class="govuk-details"><summary class="govuk-details__summary">'
        f'<span class="govuk-details__summary-text">The same as a table<span class="govuk-visually-hidden">: '
        f"{escape(picture.caption or picture.alt)}</span></span></summary>"
        f'<div class="govuk-details__text">{_scrolling(picture.table)}</div></details>'
    )


def _points(points: Points) -> str:
    """For the script that names the point one points at (ui/points.js); without it they say nothing."""
    across = " ".join(f"{share:.4f}" for share in points.across)
    return (
        f' data-points="{across}" data-top="{points.top:.4f}" data-bottom="{points.bottom:.4f}"'
        f' data-always="{escape(points.always)}"'
    )
