"""Licences for tools, who trained whom, tools used with families, promised deliveries."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today
from throughline.foundation.documents.api import csv_file
from throughline.foundation.ui.forms import Form
from throughline.foundation.ui.site import NavigationItem
from throughline.office.partnership.api import agencies
from throughline.office.training.forms.learning import (
    NewDelivery,
    NewLicence,
    NewPromise,
    NewTool,
    Uses,
    WithReason,
)
from throughline.office.training.models import Licence, Promise, Tool
from throughline.office.training.operations import licences as operations
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import crumbs
from throughline.office.training.presenters import learning as presenters
from throughline.office.training.queries import licences as queries

PAGE = 50
_ALLOWED = TrainingPermission.LICENSE


def _agencies() -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in agencies()]


def _tool(tool_id: int) -> Tool:
    try:
        return queries.tool(tool_id)
    except Tool.DoesNotExist as error:
        raise Http404 from error


def _crumbs(tool: Tool | None = None) -> list[NavigationItem]:
    pairs = [("Licences", reverse("training:tools"))]
    return crumbs(*pairs, *([(tool.name, reverse("training:tool", args=[tool.pk]))] if tool else []))


def _form_page(
    request: Request, form: Form, heading: str, button: str, back: list[NavigationItem], deed: Callable[[], Any],
    said: str, to: str,
) -> HttpResponse:  # fmt: skip
    """One form on its page: what was sent is done, or refused in the form."""
    if request.method == "POST" and form.is_valid():
        try:
            deed()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, said)
            return redirect(to)
    context = {"form": form, "heading": heading, "button": button, "crumbs": back}
    return render(request, "training/office_form.html", context, status=422 if form.errors else 200)


@requires(_ALLOWED)
@require_safe
def tools(request: Request) -> HttpResponse:
    return render(
        request, "training/tools.html", {"table": presenters.tools_table(list(queries.tools(business_today())))}
    )


@requires(_ALLOWED)
@require_http_methods(["GET", "HEAD", "POST"])
def add_tool(request: Request) -> HttpResponse:
    form = NewTool(request.POST or None)

    def deed() -> None:
        data = form.cleaned_data
        operations.add_tool(name=data["name"], owner=data["owner"], months=data["months"], by=request.actor)

    return _form_page(request, form, "Add a tool", "Add the tool", _crumbs(), deed, "The tool is on record.",
                      reverse("training:tools"))  # fmt: skip


@requires(_ALLOWED)
@require_safe
def tool(request: Request, tool_id: int) -> HttpResponse:
    found, today = _tool(tool_id), business_today()
    page = Paginator(queries.licences(found.pk), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": found.name,
        "tool_id": found.pk,
        "page": page,
        "licences": presenters.licences_table(list(page.object_list), today),
        "uses": presenters.uses_table(queries.uses(found.pk, today), today),
        "promises": presenters.promises_table(list(queries.promises(found.pk)), today),
        "crumbs": _crumbs(),
    }
    return render(request, "training/tool.html", context)


@requires(_ALLOWED)
@require_safe
def uses_file(request: Request, tool_id: int) -> HttpResponse:
    found, today = _tool(tool_id), business_today()
    table = presenters.uses_table(queries.uses(found.pk, today), today)
    head = [column.label for column in table.columns] if table else ["Agency"]
    rows = [[str(cell) for cell in row] for row in table.rows] if table else []
    return HttpResponse(
        csv_file([head, *rows]),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="use-by-agency.csv"',
            "Cache-Control": "private, no-store",
        },
    )


@requires(_ALLOWED)
@require_http_methods(["GET", "HEAD", "POST"])
def award(request: Request, tool_id: int) -> HttpResponse:
    found = _tool(tool_id)
    trainers = [(one.pk, f"{one.person} ({one.number})") for one in queries.trainers(found.pk)]
    form = NewLicence(request.POST or None, agencies=_agencies(), trainers=trainers)

    def deed() -> None:
        data = form.cleaned_data
        operations.award_licence(
            tool_id=found.pk, person=data["person"], organisation_id=int(data["agency"]) if data["agency"] else None,
            number=data["number"], is_trainer=data["is_trainer"], trained_on=data["trained_on"],
            assessed_on=data["assessed_on"], assessor=data["assessor"],
            trained_by_id=int(data["trained_by"]) if data["trained_by"] else None, by=request.actor,
            today=business_today(),
        )  # fmt: skip

    return _form_page(request, form, "Give a licence", "Give the licence", _crumbs(found), deed,
                      "The licence is on record.", reverse("training:tool", args=[found.pk]))  # fmt: skip


@requires(_ALLOWED)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, licence_id: int) -> HttpResponse:
    try:
        found = queries.licence(licence_id)
    except Licence.DoesNotExist as error:
        raise Http404 from error
    form = WithReason(request.POST or None)

    def deed() -> None:
        operations.withdraw_licence(
            licence_id=found.pk, reason=form.cleaned_data["reason"], by=request.actor, today=business_today()
        )

    return _form_page(request, form, f"Withdraw licence {found.number} of {found.person}", "Withdraw the licence",
                      _crumbs(found.tool), deed, "The licence is withdrawn.",
                      reverse("training:tool", args=[found.tool_id]))  # fmt: skip


@requires(_ALLOWED)
@require_http_methods(["GET", "HEAD", "POST"])
def return_uses(request: Request, tool_id: int) -> HttpResponse:
    found, today = _tool(tool_id), business_today()
    form = Uses(request.POST or None, agencies=_agencies(), today=today)

    def deed() -> None:
        data = form.cleaned_data
        operations.return_uses(
            tool_id=found.pk, organisation_id=int(data["agency"]), quarter=date.fromisoformat(data["quarter"]),
            families=data["families"], by=request.actor, today=today,
        )  # fmt: skip

    return _form_page(request, form, "Record what an agency returned", "Save", _crumbs(found), deed,
                      "What was returned is on record.", reverse("training:tool", args=[found.pk]))  # fmt: skip


@requires(_ALLOWED)
@require_http_methods(["GET", "HEAD", "POST"])
def add_promise(request: Request, tool_id: int) -> HttpResponse:
    found = _tool(tool_id)
    form = NewPromise(request.POST or None)

    def deed() -> None:
        data = form.cleaned_data
        operations.promise_delivery(
            tool_id=found.pk, person=data["person"], times=data["times"], by_day=data["by_day"], by=request.actor,
            today=business_today(),
        )  # fmt: skip

    return _form_page(request, form, "Record a promise to deliver", "Save", _crumbs(found), deed,
                      "The promise is on record.", reverse("training:tool", args=[found.pk]))  # fmt: skip


@requires(_ALLOWED)
@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: Request, promise_id: int) -> HttpResponse:
    try:
        found = queries.promise(promise_id)
    except Promise.DoesNotExist as error:
        raise Http404 from error
    form = NewDelivery(request.POST or None)

    def deed() -> None:
        operations.record_delivery(
            promise_id=found.pk, day=form.cleaned_data["day"], people=form.cleaned_data["people"], by=request.actor,
            today=business_today(),
        )  # fmt: skip

    return _form_page(request, form, f"Record a delivery by {found.person}", "Save", _crumbs(found.tool), deed,
                      "The delivery is on record.", reverse("training:tool", args=[found.tool_id]))  # fmt: skip
