"""The calendar and one session, for everyone."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.clock import LONDON, business_now, real_now
from throughline.foundation.ui import formats
from throughline.office.training import documents, presenters, queries, rules
from throughline.office.training.calendar_entries import programme_entries
from throughline.office.training.documents.calendar import feed_file
from throughline.office.training.forms import CalendarFilter
from throughline.office.training.models import Session
from throughline.office.training.presenters.events import stalls_table
from throughline.office.training.presenters.programme import about_course
from throughline.office.training.queries import waiting as waiting_queries
from throughline.office.training.queries.events import stalls_of
from throughline.office.training.queries.interest import is_invited
from throughline.office.training.queries.origins import NOWHERE
from throughline.office.training.queries.sessions import coming_months, days_of_month, for_everyone
from throughline.office.training.rules import BookingKind
from throughline.office.training.rules.interest import interest_refusals
from throughline.office.training.rules.programme import SessionStatus

A_PAGE = 25


def year_began(request: Request, at: datetime) -> datetime:
    """The first moment of the report year that `at` is in."""
    return datetime.combine(rules.year_start(at.date(), request.partnership.report_year_starts), time(), LONDON)


@public
@require_safe
def calendar(request: Request) -> HttpResponse:
    """The coming sessions by month, so many a page; below the first page the past ones of this year."""
    at = business_now()
    modes, levels = queries.modes_and_levels()
    months = coming_months(at)
    form = CalendarFilter(request.GET, modes=modes, levels=levels, months=months)
    wanted = form.wanted()
    page = Paginator(for_everyone(queries.coming_sessions(at, wanted)), A_PAGE).get_page(request.GET.get("page"))
    with_past = page.number == 1 and not wanted.places_left and wanted.month is None
    past = for_everyone(queries.past_sessions(year_began(request, at), at, wanted))[:A_PAGE] if with_past else []
    return render(
        request,
        "training/calendar.html",
        {
            "form": form,
            "narrowed": wanted != queries.EVERYTHING,
            "months": presenters.months(page),
            "page": page,
            "query": presenters.query_without_page(request.GET),
            "past": [presenters.card(session, past=True) for session in past],
            "month_url": reverse("training:month", args=[f"{months[0] if months else at.date():%Y-%m}"]),
        },
    )


@public
@require_safe
def month(request: Request, month: str) -> HttpResponse:
    """The days of one month, each with what is on; a day of a longer session stands at its own date."""
    first = rules.read_month(month)
    if first is None or not 1990 <= first.year <= 2199:
        raise Http404
    return render(
        request,
        "training/month.html",
        {
            "title": formats.month(first),
            "days": presenters.days_of_month(days_of_month(first)),
            "earlier": presenters.month_link(first, -1),
            "later": presenters.month_link(first, 1),
        },
    )


@public
@require_safe
def feed(request: Request) -> HttpResponse:
    """The public programme, for a calendar to subscribe to. Never a link to join."""
    at = business_now()
    found = queries.for_the_feed(at - timedelta(days=31))
    entries = programme_entries(found, request.partnership, stamp=real_now(), mail_from=settings.DEFAULT_FROM_EMAIL)
    return calendar_response(feed_file(f"{request.partnership.name}: training", entries), "training.ics")


def calendar_response(text: str, name: str, **headers: str) -> HttpResponse:
    """A calendar to subscribe to."""
    kind = documents.content_type(documents.Method.PUBLISH)
    return HttpResponse(
        text, content_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'} | headers
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
    if person and not booking and refusals and is_invited(found, person.pk):
        refusals = found.booking_refusals(at, invited=True)
    passed_over = entry is not None and bool(waiting_queries.why_still(entry, at))
    book_url = "" if refusals or passed_over else _through_sign_in(request, reverse("training:book", args=[found.pk]))
    join_url = _through_sign_in(request, reverse("training:waiting_join", args=[found.pk]))
    return render(
        request,
        "training/session.html",
        {
            "title": found.title,
            "event": presenters.event_of(found),
            "told": f"Training on {formats.day(found.starts)}, {request.partnership.name}.",
            "rows": presenters.session_rows(found, with_places=found.starts > at, booked=booking is not None),
            "stalls": stalls_table(list(stalls_of(found.pk))) if found.kind is BookingKind.NO_BOOKING else None,
            "about": about_course(found.course),
            "refusals": [] if booking or entry else refusals,
            "booking_url": reverse("training:booking", args=[booking.reference]) if booking else "",
            "waiting_url": reverse("training:waiting", args=[entry.reference]) if entry else "",
            "join_url": join_url if queue and not booking and not entry else "",
            "interest_url": _interest_url(request, found, at) if not booking else "",
            "book_url": book_url if not booking and not queue else "",
            "crumbs": presenters.crumbs(("Training", reverse("training:calendar"))),
        },
    )


def _through_sign_in(request: Request, url: str) -> str:
    """Of a page for those who are signed in: whoever is not goes to the sign-in page at once, and from there to it."""
    return url if request.actor.signed_in else redirect_to_login(url).url


def _interest_url(request: Request, session: Session, at: datetime) -> str:
    """Where interest is noted, while it can be; '' otherwise."""
    refusals = interest_refusals(
        starts=session.starts, kind=session.kind, at=at, opens=session.booking_opens, closes=session.booking_closes,
        cancelled=session.status == SessionStatus.CANCELLED,
    )  # fmt: skip
    return "" if refusals else _through_sign_in(request, reverse("training:interest", args=[session.pk]))
