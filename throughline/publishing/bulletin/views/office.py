"""The office's list of issues, and one issue: its page, its blocks, its checks, how it looks."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.documents.html import fragment
from throughline.publishing.bulletin import forms
from throughline.publishing.bulletin.models import Block, Issue
from throughline.publishing.bulletin.operations import approving, composing, showing
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.presenters import office as presenter
from throughline.publishing.bulletin.queries import issues, sending
from throughline.publishing.bulletin.queries import messages as messages_queries
from throughline.publishing.bulletin.rendering.document import section_blocks
from throughline.publishing.bulletin.rules.checks import Level
from throughline.publishing.bulletin.rules.kinds import KINDS, IssueKind
from throughline.publishing.bulletin.sending.message import html_for, mail_size, mould_of, text_for
from throughline.publishing.bulletin.views.steps import Words, load, sent, sent_files, step

WRITE = BulletinPermission.WRITE
both = require_http_methods(["GET", "HEAD", "POST"])
Given = Mapping[str, Any]
# A mail's own page: its styles are inline, nothing else runs or loads.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; sandbox allow-popups"
)


def standing_of(row: Issue) -> issues.Standing:
    return issues.standing(row, business_now(), mail_size(row))


def page_of(issue_id: int) -> str:
    return reverse("bulletin:issue", args=[issue_id])


@requires(BulletinPermission.READ)
@require_safe
def listing(request: Request) -> HttpResponse:
    page = Paginator(issues.issues(), 20).get_page(request.GET.get("page"))
    context = {
        "cards": [presenter.card(row) for row in page],
        "page_obj": page,
        "new_suggestions": issues.suggestions("new").count(),
        "writes": request.actor.may(WRITE),
        "readers": request.actor.may(BulletinPermission.READERS),
    }
    return render(request, "bulletin/list.html", context)


@requires(WRITE)
@both
def new(request: Request) -> HttpResponse:
    def do(given: Given) -> tuple[str, str]:
        words, how = form.words(), given["how"]
        if how == "draft":
            made = composing.make_first_draft(words=words, by=request.actor, at=business_now())
            return "Here is a first draft. Each block says why it is there.", page_of(made.pk)
        kind = IssueKind.URGENT if how == "urgent" else IssueKind.ISSUE
        made = composing.start_issue(words=words, kind=kind, by=request.actor, at=business_now())
        return "The issue is begun.", page_of(made.pk)

    month = issues.month_without_issue(business_today())
    title = f"{request.partnership.short_name or request.partnership.area} bulletin, {month:%B %Y}"
    form = forms.NewIssueForm(sent(request), initial={"dated": month, "title": title})
    words = Words("Start an issue", "Bulletin", "Start", reverse("bulletin:list"))
    return step(request, form, words, do)


@requires(BulletinPermission.READ)
@require_safe
def issue(request: Request, issue_id: int) -> HttpResponse:
    row = load(issue_id)
    if row.kind == IssueKind.BACK:
        return redirect("bulletin:back_issue", back_issue_id=row.pk)
    out = sending.mail_out(row.pk)
    tag, colour = presenter.state_tag(row)
    edits = row.state == "draft" and request.actor.may(WRITE)
    unsent = out is None
    standing = standing_of(row) if unsent else None
    context = {
        "issue": row,
        "tag": tag,
        "colour": colour,
        "crumbs": presenter.crumbs(),
        "edits": edits,
        "is_urgent": row.kind == IssueKind.URGENT,
        "facts": presenter.facts(
            row, sending.audience_size(row.topic, urgent=row.kind == IssueKind.URGENT) if unsent else None
        ),
        "blocks": presenter.block_views(issues.blocks(row.pk), standing) if standing else [],
        "errors": standing.errors if standing else 0,
        "warnings": standing.open_warnings if standing else 0,
        "steps": presenter.steps(row, request.actor),
        "kinds": [(kind.code, kind.label, kind.says) for kind in KINDS.values()] if edits else [],
        "out": out,
        "progress": presenter.progress(out) if out else [],
        "problems": presenter.problems_table(out) if out else None,
        "moving": row.state == "sending",
        "story": presenter.story(row),
        "writes": request.actor.may(WRITE),
    }
    return render(request, "bulletin/issue.html", context)


@requires(WRITE)
@both
def details(request: Request, issue_id: int) -> HttpResponse:
    row = load(issue_id)
    initial = {name: getattr(row, name) for name in ("title", "subject", "dated", "day_known", "topic", "introduction")}
    form = forms.IssueForm(sent(request), initial=initial)

    def do(given: Given) -> tuple[str, str]:
        composing.save_issue(
            issue_id=row.pk, version=_version(request, row), words=form.words(), by=request.actor, at=business_now()
        )
        return "The issue is changed.", page_of(row.pk)

    refusals = () if row.state == "draft" else (composing.NOT_A_DRAFT,)
    words = Words(
        "Change the issue", row.title, "Save", page_of(row.pk), refusals=refusals, version=_version(request, row)
    )
    return step(request, form, words, do)


@requires(WRITE)
@both
def new_block(request: Request, issue_id: int, block_kind: str) -> HttpResponse:
    row = load(issue_id)
    if block_kind not in KINDS:
        raise Http404
    period = {"first": row.dated, "last": row.dated + issues.A_MONTH}
    form = forms.BlockForm(
        sent(request), sent_files(request), kind=KINDS[block_kind], groups=_groups(request), initial=period
    )

    def do(given: Given) -> tuple[str, str]:
        composing.add_block(issue_id=row.pk, kind=block_kind, words=form.words(), by=request.actor, at=business_now())
        return "The block is in the issue.", page_of(row.pk)

    refusals = () if row.state == "draft" else (composing.NOT_A_DRAFT,)
    words = Words(
        f"Add: {KINDS[block_kind].label}",
        row.title,
        "Add it",
        page_of(row.pk),
        intro=KINDS[block_kind].says,
        refusals=refusals,
    )
    return step(request, form, words, do)


@requires(WRITE)
@both
def block(request: Request, issue_id: int, block_id: int) -> HttpResponse:
    row, found = load(issue_id), _block(issue_id, block_id)
    names = ("heading", "text", "for_whom", "first", "last", "link_text", "link_url", "picture_alt")
    form = forms.BlockForm(
        sent(request),
        sent_files(request),
        kind=KINDS[found.kind],
        groups=_groups(request),
        has_picture=found.picture is not None,
        initial={name: getattr(found, name) for name in names} | {"group": messages_queries.group_in(found.source)},
    )

    def do(given: Given) -> tuple[str, str]:
        composing.save_block(
            issue_id=row.pk,
            block_id=block_id,
            version=_version(request, row),
            words=form.words(),
            by=request.actor,
            at=business_now(),
        )
        return "The block is changed.", page_of(row.pk)

    refusals = () if row.state == "draft" else (composing.NOT_A_DRAFT,)
    intro = f"Why it is here: {found.why}" if found.why else KINDS[found.kind].says
    words = Words(
        f"Change: {KINDS[found.kind].label}",
        row.title,
        "Save",
        page_of(row.pk),
        intro=intro,
        refusals=refusals,
        version=_version(request, row),
    )
    return step(request, form, words, do)


def _groups(request: Request) -> list[tuple[str, str]]:
    return [(str(group.id), group.name) for group in messages_queries.groups_of(request.actor)]


def _version(request: Request, row: Issue) -> int:
    """As the form carried it; of a form not sent yet, the issue's own."""
    given = request.POST.get("version", "")
    return int(given) if given.isdigit() else row.version


