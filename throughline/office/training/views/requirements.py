"""Who needs what, who is in date by agency, and what people say they learnt elsewhere."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today
from throughline.foundation.documents.api import csv_file
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import SummaryRow
from throughline.office.partnership.api import agencies
from throughline.office.training.forms.learning import ChangeRequirement, NewRequirement, StaffList
from throughline.office.training.models import Requirement, RoleHeld
from throughline.office.training.operations import learning
from throughline.office.training.operations import requirements as operations
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import crumbs
from throughline.office.training.presenters import learning as presenters
from throughline.office.training.queries import requirements as queries
from throughline.office.training.queries.passport import statements

PAGE = 50
_ALLOWED = TrainingPermission.SEE_IN_DATE


def _back() -> list:
    return crumbs(("Who is in date", reverse("training:in_date")))


@requires(_ALLOWED)
@require_safe
def in_date(request: Request) -> HttpResponse:
    found = queries.in_date(business_today())
    waiting = statements(waiting_only=True).count()
    context = {"table": presenters.in_date_table(found), "waiting": formats.number(waiting) if waiting else ""}
    return render(request, "training/in_date.html", context)


@requires(_ALLOWED)
@require_safe
def in_date_file(request: Request) -> HttpResponse:
    return HttpResponse(
        csv_file(presenters.in_date_rows(queries.in_date(business_today()))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="in-date.csv"', "Cache-Control": "private, no-store"},
    )


@requires(_ALLOWED)
@require_safe
def staff(request: Request, organisation_id: int) -> HttpResponse:
    agency = next((one.name for one in agencies() if one.id == organisation_id), "")
    if not agency:
        raise Http404
    today = business_today()
    page = Paginator(queries.staff(organisation_id, today), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": agency,
        "page": page,
        "table": presenters.staff_table(agency, list(page.object_list), queries.requirements(today)),
        "crumbs": _back(),
    }
    return render(request, "training/staff.html", context)


@requires(_ALLOWED)
@require_http_methods(["GET", "HEAD", "POST"])
def add_staff(request: Request) -> HttpResponse:
    """All rows or none."""
    form = StaffList(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = operations.record_staff(rows=form.cleaned_data["rows"], by=request.actor, today=business_today())
        except Refused as refused:
            form.add_error("rows", str(refused))
        else:
            messages.success(
                request,
                f"{formats.counted(done.added, 'role')} recorded, {formats.number(done.there)} on record already.",
            )
            return redirect("training:in_date")
    context = {"form": form, "roles": queries.roles(), "crumbs": _back()}
    return render(request, "training/staff_add.html", context, status=422 if form.errors else 200)


@requires(_ALLOWED)
@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: Request, held_id: int) -> HttpResponse:
    held = RoleHeld.objects.select_related("person", "role").filter(pk=held_id).first()
    if held is None and request.method == "POST":  # pressed twice, for one that was recorded today
        messages.success(request, "This role has ended.")
        return redirect("training:in_date")
    if held is None:
        raise Http404
    if request.method == "POST":
        operations.end_role(held_id=held_id, by=request.actor, today=business_today())
        messages.success(request, f"{held.person} is no longer counted as {held.role}.")
        return redirect("training:staff", held.organisation_id)
    context = {
        "title": str(held.person), "role": str(held.role), "organisation_id": held.organisation_id,
        "ended": held.until is not None,
    }  # fmt: skip
    return render(request, "training/end_role.html", context)


@requires(_ALLOWED)
@require_safe
def requirements(request: Request) -> HttpResponse:
    table = presenters.requirements_table(list(queries.all_requirements()), business_today())
    return render(request, "training/requirements.html", {"table": table, "crumbs": _back()})


@requires(_ALLOWED)
@require_POST
def take_over(request: Request) -> HttpResponse:
    new = operations.take_over_shipped(by=request.actor)
    messages.success(
        request, f"{formats.counted(new, 'requirement')} added. Say for each which of your courses meet it."
    )
    return redirect("training:requirements")


@requires(_ALLOWED)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    form = NewRequirement(request.POST or None, courses=queries.courses())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            operations.add_requirement(
                role=data["role"], what=data["what"], months=data["months"], hours=data["hours"],
                source=data["source"], starts=data["starts"], course_ids=[int(pk) for pk in data["courses"]],
                by=request.actor,
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The requirement is on record.")
            return redirect("training:requirements")
    context = {"form": form, "crumbs": _back()}
    return render(request, "training/requirement_add.html", context, status=422 if form.errors else 200)


@requires(_ALLOWED)
@require_http_methods(["GET", "HEAD", "POST"])
def requirement(request: Request, requirement_id: int) -> HttpResponse:
    try:
        found = queries.requirement(requirement_id)
    except Requirement.DoesNotExist as error:
        raise Http404 from error
    initial = {"courses": [str(pk) for pk in queries.met_by(found.pk)], "ends": found.ends}
    form = ChangeRequirement(request.POST or None, initial=initial, courses=queries.courses())
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_requirement(
                requirement_id=found.pk, course_ids=[int(pk) for pk in form.cleaned_data["courses"]],
                ends=form.cleaned_data["ends"], by=request.actor,
            )  # fmt: skip
        except Refused as refused:
            form.add_error("ends", str(refused))
        else:
            messages.success(request, "The requirement is changed.")
            return redirect("training:requirements")
    rows = [
        SummaryRow("Role", found.role.name),
        SummaryRow("How often", presenters.every_words(found)),
        SummaryRow("In force from", formats.day(found.starts)),
        SummaryRow("Source", found.source),
    ]
    context = {"form": form, "title": found.what, "rows": rows, "crumbs": _back()}
    return render(request, "training/requirement.html", context, status=422 if form.errors else 200)


@requires(_ALLOWED)
@require_safe
def waiting_statements(request: Request) -> HttpResponse:
    page = Paginator(statements(waiting_only=True), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "table": presenters.statements_table(list(page.object_list)), "crumbs": _back()}
    return render(request, "training/statements.html", context)


@requires(_ALLOWED)
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: Request, record_id: int) -> HttpResponse:
    record = statements(waiting_only=False).filter(pk=record_id).first()
    if record is None:
        raise Http404
    if request.method == "POST":
        learning.accept_statement(record_id=record_id, by=request.actor)
        messages.success(request, "The statement counts from now on.")
        return redirect("training:statements")
    rows = [
        SummaryRow("Person", str(record.person)),
        SummaryRow("Day", formats.day(record.day)),
        SummaryRow("Hours", presenters.hours_words(record)),
        SummaryRow("As our course", str(record.course) if record.course else "no"),
        SummaryRow("What proves it", record.evidence),
    ]
    context = {"title": record.title, "rows": rows, "accepted": record.counts, "crumbs": _back()}
    return render(request, "training/statement_accept.html", context)
