"""What the year's courses changed, and what people wrote, sorted by theme."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today
from throughline.foundation.documents.api import csv_file
from throughline.foundation.figures.values import ReportYear
from throughline.foundation.figures.years import year_on, years_back
from throughline.foundation.ui import formats
from throughline.foundation.ui.site import NavigationItem
from throughline.office.training.forms.learning import EvaluationFilter, ThemesOfText
from throughline.office.training.operations.themes import sort_text
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import crumbs
from throughline.office.training.presenters import evaluation as presenters
from throughline.office.training.queries import evaluation as queries

YEARS_SHOWN = 5  # what people say three months after a course comes in the next report year as often as not


def _chosen(request: Request) -> tuple[EvaluationFilter, ReportYear, str]:
    """The filter with the year and the grouping that it asks for; this year by course, where it asks for neither."""
    years = years_back(year_on(business_today(), request.partnership.report_year_starts), YEARS_SHOWN)
    given = {"year": request.GET.get("year") or years[0].label, "by": request.GET.get("by") or "course"}
    form = EvaluationFilter(given, years=[year.label for year in years])
    chosen = form.cleaned_data if form.is_valid() else {"year": years[0].label, "by": "course"}
    return form, next(year for year in years if year.label == chosen["year"]), chosen["by"]


def _address(name: str, year: ReportYear, *args: str) -> str:
    return f"{reverse(name, args=args)}?{urlencode({'year': year.label})}"


@requires(TrainingPermission.EVALUATE)
@require_safe
def overview(request: Request) -> HttpResponse:
    form, year, by = _chosen(request)
    context = {
        "filter": form,
        "year": year.label,
        "table": presenters.evaluation_table(queries.evaluation(year, by), by),
        "file": f"{_address('training:evaluation_file', year)}&by={by}",
        "texts": [
            NavigationItem(title, _address("training:evaluation_words", year, which))
            for which, (_, _, title) in queries.TEXTS.items()
        ],
    }
    return render(request, "training/evaluation.html", context)


@requires(TrainingPermission.EVALUATE)
@require_safe
def overview_file(request: Request) -> HttpResponse:
    _, year, by = _chosen(request)
    return HttpResponse(
        csv_file(presenters.evaluation_rows(queries.evaluation(year, by), by)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="evaluation-{year.label}-by-{by}.csv"',
                 "Cache-Control": "private, no-store"},
    )  # fmt: skip


@requires(TrainingPermission.EVALUATE)
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: Request, which: str) -> HttpResponse:
    """The themes so far, and the next text that nobody has sorted."""
    if which not in queries.TEXTS:
        raise Http404
    _, year, _ = _chosen(request)
    form = ThemesOfText(request.POST or None, themes=queries.themes())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            sort_text(
                year=year, which=which, answer=request.POST.get("answer", ""), another=data["another"],
                theme_ids=[int(pk) for pk in data["themes"]], by=request.actor,
            )  # fmt: skip
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(_address("training:evaluation_words", year, which))
    found = queries.words(year, which)
    context = {
        "form": form,
        "title": found.title,
        "year": year.label,
        "hidden": found.hidden,
        "written": formats.number(found.written),
        "left": formats.number(len(found.left)),
        "answer": found.left[0][0] if found.left else "",
        "text": found.left[0][1] if found.left else "",
        "table": presenters.themes_table("Themes", found.themes),
        "crumbs": crumbs(("Evaluation", _address("training:evaluation", year))),
    }
    return render(request, "training/evaluation_words.html", context, status=422 if form.errors else 200)
