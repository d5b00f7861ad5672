"""An agency's lead: own staff, their bookings and charges, booking for several, the agency's yes or no."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.sheets.api import Unreadable, csv_file, read_rows
from throughline.office.partnership.api import Agency
from throughline.office.training import operations, presenters, queries
from throughline.office.training.forms.people import StaffList, read_staff
from throughline.office.training.models import Booking, Session
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import agencies as presenting
from throughline.office.training.presenters.learning import staff_table
from throughline.office.training.queries import agencies as agency_queries
from throughline.office.training.queries import charges as charge_queries
from throughline.office.training.queries import requirements
from throughline.office.training.rules.staff import Person, RowProblem, read_list

PAGE = 50


@requires(TrainingPermission.LEAD)
@require_safe
def mine(request: Request) -> HttpResponse:
    """The agencies that one leads; straight on where there is one."""
    led = agency_queries.led_by(request.actor)
    if len(led) == 1:
        return redirect("training:agency", organisation_id=led[0].id)
    return render(request, "training/agency_mine.html", {"agencies": presenting.links(led)})


@requires(TrainingPermission.LEAD)
@require_safe
def agency(request: Request, organisation_id: int) -> HttpResponse:
    found = _led(request, organisation_id)
    at = business_now()
    page = Paginator(agency_queries.staff_bookings(organisation_id), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "training/agency.html",
        {
            "name": found.name,
            "organisation_id": found.id,
            "asked": presenting.asked_table(list(agency_queries.awaiting_answer(organisation_id, at))),
            "staff": presenting.staff_table(list(page.object_list), at),
            "page": page,
            "levels": presenting.levels_table(agency_queries.in_date_by_level(organisation_id, at.date())),
            "needs": presenting.needs_table(requirements.in_date(at.date(), organisation_id)),
            "charges": presenting.charges_table(list(charge_queries.charges(found.name))),
            "sessions": presenting.sessions_table(list(queries.coming_sessions(at)), found.id),
        },
    )


@requires(TrainingPermission.LEAD)
@require_safe
def staff(request: Request, organisation_id: int) -> HttpResponse:
    """Own staff by name, with what each needs and whether they are in date."""
    found = _led(request, organisation_id)
    today = business_today()
    page = Paginator(requirements.staff(organisation_id, today), PAGE).get_page(request.GET.get("page"))
    table = staff_table("Our staff", list(page.object_list), requirements.requirements(today), may_change=False)
    context = {"name": found.name, "organisation_id": found.id, "page": page, "table": table}
    return render(request, "training/agency_staff.html", context)


@requires(TrainingPermission.LEAD)
@require_safe
def agency_file(request: Request, organisation_id: int) -> HttpResponse:
    _led(request, organisation_id)
    rows = presenting.staff_rows(list(agency_queries.staff_bookings(organisation_id)), business_now())
    return HttpResponse(
        csv_file(rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="staff-training.csv"',
            "Cache-Control": "private, no-store",
        },
    )


@requires(TrainingPermission.LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: Request, organisation_id: int, session_id: int) -> HttpResponse:
    """Several at once: all of them or nobody, and what is wrong by row."""
    found = _led(request, organisation_id)
    try:
        session = queries.public_session(session_id)
    except Session.DoesNotExist as error:
        raise Http404 from error
    form = StaffList(request.POST or None, request.FILES or None)
    problems: list[RowProblem] = []
    if request.method == "POST" and form.is_valid():
        people, problems = _people(form)
        if not problems and not form.errors:
            try:
                made = operations.book_for_staff(
                    session_id=session_id, organisation_id=organisation_id, people=people, by=request.actor,
                    at=business_now(), real_at=real_now(),
                )  # fmt: skip
            except operations.WrongRows as wrong:
                problems = list(wrong.problems)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, presenting.booked_words(made, session))
                return redirect("training:agency", organisation_id=organisation_id)
        if problems:
            form.add_error(
                "people" if form.cleaned_data["file"] is None else "file", presenting.problems_words(problems)
            )
    return render(
        request,
        "training/agency_book.html",
        {
            "form": form,
            "name": found.name,
            "organisation_id": found.id,
            "title": session.title,
            "rows": presenters.session_rows(session),
            "problems": presenting.problems_table(problems),
        },
        status=422 if form.errors else 200,
    )


@requires(TrainingPermission.LEAD)
@require_http_methods(["POST"])
def decide(request: Request, organisation_id: int, booking_id: int) -> HttpResponse:
    """The agency's answer about one booking."""
    _led(request, organisation_id)
    try:
        approval = operations.decide(
            booking_id=booking_id, yes=request.POST.get("answer") == "yes", reason=request.POST.get("reason", ""),
            by=request.actor, at=business_now(), real_at=real_now(),
        )  # fmt: skip
    except Booking.DoesNotExist as error:
        raise Http404 from error
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The booking is approved." if approval.approved else "The booking is not approved.")
    return redirect("training:agency", organisation_id=organisation_id)


def _led(request: Request, organisation_id: int) -> Agency:
    """404 as well for somebody who does not lead it."""
    found = next((each for each in agency_queries.led_by(request.actor) if each.id == organisation_id), None)
    if found is None:
        raise Http404
    return found


def _people(form: StaffList) -> tuple[list[Person], list[RowProblem]]:
    given: dict[str, Any] = form.cleaned_data
    if given["file"] is None:
        if not given["people"].strip():
            form.add_error("people", "Paste a list, or choose a spreadsheet")
        return read_list(given["people"])
    try:
        rows = read_rows(given["file"].read())
    except Unreadable as unreadable:
        form.add_error("file", str(unreadable))
        return [], []
    return read_staff(rows)
