"""Starting the annual training survey and the needs analysis."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.figures.years import year_on
from throughline.office.training.forms.asking import StartSurvey
from throughline.office.training.operations.asking import start_yearly_survey
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.asking import Whom


@requires(TrainingPermission.EVALUATE)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request) -> HttpResponse:
    form = StartSurvey(request.POST or None)
    today = business_today()
    year = year_on(today, request.partnership.report_year_starts).label
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            survey = start_yearly_survey(
                which=data["which"], year=year, audience=Whom(data["audience"]), emails=data["emails"],
                closes_on=data["closes_on"], by=request.actor, today=today, at=real_now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"‘{survey.title}’ has started; each person is sent a link of their own.")
            return redirect("surveys:survey", survey.pk)
    context = {"form": form, "year": year}
    return render(request, "training/office_start_survey.html", context, status=422 if form.errors else 200)
