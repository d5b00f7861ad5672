"""What does not add up, and settling it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import real_now
from throughline.foundation.figures.values import Value
from throughline.publishing.yearly_report import operations, queries
from throughline.publishing.yearly_report.forms import SettleForm
from throughline.publishing.yearly_report.permissions import ReportPermission
from throughline.publishing.yearly_report.rules.findings import HOW_WORDS, How, Judged, Severity
from throughline.publishing.yearly_report.rules.wording import amount, date_or_period
from throughline.publishing.yearly_report.views.common import as_at_of, frame, year_or_404

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "grey"}


@dataclass(frozen=True)
class Way:
    how: str
    words: str
    needs_text: bool
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Line:
    """A finding as the page shows it. `number` is unique on the page."""

    number: int
    judged: Judged
    colour: str
    ways: tuple[Way, ...]
    settled_how: str


@requires(ReportPermission.READ_DRAFT)
@require_safe
def findings(request: Request, year: str) -> HttpResponse:
    found = year_or_404(year)
    standing = queries.standing(found, as_at_of(found))
    if standing.report is None:
        raise Http404
    lines = [_line(number, judged, standing.values) for number, judged in enumerate(standing.judged, start=1)]
    context = {
        **frame(request, found, "checks"),
        "title": standing.title,
        "open_lines": [line for line in lines if line.judged.open],
        "settled_lines": [line for line in lines if not line.judged.open],
        "errors": len(standing.blocking),
    }
    return render(request, "yearly_report/checks.html", context)


def _line(number: int, judged: Judged, values: Mapping[str, Value]) -> Line:
    finding = judged.finding
    ways = tuple(
        Way(
            how.value,
            HOW_WORDS[how],
            how in (How.CITE, How.EXPLAIN, How.EXCEPTION),
            _choices(finding.figures, values) if how is How.TIE else (),
        )
        for how in finding.ways
        if how is not How.TIE or values
    )
    settled = HOW_WORDS[judged.settled.how] if judged.settled else ""
    return Line(number, judged, _COLOURS[finding.severity], ways, settled)


def _choices(near: tuple[str, ...], values: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
    """Figures of the same value first, then all others."""
    order = [*near, *(figure_id for figure_id in values if figure_id not in near)]
    return tuple(
        (i, f"{amount(v)}: {v.label}, {v.area}, {date_or_period(v.period)}") for i in order if (v := values.get(i))
    )


@requires(ReportPermission.EDIT)
@require_POST
def settle(request: Request, year: str) -> HttpResponse:
    found = year_or_404(year)
    form = SettleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose one of the ways to settle it.")
        return redirect("yearly_report:checks", found.label)
    given = form.cleaned_data
    try:
        operations.settle(
            year=found, as_at=as_at_of(found), finding=given["finding"], how=How(given["how"]), text=given["text"],
            figure_id=given["figure"], by=request.actor, at=real_now(),
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Settled. It is remembered as long as the numbers stay the same.")
    return redirect("yearly_report:checks", found.label)


@requires(ReportPermission.EDIT)
@require_POST
def withdraw(request: Request, year: str) -> HttpResponse:
    found = year_or_404(year)
    try:
        finding = request.POST.get("finding", "")
        operations.withdraw_settlement(year=found, finding=finding, by=request.actor, at=real_now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "It is open again.")
    return redirect("yearly_report:checks", found.label)
