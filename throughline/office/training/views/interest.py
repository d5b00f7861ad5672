"""Noting interest in a session, and taking it back. A GET changes nothing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now
from throughline.office.training import presenters, queries
from throughline.office.training.forms.interest import NoteInterest
from throughline.office.training.models import Session
from throughline.office.training.operations import interest as operations
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.interest import own_interest
from throughline.office.training.rules.interest import interest_refusals
from throughline.office.training.rules.programme import InterestStatus, SessionStatus


@requires(TrainingPermission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: Request, session_id: int) -> HttpResponse:
    """POST: noted, or with `withdraw` taken back; refused with status 409."""
    at = business_now()
    form = NoteInterest(request.POST or None)
    try:
        session = queries.public_session(session_id)
        if request.method == "POST" and "withdraw" in request.POST:
            operations.withdraw_interest(session_id=session_id, by=request.actor, at=at)
            messages.success(request, f"You are no longer noted as interested in {session.title}.")
            return redirect("training:my")
        if request.method == "POST" and form.is_valid():
            operations.note_interest(
                session_id=session_id, note=form.cleaned_data["note"], by=request.actor, at=at
            )  # fmt: skip
            messages.success(request, f"Your interest in {session.title} is noted. You are told when you are invited.")
            return redirect("training:interest", session_id=session_id)
        refused = ""
    except Session.DoesNotExist as error:
        raise Http404 from error
    except Refused as error:
        refused = str(error)
    found = own_interest(session_id, request.user.pk)
    status = InterestStatus(found.status) if found else None
    booked = queries.active_booking(session_id, request.user.pk) is not None
    if booked or status is InterestStatus.PLACED:  # whose place was cancelled may note interest again
        status = InterestStatus.PLACED if booked else None
    cancelled = session.status == SessionStatus.CANCELLED
    if cancelled:
        status = None
    refusals = [refused] if refused else []
    if not refusals and status in (None, InterestStatus.WITHDRAWN):
        refusals = interest_refusals(
            starts=session.starts, kind=session.kind, at=at, opens=session.booking_opens,
            closes=session.booking_closes, cancelled=cancelled,
        )  # fmt: skip
    if request.method != "POST" and found is not None:
        form = NoteInterest(initial={"note": found.note})
    return render(
        request,
        "training/interest.html",
        {
            "form": form,
            "title": session.title,
            "rows": presenters.session_rows(session, with_places=False),
            "refusals": refusals,
            "noted": status is InterestStatus.NOTED,
            "invited": status is InterestStatus.INVITED,
            "placed": status is InterestStatus.PLACED,
            "book_url": reverse("training:book", args=[session_id]),
            "session_url": presenters.session_url(session),
        },
        status=409 if refused else 422 if form.errors else 200,
    )