def _block(issue_id: int, block_id: int) -> Block:
    try:
        return issues.block(issue_id, block_id)
    except Block.DoesNotExist as error:
        raise Http404 from error


@requires(WRITE)
@require_POST
def block_step(request: Request, issue_id: int, block_id: int, block_move: str) -> HttpResponse:
    """Up, down, or out of the issue."""
    _block(issue_id, block_id)
    try:
        if block_move == "remove":
            composing.remove_block(issue_id=issue_id, block_id=block_id, by=request.actor, at=business_now())
            messages.success(request, "The block is out of the issue.")
        elif block_move in ("up", "down"):
            composing.move_block(
                issue_id=issue_id, block_id=block_id, up=block_move == "up", by=request.actor, at=business_now()
            )
        else:
            raise Http404
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{page_of(issue_id)}#blocks")


@requires(BulletinPermission.READ)
@require_safe
def checks(request: Request, issue_id: int) -> HttpResponse:
    row = load(issue_id)
    standing = standing_of(row)
    context = {
        "issue": row,
        "crumbs": presenter.issue_crumbs(row),
        "errors": presenter.checks(row, standing, Level.ERROR),
        "warnings": presenter.checks(row, standing, Level.WARNING),
        "writes": request.actor.may(WRITE) and row.state in ("draft", "waiting"),
        "asks_links": settings.LINK_CHECK,
    }
    return render(request, "bulletin/checks.html", context)


