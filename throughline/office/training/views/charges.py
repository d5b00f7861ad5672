"""What agencies are charged, waiving, statements and their files."""

from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.sheets.api import CSV_TYPE, EXCEL_TYPE, csv_file, excel_file
from throughline.office.partnership.api import agencies
from throughline.office.training import operations
from throughline.office.training.forms.charges import Period, Rule, Waive
from throughline.office.training.models import Charge, ChargeRule, Course, Statement
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import charges as presenting
from throughline.office.training.queries import charges as queries

PAGE = 100


@requires(TrainingPermission.CHARGE)
@require_safe
def charges(request: Request) -> HttpResponse:
    pages = Paginator(queries.charges(), PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(
        request,
        "training/charges.html",
        {
            "charges": presenting.charges_table(list(page)),
            "owing": presenting.owing_table(queries.owing(business_today())),
            "statements": presenting.statements_table(list(queries.statements()[:PAGE])),
            "older": page.next_page_number() if page.has_next() else 0,
        },
    )


@requires(TrainingPermission.CHARGE)
@require_http_methods(["GET", "HEAD", "POST"])
def rules_page(request: Request) -> HttpResponse:
    courses = [(course.pk, f"{course.title} ({course.mode})") for course in Course.objects.order_by("title", "mode")]
    sectors = sorted({agency.sector for agency in agencies() if agency.sector})
    form = Rule(request.POST or None, courses=courses, sectors=sectors)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        operations.set_charge_rule(
            course_id=given["course"], sector=given["sector"], area=given["area"],
            place=given["place"] or Decimal(0), late=given["late"] or Decimal(0),
            no_show=given["no_show"] or Decimal(0), by=request.actor, at=business_now(),
        )  # fmt: skip
        messages.success(request, "The rule is saved. It holds for charges made from now on.")
        return redirect("training:charge_rules")
    return render(
        request,
        "training/charge_rules.html",
        {"form": form, "table": presenting.rules_table(list(queries.charge_rules()))},
        status=422 if form.errors else 200,
    )


@requires(TrainingPermission.CHARGE)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_rule(request: Request, rule_id: int) -> HttpResponse:
    try:
        found = queries.charge_rules().get(pk=rule_id)
    except ChargeRule.DoesNotExist as error:
        raise Http404 from error
    if request.method == "POST":
        operations.remove_charge_rule(rule_id=rule_id, by=request.actor, at=business_now())
        messages.success(request, "The rule is removed. What was charged stays.")
        return redirect("training:charge_rules")
    return render(request, "training/charge_rule_remove.html", {"what": str(found)})


@requires(TrainingPermission.CHARGE)
@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: Request, charge_id: int) -> HttpResponse:
    try:
        found = queries.charges().get(pk=charge_id)
    except Charge.DoesNotExist as error:
        raise Http404 from error
    form = Waive(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.waive_charge(
                charge_id=charge_id, reason=form.cleaned_data["reason"], by=request.actor, at=business_now(),
                real_at=real_now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The charge is waived: it is reversed, and both rows stay.")
            return redirect("training:charges")
    context = {"form": form, "table": presenting.charges_table([found], waivable=False)}
    return render(request, "training/charge_waive.html", context, status=422 if form.errors else 200)


@requires(TrainingPermission.CHARGE)
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: Request) -> HttpResponse:
    owing = queries.owing(business_today())
    choices = [(row.agency, row.agency) for row in owing if row.agency]
    form = Period(request.POST or None, agencies=choices, today=business_today())
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.issue_statement(
                **form.cleaned_data, by=request.actor, at=business_now(), real_at=real_now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("training:charge_statement", statement_id=made.pk)
    context = {"form": form, "owing": presenting.owing_table(owing)}
    return render(request, "training/statement_issue.html", context, status=422 if form.errors else 200)


@requires(TrainingPermission.CHARGE)
@require_safe
def statement(request: Request, statement_id: int) -> HttpResponse:
    found = _statement(statement_id)
    return render(
        request,
        "training/charge_statement.html",
        {
            "number": found.number,
            "statement_id": found.pk,
            "rows": presenting.statement_rows(found),
            "table": presenting.charges_table(queries.charges_on(found.pk), waivable=False),
        },
    )


@requires(TrainingPermission.CHARGE)
@require_safe
def statement_file(request: Request, statement_id: int, file_format: str) -> HttpResponse:
    """For invoicing, as csv or xlsx."""
    found = _statement(statement_id)
    lines = presenting.statement_lines(found, queries.charges_on(found.pk))
    if file_format == "csv":
        content, kind = csv_file([presenting.STATEMENT_HEADING, *lines]), CSV_TYPE
    elif file_format == "xlsx":
        content, kind = excel_file(f"Statement {found.number}", presenting.STATEMENT_HEADING, lines), EXCEL_TYPE
    else:
        raise Http404
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="statement-{found.number}.{file_format}"',
            "Cache-Control": "private, no-store",
        },
    )


def _statement(statement_id: int) -> Statement:
    try:
        return Statement.objects.get(pk=statement_id)
    except Statement.DoesNotExist as error:
        raise Http404 from error
