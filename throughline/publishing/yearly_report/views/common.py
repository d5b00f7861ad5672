"""What the office's pages of a report share."""

from datetime import date

from django.http import Http404
from django.urls import reverse

from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_today
from throughline.foundation.figures.values import ReportYear
from throughline.foundation.figures.years import NotAReportYear
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.yearly_report import queries
from throughline.publishing.yearly_report.models import Build
from throughline.publishing.yearly_report.permissions import ReportPermission

PAGES = (("overview", "Sections"), ("checks", "What does not add up"), ("draft", "Draft"), ("publish", "Publish"))


def year_or_404(label: str) -> ReportYear:
    try:
        return queries.report_year(label)
    except NotAReportYear as wrong:
        raise Http404 from wrong


def as_at_of(year: ReportYear) -> date:
    """The day of the last draft, so that a page shows what the draft showed; today before there is one."""
    report = queries.Report.objects.filter(year=year.label).first()
    built = queries.last_build(report, Build.Kind.DRAFT) if report else None
    return built.as_at if built else business_today()


def frame(request: Request, year: ReportYear, current: str) -> dict[str, object]:
    """The section's own navigation; publishing only for who may."""
    may_publish = request.actor.holds(ReportPermission.PUBLISH)
    items = tuple(
        NavigationItem(label, reverse(f"yearly_report:{name}", args=[year.label]), current=name == current)
        for name, label in PAGES
        if name != "publish" or may_publish
    )
    return {
        "year": year.label,
        "sub_navigation": items,
        "sub_navigation_label": f"Yearly report {year.label}",
        "may_edit": request.actor.holds(ReportPermission.EDIT),
    }
