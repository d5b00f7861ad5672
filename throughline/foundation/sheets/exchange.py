"""The whole conversation about a spreadsheet, for one view: template, upload, problems or preview, confirm."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.sheets.columns import Layout, Problem
from throughline.foundation.sheets.models import SheetUpload
from throughline.foundation.sheets.operations import GONE, keep_upload
from throughline.foundation.sheets.reading import LIMITS, Unreadable, read_rows
from throughline.foundation.sheets.writing import EXCEL_TYPE, Cell, excel_file
from throughline.foundation.ui.fieldview import SummaryLine
from throughline.foundation.ui.forms import Form
from throughline.foundation.ui.parts import Column, Table

Values = Mapping[str, Any]
SHOWN = 100


@dataclass(frozen=True)
class SheetChange:
    """What would happen to one record: `what` is 'add' or 'change'; `details` in plain words."""

    row: int
    what: str
    label: str
    details: str


@dataclass(frozen=True)
class Plan:
    """What a file would do: changes, or problems that only the records show. `data` is what `apply` takes.

    `note` is a sentence shown above the preview, such as how many rows are on record already.
    """

    changes: tuple[SheetChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    data: Any = None
    note: str = ""

    @property
    def mark(self) -> str:
        """The same for the same changes: what was shown is what is written."""
        return hashlib.sha256(repr(self.changes).encode()).hexdigest()


@dataclass(frozen=True)
class Exchange:
    """One kind of spreadsheet that comes in.

    purpose: `app.what`, unique. plan(rows, actor): reads only. apply(plan, upload_id, actor) writes all in one
    operation, which calls `take_upload` first, and returns a sentence for the person.
    """

    purpose: str
    title: str
    says: str
    layout: Callable[[], Layout]
    current: Callable[[Any], Sequence[Sequence[Cell]]]
    plan: Callable[[Sequence[tuple[int, Values]], Any], Plan]
    apply: Callable[[Plan, int, Any], str]
    done: Callable[[], str]
    template_url: Callable[[], str]
    back: Callable[[], tuple[str, str]] = field(default=lambda: ("", ""))


class UploadForm(Form):
    file = forms.FileField(label="Excel or CSV file", help_text=f"Up to {LIMITS.size // 1_000_000} MB.")


def template_file(exchange: Exchange, actor: Any, name: str) -> HttpResponse:
    """The template as Excel, filled with what is on record, and a sheet of instructions."""
    layout = exchange.layout()
    content = excel_file(exchange.title, layout.heading, exchange.current(actor), note=layout.instructions)
    answer = HttpResponse(content, content_type=EXCEL_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def answer(request: Request, exchange: Exchange, *, at: Any) -> HttpResponse:
    """GET: the form. POST with a file: the preview, or 422 with the problems. POST with `upload`: written, and on.

    `at` is the real moment.
    """
    if request.method != "POST":
        return _page(request, exchange, UploadForm())
    if "upload" in request.POST:
        return _confirmed(request, exchange)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, exchange, form, status=422)
    sent = form.cleaned_data["file"]
    if sent.size > LIMITS.size:
        form.add_error("file", f"The file must be {LIMITS.size // 1_000_000} MB or smaller.")
        return _page(request, exchange, form, status=422)
    content = sent.read()
    try:
        plan = plan_of(exchange, content, request.actor)
    except Unreadable as unreadable:
        form.add_error("file", str(unreadable))
        return _page(request, exchange, form, status=422)
    if plan.problems:
        return _page(request, exchange, UploadForm(), problems=plan.problems, status=422)
    upload = None
    if plan.changes:
        upload = keep_upload(purpose=exchange.purpose, content=content, by=request.actor, at=at)
    return _preview(request, exchange, plan, upload)


def plan_of(exchange: Exchange, content: bytes, actor: Any) -> Plan:
    """Raises Unreadable."""
    parsed = exchange.layout().parse(read_rows(content))
    return Plan(problems=parsed.problems) if parsed.problems else exchange.plan(parsed.rows, actor)


def _confirmed(request: Request, exchange: Exchange) -> HttpResponse:
    text = str(request.POST["upload"])
    mine = SheetUpload.objects.filter(purpose=exchange.purpose, by=request.user)
    upload = mine.filter(pk=int(text)).first() if text.isdigit() and len(text) < 19 else None
    if upload is None:
        return _page(request, exchange, UploadForm(), refused=GONE, status=409)
    plan = plan_of(exchange, bytes(upload.content), request.actor)
    if plan.problems:
        return _page(request, exchange, UploadForm(), problems=plan.problems, status=409)
    if plan.mark != request.POST.get("mark"):
        return _preview(request, exchange, plan, upload, moved=True)
    try:
        said = exchange.apply(plan, upload.pk, request.actor)
    except Refused as refused:
        return _page(request, exchange, UploadForm(), refused=str(refused), status=409)
    messages.success(request, said)
    return redirect(exchange.done())


def _page(
    request: Request,
    exchange: Exchange,
    form: UploadForm,
    *,
    problems: Sequence[Problem] = (),
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    table = Table(
        "What must be put right",
        [Column("Where"), Column("Column"), Column("What is wrong")],
        [[f"Row {problem.row}", problem.column or "the whole row", problem.says] for problem in problems],
        stacked=True,
    )
    lines = [SummaryLine(refused, "")] if refused else []
    if problems:
        lines.append(SummaryLine("Nothing was changed. See what must be put right in the file", "#problems"))
    context = {"exchange": _words(exchange), "form": form, "problems": table if problems else None, "lines": lines}
    return render(request, "sheets/upload.html", context, status=status)


def _preview(
    request: Request, exchange: Exchange, plan: Plan, upload: SheetUpload | None, *, moved: bool = False
) -> HttpResponse:
    table = Table(
        "What would change",
        [Column("Record"), Column("What"), Column("How"), Column("Row")],
        [[each.label, each.what.capitalize(), each.details, str(each.row)] for each in plan.changes[:SHOWN]],
        stacked=True,
    )
    context = {
        "exchange": _words(exchange), "table": table if plan.changes else None, "count": len(plan.changes),
        "more": max(len(plan.changes) - SHOWN, 0), "upload": upload.pk if upload else "", "mark": plan.mark,
        "moved": moved, "note": plan.note,
    }  # fmt: skip
    return render(request, "sheets/preview.html", context, status=409 if moved else 200)


def _words(exchange: Exchange) -> dict[str, str]:
    back_url, back_text = exchange.back()
    return {
        "title": exchange.title, "says": exchange.says, "template_url": exchange.template_url(),
        "back_url": back_url, "back_text": back_text,
    }  # fmt: skip
