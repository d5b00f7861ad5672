"""The year in numbers: from the records, beside what was returned."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today
from throughline.foundation.figures.queries import current_values
from throughline.foundation.figures.years import NotAReportYear, year_before, year_of, year_on
from throughline.foundation.ui import formats
from throughline.office.training.operations.years import state_whole_year, take_back_whole_year
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters.year import groups_table, side_by_side, year_rows
from throughline.office.training.queries.year import training_year

EARLIEST = 2000  # links lead back no further


@requires(TrainingPermission.EVALUATE)
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: Request, year: str = "") -> HttpResponse:
    """POST says that the records hold the whole year, or takes that back."""
    starts = request.partnership.report_year_starts
    try:
        found = year_of(year, starts) if year else year_on(business_today(), starts)
    except NotAReportYear as error:
        raise Http404 from error
    if found.starts.year < EARLIEST:
        raise Http404
    if request.method == "POST":
        try:
            if "take_back" in request.POST:
                take_back_whole_year(year=found, by=request.actor)
                messages.success(request, "The records no longer stand for the whole year.")
            else:
                state_whole_year(year=found, by=request.actor, today=business_today())
                messages.success(request, f"The records stand for the whole of {found.label}.")
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("training:year", found.label)
    numbers = training_year(found)
    context = {
        "year": found.label,
        "rows": year_rows(numbers),
        "table": side_by_side(numbers, current_values(found.label)),
        "sectors": groups_table("By sector", "Sector", numbers.by_sector),
        "agencies": groups_table("By agency", "Agency", numbers.by_agency),
        "whole": numbers.whole,
        "unmarked": formats.number(numbers.unmarked) if numbers.unmarked else "",
        "ended": business_today() > found.ends,
        "before": year_before(found).label if found.starts.year > EARLIEST else "",
        "after": year_on(found.ends + timedelta(days=1), starts).label if business_today() > found.ends else "",
    }
    return render(request, "training/year.html", context)
