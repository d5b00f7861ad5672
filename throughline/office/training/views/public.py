"""The calendar and one session, for everyone."""

from datetime import datetime, time

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.clock import LONDON, business_now
from throughline.office.training import presenters, queries, rules
from throughline.office.training.forms import CalendarFilter
from throughline.office.training.models import Session
from throughline.office.training.presenters.programme import about_course
from throughline.office.training.queries import waiting as waiting_queries
from throughline.office.training.queries.origins import NOWHERE


def year_began(request: Request, at: datetime) -> datetime:
    """The first moment of the report year that `at` is in."""
    return datetime.combine(rules.year_start(at.date(), request.partnership.report_year_starts), time(), LONDON)


@public
@require_safe
def calendar(request: Request) -> HttpResponse:
    at = business_now()
    form = CalendarFilter(request.GET, modes=queries.modes())
    wanted = form.wanted()
    coming = presenters.months(queries.coming_sessions(at, wanted))
    past = [] if wanted.places_left else queries.past_sessions(year_began(request, at), at, wanted)
    return render(
        request,
        "training/calendar.html",
        {
            "form": form,
            "narrowed": wanted != queries.EVERYTHING,
            "months": coming,
            "past": [presenters.card(session, past=True) for session in past],
        },
    )


@public
@require_safe
def session(request: Request, session_id: int, slug: str) -> HttpResponse:
    try:
        found = queries.public_session(session_id)
    except Session.DoesNotExist as error:
        raise Http404 from error
    if slug != found.slug:
        return redirect(presenters.session_url(found))
    at = business_now()
    person = request.actor.user
    booking = queries.active_booking(found.pk, person.pk) if person else None
    entry = waiting_queries.live_entry(found.pk, person.pk) if person and not booking else None
    refusals = found.booking_refusals(at)
    queue = waiting_queries.must_wait(found, NOWHERE, at)
    return render(
        request,
        "training/session.html",
        {
            "title": found.title,
            "rows": presenters.session_rows(found, with_places=found.starts > at, booked=booking is not None),
            "about": about_course(found.course),
            "refusals": [] if booking or entry else refusals,
            "booking_url": reverse("training:booking", args=[booking.reference]) if booking else "",
            "waiting_url": reverse("training:waiting", args=[entry.reference]) if entry else "",
            "join_url": "" if booking or entry or not queue else reverse("training:waiting_join", args=[found.pk]),
            "book_url": "" if booking or refusals or queue else reverse("training:book", args=[found.pk]),
            "crumbs": presenters.crumbs(("Training", reverse("training:calendar"))),
        },
    )
