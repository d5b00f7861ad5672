"""What people would like to see: the public form, the inbox, the answer."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import public, requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import real_now
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import SummaryRow
from throughline.publishing.bulletin import forms
from throughline.publishing.bulletin.models import Suggestion
from throughline.publishing.bulletin.operations import suggesting
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.presenters import office as presenter
from throughline.publishing.bulletin.queries import issues
from throughline.publishing.bulletin.views.steps import Given, Words, sent, step

both = require_http_methods(["GET", "HEAD", "POST"])


@public
@both
def suggest(request: Request) -> HttpResponse:
    """Anybody in the partnership, with or without an account."""

    def do(given: Given) -> tuple[str, str]:
        suggesting.suggest(**{name: given[name] for name in form.fields}, by=request.actor, at=real_now())
        return "Thank you. The editors read every suggestion.", reverse("bulletin:suggest")

    user = request.actor.user
    form = forms.SuggestForm(sent(request), initial={"name": user.name, "email": user.email} if user else {})
    words = Words(
        "Suggest something for the bulletin",
        request.partnership.name,
        "Send it",
        reverse("bulletin:archive"),
        public=True,
    )
    return step(request, form, words, do)


@requires(BulletinPermission.WRITE)
@require_safe
def inbox(request: Request) -> HttpResponse:
    page = Paginator(issues.suggestions(), 20).get_page(request.GET.get("page"))
    context = {"cards": presenter.suggestion_cards(page), "page_obj": page, "crumbs": presenter.crumbs()}
    return render(request, "bulletin/suggestions.html", context)


@requires(BulletinPermission.WRITE)
@both
def suggestion(request: Request, suggestion_id: int) -> HttpResponse:
    try:
        row = issues.suggestion(suggestion_id)
    except Suggestion.DoesNotExist as error:
        raise Http404 from error

    def do(given: Given) -> tuple[str, str]:
        told = " Whoever suggested it is told." if row.email else ""
        if given["decision"] == "accept":
            issue = suggesting.accept_suggestion(
                suggestion_id=row.pk,
                issue_id=int(given["issue"]),
                kind=given["kind"] or "item",
                answer=given["answer"],
                by=request.actor,
                at=real_now(),
            )
            return f"It is in ‘{issue.title}’.{told}", reverse("bulletin:issue", args=[issue.pk])
        suggesting.decline_suggestion(suggestion_id=row.pk, answer=given["answer"], by=request.actor, at=real_now())
        return f"It is answered.{told}", reverse("bulletin:suggestions")

    form = forms.AcceptForm(sent(request), drafts=[(str(each.pk), each.title) for each in issues.drafts()])
    refusals = () if row.state == Suggestion.State.NEW else (suggesting.ANSWERED,)
    words = Words(row.heading, "Suggestion", "Answer it", reverse("bulletin:suggestions"), refusals=refusals)
    rows = [
        SummaryRow("Text", row.text),
        SummaryRow("Link", row.link),
        SummaryRow("From", row.name),
        SummaryRow("Agency", row.agency),
        SummaryRow("Email", row.email),
        SummaryRow("Sent", formats.moment(row.made_at)),
        SummaryRow("Answer", row.answer),
        SummaryRow("In the issue", row.issue.title if row.issue else ""),
    ]
    return step(request, form, words, do, rows=[each for each in rows if each.value])
