"""What the year's courses changed, and what people wrote, sorted by theme."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today
from throughline.foundation.documents.api import csv_file
from throughline.foundation.figures.values import ReportYear
from throughline.foundation.figures.years import year_on
from throughline.foundation.ui import formats
from throughline.foundation.ui.site import NavigationItem
from throughline.office.training.forms.learning import EvaluationFilter, ThemesOfText
from throughline.office.training.operations.themes import sort_text
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import crumbs
from throughline.office.training.presenters import evaluation as presenters
from throughline.office.training.queries import evaluation as queries


def _year(request: Request) -> ReportYear:
    return year_on(business_today(), request.partnership.report_year_starts)


def _by(request: Request) -> str:
    form = EvaluationFilter(request.GET)
    return form.cleaned_data["by"] or "course" if form.is_valid() else "course"


@requires(TrainingPermission.EVALUATE)
@require_safe
def overview(request: Request) -> HttpResponse:
    by, year = _by(request), _year(request)
    context = {
        "filter": EvaluationFilter(initial={"by": by}),
        "year": year.label,
        "by": by,
        "table": presenters.evaluation_table(queries.evaluation(year, by), by),
        "texts": [
            NavigationItem(title, reverse("training:evaluation_words", args=[which]))
            for which, (_, _, title) in queries.TEXTS.items()
        ],
    }
    return render(request, "training/evaluation.html", context)


@requires(TrainingPermission.EVALUATE)
@require_safe
def overview_file(request: Request) -> HttpResponse:
    by = _by(request)
    return HttpResponse(
        csv_file(presenters.evaluation_rows(queries.evaluation(_year(request), by), by)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="evaluation-by-{by}.csv"',
                 "Cache-Control": "private, no-store"},
    )  # fmt: skip


@requires(TrainingPermission.EVALUATE)
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: Request, which: str) -> HttpResponse:
    """The themes so far, and the next text that nobody has sorted."""
    if which not in queries.TEXTS:
        raise Http404
    year = _year(request)
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
        return redirect("training:evaluation_words", which)
    found = queries.words(year, which)
    context = {
        "form": form,
        "title": found.title,
        "hidden": found.hidden,
        "written": formats.number(found.written),
        "left": formats.number(len(found.left)),
        "answer": found.left[0][0] if found.left else "",
        "text": found.left[0][1] if found.left else "",
        "table": presenters.themes_table("Themes", found.themes),
        "crumbs": crumbs(("Evaluation", reverse("training:evaluation"))),
    }
    return render(request, "training/evaluation_words.html", context, status=422 if form.errors else 200)
