"""The table, the board, and the table as a file."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_today
from throughline.foundation.sheets.api import CSV_TYPE, EXCEL_TYPE, csv_file, excel_file
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Tile
from throughline.foundation.ui.site import NavigationItem
from throughline.office.actions import queries, sources
from throughline.office.actions.forms import ListFilter
from throughline.office.actions.permissions import ActionsPermission
from throughline.office.actions.presenters import listing
from throughline.office.actions.rules import Standing

PAGE = 50
ON_THE_BOARD = 12
WORK = ActionsPermission.WORK


def asked(request: Request) -> tuple[ListFilter, str]:
    """The filter, and the address's query without the page, ending in '&' or ''."""
    form = ListFilter(request.GET)
    given = {name: str(value) for name, value in request.GET.items() if name in form.fields and value}
    return form, f"{urlencode(given)}&" if given else ""


@requires(WORK)
@require_safe
def actions(request: Request) -> HttpResponse:
    today = business_today()
    form, query = asked(request)
    who, wanted = queries.reader(request.actor), form.wanted()
    counts = queries.standing_counts(who, wanted, today)
    late = queries.overdue_counts(who, wanted, today)
    total = counts[Standing(wanted.standing)] if wanted.standing else sum(counts.values())
    paginator = Paginator(queries.listed(who, wanted, today), PAGE)
    paginator.__dict__["count"] = total  # counted already, with the standings
    page = paginator.get_page(request.GET.get("page"))
    rows = list(page)
    names = sources.named(request.actor, {(row.source_kind, row.source_id) for row in rows})
    return render(
        request,
        "actions/list.html",
        {
            "filter": form,
            "narrowed": bool(query),
            "query": query,
            "page_obj": page,
            "count": formats.number(total),
            "table": listing.table(rows, names, today),
            "tiles": [Tile(standing.label, formats.number(number)) for standing, number in counts.items()],
            "ages": [
                Tile(
                    f"Overdue {age.label}",
                    formats.number(number),
                    link=NavigationItem("See them", f"?late={age.value}", False) if number else None,
                )
                for age, number in late.items()
            ],
            "manages": who.manages,
            "sees_all": who.sees_all,
            "checks": formats.number(queries.checks_due(who, today).count()),
            "groups": who.groups or who.sees_all,
        },
    )


@requires(WORK)
@require_safe
def mine(request: Request) -> HttpResponse:
    return redirect(f"{reverse('actions:list')}?whose=mine")


@requires(WORK)
@require_safe
def board(request: Request) -> HttpResponse:
    today = business_today()
    form, query = asked(request)
    who, wanted = queries.reader(request.actor), form.wanted()
    counts = queries.standing_counts(who, wanted, today)
    shown = [Standing(wanted.standing)] if wanted.standing else list(Standing)
    kept = "".join(f"{part}&" for part in query.split("&") if part and not part.startswith("standing="))
    found = queries.listed(who, wanted, today)
    columns = [
        listing.column(
            standing, list(found.filter(queries.with_standing(standing))[:ON_THE_BOARD]), counts[standing], kept, today
        )
        for standing in shown
    ]
    return render(
        request, "actions/board.html", {"filter": form, "columns": columns, "query": query, "narrowed": bool(query)}
    )


def _file_rows(request: Request) -> list[list[listing.FileCell]]:
    today = business_today()
    form, _ = asked(request)
    rows = list(queries.listed(queries.reader(request.actor), form.wanted(), today))
    names = sources.named(request.actor, {(row.source_kind, row.source_id) for row in rows})
    return list(listing.file_rows(rows, names, today))


@requires(WORK)
@require_safe
def as_csv(request: Request) -> HttpResponse:
    content = csv_file([listing.FILE_HEADING, *_file_rows(request)])
    return attachment(content, CSV_TYPE, "actions.csv")


@requires(WORK)
@require_safe
def as_excel(request: Request) -> HttpResponse:
    content = excel_file("Actions", listing.FILE_HEADING, _file_rows(request))
    return attachment(content, EXCEL_TYPE, "actions.xlsx")


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
