"""The office adds and moves people, and keeps what was settled with agencies."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.training import operations, queries, rules
from throughline.office.training.forms.people import AddPerson, AgencySettled, MovePerson
from throughline.office.training.models import Booking, Session
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import agencies as presenting
from throughline.office.training.queries import agencies as agency_queries


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, session_id: int) -> HttpResponse:
    try:
        session = queries.session(session_id)
    except Session.DoesNotExist as error:
        raise Http404 from error
    form = AddPerson(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            booking = operations.add_person(
                session_id=session_id, **form.cleaned_data, by=request.actor, at=business_now(), real_at=real_now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{booking.person} has a place and is told.")
            return redirect("training:office_session", session_id=session_id)
    context = {"form": form, "title": session.title, "session_id": session_id}
    return render(request, "training/office_add.html", context, status=422 if form.errors else 200)


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, session_id: int, booking_id: int) -> HttpResponse:
    try:
        booking = queries.booking_on(session_id, booking_id)
    except Booking.DoesNotExist as error:
        raise Http404 from error
    if not booking.active:
        return redirect("training:office_session", session_id=session_id)
    others = [each for each in queries.coming_sessions(business_now()) if each.pk != session_id]
    others.sort(key=lambda each: (each.course_id != booking.session.course_id, each.starts))
    form = MovePerson(request.POST or None, sessions=others)
    if request.method == "POST" and form.is_valid():
        try:
            operations.move_person(
                booking_id=booking_id, to_session_id=form.cleaned_data["to_session"],
                reason=form.cleaned_data["reason"], by=request.actor, at=business_now(), real_at=real_now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{booking.person} is moved and is told.")
            return redirect("training:office_session", session_id=session_id)
    context = {
        "form": form,
        "who": str(booking.person),
        "title": booking.session.title,
        "when": rules.when_words(booking.session.starts, booking.session.ends),
        "session_id": session_id,
    }
    return render(request, "training/office_move.html", context, status=422 if form.errors else 200)


@requires(TrainingPermission.MANAGE)
@require_safe
def agencies(request: Request) -> HttpResponse:
    found = agency_queries.settled()
    rows: list[list[str | Cell]] = [
        [
            presenting.office_link(each.agency),
            "Yes" if each.approves else "No",
            each.order_number or "none",
            ", ".join(each.leads) or "nobody",
        ]
        for each in found
    ]
    columns = [Column("Agency"), Column("Approves"), Column("Purchase order"), Column("Leads")]
    table = Table("Agencies", columns, rows) if rows else None
    return render(request, "training/office_agencies.html", {"table": table})


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def agency(request: Request, organisation_id: int) -> HttpResponse:
    found = next((each for each in agency_queries.settled() if each.agency.id == organisation_id), None)
    if found is None:
        raise Http404
    initial = {"approves": found.approves, "order_number": found.order_number, "leads": "\n".join(found.leads)}
    form = AgencySettled(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            operations.settle_agency(
                organisation_id=organisation_id, approves=given["approves"], order_number=given["order_number"],
                lead_emails=given["leads"].split(), by=request.actor, at=business_now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error("leads", str(refused))
        else:
            messages.success(request, f"What was settled with {found.agency.name} is saved.")
            return redirect("training:office_agencies")
    context = {"form": form, "name": found.agency.name}
    return render(request, "training/office_agency.html", context, status=422 if form.errors else 200)
