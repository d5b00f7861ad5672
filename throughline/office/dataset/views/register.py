"""The register of indicators: list, one, new, changed; by spreadsheet in and out."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.sheets.api import CSV_TYPE, EXCEL_TYPE, Plan, answer, csv_file, excel_file, template_file
from throughline.foundation.ui import formats
from throughline.foundation.ui.site import NavigationItem
from throughline.office.dataset import register_sheet
from throughline.office.dataset.forms.register import ChangeIndicatorForm, IndicatorForm, RegisterFilter
from throughline.office.dataset.models import Indicator
from throughline.office.dataset.operations.register import register_indicators
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.presenters import register as presenter
from throughline.office.dataset.queries import register as queries
from throughline.office.dataset.views.steps import Words, step

SEE, MANAGE = DatasetPermission.SEE, DatasetPermission.MANAGE
both = require_http_methods(["GET", "HEAD", "POST"])


def crumbs() -> list[NavigationItem]:
    return [NavigationItem("Indicators", reverse("dataset:indicators"), False)]


def load(indicator_id: int) -> Indicator:
    try:
        return queries.indicator(indicator_id)
    except Indicator.DoesNotExist as error:
        raise Http404 from error


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(SEE)
@require_safe
def indicators(request: Request) -> HttpResponse:
    form = RegisterFilter(request.GET)
    rows = list(queries.registered(form.wanted()))
    narrowed = any(request.GET.get(name) for name in form.fields)
    manages = request.actor.may(MANAGE)
    return render(
        request,
        "dataset/register.html",
        {
            "filter": form,
            "narrowed": narrowed,
            "table": presenter.table(rows) if rows else None,
            "count": len(rows),
            "undescribed": queries.undescribed(),
            "manages": manages,
            "offer_starter": manages and not rows and not narrowed,
        },
    )


@requires(SEE)
@require_safe
def as_csv(request: Request) -> HttpResponse:
    content = csv_file([register_sheet.layout().heading, *register_sheet.current()])
    return attachment(content, CSV_TYPE, "indicators.csv")


@requires(SEE)
@require_safe
def as_excel(request: Request) -> HttpResponse:
    content = excel_file("Indicators", register_sheet.layout().heading, register_sheet.current())
    return attachment(content, EXCEL_TYPE, "indicators.xlsx")


@requires(MANAGE)
@require_POST
def take_starter(request: Request) -> HttpResponse:
    added, _ = register_indicators(rows=register_sheet.starter(), by=request.actor, at=business_now())
    messages.success(request, f"{formats.counted(added, 'indicator')} added to the register.")
    return redirect("dataset:indicators")


@requires(SEE)
@require_safe
def definition(request: Request, indicator_id: int) -> HttpResponse:
    row = load(indicator_id)
    return render(
        request,
        "dataset/definition.html",
        {
            "crumbs": crumbs(),
            "indicator_id": row.pk,
            "code": row.code or "Not described yet",
            "title": str(row),
            "rows": presenter.summary(row),
            "versions": presenter.versions(row) if row.code else None,
            "manages": request.actor.may(MANAGE) and row.code,
        },
    )


@requires(MANAGE)
@both
def new(request: Request) -> HttpResponse:
    form = IndicatorForm(request.POST or None)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        row = form.row()
        register_indicators(rows=[row], only_new=True, by=request.actor, at=business_now())
        return f"{row.code} is in the register.", reverse("dataset:indicators")

    return step(request, form, Words("New indicator", "Put it into the register", reverse("dataset:indicators")), do)


@requires(MANAGE)
@both
def change(request: Request, indicator_id: int) -> HttpResponse:
    found = load(indicator_id)
    back = reverse("dataset:definition", args=[found.pk])
    form = ChangeIndicatorForm(request.POST or None, found=found)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        _, changed = register_indicators(rows=[form.row()], by=request.actor, at=business_now())
        return f"{found.code} is changed." if changed else f"Nothing of {found.code} was changed.", back

    none = () if found.code else ("Only returned files know this indicator. Add it to the register first.",)
    words = Words("Change the indicator", "Save", back, caption=f"{found.code} {found}".strip(), refusals=none)
    return step(request, form, words, do)


def _apply(plan: Plan, upload_id: int, actor: Actor) -> str:
    added, changed = register_indicators(
        rows=plan.data, upload_id=upload_id, purpose=register_sheet.PURPOSE, by=actor, at=business_now()
    )
    return f"{added} added, {changed} changed."


EXCHANGE = register_sheet.exchange(_apply)


@requires(MANAGE)
@both
def spreadsheet(request: Request) -> HttpResponse:
    return answer(request, EXCHANGE, at=real_now())


@requires(MANAGE)
@require_safe
def template(request: Request) -> HttpResponse:
    return template_file(EXCHANGE, request.actor, "indicators-to-update.xlsx")
