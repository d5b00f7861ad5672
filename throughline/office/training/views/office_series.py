"""A series of briefings in one step, and last year's programme a year on. Both are shown before they are made."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, business_today
from throughline.foundation.figures.years import NotAReportYear, year_before, year_of, year_on
from throughline.office.training.forms.series import CopyForm, SeriesForm
from throughline.office.training.models import Course
from throughline.office.training.operations import series as operations
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import series as presenting
from throughline.office.training.presenters.programme import venue_choice
from throughline.office.training.queries import programme as reading
from throughline.office.training.queries import series as queries
from throughline.office.training.rules.series import Instead, series_days, with_topics


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def series(request: Request, course_id: int) -> HttpResponse:
    """POST shows what the rule makes; with `make` it is made, all of it or nothing. What is made is the rule that was
    shown, whatever stands in the fields below it by then."""
    try:
        course = reading.course(course_id)
    except Course.DoesNotExist as error:
        raise Http404 from error
    venues = [(venue.pk, venue_choice(venue)) for venue in reading.venues()]
    form = SeriesForm(request.POST or None, venues=venues)
    preview = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        occurrences = with_topics(
            series_days(
                first=given["first"].replace(day=1), months=given["months"], weekday=given["weekday"],
                which=given["which"], skip=given["skip"], in_the_way=queries.days_off(school=given["school"]),
                instead=Instead(given["instead"]),
            ),
            given["topics"],
        )  # fmt: skip
        plans = [form.plan(each) for each in occurrences if each.day is not None]
        wrong = queries.wrong_with_each(course_id, plans)
        preview = presenting.series_preview(occurrences, wrong)
        if "make" in request.POST and not preview.wrong:
            try:
                made = operations.make_series(
                    course_id=course_id, plans=plans, by=request.actor, at=business_now()
                )  # fmt: skip
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, presenting.made_words(len(made)))
                return redirect("training:office_course", course_id=course_id)
    return render(
        request,
        "training/series.html",
        {
            "form": form,
            "preview": preview,
            "rule": [
                (name, value)
                for name, values in request.POST.lists()
                for value in values
                if name not in ("csrfmiddlewaretoken", "make")
            ],
            "title": course.title,
            "back": reverse("training:office_course", args=[course_id]),
        },
        status=422 if form.errors else 200,
    )


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: Request, year: str = "") -> HttpResponse:
    """The sessions of a report year, each a year on; those chosen become drafts."""
    starts = request.partnership.report_year_starts
    try:
        found = year_of(year, starts) if year else year_on(business_today(), starts)
        earlier = year_before(found)
    except NotAReportYear as error:
        raise Http404 from error
    sessions = list(queries.could_be_copied(found.starts, found.ends))
    free = queries.days_off(school=False)
    pairs = [(session, queries.copy_of(session, free)) for session in sessions if not session.copies.all()]
    form = CopyForm(request.POST or None, choices=presenting.copy_choices(pairs))
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.copy_programme(
                session_ids=form.cleaned_data["sessions"], by=request.actor, at=business_now()
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{presenting.made_words(len(made))} They are drafts: read each and publish it.")
            return redirect("training:office_courses")
    return render(
        request,
        "training/copy.html",
        {
            "form": form,
            "table": presenting.copies_table(pairs),
            "year": found.label,
            "done": len(sessions) - len(pairs),
            "earlier": earlier.label,
            "back": reverse("training:office_courses"),
        },
        status=422 if form.errors else 200,
    )
