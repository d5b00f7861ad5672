"""The office's list of figures, its file, and the page of one figure for everybody."""

import csv
import io
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from throughline.foundation.access.gate import public, requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.figures import operations, presenting, queries, years
from throughline.foundation.figures.forms import ExceptionForm
from throughline.foundation.figures.models import FigureRun
from throughline.foundation.figures.permissions import FigurePermission
from throughline.foundation.figures.published import published
from throughline.foundation.figures.values import Provenance
from throughline.foundation.figures.years import NotAReportYear
from throughline.foundation.ui import formats


@public
def how(request: Request, year: str, figure_id: str) -> HttpResponse:
    """How a figure was calculated: the draft for who may see it, what was published for everybody else."""
    found = published(figure_id, year)
    if request.actor.may(FigurePermission.SEE_DRAFT):
        chain = queries.chain(year, figure_id)
        if chain:
            return _draft(request, chain, ExceptionForm())
    if found is None:
        raise Http404
    return render(
        request, "figures/how.html", {"page": presenting.published_page(found, year), "layout": "ui/public.html"}
    )


def _draft(request: Request, chain: list[FigureRun], form: ExceptionForm, status: int = 200) -> HttpResponse:
    run = chain[0]
    seen = queries.disclosure_of(queries.report_year(run.year), run.as_at)
    hidden = seen.hidden.get(run.figure_id)
    excepted = seen.excepted.get(run.figure_id)
    context = {
        "page": presenting.draft_page(
            run, chain, queries.current_runs(run.year), hidden, excepted.reason if excepted else "",
            published(run.figure_id, run.year),
        ),
        "layout": "ui/office.html",
        "list_url": f"{reverse('figures:list')}?year={run.year}",
        "may_except": bool(hidden) and request.actor.may(FigurePermission.DISCLOSE),
        "may_withdraw": excepted is not None and request.actor.may(FigurePermission.DISCLOSE),
        "exception_url": reverse("figures:exception", args=[run.year, run.figure_id]),
        "form": form,
    }  # fmt: skip
    return render(request, "figures/how_draft.html", context, status=status)


@require_POST
@requires(FigurePermission.DISCLOSE)
def exception(request: Request, year: str, figure_id: str) -> HttpResponse:
    """Records the reason why a small number is published, or takes it back."""
    chain = queries.chain(year, figure_id)
    if not chain:
        raise Http404
    here = HttpResponseRedirect(presenting.address(year, figure_id))
    if "withdraw" in request.POST:
        try:
            operations.withdraw_exception(figure_id=figure_id, year=year, by=request.actor, at=real_now())
            messages.success(request, "The rule on small numbers holds again for this figure.")
        except Refused as refusal:
            messages.error(request, str(refusal))
        return here
    form = ExceptionForm(request.POST)
    if not form.is_valid():
        return _draft(request, chain, form, status=422)
    operations.except_figure(
        figure_id=figure_id, year=year, reason=form.cleaned_data["reason"], by=request.actor, at=real_now()
    )
    messages.success(request, "The reason is recorded: publications show this figure.")
    return here


def _chosen(request: Request) -> tuple[str, list[FigureRun]]:
    """The year asked for, or the newest that has figures, with its figures as they are filtered."""
    known = queries.years_with_runs()
    year = request.GET.get("year", "")
    if year not in known:
        year = known[0] if known else ""
    runs = list(queries.current_runs(year).values()) if year else []
    provenance = request.GET.get("provenance", "")
    if provenance in set(Provenance):
        runs = [run for run in runs if run.provenance == provenance]
    text = request.GET.get("text", "").strip().casefold()
    return year, [run for run in runs if text in f"{run.label} {run.area} {run.figure_id}".casefold()]


@requires(FigurePermission.SEE_DRAFT)
def figure_list(request: Request) -> HttpResponse:
    year, runs = _chosen(request)
    today = business_today()
    context = {
        "years": [(label, label == year) for label in queries.years_with_runs()],
        "year": year,
        "provenance": request.GET.get("provenance", ""),
        "provenances": [
            (p.value, presenting.PROVENANCE[p], p.value == request.GET.get("provenance")) for p in Provenance
        ],
        "text": request.GET.get("text", "")[:100],
        "table": presenting.list_table(runs, year) if runs else None,
        "file_url": f"{reverse('figures:file')}?{request.GET.urlencode()}",
        "may_run": request.actor.may(FigurePermission.RUN),
        "run_year": year or years.year_on(today, request.partnership.report_year_starts).label,
    }  # fmt: skip
    return render(request, "figures/list.html", context)


@requires(FigurePermission.SEE_DRAFT)
def figures_file(request: Request) -> HttpResponse:
    """The figures of the list as a file for a spreadsheet, with a byte-order mark so that it opens as UTF-8."""
    year, runs = _chosen(request)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(presenting.CSV_HEADINGS)
    writer.writerows(presenting.csv_rows(runs))
    return HttpResponse(
        text.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="figures-{year or "none"}-draft.csv"'},
    )


@require_POST
@requires(FigurePermission.RUN)
def run(request: Request) -> HttpResponse:
    """Works the year's figures out again, as at today."""
    label = request.POST.get("year", "")
    try:
        as_at: date = business_today()
        result = operations.run_figures(year=queries.report_year(label), as_at=as_at, by=request.actor, at=real_now())
        differing = len(result.added) + len(result.changed) + len(result.withdrawn)
        messages.success(
            request,
            f"{formats.counted(len(result.runs), 'figure')} worked out. New or different from before: {differing}.",
        )
    except (NotAReportYear, Refused) as refusal:
        messages.error(request, str(refusal))
        return redirect("figures:list")
    return redirect(f"{reverse('figures:list')}?year={label}")
