"""Booking a place, one's own bookings, cancelling, the calendar file."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.ui.parts import SummaryRow
from throughline.office.training import calendar_entries, documents, operations, presenters, queries, rules
from throughline.office.training.forms.attendance import Needs
from throughline.office.training.forms.people import Colleague
from throughline.office.training.models import Booking, Session
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import waiting as waiting_presenters
from throughline.office.training.presenters.attendance import trained_table
from throughline.office.training.presenters.charges import cost_words
from throughline.office.training.presenters.following import follow_up_links
from throughline.office.training.presenters.interest import own_interests
from throughline.office.training.queries import waiting as waiting_queries
from throughline.office.training.queries.attendance import trained_by
from throughline.office.training.queries.charges import amounts_of
from throughline.office.training.queries.interest import interests_of, is_invited
from throughline.office.training.queries.origins import origin_of
from throughline.office.training.queries.shares import why_not


@requires(TrainingPermission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: Request, session_id: int) -> HttpResponse:
    """GET: what will be booked, for whom. POST: booked, on to the booking; or why not, with status 409."""
    at = business_now()
    refused = ""
    try:
        if request.method == "POST":
            booking = operations.book(session_id=session_id, by=request.actor, at=at, real_at=real_now())
            return redirect("training:booking", reference=booking.reference)
    except Refused as error:
        refused = str(error)
    except Session.DoesNotExist as error:
        raise Http404 from error
    held = queries.active_booking(session_id, request.user.pk)
    if held is not None:
        return redirect("training:booking", reference=held.reference)
    return render(
        request, "training/book.html", _book_page(request, session_id, refused), status=409 if refused else 200
    )


def _book_page(request: Request, session_id: int, refused: str) -> dict[str, Any]:
    try:
        session = queries.public_session(session_id)
    except Session.DoesNotExist as error:
        raise Http404 from error
    at, origin = business_now(), origin_of(request.user)
    refusals = why_not(session, origin, at, invited=is_invited(session, request.user.pk))
    queue = waiting_queries.must_wait(session, origin, at)
    if not refusals and (refused or queue):
        refusals = [refused or waiting_queries.QUEUE_FIRST]
    person = request.user
    amounts = amounts_of(session.course_id, origin)
    cost = [] if amounts is None else [SummaryRow("Cost", cost_words(amounts, until=session.cancel_until))]
    return {
        "title": session.title,
        "session_url": presenters.session_url(session),
        "refusals": refusals,
        "join_url": reverse("training:waiting_join", args=[session_id]) if queue else "",
        "rows": [
            SummaryRow("Name", person.name or "not given"),
            SummaryRow("Agency", person.agency_name or "not given"),
            SummaryRow("Email", person.email),
            SummaryRow("Session", session.title),
            *presenters.session_rows(session),
            *cost,
        ],
    }


@requires(TrainingPermission.BOOK)
@require_safe
def mine(request: Request) -> HttpResponse:
    at = business_now()
    found = presenters.my_bookings(queries.bookings_of(request.user.pk), at)
    waiting = waiting_presenters.own_table(list(waiting_queries.entries_of(request.user.pk)), at)
    interests = own_interests(list(interests_of(request.user.pk, at)))
    trains = trained_table(trained_by(request.user.pk))
    context = {"bookings": found, "waiting": waiting, "interests": interests, "trains": trains}
    return render(request, "training/my.html", context)


@requires(TrainingPermission.BOOK)
@require_safe
def booking(request: Request, reference: str) -> HttpResponse:
    found = _own(request, reference)
    return render(
        request,
        "training/booking.html",
        {
            "active": found.active,
            "coming": found.active and found.session.starts > business_now(),
            "reference": found.reference,
            "title": found.session.title,
            "email": found.person.email,
            "rows": presenters.booking_rows(found),
            "session_url": presenters.session_url(found.session),
            "follow_up": follow_up_links(found, business_now().date()),
        },
    )


@requires(TrainingPermission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, reference: str) -> HttpResponse:
    at = business_now()
    if request.method == "POST":
        try:
            gone = operations.cancel_booking(reference=reference, by=request.actor, at=at, real_at=real_now())
        except Booking.DoesNotExist as error:
            raise Http404 from error
        except Refused:
            pass  # the page below says why
        else:
            messages.success(request, f"Your booking on {gone.session.title} is cancelled.")
            return redirect("training:my")
    found = _own(request, reference)
    if not found.active:
        return redirect("training:booking", reference=reference)
    refusals = rules.cancel_refusals(starts=found.session.starts, at=at)
    return render(
        request,
        "training/cancel.html",
        {
            "title": found.session.title,
            "refusals": refusals,
            "rows": presenters.booking_rows(found),
            "booking_url": reverse("training:booking", args=[reference]),
        },
        status=409 if request.method == "POST" else 200,
    )


@requires(TrainingPermission.BOOK)
@require_safe
def calendar_file(request: Request, reference: str) -> HttpResponse:
    """The file for one's own calendar, while the booking stands."""
    found = _own(request, reference)
    if not found.active:
        raise Http404
    entry = calendar_entries.entry_of(
        found, request.partnership, stamp=real_now(), mail_from=settings.DEFAULT_FROM_EMAIL
    )
    method = documents.Method.PUBLISH
    return HttpResponse(
        documents.calendar_file(entry, method),
        content_type=documents.content_type(method),
        headers={
            "Content-Disposition": f'attachment; filename="{documents.CALENDAR_NAME}"',
            "Cache-Control": "private, no-store",
        },
    )


def _own(request: Request, reference: str) -> Booking:
    try:
        return queries.own_booking(reference, request.user.pk)
    except Booking.DoesNotExist as error:
        raise Http404 from error


@requires(TrainingPermission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def needs(request: Request, reference: str) -> HttpResponse:
    """What one needs to take part: written, changed or taken back."""
    found = _own(request, reference)
    said = found.access_need.text if hasattr(found, "access_need") else ""
    form = Needs(request.POST or None, initial={"text": said})
    if request.method == "POST" and form.is_valid():
        try:
            operations.say_what_is_needed(
                reference=reference, text=form.cleaned_data["text"], by=request.actor, at=business_now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "What you need is passed on to the training officer and the trainers.")
            return redirect("training:booking", reference=reference)
    context = {"form": form, "title": found.session.title, "reference": reference}
    return render(request, "training/needs.html", context, status=422 if form.errors else 200)


@requires(TrainingPermission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: Request, reference: str) -> HttpResponse:
    """Passing one's place to a named colleague."""
    found = _own(request, reference)
    if not found.active:
        return redirect("training:booking", reference=reference)
    form = Colleague(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.pass_place_on(
                reference=reference, name=form.cleaned_data["name"], email=form.cleaned_data["email"],
                by=request.actor, at=business_now(), real_at=real_now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{form.cleaned_data['name']} has your place now. You are both told by email.")
            return redirect("training:my")
    context = {"form": form, "title": found.session.title, "reference": reference}
    return render(request, "training/pass.html", context, status=422 if form.errors else 200)
