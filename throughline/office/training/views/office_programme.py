"""Courses and sessions as an officer writes them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, real_now
from throughline.office.partnership.api import agencies
from throughline.office.training import presenters, queries
from throughline.office.training.forms.programme import (
    MOST_DAYS,
    BaseDays,
    CancelSession,
    CourseForm,
    SessionForm,
    Whole,
    course_initial,
    days_formset,
    days_initial,
    put_errors,
    session_initial,
)
from throughline.office.training.models import Course, Session
from throughline.office.training.operations import programme as writing
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import programme as presenting
from throughline.office.training.queries import programme as reading
from throughline.office.training.queries.shares import shares_of


@requires(TrainingPermission.MANAGE)
@require_safe
def courses(request: Request) -> HttpResponse:
    found = list(reading.courses_with_coming(business_now()))
    return render(request, "training/office_courses.html", {"table": presenting.courses_table(found)})


@requires(TrainingPermission.MANAGE)
@require_safe
def course(request: Request, course_id: int) -> HttpResponse:
    found = _course(course_id)
    return render(
        request,
        "training/office_course.html",
        {
            "title": found.title,
            "course_id": found.pk,
            "rows": presenting.course_rows(found),
            "sessions": presenting.sessions_table("Its sessions", list(reading.sessions_of(course_id))),
            "crumbs": presenters.crumbs(("Training", reverse("training:office_sessions")), ("Courses", _courses())),
        },
    )


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def course_write(request: Request, course_id: int | None = None) -> HttpResponse:
    found = _course(course_id) if course_id is not None else None
    named = [(agency.id, agency.name) for agency in agencies()]
    form = CourseForm(request.POST or None, initial=course_initial(found), agencies=named)
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.write_course(
                course_id=course_id, words=form.words(), by=request.actor, at=business_now()
            )  # fmt: skip
        except writing.WrongPlan as wrong:
            for fault in wrong.found:
                form.add_error(fault.where, fault.says)
        else:
            messages.success(request, f"The course {made.title} is saved.")
            return redirect("training:office_course", course_id=made.pk)
    return render(
        request,
        "training/office_writing.html",
        {
            "form": form,
            "heading": f"Change {found.title}" if found else "Write a course",
            "button": "Save the course",
            "back": reverse("training:office_course", args=[found.pk]) if found else _courses(),
        },
        status=422 if form.errors else 200,
    )


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def session_add(request: Request, course_id: int) -> HttpResponse:
    found = _course(course_id)
    return _session_page(request, found, None)


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def session_change(request: Request, session_id: int) -> HttpResponse:
    found = _session(session_id)
    return _session_page(request, found.course, found)


def _session_page(request: Request, course: Course, session: Session | None) -> HttpResponse:
    """One page with the days and the rest. 'More days' shows it again with another empty day; nothing is saved."""
    days, rest = _forms(request, session)
    more = "more" in request.POST
    if request.method == "POST" and not more and days.is_valid() & rest.is_valid():
        plan = rest.plan([plan for plan in (day.plan() for day in days.forms if day.filled) if plan])
        by, at = request.actor, business_now()
        try:
            if session is None:
                made = writing.add_session(course_id=course.pk, plan=plan, by=by, at=at)
                messages.success(request, f"The session is saved. {_seen(made)}")
                return redirect("training:office_session", session_id=made.pk)
            told = writing.change_session(session_id=session.pk, plan=plan, by=by, at=at, real_at=real_now())
        except writing.WrongPlan as wrong:
            put_errors(rest, days, wrong.found)
        except Refused as refused:
            rest.add_error(None, str(refused))
        else:
            messages.success(request, f"The session is changed. {presenting.told_words(told)}")
            return redirect("training:office_session", session_id=session.pk)
    whole = Whole(days, rest)
    return render(
        request,
        "training/office_session_write.html",
        {
            "form": whole,
            "numbered": presenting.numbered(days.forms),
            "days": days,
            "rest": rest,
            "may_add": len(days.forms) < MOST_DAYS,
            "heading": f"Change {session.title}" if session else f"Add a session of {course.title}",
            "told": session.taken if session else 0,
            "back": (
                reverse("training:office_session", args=[session.pk])
                if session
                else reverse("training:office_course", args=[course.pk])
            ),
        },
        status=422 if whole.errors else 200,
    )


def _forms(request: Request, session: Session | None) -> tuple[BaseDays, SessionForm]:
    venues = [(venue.pk, presenting.venue_choice(venue)) for venue in reading.venues()]
    known = agencies()
    sectors = sorted({agency.sector for agency in known if agency.sector})
    names: dict[str, Any] = {"sectors": sectors, "agencies": [agency.name for agency in known]}
    options: dict[str, Any] = {"prefix": "days", "form_kwargs": {"venues": venues}}
    there = days_initial(list(session.days.all())) if session else []
    shares = shares_of(session) if session else []
    trainers = reading.trainers_of(session) if session else []
    initial = session_initial(session, trainers, shares)
    if request.method != "POST":
        return days_formset(0 if session else 1)(initial=there, **options), SessionForm(initial=initial, **names)
    if "more" not in request.POST:
        return days_formset(1)(request.POST, initial=there, **options), SessionForm(request.POST, **names)
    # Typed values go on as initial values: what is not finished yet is no mistake yet.
    typed = days_formset(1)(request.POST, **options)
    values = [{name: day[name].value() for name in day.fields} for day in typed.forms]
    rest = SessionForm(request.POST, **names)
    kept = {name: rest[name].value() for name in rest.fields}
    return days_formset(1)(initial=values, **options), SessionForm(initial=kept, **names)


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def session_cancel(request: Request, session_id: int) -> HttpResponse:
    found = _session(session_id)
    form = CancelSession(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            told = writing.cancel_session(
                session_id=session_id, reason=form.cleaned_data["reason"], by=request.actor, at=business_now(),
                real_at=real_now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"The session is cancelled. {presenting.told_words(told)}")
            return redirect("training:office_session", session_id=session_id)
    return render(
        request,
        "training/office_writing.html",
        {
            "form": form,
            "caption": f"{found.title}, {presenters.when_words(found)}",
            "heading": "Cancel this session",
            "said": f"{presenting.booked_words(found.taken)} Each is told by email, with the calendar entry.",
            "button": "Cancel the session",
            "warning": True,
            "back": reverse("training:office_session", args=[found.pk]),
        },
        status=422 if form.errors else 200,
    )


def _seen(session: Session) -> str:
    return "It is a draft, which only the office sees." if session.status == "draft" else "Everyone can see it."


def _courses() -> str:
    return reverse("training:office_courses")


def _course(course_id: int) -> Course:
    try:
        return reading.course(course_id)
    except Course.DoesNotExist as error:
        raise Http404 from error


def _session(session_id: int) -> Session:
    try:
        return queries.session(session_id)
    except Session.DoesNotExist as error:
        raise Http404 from error
