"""The training officer's pages: sessions, who is booked, cancelling for somebody, the public note."""

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
from throughline.office.training import documents, operations, presenters, queries
from throughline.office.training.forms import CancelForSomebody, PublicNote
from throughline.office.training.models import Booking, Session
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import waiting as waiting_presenters
from throughline.office.training.presenters.events import counts_rows, stalls_table
from throughline.office.training.presenters.interest import may_decide, said_about, to_decide_table
from throughline.office.training.presenters.office import trainer_rows
from throughline.office.training.presenters.programme import STATUS_WORDS
from throughline.office.training.queries import waiting as waiting_queries
from throughline.office.training.queries.events import counts_of, stalls_of
from throughline.office.training.queries.interest import LOOK_AHEAD, to_decide
from throughline.office.training.queries.programme import trainers_of
from throughline.office.training.queries.shares import shares_of
from throughline.office.training.rules import BookingKind
from throughline.office.training.rules.programme import SessionStatus
from throughline.office.training.views.public import year_began

INVITING = (BookingKind.OPEN, BookingKind.INVITE_ONLY, BookingKind.INTEREST_FIRST)


@requires(TrainingPermission.SEE_BOOKINGS)
@require_safe
def sessions(request: Request) -> HttpResponse:
    at = business_now()
    return render(
        request,
        "training/office_sessions.html",
        {
            "to_decide": to_decide_table(list(to_decide(at, (at + LOOK_AHEAD).date()))),
            "coming": presenters.office_table("Coming sessions", list(queries.coming_sessions(at))),
            "past": presenters.office_table(
                "Past sessions of this report year", list(queries.past_sessions(year_began(request, at), at))
            ),
        },
    )


@requires(TrainingPermission.SEE_BOOKINGS)
@require_safe
def session(request: Request, session_id: int) -> HttpResponse:
    found = _session(session_id)
    return render(
        request,
        "training/office_session.html",
        {
            "title": found.title,
            "rows": [
                *presenters.session_rows(found, with_places=False, booked=True),
                SummaryRow("State", STATUS_WORDS[SessionStatus(found.status)]),
                SummaryRow("Booking", presenters.booking_words(found)),
                SummaryRow("Places that can be booked here", presenters.capacity_words(found)),
                SummaryRow("Booked or offered", str(found.taken)),
                SummaryRow("Left", presenters.left_words(found)),
                *presenters.kept_rows(found, shares_of(found)),
                *trainer_rows(trainers_of(found)),
                SummaryRow("Waiting", str(found.waiting)),
                *([SummaryRow("Decision", said_about(found))] if found.minimum is not None else []),
                *(counts_rows(list(counts_of(session_id))) if found.kind is BookingKind.NO_BOOKING else []),
                SummaryRow("Note of the office", found.note or "none"),
                SummaryRow("Source", f"{found.source_file}, row {found.source_row}" if found.source_file else "none"),
            ],
            "event": found.kind is BookingKind.NO_BOOKING,
            "stalls": stalls_table(list(stalls_of(session_id))) if found.kind is BookingKind.NO_BOOKING else None,
            "people": presenters.people_table(list(queries.bookings_on(session_id))),
            "waiting": waiting_presenters.office_list(list(waiting_queries.waiting_list(session_id)), business_now()),
            "session_id": found.pk,
            "public_url": "" if found.status == SessionStatus.DRAFT else presenters.session_url(found),
            "may_decide": may_decide(found, business_now()),
            "invites": found.kind in INVITING and found.starts > business_now() and found.status != SessionStatus.DRAFT,
            "may_change": found.status != SessionStatus.CANCELLED,
            "may_cancel": found.status != SessionStatus.CANCELLED and found.starts > business_now(),
            "crumbs": presenters.crumbs(("Training", reverse("training:office_sessions"))),
        },
    )


@requires(TrainingPermission.SEE_BOOKINGS)
@require_safe
def people_file(request: Request, session_id: int) -> HttpResponse:
    found = _session(session_id)
    return HttpResponse(
        documents.csv_file(presenters.people_rows(queries.bookings_on(session_id))),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="bookings-{found.slug}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def public_note(request: Request, session_id: int) -> HttpResponse:
    found = _session(session_id)
    form = PublicNote(request.POST or None, initial={"text": found.public_note})
    if request.method == "POST" and form.is_valid():
        operations.write_public_note(
            session_id=session_id, text=form.cleaned_data["text"], by=request.actor, at=business_now()
        )
        messages.success(request, "What everyone reads about this session is saved.")
        return redirect("training:office_session", session_id=session_id)
    return render(
        request,
        "training/office_note.html",
        {"form": form, "title": found.title, "note": found.note, "session_id": found.pk},
    )


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, session_id: int, booking_id: int) -> HttpResponse:
    try:
        found = queries.booking_on(session_id, booking_id)
    except Booking.DoesNotExist as error:
        raise Http404 from error
    if not found.active:
        return redirect("training:office_session", session_id=session_id)
    form = CancelForSomebody(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.cancel_booking_for(
                booking_id=booking_id, reason=form.cleaned_data["reason"], by=request.actor, at=business_now(),
                real_at=real_now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"The booking {found.reference} is cancelled and the person is told.")
            return redirect("training:office_session", session_id=session_id)
    return render(
        request,
        "training/office_cancel.html",
        {
            "form": form,
            "title": found.session.title,
            "who": found.person.name or found.person.email,
            "when": presenters.when_words(found.session),
            "session_id": session_id,
        },
    )


def _session(session_id: int) -> Session:
    try:
        return queries.session(session_id)
    except Session.DoesNotExist as error:
        raise Http404 from error
