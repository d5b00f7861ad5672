"""Venues: who lends them, when they are closed, and which sessions must move."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now
from throughline.office.training import presenters
from throughline.office.training.forms.programme import ClosureForm, VenueForm, venue_initial
from throughline.office.training.models import Venue
from throughline.office.training.operations import venues as writing
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import programme as presenting
from throughline.office.training.queries import programme as reading


@requires(TrainingPermission.MANAGE)
@require_safe
def venues(request: Request) -> HttpResponse:
    table = presenting.venues_table(list(reading.venues()))
    return render(request, "training/office_venues.html", {"table": table})


@requires(TrainingPermission.MANAGE)
@require_safe
def venue(request: Request, venue_id: int) -> HttpResponse:
    found = _venue(venue_id)
    at = business_now()
    days = list(reading.coming_days_at(found.pk, at))
    return render(
        request,
        "training/office_venue.html",
        {
            "title": found.name,
            "venue_id": found.pk,
            "rows": presenting.venue_rows(found),
            "closures": presenting.closures(found, at.date()),
            "to_move": presenting.days_table("Sessions to move", presenting.in_closures(found, days)),
            "days": presenting.days_table("Coming sessions here", days),
            "crumbs": presenters.crumbs(
                ("Training", reverse("training:office_sessions")), ("Venues", reverse("training:office_venues"))
            ),
        },
    )


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def venue_write(request: Request, venue_id: int | None = None) -> HttpResponse:
    found = _venue(venue_id) if venue_id is not None else None
    form = VenueForm(request.POST or None, initial=venue_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.write_venue(
                venue_id=venue_id, words=writing.VenueWords(**form.cleaned_data), by=request.actor, at=business_now()
            )  # fmt: skip
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, f"The venue {made.name} is saved.")
            return redirect("training:office_venue", venue_id=made.pk)
    return render(
        request,
        "training/office_writing.html",
        {
            "form": form,
            "heading": f"Change {found.name}" if found else "Add a venue",
            "button": "Save the venue",
            "back": reverse("training:office_venue", args=[found.pk]) if found else reverse("training:office_venues"),
        },
        status=422 if form.errors else 200,
    )


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def venue_close(request: Request, venue_id: int) -> HttpResponse:
    found = _venue(venue_id)
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        closed = writing.close_venue(venue_id=venue_id, **form.cleaned_data, by=request.actor, at=business_now())
        days = reading.days_within(found.pk, closed.first, closed.last)
        messages.success(request, f"{found.name} is closed then. {presenting.to_move_words(len(days))}")
        return redirect("training:office_venue", venue_id=venue_id)
    return render(
        request,
        "training/office_writing.html",
        {
            "form": form,
            "caption": found.name,
            "heading": "Close this venue for some days",
            "said": "Sessions that are held here then are listed, for you to move.",
            "button": "Close it for these days",
            "back": reverse("training:office_venue", args=[found.pk]),
        },
        status=422 if form.errors else 200,
    )


@requires(TrainingPermission.MANAGE)
@require_POST
def venue_reopen(request: Request, venue_id: int, closure_id: int) -> HttpResponse:
    found = _venue(venue_id)
    writing.reopen_venue(venue_id=venue_id, closure_id=closure_id, by=request.actor, at=business_now())
    messages.success(request, f"{found.name} can be used on those days.")
    return redirect("training:office_venue", venue_id=venue_id)


def _venue(venue_id: int) -> Venue:
    try:
        return reading.venue(venue_id)
    except Venue.DoesNotExist as error:
        raise Http404 from error
