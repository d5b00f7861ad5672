"""The office writes who has a stall at an event, and how many came."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now
from throughline.foundation.ui import formats
from throughline.office.training import presenters, queries
from throughline.office.training.forms.events import HeadCounts, Stalls
from throughline.office.training.models import Session
from throughline.office.training.operations import events as operations
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.presenters.events import counts_initial, stalls_text
from throughline.office.training.queries.events import counts_of, stalls_of


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def stalls(request: Request, session_id: int) -> HttpResponse:
    session = _session(session_id)
    form = Stalls(request.POST or None, initial={"stalls": stalls_text(list(stalls_of(session_id)))})
    if request.method == "POST" and form.is_valid():
        operations.write_stalls(
            session_id=session_id, stalls=form.cleaned_data["stalls"], by=request.actor, at=business_now()
        )
        messages.success(request, "The stalls are saved.")
        return redirect("training:office_session", session_id=session_id)
    return _page(request, session, form, "Stalls", "Everyone reads who has a stall.", "Save the stalls")


@requires(TrainingPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def counts(request: Request, session_id: int) -> HttpResponse:
    session = _session(session_id)
    form = HeadCounts(request.POST or None, initial=counts_initial(list(counts_of(session_id))))
    if request.method == "POST" and form.is_valid():
        try:
            total = operations.count_people(
                session_id=session_id, people=form.people(), school_groups=form.cleaned_data["school_groups"],
                by=request.actor, at=business_now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{formats.counted(total, 'person', 'people')} counted.")
            return redirect("training:office_session", session_id=session_id)
    said = "Numbers only: nobody is named, and no school."
    return _page(request, session, form, "How many came", said, "Save the numbers")


def _page(
    request: Request, session: Session, form: Stalls | HeadCounts, heading: str, said: str, button: str
) -> HttpResponse:
    context = {
        "form": form,
        "caption": f"{session.title}, {presenters.when_words(session)}",
        "heading": heading,
        "said": said,
        "button": button,
        "back": reverse("training:office_session", args=[session.pk]),
    }
    return render(request, "training/office_writing.html", context, status=422 if form.errors else 200)


def _session(session_id: int) -> Session:
    try:
        return queries.session(session_id)
    except Session.DoesNotExist as error:
        raise Http404 from error
