"""`{% load ui %}`: filters that write values the GOV.UK way, and what the form templates need."""

from collections.abc import Sequence
from functools import cache, lru_cache
from html import escape
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from throughline.foundation.ui import formats
from throughline.foundation.ui.fieldview import FieldView, SummaryLine, revealed_names, summary_lines, view_field
from throughline.foundation.ui.parts import Cell, Row, Table
from throughline.foundation.ui.site import Site

register = template.Library()

for _filter in (
    formats.day,
    formats.weekday,
    formats.month,
    formats.clock,
    formats.moment,
    formats.day_range,
    formats.number,
    formats.number_range,
    formats.money,
    formats.percent,
    formats.file_size,
    formats.dialled,
):
    register.filter(_filter.__name__, _filter)


@register.simple_tag(takes_context=True)
def frame_part(context: dict[str, Any], name: str) -> SafeString:
    """`ui/frame/NAME.html`, which reads `site` alone."""
    return _frame_part(name, context["site"])


@lru_cache(maxsize=512)
def _frame_part(name: str, site: Site) -> SafeString:
    """Written once for each frame that pages have in common; it was half of what a short page took."""
    return render_to_string(f"ui/frame/{name}.html", {"site": site})


@register.simple_tag
@cache
def asset(path: str) -> str:
    """The address of a file of ours, as `static` gives it, asked for once."""
    return static(path)


@register.simple_tag
def field_view(field: BoundField) -> FieldView:
    """Everything the field template shows, worked out."""
    return view_field(field)


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: BaseForm | BaseFormSet) -> dict[str, list[SummaryLine]]:
    """What is wrong with the form, each line a link to its field; nothing when nothing is.

    The layout puts it above the page's heading for the variable `form`; a form that had it shown does not repeat it.
    """
    if not isinstance(form, BaseForm | BaseFormSet):
        return {"lines": []}
    form.summary_shown = True  # type: ignore[union-attr]
    return {"lines": summary_lines(form)}


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary_once(form: BaseForm | BaseFormSet) -> dict[str, list[SummaryLine]]:
    """The summary inside `{{ form }}`, unless the layout or the page has shown it above."""
    return {"lines": [] if getattr(form, "summary_shown", False) else summary_lines(form)}


@register.filter
def table_body(table: Table) -> SafeString:
    """The rows of a table as HTML. Written here and not in the template, since a long page has thousands of cells."""
    if table.stacked:
        labels = [_escaped(column.label) for column in table.columns]
        return SafeString("".join(_stacked_row(row, labels) for row in table.laid_out))
    return SafeString("".join(map(_row, table.laid_out)))


def _stacked_row(row: Row, labels: Sequence[str]) -> str:
    """With roles, since some browsers forget that a table is one when its rows are laid out as blocks."""
    first, *others = row.cells
    cells = [f'<th scope="row" role="rowheader" class="govuk-table__header">{_cell(first)}</th>']
    cells += [
        f'<td role="cell" class="govuk-table__cell{" govuk-table__cell--numeric" if cell.numeric else ""}"'
        f' data-label="{label}">{_cell(cell)}</td>'
        for cell, label in zip(others, labels[1:], strict=True)
    ]
    total = " govuk-table__row--total" if row.total else ""
    return f'<tr role="row" class="govuk-table__row{total}">{"".join(cells)}</tr>\n'


def _row(row: Row) -> str:
    first, *others = row.cells
    cells = [f'<th scope="row" class="govuk-table__header">{_cell(first)}</th>']
    cells += [
        f'<td class="govuk-table__cell{" govuk-table__cell--numeric" if cell.numeric else ""}">{_cell(cell)}</td>'
        for cell in others
    ]
    total = " govuk-table__row--total" if row.total else ""
    return f'<tr class="govuk-table__row{total}">{"".join(cells)}</tr>\n'


def _cell(cell: Cell) -> str:
    text = _escaped(cell.text)
    return f'<a class="govuk-link" href="{_escaped(cell.url)}">{text}</a>' if cell.url else text


def _escaped(text: str) -> str:
    """As Django escapes, in a tenth of its time for a plain text, which nearly all are."""
    return escape(text) if type(text) is str else conditional_escape(text)


@register.filter
def shown_fields(form: BaseForm) -> list[BoundField]:
    """The visible fields, without those that a choice of another field opens."""
    inside = revealed_names(form)
    return [bound for bound in form.visible_fields() if bound.name not in inside]


@register.filter
def page_numbers(page: Page) -> list[int | str]:
    """1 … 4 5 6 … 9 around the page that is open."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
