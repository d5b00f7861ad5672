"""The register of a session: marking on a phone, on paper, from a Teams report. For its trainers and the office."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, real_now
from throughline.office.training import operations, queries
from throughline.office.training.forms.attendance import Register, TeamsReport
from throughline.office.training.models import Session, SessionDay
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import attendance as presenting
from throughline.office.training.queries import attendance as registers
from throughline.office.training.rules.attendance import Presence, Source
from throughline.office.training.rules.teams import NotTeams, match, read_report


@requires(TrainingPermission.MARK)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request, session_id: int) -> HttpResponse:
    """GET: the days and who came. POST: the register is finished, and agencies are charged for who did not turn up."""
    session = _session(request, session_id)
    refused = ""
    if request.method == "POST":
        try:
            made = operations.finish_register(
                session_id=session_id, by=request.actor, at=business_now(), real_at=real_now()
            )
        except Refused as error:
            refused = str(error)
        else:
            messages.success(request, presenting.finished_words(made))
            return redirect("training:register", session_id=session_id)
    days, lines = registers.days_of(session_id), registers.register(session)
    return render(
        request,
        "training/register.html",
        {
            **_frame(request, session),
            "days": presenting.days(days, lines),
            "table": presenting.register_table(days, lines),
            "needs": presenting.needs_table(lines),
            "refused": refused,
        },
        status=409 if refused else 200,
    )


@requires(TrainingPermission.MARK)
@require_safe
def paper(request: Request, session_id: int) -> HttpResponse:
    """To print: a sheet for each day, with a column to sign in."""
    session = _session(request, session_id)
    lines = registers.register(session)
    sheets = [presenting.sheet(day, lines) for day in registers.days_of(session_id)]
    return render(request, "training/register_paper.html", {**_frame(request, session), "sheets": sheets})


@requires(TrainingPermission.MARK)
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: Request, session_id: int, day_id: int) -> HttpResponse:
    session, found = _day(request, session_id, day_id)
    form = Register(request.POST or None, lines=registers.register(session), day=found)
    if request.method == "POST" and form.is_valid():
        source = Source.TEAMS if form.minutes() else Source.REGISTER
        try:
            changed = operations.mark_register(
                day_id=day_id, marks=form.marks(), minutes=form.minutes(), source=source, by=request.actor,
                at=business_now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, presenting.saved_words(changed))
            return redirect("training:register", session_id=session_id)
    return _day_page(request, session, found, form)


@requires(TrainingPermission.MARK)
@require_http_methods(["GET", "HEAD", "POST"])
def teams(request: Request, session_id: int, day_id: int) -> HttpResponse:
    """POST: the register of the day filled in from the report, to be looked at and saved; nothing is written yet."""
    session, found = _day(request, session_id, day_id)
    form = TeamsReport(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            there = read_report(form.cleaned_data["file"].read())
        except NotTeams as error:
            form.add_error("file", str(error))
        else:
            lines = registers.register(session)
            people = [(line.booking.pk, line.booking.person.name, line.booking.person.email) for line in lines]
            matched = match(there, people)
            initial: dict[str, Any] = {f"b{key}": Presence.ATTENDED for key in matched.minutes}
            initial |= {f"m{key}": minutes for key, minutes in matched.minutes.items()}
            filled = Register(lines=lines, day=found, initial=initial)
            presenting.say_minutes(filled, matched.minutes)
            return _day_page(request, session, found, filled, presenting.from_teams(matched, len(lines)))
    return render(
        request,
        "training/register_teams.html",
        {**_frame(request, session), "form": form, "day": presenting.day_words(found), "day_id": day_id},
        status=422 if form.errors else 200,
    )


def _day_page(
    request: Request, session: Session, found: SessionDay, form: Register, read: dict[str, Any] | None = None
) -> HttpResponse:
    return render(
        request,
        "training/register_day.html",
        {
            **_frame(request, session),
            "form": form,
            "anybody": bool(form.lines),
            "day": presenting.day_words(found),
            "day_id": found.pk,
            "read": read,
        },
        status=422 if form.errors else 200,
    )


def _frame(request: Request, session: Session) -> dict[str, Any]:
    return {
        "title": session.title,
        "session_id": session.pk,
        "office": request.actor.may(TrainingPermission.SEE_BOOKINGS),
    }


def _session(request: Request, session_id: int) -> Session:
    """404 as well for somebody who does not train it."""
    try:
        session = queries.session(session_id)
    except Session.DoesNotExist as error:
        raise Http404 from error
    if not registers.may_mark(session, request.actor):
        raise Http404
    return session


def _day(request: Request, session_id: int, day_id: int) -> tuple[Session, SessionDay]:
    session = _session(request, session_id)
    found = next((day for day in registers.days_of(session_id) if day.pk == day_id), None)
    if found is None:
        raise Http404
    return session, found
