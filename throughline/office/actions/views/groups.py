"""A group's actions as a page, as Word and as Excel."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_today
from throughline.foundation.documents import word
from throughline.foundation.sheets.api import EXCEL_TYPE, excel_file
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.actions import documents, queries, sources
from throughline.office.actions.models import Action
from throughline.office.actions.permissions import ActionsPermission
from throughline.office.actions.presenters import listing
from throughline.office.actions.queries import Reader, Wanted
from throughline.office.actions.views.action import crumbs
from throughline.office.actions.views.listing import attachment
from throughline.office.partnership import api as partnership

WORK = ActionsPermission.WORK


@requires(WORK)
@require_safe
def groups(request: Request) -> HttpResponse:
    """The groups whose report this person may take."""
    who = queries.reader(request.actor)
    found = [group for group in partnership.groups() if _may(who, group.id)]
    table = Table(
        "Groups",
        [Column("Group"), Column("Report as Word"), Column("Report as Excel")],
        [
            [
                Cell(group.name, f"/office/actions/?group={group.id}"),
                Cell("Word", f"/office/actions/groups/{group.id}/report.docx"),
                Cell("Excel", f"/office/actions/groups/{group.id}/report.xlsx"),
            ]
            for group in found
        ],
    )
    return render(request, "actions/groups.html", {"crumbs": crumbs(), "table": table if found else None})


@requires(WORK)
@require_safe
def as_word(request: Request, group_id: int) -> HttpResponse:
    group, rows = _load(request, group_id)
    document = documents.group_report(
        group=group.name, partnership=request.partnership.name, rows=rows, today=business_today()
    )
    return attachment(word.write(document), word.CONTENT_TYPE, f"actions-{group.slug}.docx")


@requires(WORK)
@require_safe
def as_excel(request: Request, group_id: int) -> HttpResponse:
    group, rows = _load(request, group_id)
    today = business_today()
    names = sources.named(request.actor, {(row.source_kind, row.source_id) for row in rows})
    title = f"Actions of {group.name}, {formats.day(today)}"
    content = excel_file(title, listing.FILE_HEADING, listing.file_rows(rows, names, today))
    return attachment(content, EXCEL_TYPE, f"actions-{group.slug}.xlsx")


def _may(who: Reader, group_id: int) -> bool:
    return who.sees_all or group_id in who.groups


def _load(request: Request, group_id: int) -> tuple[partnership.GroupRow, list[Action]]:
    who = queries.reader(request.actor)
    group = next((group for group in partnership.groups() if group.id == group_id), None)
    if group is None or not _may(who, group_id):
        raise Http404
    return group, list(queries.listed(who, Wanted(group=group_id), business_today()))
