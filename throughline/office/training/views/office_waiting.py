"""The office's side of waiting lists: who waits, who goes first and why, when places are offered."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, real_now
from throughline.office.training import documents, operations, queries, rules
from throughline.office.training.forms.waiting import Holiday, Reason, Times
from throughline.office.training.models import SchoolHoliday, Session, WaitingEntry
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import waiting as presenting
from throughline.office.training.queries import waiting as waiting_queries


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: Request, session_id: int, entry_id: int) -> HttpResponse:
    """Put somebody first, or take them off the list; each with a reason."""
    try:
        found = waiting_queries.entry_on(session_id, entry_id)
    except WaitingEntry.DoesNotExist as error:
        raise Http404 from error
    if not found.live:
        return redirect("training:office_session", session_id=session_id)
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        first = request.POST.get("change") == "first"
        change = operations.put_first if first else operations.take_off_the_list
        try:
            change(
                entry_id=entry_id, reason=form.cleaned_data["reason"], by=request.actor, at=business_now(),
                real_at=real_now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            done = "now goes before the others" if first else "is off the waiting list and is told"
            messages.success(request, f"{found.person} {done}.")
            return redirect("training:office_session", session_id=session_id)
    return render(
        request,
        "training/office_waiting_entry.html",
        {
            "form": form,
            "title": found.session.title,
            "when": rules.when_words(found.session.starts, found.session.ends),
            "who": str(found.person),
            "can_go_first": found.status == "waiting" and found.front_at is None,
            "session_id": session_id,
        },
        status=422 if form.errors else 200,
    )


@requires(TrainingPermission.SEE_BOOKINGS)
@require_safe
def list_file(request: Request, session_id: int) -> HttpResponse:
    try:
        found = queries.session(session_id)
    except Session.DoesNotExist as error:
        raise Http404 from error
    rows = presenting.list_rows(list(waiting_queries.waiting_list(session_id)), business_now())
    return HttpResponse(
        documents.csv_file(rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="waiting-{found.slug}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def times(request: Request) -> HttpResponse:
    form = Times(request.POST or None, instance=waiting_queries.waiting_times())
    if request.method == "POST" and form.is_valid():
        operations.set_waiting_times(**form.cleaned_data, by=request.actor, at=business_now())
        messages.success(request, "The times of the waiting lists are saved. They hold for offers made from now on.")
        return redirect("training:waiting_times")
    return render(
        request,
        "training/waiting_times.html",
        {"form": form, "holidays": presenting.holidays_table(list(waiting_queries.school_holidays()))},
        status=422 if form.errors else 200,
    )


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def holiday_add(request: Request) -> HttpResponse:
    form = Holiday(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_school_holiday(**form.cleaned_data, by=request.actor, at=business_now())
        except Refused as refused:
            form.add_error("first", str(refused))
        else:
            messages.success(request, "The school holiday is added.")
            return redirect("training:waiting_times")
    return render(request, "training/holiday_add.html", {"form": form}, status=422 if form.errors else 200)


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def holiday_remove(request: Request, holiday_id: int) -> HttpResponse:
    try:
        found = waiting_queries.school_holidays().get(pk=holiday_id)
    except SchoolHoliday.DoesNotExist as error:
        raise Http404 from error
    if request.method == "POST":
        operations.remove_school_holiday(holiday_id=holiday_id, by=request.actor, at=business_now())
        messages.success(request, f"{found.name} is removed.")
        return redirect("training:waiting_times")
    return render(request, "training/holiday_remove.html", {"name": found.name})
