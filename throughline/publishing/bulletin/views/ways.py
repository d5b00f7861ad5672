"""The steps of an issue's way, each a page that asks once more."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import LONDON, business_now, real_now
from throughline.foundation.ui import formats
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.bulletin import forms
from throughline.publishing.bulletin.models import Issue
from throughline.publishing.bulletin.operations import approving, mailing
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.queries import issues, sending
from throughline.publishing.bulletin.rules.content import as_data, hash_of
from throughline.publishing.bulletin.rules.kinds import IssueKind
from throughline.publishing.bulletin.views.office import page_of, standing_of
from throughline.publishing.bulletin.views.steps import Given, Words, load, sent, step
from throughline.publishing.bulletin.workflow import ISSUE

both = require_http_methods(["GET", "HEAD", "POST"])
Done = tuple[str, str]
STARTED = "It is on its way. This page shows how far it is; it does not have to stay open."


@requires(BulletinPermission.READ)
@both
def way(request: Request, issue_id: int, issue_way: str) -> HttpResponse:
    """One page for each transition of the machine; what it may do, its operation decides."""
    row = load(issue_id)
    found = WAYS.get(issue_way)
    if found is None or row.kind == IssueKind.BACK:
        raise Http404
    return found(request, row)


def _page(
    request: Request, row: Issue, name: str, do: Callable[[Given], str], *, form: Any = None, intro: str = "",
    button: str = "", warning: bool = False, facts: Any = None, title: str = "",
) -> HttpResponse:  # fmt: skip
    """`do` returns what was done."""
    label = ISSUE.transition(name).label
    form = form or forms.NothingForm(sent(request))
    refusals = tuple(ISSUE.refusals(row.state, name, facts, reason="given later")) if facts is not None else ()
    if facts is None and row.state not in ISSUE.transition(name).sources:
        refusals = tuple(ISSUE.refusals(row.state, name, issues.IssueFacts(row.kind), reason="given later"))

    def done(given: Given) -> Done:
        return do(given), page_of(row.pk)

    words = Words(title or label, row.title, button or label, page_of(row.pk), intro=intro, refusals=refusals,
                  warning=warning, see=NavigationItem("See the checks", reverse("bulletin:checks", args=[row.pk]))
                  if facts is not None else None)  # fmt: skip
    return step(request, form, words, done)


def submit(request: Request, row: Issue) -> HttpResponse:
    standing = standing_of(row)

    def do(given: Given) -> str:
        approving.submit(issue_id=row.pk, standing=standing, by=request.actor, at=business_now())
        return "It waits for somebody else to approve it."

    intro = "Somebody else than its authors reads it and approves it. Until then you can take it back."
    return _page(request, row, "submit", do, intro=intro, facts=issues.facts_for_guards(row, standing))


def approve(request: Request, row: Issue) -> HttpResponse:
    standing = standing_of(row)
    seen = hash_of(as_data(standing.content))
    approver = request.actor.user.pk if request.actor.user else None
    facts = issues.facts_for_guards(row, standing, approver=approver)
    urgent = row.kind == IssueKind.URGENT

    def do(given: Given) -> str:
        shown = request.POST.get("seen", "")
        if urgent:
            mailing.approve_urgent(issue_id=row.pk, seen=shown, standing=standing, by=request.actor, at=real_now())
            return STARTED
        approving.approve(issue_id=row.pk, seen=shown, standing=standing, by=request.actor, at=business_now())
        return "It is approved, and frozen as you saw it."

    form = forms.SeenForm(sent(request), initial={"seen": seen})
    number = sending.audience_size(row.topic, urgent=True) if urgent else 0
    intro = (
        f"As soon as you approve it, it goes to all readers: {formats.number(number)}." if urgent
        else "Read it first: as a page and as a mail. What you approve is what is sent, to the letter."
    )  # fmt: skip
    button = "Approve and send it now" if urgent else "Approve"
    return _page(request, row, "approve", do, form=form, intro=intro, button=button, facts=facts)


def _reason(name: str, operation: Callable[..., Any], said: str, warning: bool = False) -> Callable[..., HttpResponse]:
    def page(request: Request, row: Issue) -> HttpResponse:
        def do(given: Given) -> str:
            operation(issue_id=row.pk, reason=given["reason"], by=request.actor, at=business_now())
            return said

        return _page(request, row, name, do, form=forms.ReasonForm(sent(request)), warning=warning)

    return page


def _plain(
    name: str, operation: Callable[..., Any], said: str, clock: Callable[[], datetime] = business_now
) -> Callable[..., HttpResponse]:
    def page(request: Request, row: Issue) -> HttpResponse:
        def do(given: Given) -> str:
            operation(issue_id=row.pk, by=request.actor, at=clock())
            return said

        return _page(request, row, name, do)

    return page


def schedule(request: Request, row: Issue) -> HttpResponse:
    def do(given: Given) -> str:
        send_at = datetime.combine(given["day"], given["time"], LONDON)
        approving.schedule(issue_id=row.pk, send_at=send_at, by=request.actor, at=real_now())
        return f"It goes by itself on {issues.send_words(issues.issue(row.pk))}."

    intro = "The worker sends it within a minute of that time. Until then you can take it off the schedule."
    return _page(request, row, "schedule", do, form=forms.ScheduleForm(sent(request)), intro=intro)


def start(request: Request, row: Issue) -> HttpResponse:
    standing = standing_of(row)

    def do(given: Given) -> str:
        mailing.start_mail_out(
            issue_id=row.pk, per_minute=given["per_minute"] or 0, standing=standing, by=request.actor, at=real_now()
        )
        return STARTED

    number = sending.audience_size(row.topic)
    intro = f"It goes to {number} reader{'s' if number != 1 else ''}, who cannot be asked to give it back."
    return _page(request, row, "start", do, form=forms.SendForm(sent(request)), intro=intro, title="Send it now",
                 button="Send it now")  # fmt: skip


WAYS: dict[str, Callable[[Request, Issue], HttpResponse]] = {
    "submit": submit,
    "approve": approve,
    "send_back": _reason("send_back", approving.send_back, "It is back with its authors."),
    "take_back": _plain("take_back", approving.take_back, "It is a draft again."),
    "reopen": _reason("reopen", approving.reopen, "It is a draft again, and needs a new approval."),
    "schedule": schedule,
    "unschedule": _plain("unschedule", approving.unschedule, "It is off the schedule."),
    "start": start,
    "stop": _plain("stop", mailing.stop_mail_out, "It is stopped. Who has it has it; the others wait.", real_now),
    "resume": _plain("resume", mailing.resume_mail_out, "It goes on.", real_now),
    "end": _reason("end", mailing.end_mail_out, "It has ended. Who had not got it does not get it.", warning=True),
}


@requires(BulletinPermission.WRITE)
@both
def delete(request: Request, issue_id: int) -> HttpResponse:
    row = load(issue_id)

    def do(given: Given) -> Done:
        approving.delete_draft(issue_id=row.pk, by=request.actor, at=business_now())
        return f"‘{row.title}’ is deleted.", reverse("bulletin:list")

    refusals = () if row.state == "draft" else ("Only a draft can be deleted.",)
    words = Words("Delete this draft", row.title, "Delete it", page_of(row.pk), warning=True, refusals=refusals)
    return step(request, forms.NothingForm(sent(request)), words, do)
