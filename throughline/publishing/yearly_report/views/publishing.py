"""The publish page: what holds it up, what will be hidden, the day, and the confirmation."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.documents.api import PdfUnavailable, pdf_available
from throughline.publishing.yearly_report import operations, queries
from throughline.publishing.yearly_report.forms import PublishForm
from throughline.publishing.yearly_report.models import Build
from throughline.publishing.yearly_report.permissions import ReportPermission
from throughline.publishing.yearly_report.views.common import as_at_of, frame, year_or_404


@requires(ReportPermission.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Request, year: str) -> HttpResponse:
    found = year_or_404(year)
    standing = queries.standing(found, as_at_of(found))
    if standing.report is None:
        raise Http404
    form = PublishForm(request.POST if request.method == "POST" else None, initial={"as_at": business_today()})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask_for_edition(year=found, as_at=form.cleaned_data["as_at"], by=request.actor, at=real_now())
        except operations.NotReady as refused:
            form.add_error(None, str(refused))
            status = 409
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 422
        else:
            messages.success(request, "The report is being published. This page shows when it is done.")
            return redirect("yearly_report:publish", found.label)
    elif form.errors:
        status = 422
    context = {
        **frame(request, found, "publish"),
        "title": standing.title,
        "blocking": standing.blocking,
        "hidden": [
            (standing.values[i].label, standing.values[i].area, hidden.reason)
            for i, hidden in standing.disclosure.hidden.items()
        ],
        "figures": len(standing.values),
        "build": queries.last_build(standing.report, Build.Kind.EDITION),
        "editions": queries.editions_of(standing.report),
        "form": form,
        "without_pdf": "" if pdf_available() else str(PdfUnavailable()),
    }
    return render(request, "yearly_report/publish.html", context, status=status)
