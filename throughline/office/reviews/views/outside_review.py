"""What somebody outside of a case sees of the review that follows it: a draft to comment on, a learning event."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.restricted.api import NotHere, for_one_record
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import SummaryRow
from throughline.office.reviews.forms import works as forms
from throughline.office.reviews.models import DraftComment, Slip
from throughline.office.reviews.operations import drafts
from throughline.office.reviews.permissions import ReviewsPermission
from throughline.office.reviews.queries import cases as queries
from throughline.office.reviews.queries import works


def draft(request: Request, found: Slip) -> HttpResponse:
    """Inside the space: the draft that one is asked about, with one's own comments and their answers."""
    row = works.my_reading(request.actor, found)
    open_now = row.work.state == "commenting" and row.draft == row.work.draft and row.done_on is None
    sections = works.sections_of(row.work) if open_now else []
    form = forms.CommentForm(request.POST or None, sections=[(str(each.pk), each.heading) for each in sections])
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                drafts.comment(
                    slip=found, section_id=int(form.cleaned_data["section"]), text=form.cleaned_data["text"],
                    by=request.actor, at=business_now(),
                )  # fmt: skip
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, "Your comment is with the review.")
                return redirect(reverse("reviews:slip", args=[found.pk]))
    mine = DraftComment.objects.filter(reader=row).select_related("section")
    context = {
        "reference": found.restricted.reference,
        "number": row.draft,
        "due": formats.weekday(row.due),
        "agency": str(row.agency),
        "open": open_now,
        "sections": sections,
        "comments": [SummaryRow(each.section.heading, _said(each)) for each in mine],
        "form": form,
        "done_url": reverse("reviews:slip_done", args=[found.pk]),
    }
    return render(request, "reviews/draft_outside.html", context, status=status)


def _said(row: DraftComment) -> str:
    return f"{row.text} — {row.answer}" if row.answer else row.text


def event(request: Request, found: Slip) -> HttpResponse:
    """Inside the space: when and where, and what it is for. Nothing says whom the review is about."""
    row = works.my_invitation(request.actor, found)
    rows = [
        SummaryRow("What", row.event.what),
        SummaryRow("When", formats.weekday(row.event.on) if row.event.on else "Not settled yet"),
        SummaryRow("Where", row.event.where),
        SummaryRow(
            "Why you", "You worked with a family that a review looks at. The event is for learning, not for blame."
        ),
    ]
    return render(request, "reviews/event_outside.html", {"reference": found.restricted.reference, "rows": rows})


@requires(ReviewsPermission.REFER)
@require_POST
def slip_done(request: Request, slip_id: int) -> HttpResponse:
    """The agency has said all that it has to say of the draft."""
    try:
        found = queries.my_slip(request.actor, slip_id)
        with for_one_record(request.actor, found.restricted_id, what="One request", at=real_now()):
            try:
                drafts.finish_comments(slip=found, by=request.actor, at=business_now())
            except Refused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, "Thank you: the review knows that you have said all.")
    except (Slip.DoesNotExist, NotHere) as error:
        raise Http404 from error
    return redirect(reverse("reviews:slip", args=[slip_id]))
