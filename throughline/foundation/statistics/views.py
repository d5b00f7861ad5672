"""Official statistics in the browser: what is on record, a file, its preview, its columns, and writing it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import real_now
from throughline.foundation.sheets.models import SheetUpload
from throughline.foundation.sheets.operations import GONE, keep_upload
from throughline.foundation.statistics import queries
from throughline.foundation.statistics.forms import RolesForm, StatisticsUploadForm
from throughline.foundation.statistics.operations import PURPOSE, Imported, import_statistics, preview_statistics
from throughline.foundation.statistics.permissions import StatisticsPermission
from throughline.foundation.statistics.reading import Roles, TidyTable, Unreadable
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Column, SummaryRow, Table
from throughline.foundation.ui.site import NavigationItem

IMPORT = StatisticsPermission.IMPORT
SHOWN = 100


@requires(IMPORT)
@require_safe
def on_record(request: Request) -> HttpResponse:
    files = queries.imported_files()
    sets = queries.data_sets()
    context = {
        "files": Table(
            "Files, the latest first",
            [Column("File"), Column("Rows", True), Column("Values revised", True), Column("Imported")],
            [
                [row.name, f"{row.rows:,}", f"{row.revised:,}", f"{row.by}, {formats.moment(row.at)}"]
                for row in files
            ],
        ) if files else None,
        "sets": Table(
            "Data sets",
            [Column("Data set"), Column("Name in the register"), Column("Numbers"), Column("Filters")],
            [[row.title, row.slug, ", ".join(row.indicators), ", ".join(row.filters)] for row in sets],
        ) if sets else None,
        "models": ", ".join(queries.neighbour_models()),
    }  # fmt: skip
    return render(request, "statistics/on_record.html", context)


@requires(IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: Request) -> HttpResponse:
    """GET: the form. POST with a file, or with corrected columns: the preview. POST with `confirm`: written."""
    if request.method != "POST":
        return _form(request, StatisticsUploadForm())
    if "upload" in request.POST:
        return _again(request)
    form = StatisticsUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=422)
    sent = form.cleaned_data["file"]
    content, name = sent.read(), str(sent.name)[:200]
    try:
        done = preview_statistics(content=content, name=name, by=request.actor, at=real_now())
    except Unreadable as unreadable:
        form.add_error("file", str(unreadable.refusal))
        return _form(request, form, status=422)
    upload = keep_upload(purpose=PURPOSE, content=content, by=request.actor, at=real_now())
    return _preview(request, done, upload, name, None)


def _again(request: Request) -> HttpResponse:
    """A kept file with its columns corrected, or confirmed."""
    upload = _mine(request).filter(pk=_number(request.POST["upload"])).first()
    if upload is None:
        return _form(request, StatisticsUploadForm(), refused=GONE, status=409)
    content, name = bytes(upload.content), request.POST.get("name", "")[:200] or "statistics.csv"
    try:
        done = preview_statistics(content=content, name=name, by=request.actor, at=real_now())
        chosen = _roles(request, done)
        if isinstance(chosen, RolesForm):
            return _preview(request, done, upload, name, None, form=chosen, status=422)
        roles = chosen
        if "confirm" not in request.POST:
            if roles is not None:
                done = preview_statistics(content=content, name=name, by=request.actor, at=real_now(), roles=roles)
            return _preview(request, done, upload, name, roles)
        made = import_statistics(
            content=content, name=name, by=request.actor, at=real_now(), roles=roles, upload_id=upload.pk,
            leave_out_refused="leave_out" in request.POST,
        )  # fmt: skip
    except Unreadable as unreadable:
        return _form(request, StatisticsUploadForm(), refused=str(unreadable.refusal), status=409)
    except Refused as refused:
        return _preview(request, done, upload, name, roles, refused=str(refused), status=409)
    left = f" {formats.counted(len(made.refused), 'row')} left out." if made.refused else ""
    messages.success(
        request,
        f"{made.data_set}: {formats.counted(made.new, 'new value')}, {made.revised:,} revised, {made.same:,} the same."
        f"{left}",
    )
    return redirect("statistics:on_record")


def _mine(request: Request) -> "QuerySet[Any]":
    return SheetUpload.objects.filter(purpose=PURPOSE, by=request.user)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _roles(request: Request, done: Imported) -> Roles | RolesForm | None:
    """What was chosen for the columns; the form where the choice is no good; None where nothing was to choose."""
    table = done.table
    if not isinstance(table, TidyTable) or "indicators" not in request.POST:
        return None
    columns = sorted(table.columns)
    form = RolesForm(columns, request.POST)
    if not form.is_valid():
        return form
    chosen = set(form.cleaned_data["indicators"])
    return Roles(tuple(name for name in columns if name not in chosen), tuple(sorted(chosen)))


def _form(request: Request, form: StatisticsUploadForm, *, refused: str = "", status: int = 200) -> HttpResponse:
    context = {"form": form, "refused": refused, "crumbs": _crumbs()}
    return render(request, "statistics/upload.html", context, status=status)


def _crumbs() -> list[NavigationItem]:
    return [NavigationItem("Official statistics", reverse("statistics:on_record"))]


def _preview(
    request: Request, done: Imported, upload: Any, name: str, roles: Roles | None, *, form: RolesForm | None = None,
    refused: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    table = done.table
    tidy = table if isinstance(table, TidyTable) else None
    new_heading = tidy is not None and tidy.columns not in queries.known_data_sets()
    rows = [
        SummaryRow("File", name),
        SummaryRow("Recognised as", "a heading that was not met before" if new_heading else done.data_set),
        SummaryRow("Rows", f"{table.count:,}"),
    ]
    if tidy is not None:
        symbols = ", ".join(f"{symbol} ({count:,})" for symbol, count in sorted(tidy.symbols().items()))
        rows += [
            SummaryRow("Areas", f"{len(tidy.areas):,}"),
            SummaryRow("Periods", f"{len(tidy.periods()):,}"),
            SummaryRow("Numbers in", ", ".join(tidy.roles.indicators)),
            SummaryRow("Filters", ", ".join(tidy.roles.filters) or "none"),
            SummaryRow("Symbols", symbols or "none"),
        ]
    rows.append(
        SummaryRow(
            "It would", f"add {formats.counted(done.new, 'value')}, revise {done.revised:,} and leave {done.same:,}"
        )
    )
    problems = Table(
        "Places that are refused",
        [Column("Row"), Column("Column"), Column("Why")],
        [[str(each.row), each.column or "the whole row", each.reason] for each in table.refused[:SHOWN]],
    )
    if form is None and tidy is not None and new_heading:
        form = RolesForm(sorted(tidy.columns), initial={"indicators": list(tidy.roles.indicators)})
    context = {
        "crumbs": _crumbs(), "rows": rows, "notes": done.notes, "problems": problems if table.refused else None,
        "more": max(len(table.refused) - SHOWN, 0), "upload": upload.pk, "name": name, "form": form,
        "chosen": roles.indicators if roles else (), "refused": refused, "refusals": len(table.refused),
    }  # fmt: skip
    return render(request, "statistics/preview.html", context, status=status)
