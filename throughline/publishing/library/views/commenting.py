"""Drafts out for comment, as those who are asked see them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.ui.parts import Card
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.library import operations, presenters, queries
from throughline.publishing.library.forms import CommentForm
from throughline.publishing.library.models import Consultation

HOME = NavigationItem("Home", "/")


def above() -> list[NavigationItem]:
    return [HOME, NavigationItem("Library", reverse("library:list"))]


@public
@require_safe
def drafts(request: Request) -> HttpResponse:
    """What this reader may comment on, and what came of earlier ones."""
    today = business_today()
    cards = [
        Card(row.title, reverse("library:comment", args=[row.pk]), note=presenters.consultation_note(row, today))
        for row in queries.consultations_for(request.actor)
    ]
    return render(request, "library/drafts.html", {"breadcrumbs": above(), "cards": cards})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: Request, consultation_id: int) -> HttpResponse:
    """The draft by section with a form beneath; after the answers, what was said and what was answered."""
    today = business_today()
    found = queries.consultations_for(request.actor).filter(pk=consultation_id).first()
    if found is None:
        raise Http404("There is no such draft.")
    is_open = found.ended_on is None and today <= found.closes_on
    headings = [each["heading"] for each in found.sections]
    form = CommentForm(request.POST or None, headings=headings, initial={"section": request.GET.get("section", "0")})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                operations.comment(
                    consultation_id=found.pk, section=given["section"], text=given["text"], name=given["name"],
                    organisation=given["organisation"], today=today, by=request.actor, at=real_now(),
                )  # fmt: skip
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, "Your comment has arrived. It will be answered on this page.")
                return redirect("library:comment", consultation_id=found.pk)
    context = {
        "breadcrumbs": [*above(), NavigationItem("Drafts out for comment", reverse("library:drafts"))],
        "draft": found,
        "note": presenters.consultation_note(found, today),
        "sections": presenters.sections_of(found.sections),
        "answered": _answered(found, headings),
        "form": form if is_open else None,
    }
    return render(request, "library/comment.html", context, status=status)


def _answered(found: Consultation, headings: list[str]) -> list[dict[str, str]]:
    """Comments with their answers, without names, in the order of the sections."""
    return [
        {
            "about": headings[row.section - 1] if row.section else "The whole draft",
            "text": row.text,
            "answer": row.answer,
        }
        for row in found.comments.filter(is_shown=True).exclude(answer="")
    ]
