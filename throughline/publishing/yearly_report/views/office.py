"""The years, one year's sections and coverage, building and reading the draft."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_today, real_now
from throughline.publishing.yearly_report import operations, queries
from throughline.publishing.yearly_report.forms import BuildForm, YearForm
from throughline.publishing.yearly_report.models import Build
from throughline.publishing.yearly_report.permissions import ReportPermission
from throughline.publishing.yearly_report.rules.findings import Severity
from throughline.publishing.yearly_report.views.common import as_at_of, frame, year_or_404


@requires(ReportPermission.READ_DRAFT)
@require_safe
def years(request: Request) -> HttpResponse:
    context = {
        "reports": queries.reports(),
        "form": YearForm(),
        "may_edit": request.actor.holds(ReportPermission.EDIT),
    }
    return render(request, "yearly_report/years.html", context)


@requires(ReportPermission.EDIT)
@require_POST
def start(request: Request) -> HttpResponse:
    form = YearForm(request.POST)
    if not form.is_valid():
        context = {"reports": queries.reports(), "form": form, "may_edit": True}
        return render(request, "yearly_report/years.html", context, status=422)
    report = operations.start_report(year=form.cleaned_data["year"], by=request.actor, at=real_now())
    return redirect("yearly_report:overview", report.year)


@requires(ReportPermission.READ_DRAFT)
@require_safe
def overview(request: Request, year: str) -> HttpResponse:
    found = year_or_404(year)
    standing = queries.standing(found, as_at_of(found))
    if standing.report is None:
        raise Http404
    open_findings = [j for j in standing.judged if j.open]
    context = {
        **frame(request, found, "overview"),
        "title": standing.title,
        "sections": standing.sections,
        "coverage": standing.coverage,
        "statute": standing.statute,
        "figures": len(standing.values),
        "errors": sum(j.blocks for j in standing.judged),
        "open": sum(j.finding.severity is not Severity.NOTE for j in open_findings),
        "build": queries.last_build(standing.report),
        "form": BuildForm(initial={"as_at": business_today()}),
        "editions": queries.editions_of(standing.report),
    }
    return render(request, "yearly_report/overview.html", context)


@requires(ReportPermission.EDIT)
@require_POST
def build(request: Request, year: str) -> HttpResponse:
    found = year_or_404(year)
    form = BuildForm(request.POST)
    if form.is_valid():
        operations.ask_for_draft(year=found, as_at=form.cleaned_data["as_at"], by=request.actor, at=real_now())
        messages.success(request, "The draft is being made. This page shows when it is ready.")
    else:
        messages.error(request, "Enter the day that the records are taken at.")
    return redirect("yearly_report:draft", found.label)


@requires(ReportPermission.READ_DRAFT)
@require_safe
def draft(request: Request, year: str) -> HttpResponse:
    """The last draft as it was built, small numbers included: for those who may read it."""
    found = year_or_404(year)
    try:
        report = queries.report_of(found.label)
    except queries.Report.DoesNotExist as missing:
        raise Http404 from missing
    build = queries.last_build(report)
    done = queries.last_finished(report)
    context = {
        **frame(request, found, "draft"),
        "title": report.title,
        "build": build,
        "working": build is not None and build.status in (Build.Status.WAITING, Build.Status.RUNNING),
        "done": done,
        "stale": done is not None and queries.is_stale(report, done),
        "files": queries.files_of(build=done) if done else [],
        "marking": queries.DRAFT_MARKING,
        "page": mark_safe(done.html) if done else "",  # noqa: S308  made by documents.html, every text escaped
        "form": BuildForm(initial={"as_at": done.as_at if done else business_today()}),
    }
    return render(request, "yearly_report/draft.html", context)
