"""Pick indicators, areas and periods; what one sees has an address, and can be taken along."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.sheets.api import CSV_TYPE, EXCEL_TYPE, csv_file, excel_file
from throughline.office.dataset.forms.explore import ExploreForm
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.presenters import explore as presenter
from throughline.office.dataset.queries.explore import Found, explore, picking
from throughline.office.dataset.views.indicators import attachment, crumbs

ASKED = ("indicator", "area")


def _asked(request: Request) -> tuple[ExploreForm, list[Found] | None]:
    """The form, and what was found; None where nothing (or nothing sound) was asked."""
    asks = any(name in request.GET for name in ASKED)
    form = ExploreForm(picking(), request.GET if asks else None)
    if not asks or not form.is_valid():
        return form, None
    given = form.cleaned_data
    found = explore(
        given["indicator"], given["area"], first=given["first"], last=given["last"], breakdown=given["breakdown"]
    )
    return form, found


@requires(DatasetPermission.SEE)
@require_safe
def page(request: Request) -> HttpResponse:
    form, found = _asked(request)
    query = request.GET.urlencode()
    context = {
        "crumbs": crumbs(),
        "form": form,
        "asked": found is not None,
        "parts": presenter.parts(found) if found else [],
        "files": {
            "csv": f"{reverse('dataset:explore_csv')}?{query}", "excel": f"{reverse('dataset:explore_excel')}?{query}"
        },
        "address": request.build_absolute_uri(),
    }  # fmt: skip
    return render(request, "dataset/explore.html", context, status=422 if form.errors else 200)


@requires(DatasetPermission.SEE)
@require_safe
def as_csv(request: Request) -> HttpResponse:
    _, found = _asked(request)
    return attachment(csv_file([presenter.HEADING, *presenter.rows(found or [])]), CSV_TYPE, "explored.csv")


@requires(DatasetPermission.SEE)
@require_safe
def as_excel(request: Request) -> HttpResponse:
    _, found = _asked(request)
    content = excel_file("What was picked", presenter.HEADING, presenter.rows(found or []))
    return attachment(content, EXCEL_TYPE, "explored.xlsx")