@requires(WRITE)
@require_POST
def acknowledge(request: Request, issue_id: int) -> HttpResponse:
    row = load(issue_id)
    try:
        approving.acknowledge(
            issue_id=row.pk,
            key=request.POST.get("key", ""),
            reason=request.POST.get("reason", ""),
            standing=standing_of(row),
            by=request.actor,
            at=business_now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("bulletin:checks", issue_id=row.pk)


@requires(WRITE)
@require_POST
def check_links(request: Request, issue_id: int) -> HttpResponse:
    row = load(issue_id)
    number = approving.ask_for_link_checks(issue_id=row.pk, standing=standing_of(row), by=request.actor, at=real_now())
    words = f"{number} link{'s are' if number != 1 else ' is'} asked for in the background. Look again in a minute."
    messages.success(request, words)
    return redirect("bulletin:checks", issue_id=row.pk)


@requires(BulletinPermission.READ)
@require_safe
def preview(request: Request, issue_id: int) -> HttpResponse:
    """As the page in the archive will look."""
    row = load(issue_id)
    content = issues.content_of(row)
    sections = [
        (section, fragment(section_blocks(section, f"part-{n}")[1:]), f"part-{n}")
        for n, section in enumerate(content.sections, start=1)
    ]
    context = {
        "issue": row,
        "content": content,
        "sections": sections,
        "crumbs": presenter.issue_crumbs(row),
        "introduction": _markdown(content.introduction),
    }
    return render(request, "bulletin/preview.html", context)


def _markdown(text: str) -> Any:
    from throughline.foundation.documents.markdown import parse

    return fragment(parse(text, top_level=3))


@requires(BulletinPermission.READ)
@require_safe
def mail(request: Request, issue_id: int) -> HttpResponse:
    """The mail's HTML as it goes, alone on its page."""
    row = load(issue_id)
    response = HttpResponse(html_for(issues.content_of(row)))
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


@requires(BulletinPermission.READ)
@require_safe
def mail_text(request: Request, issue_id: int) -> HttpResponse:
    row = load(issue_id)
    return HttpResponse(text_for(issues.content_of(row)), content_type="text/plain; charset=utf-8")


@requires(WRITE)
@both
def test(request: Request, issue_id: int) -> HttpResponse:
    row = load(issue_id)

    def do(given: Given) -> tuple[str, str]:
        now = real_now()
        showing.send_test(
            issue_id=row.pk, to=given["to"].lower(), mould=mould_of(row, now, test=True), by=request.actor, at=now
        )
        return f"A test goes to {given['to']}.", page_of(row.pk)

    form = forms.TestForm(sent(request), initial={"to": request.actor.user.email if request.actor.user else ""})
    intro = "The mail as it stands now, with its pictures once the issue is approved. Its links are not counted."
    return step(request, form, Words("Send a test", row.title, "Send the test", page_of(row.pk), intro=intro), do)


@requires(BulletinPermission.SEND)
@require_safe
def after(request: Request, issue_id: int) -> HttpResponse:
    row = load(issue_id)
    out = sending.mail_out(row.pk)
    if out is None:
        raise Http404
    context = {
        "issue": row,
        "crumbs": presenter.issue_crumbs(row),
        "tiles": presenter.after_tiles(out),
        "links": presenter.links_table(row),
        "sectors": presenter.reach_table(out, "sector"),
        "agencies": presenter.reach_table(out, "agency"),
        "problems": presenter.problems_table(out),
    }
    return render(request, "bulletin/after.html", context)
