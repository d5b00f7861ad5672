"""One's own calendar, for a calendar program to subscribe to by a secret address."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import public, requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.notices.api import site_link
from throughline.office.training.calendar_entries import entries_of
from throughline.office.training.documents.calendar import feed_file
from throughline.office.training.models import CalendarFeed
from throughline.office.training.operations import feeds as writing
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries import feeds as reading
from throughline.office.training.views.public import calendar_response


@requires(TrainingPermission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: Request) -> HttpResponse:
    """The secret address, once it was asked for; a button makes a new one, another ends it."""
    if request.method == "POST":
        if request.POST.get("do") == "end":
            writing.end_feed(by=request.actor, at=business_now())
            messages.success(request, "Your calendar address no longer works.")
        else:
            writing.renew_feed(by=request.actor, at=business_now())
            messages.success(request, "Your calendar address is ready.")
        return redirect("training:my_calendar")
    feed = reading.feed_of(request.user.pk)
    address = site_link(reverse("training:my_feed", args=[reading.secret_of(feed)])) if feed else ""
    return render(request, "training/my_calendar.html", {"address": address})


@public
@require_safe
def my_feed(request: Request, secret: str) -> HttpResponse:
    """Whoever has the secret address sees the person's own coming sessions, with the links to join."""
    try:
        feed = reading.feed_by(secret)
    except CalendarFeed.DoesNotExist as error:
        raise Http404 from error
    bookings = reading.bookings_for_feed(feed.person_id, business_now() - timedelta(days=31))
    entries = (
        entry
        for booking in bookings
        for entry in entries_of(booking, request.partnership, stamp=real_now(), mail_from=settings.DEFAULT_FROM_EMAIL)
    )
    text = feed_file(f"{request.partnership.name}: my training", entries)
    return calendar_response(text, "my-training.ics", **{"Cache-Control": "private, no-store"})
