"""Joining a waiting list, one's place in it, taking an offered place or letting it go. A GET changes nothing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, real_now
from throughline.office.training import operations, presenters, queries
from throughline.office.training.models import Session, WaitingEntry
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import waiting as presenting
from throughline.office.training.queries import waiting as waiting_queries
from throughline.office.training.rules import waiting as rules


@requires(TrainingPermission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: Request, session_id: int) -> HttpResponse:
    """GET: what waiting means. POST: in the line, on to the entry; or why not, with status 409."""
    at = business_now()
    refused = ""
    try:
        session = queries.public_session(session_id)
        if request.method == "POST":
            joined = operations.join_waiting_list(
                session_id=session_id, by=request.actor, at=at, real_at=real_now()
            )  # fmt: skip
            return redirect("training:waiting", waiting_reference=joined.reference)
    except Session.DoesNotExist as error:
        raise Http404 from error
    except Refused as error:
        refused = str(error)
    held = waiting_queries.live_entry(session_id, request.user.pk)
    if held is not None:
        return redirect("training:waiting", waiting_reference=held.reference)
    times = waiting_queries.offer_times()
    refusals = [refused] if refused else waiting_queries.replace_places(session).booking_refusals(at)
    refusals = refusals or rules.join_refusals(starts=session.starts, at=at, times=times)
    return render(
        request,
        "training/waiting_join.html",
        {
            "title": session.title,
            "session_url": presenters.session_url(session),
            "refusals": refusals,
            "rows": presenters.session_rows(session),
            "times": presenting.times_sentences(times),
        },
        status=409 if refused else 200,
    )


@requires(TrainingPermission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: Request, waiting_reference: str) -> HttpResponse:
    """One's own entry. POST with `answer`: 'take' the offered place, or 'leave' (let it go, or leave the line)."""
    at = business_now()
    refused = ""
    try:
        if request.method == "POST" and request.POST.get("answer") == "take":
            booking = operations.take_offer(reference=waiting_reference, by=request.actor, at=at, real_at=real_now())
            return redirect("training:booking", reference=booking.reference)
        if request.method == "POST":
            gone = operations.leave_waiting_list(
                reference=waiting_reference, by=request.actor, at=at, real_at=real_now()
            )
            messages.success(request, presenting.left_words(gone))
            return redirect("training:my")
    except WaitingEntry.DoesNotExist as error:
        raise Http404 from error
    except Refused as error:
        refused = str(error)
    try:
        found = waiting_queries.own_entry(waiting_reference, request.user.pk)
    except WaitingEntry.DoesNotExist as error:
        raise Http404 from error
    if found.booking is not None:
        return redirect("training:booking", reference=found.booking.reference)
    waits = found.status == rules.WaitingStatus.WAITING
    ahead = waiting_queries.ahead_of(found) if waits else 0
    closed = waiting_queries.no_offers(found.session, at) if waits else []
    shown = presenting.own_entry(found, at, ahead)
    return render(
        request,
        "training/waiting_entry.html",
        {
            **shown,
            "place": "" if closed else shown["place"],
            "refused": refused,
            "why": " ".join(closed or waiting_queries.why_still(found, at)) if waits else "",
            "join_url": reverse("training:waiting_join", args=[found.session_id]),
            "session_url": presenters.session_url(found.session),
        },
        status=409 if refused else 200,
    )
