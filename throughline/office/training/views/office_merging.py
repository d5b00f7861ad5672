"""People of training: found, looked at, and joined where two accounts are one person."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, real_now
from throughline.office.training import presenters
from throughline.office.training.forms.merging import FindPerson, MergePeople
from throughline.office.training.operations.people import merge_people
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters import people as presenting
from throughline.office.training.presenters.agencies import staff_table
from throughline.office.training.queries import people as queries


@requires(TrainingPermission.MANAGE)
@require_safe
def people(request: Request) -> HttpResponse:
    form = FindPerson(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    everybody = queries.people()
    return render(
        request,
        "training/people.html",
        {
            "form": form,
            "words": words,
            "found": presenting.found_table(queries.found_by(words, everybody)) if words else None,
            "doubles": presenting.doubles_table(queries.doubles(everybody)),
        },
    )


@requires(TrainingPermission.MANAGE)
@require_safe
def person(request: Request, trainee_id: int) -> HttpResponse:
    found = _person(trainee_id)
    return render(
        request,
        "training/person.html",
        {
            "title": found.name or found.email,
            "rows": presenting.person_rows(found),
            "bookings": staff_table(list(queries.bookings_of_person(trainee_id)), business_now(), "Bookings"),
            "learnt": presenting.learnt_table(list(queries.learnt_by_person(trainee_id))),
            "crumbs": presenters.crumbs(
                ("Training", reverse("training:office_sessions")), ("People", reverse("training:people"))
            ),
        },
    )


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: Request, trainee_id: int, other_trainee_id: int) -> HttpResponse:
    """What joining would move, and the button. The first account is kept."""
    kept, merged = _person(trainee_id), _person(other_trainee_id)
    if kept.pk == merged.pk:
        raise Http404
    form = MergePeople(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = merge_people(
                kept_id=kept.pk, merged_id=merged.pk, reason=form.cleaned_data["reason"], by=request.actor,
                at=business_now(), real_at=real_now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, presenting.merged_words(done))
            return redirect("training:person", trainee_id=kept.pk)
    return render(
        request,
        "training/merge.html",
        {
            "form": form,
            "kept": presenting.person_rows(kept),
            "merged": presenting.person_rows(merged),
            "moves": presenting.merge_rows(queries.merge_preview(kept.pk, merged.pk)),
            "other_way": reverse("training:merge", args=[merged.pk, kept.pk]),
        },
        status=422 if form.errors else 200,
    )


def _person(person_id: int) -> User:
    try:
        return queries.person(person_id)
    except User.DoesNotExist as error:
        raise Http404 from error
