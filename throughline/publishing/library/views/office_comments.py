"""Drafts out for comment, as the office runs them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.library import forms, operations, presenters, queries
from throughline.publishing.library.models import Comment
from throughline.publishing.library.views.office_documents import MANAGE, Given, both, frame
from throughline.publishing.library.views.steps import Words, step


@requires(MANAGE)
@require_safe
def consultations(request: Request) -> HttpResponse:
    today = business_today()
    rows: list[list[str | Cell]] = [
        [
            Cell(row.title, reverse("library_office:consultation", args=[row.pk])),
            presenters.consultation_note(row, today),
            str(row.given),
            str(row.waiting),
        ]
        for row in queries.consultations()
    ]
    columns = [Column("Draft"), Column("How it stands"), Column("Comments", True), Column("Without an answer", True)]
    table = Table("Drafts out for comment", columns, rows) if rows else None
    return render(request, "library/office_consultations.html", {**frame("consultations"), "table": table})


@requires(MANAGE)
@both
def new(request: Request) -> HttpResponse:
    form = forms.ConsultationForm(request.POST or None)

    def do(given: Given) -> tuple[str, str]:
        draft = form.drafts[given["draft"]]
        made = operations.open_consultation(
            page=draft.page, title=draft.title, introduction=given["introduction"], sections=draft.sections,
            is_public=given["is_public"] == "yes", organisation_ids=[int(each) for each in given["agencies"]],
            closes_on=given["closes_on"], today=business_today(), by=request.actor,
        )  # fmt: skip
        return f"“{made.title}” is out for comment.", reverse("library_office:consultation", args=[made.pk])

    words = Words("Send a draft out for comment", "Library", "Send it out", reverse("library_office:consultations"),
                  intro="The text is kept as it stands now, so that everybody comments on the same one.")  # fmt: skip
    return step(request, form, words, do)


@requires(MANAGE)
@require_safe
def consultation(request: Request, consultation_id: int) -> HttpResponse:
    found = queries.consultations().filter(pk=consultation_id).first()
    if found is None:
        raise Http404
    headings = ["The whole draft", *(each["heading"] for each in found.sections)]
    rows: list[list[str | Cell]] = [
        [
            Cell(headings[row.section], reverse("library_office:answer", args=[row.pk])),
            row.text,
            ", ".join(each for each in (row.name, row.organisation) if each) or "not said",
            row.answer or "waits for an answer",
        ]
        for row in found.comments.all()
    ]
    columns = [Column(each) for each in ("About", "Comment", "From", "Answer")]
    asked = [str(each.organisation) for each in found.agencies.select_related("organisation")]
    return render(
        request,
        "library/office_consultation.html",
        {
            **frame("consultations"),
            "crumbs": [NavigationItem("Out for comment", reverse("library_office:consultations"))],
            "consultation": found,
            "rows": [
                SummaryRow("How it stands", presenters.consultation_note(found, business_today())),
                SummaryRow("Who is asked", ", ".join([*(["the public"] if found.is_public else []), *asked])),
                SummaryRow("Without an answer", str(found.waiting)),
            ],
            "table": Table("Comments", columns, rows) if rows else None,
            "may_end": found.ended_on is None,
        },
    )


@requires(MANAGE)
@both
def answer(request: Request, comment_id: int) -> HttpResponse:
    row = get_object_or_404(Comment.objects.select_related("consultation"), pk=comment_id)
    back = reverse("library_office:consultation", args=[row.consultation_id])
    heading = row.consultation.sections[row.section - 1]["heading"] if row.section else "the whole draft"

    def do(given: Given) -> tuple[str, str]:
        operations.answer_comment(
            comment_id=row.pk, answer=given["answer"], is_shown=given["shown"] == "yes", by=request.actor, at=real_now()
        )
        return "The answer is on record.", back

    initial = {"answer": row.answer, "shown": "yes" if row.is_shown else "no"}
    words = Words("Answer a comment", f"{row.consultation.title}: {heading}", "Answer", back, intro=f"“{row.text}”")
    return step(request, forms.AnswerForm(request.POST or None, initial=initial), words, do)


@requires(MANAGE)
@both
def end(request: Request, consultation_id: int) -> HttpResponse:
    found = queries.consultations().filter(pk=consultation_id, ended_on=None).first()
    if found is None:
        raise Http404
    back = reverse("library_office:consultation", args=[found.pk])

    def do(given: Given) -> tuple[str, str]:
        operations.end_consultation(consultation_id=found.pk, today=business_today(), by=request.actor)
        return "It has ended. What was said and answered stays readable.", back

    words = Words("End this round of comments", found.title, "End it", back,
                  intro="No more comments are taken. Each comment needs its answer first.")  # fmt: skip
    return step(request, forms.SureForm(request.POST or None), words, do)
