"""One's own training passport: what was learnt, what runs out, licences; own statements."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today
from throughline.foundation.documents.api import csv_file
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import SummaryRow
from throughline.office.training.documents import passport as passport_pdf
from throughline.office.training.forms.learning import Statement
from throughline.office.training.models import LearningRecord
from throughline.office.training.operations import learning as operations
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import learning as presenters
from throughline.office.training.queries import licences, requirements
from throughline.office.training.queries.passport import own_record, passport


@requires(TrainingPermission.BOOK)
@require_safe
def mine(request: Request) -> HttpResponse:
    today = business_today()
    found = passport(request.user.pk, today)
    context = {
        "table": presenters.passport_table(found.records, today),
        "licences": presenters.licences_of_table(list(licences.licences_of(request.user.pk)), today),
        "hours": formats.number(found.hours),
        "stated_hours": formats.number(found.stated_hours) if found.stated_hours else "",
    }
    return render(request, "training/passport.html", context)


@requires(TrainingPermission.BOOK)
@require_safe
def as_csv(request: Request) -> HttpResponse:
    found = passport(request.user.pk, business_today())
    return _file(csv_file(presenters.passport_rows(found.records)), "text/csv; charset=utf-8", "csv")


@requires(TrainingPermission.BOOK)
@require_safe
def as_pdf(request: Request) -> HttpResponse:
    """Made on request: nobody's passport is stored."""
    today = business_today()
    found = passport(request.user.pk, today)
    content = passport_pdf.passport_pdf(
        name=request.user.name or request.user.email, partnership=request.partnership.name, today=today,
        rows=presenters.passport_rows(found.records), hours=formats.number(found.hours),
    )  # fmt: skip
    return _file(content, "application/pdf", "pdf")


def _file(content: bytes, content_type: str, end: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="training-passport.{end}"',
            "Cache-Control": "private, no-store",
        },
    )


@requires(TrainingPermission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    form = Statement(request.POST or None, courses=requirements.courses())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            operations.state_learning(
                title=data["title"], course_id=int(data["course"]) if data["course"] else None, day=data["day"],
                hours=data["hours"], evidence=data["evidence"], by=request.actor, today=business_today(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "It is in your training passport, as your own statement.")
            return redirect("training:passport")
    return render(request, "training/statement_add.html", {"form": form}, status=422 if form.errors else 200)


@requires(TrainingPermission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: Request, record_id: int) -> HttpResponse:
    """One's own statement; POST takes it back."""
    try:
        record = own_record(record_id, request.user.pk)
        if request.method == "POST":
            operations.take_back_statement(record_id=record_id, by=request.actor)
            messages.success(request, "The statement is taken out of your training passport.")
            return redirect("training:passport")
    except LearningRecord.DoesNotExist as error:
        raise Http404 from error
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("training:passport")
    rows = [
        SummaryRow("Course", record.title),
        SummaryRow("Day", formats.day(record.day)),
        SummaryRow("Hours", presenters.hours_words(record)),
        SummaryRow("What proves it", record.evidence),
        SummaryRow("State", "Accepted by the office" if record.counts else "Your own statement; not looked at yet"),
    ]
    return render(request, "training/statement.html", {"rows": rows, "title": record.title, "open": not record.counts})
