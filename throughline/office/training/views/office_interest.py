"""The office answers interest, invites people, and decides whether a session goes ahead."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.ui.parts import SummaryRow
from throughline.office.training import presenters, queries
from throughline.office.training.forms.interest import AnswerInterests, InviteList
from throughline.office.training.models import Session
from throughline.office.training.operations import interest as operations
from throughline.office.training.operations import programme as writing
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import interest as presenting
from throughline.office.training.queries.interest import booked_people, interests_in
from throughline.office.training.rules.interest import Answer
from throughline.office.training.rules.staff import read_list


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: Request, session_id: int) -> HttpResponse:
    """Everybody who noted interest; those chosen are invited or given places, all or nobody."""
    session = _session(session_id)
    found = list(interests_in(session_id))
    form = AnswerInterests(request.POST or None, interests=found)
    if request.method == "POST" and form.is_valid():
        answer = Answer(form.cleaned_data["answer"])
        try:
            done = operations.answer_interests(
                session_id=session_id, interest_ids=form.cleaned_data["people"], answer=answer, by=request.actor,
                at=business_now(), real_at=real_now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, presenting.answered_words(done, answer))
            return redirect("training:office_interests", session_id=session_id)
    return render(
        request,
        "training/office_interests.html",
        {
            "form": form,
            "table": presenting.interests_table(found, booked_people(session_id)),
            "title": session.title,
            "when": presenting.when_and_whether(session),
            "left": presenters.left_words(session),
            "session_id": session_id,
        },
        status=422 if form.errors else 200,
    )


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request, session_id: int) -> HttpResponse:
    session = _session(session_id)
    form = InviteList(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people, problems = read_list(form.cleaned_data["people"])
        for problem in problems:
            form.add_error("people", f"Row {problem.row} {problem.says}")
        if not problems:
            try:
                done = operations.invite_people(
                    session_id=session_id, people=people, by=request.actor, at=business_now(), real_at=real_now()
                )  # fmt: skip
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, presenting.answered_words(done, Answer.INVITE))
                return redirect("training:office_interests", session_id=session_id)
    return render(
        request,
        "training/office_writing.html",
        {
            "form": form,
            "caption": f"{session.title}, {presenters.when_words(session)}",
            "heading": "Invite people",
            "said": "Each may book for themselves while there are places, also before booking opens.",
            "button": "Invite them",
            "back": reverse("training:office_session", args=[session_id]),
        },
        status=422 if form.errors else 200,
    )


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Request, session_id: int) -> HttpResponse:
    """Whether a session with a minimum goes ahead: a button, and the way to cancelling it."""
    session = _session(session_id)
    may = presenting.may_decide(session, business_now())
    if request.method == "POST" and may:
        try:
            writing.go_ahead(session_id=session_id, by=request.actor, at=business_now())
        except Refused:
            may = False
        else:
            messages.success(request, f"{session.title} goes ahead.")
            return redirect("training:office_session", session_id=session_id)
    return render(
        request,
        "training/decide.html",
        {
            "title": session.title,
            "rows": [
                SummaryRow("When", presenters.when_words(session)),
                SummaryRow("Decision", presenting.said_about(session) or "This session has no smallest number."),
                SummaryRow("Waiting", str(session.waiting)),
            ],
            "may": may,
            "session_id": session_id,
        },
        status=409 if request.method == "POST" else 200,
    )


def _session(session_id: int) -> Session:
    try:
        return queries.session(session_id)
    except Session.DoesNotExist as error:
        raise Http404 from error
