"""Issues, worked out: what they say now, what was frozen, what is wrong in them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localtime

from throughline.foundation.notices.api import site_link
from throughline.foundation.ui import formats
from throughline.foundation.workflow.api import way_of
from throughline.office.partnership import api as partnership
from throughline.office.training import api as training
from throughline.publishing.bulletin import sources
from throughline.publishing.bulletin.bulletin_sources import SESSION, numbers
from throughline.publishing.bulletin.models import Acknowledgement, Block, Issue, LinkCheck, Suggestion
from throughline.publishing.bulletin.queries.messages import as_markdown, group_in, messages_between
from throughline.publishing.bulletin.rules.checks import Facts, Finding, Level, LinkState, SessionFact, check
from throughline.publishing.bulletin.rules.content import Content, Section, from_data, links_of
from throughline.publishing.bulletin.rules.kinds import KINDS, IssueKind
from throughline.publishing.bulletin.workflow import ISSUE, IssueFacts

SESSION_PATH = re.compile(r"/training/(\d+)/")
A_MONTH = timedelta(days=31)


def issues() -> QuerySet[Issue]:
    """The newest first."""
    return Issue.objects.order_by("-dated", "-pk")


def issue(issue_id: int) -> Issue:
    """Raises Issue.DoesNotExist."""
    found: Issue = Issue.objects.select_related("approved_by").get(pk=issue_id)
    return found


def blocks(issue_id: int) -> list[Block]:
    return list(Block.objects.filter(issue_id=issue_id).select_related("picture").order_by("position", "pk"))


def block(issue_id: int, block_id: int) -> Block:
    """Raises Block.DoesNotExist."""
    found: Block = Block.objects.select_related("issue", "picture").get(pk=block_id, issue_id=issue_id)
    return found


def dated_words(dated: date, day_known: bool) -> str:
    return formats.day(dated) if day_known else formats.month(dated)


def live_content(row: Issue) -> Content:
    """What the issue says at this moment: its lists are drawn anew."""
    return Content(
        row.title, row.subject or row.title, dated_words(row.dated, row.day_known), row.introduction,
        tuple(section_of(each, row.dated) for each in blocks(row.pk)),
    )  # fmt: skip


def section_of(row: Block, dated: date) -> Section:
    kind = KINDS[row.kind]
    rows, empty = (numbers(), "") if row.kind == "worried" else ([], "")
    text, first, last = row.text, row.first or dated, row.last or dated + A_MONTH
    if row.kind == "messages":
        group = group_in(row.source)
        told = messages_between(first, last, group)
        text = "\n\n".join(part for part in (text, as_markdown(told, named=group is None)) if part)
        empty = "" if told else "No key messages are on record for these days."
    elif kind.period:
        rows, empty = sources.rows_of(row.kind, first, last)
    return Section(
        row.kind, row.heading or kind.heading, text, row.for_whom, row.link_text, row.link_url,
        row.picture.get_absolute_url() if row.picture else "", row.picture_alt, tuple(rows), empty, row.pk,
    )  # fmt: skip


def content_of(row: Issue) -> Content:
    """What was frozen, and else what it says now."""
    return from_data(row.frozen) if row.frozen else live_content(row)


# ---- checks


def own_contacts() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(addresses, numbers) that are the partnership's own."""
    rows = partnership.contacts()
    emails = tuple(row.value for row in rows if row.kind.endswith("email"))
    return emails, tuple(row.value for row in rows if "phone" in row.kind)


def session_facts(content: Content, at: datetime) -> tuple[SessionFact, ...]:
    """Of every session that the issue lists or leads to. One that is not among those held any more was cancelled."""
    named: list[tuple[int, str, int]] = []
    here = site_link("")
    for section in content.sections:
        for row in section.rows:
            if row.source.startswith(SESSION):
                named.append((int(row.source.removeprefix(SESSION)), row.title, section.block))
        for address in (section.link_url, *re.findall(r"\]\((\S+?)\)", section.text)):
            found = SESSION_PATH.match(address.removeprefix(here))
            if found:
                named.append((int(found[1]), section.heading, section.block))
    if not named:
        return ()
    held = {session.id: session for session in training.sessions()}
    return tuple(SessionFact(title, _state(held.get(number), at), block) for number, title, block in named)


def _state(session: training.SessionSummary | None, at: datetime) -> str:
    if session is None:
        return "cancelled"
    if session.starts <= at:
        return "past"
    return "full" if session.places == "Full" else "open"


def link_states(content: Content) -> dict[str, tuple[LinkState, str]]:
    rows = LinkCheck.objects.filter(url__in=[address[:500] for address, _ in links_of(content)])
    return {row.url: (LinkState(row.state), row.says) for row in rows}


@dataclass(frozen=True)
class Judged:
    """A finding, and who said that it may stay; None where nobody did."""

    finding: Finding
    acknowledged: Acknowledgement | None

    @property
    def open(self) -> bool:
        return self.finding.level is Level.WARNING and self.acknowledged is None


@dataclass(frozen=True)
class Standing:
    """An issue as its checks see it."""

    content: Content
    judged: tuple[Judged, ...]

    @property
    def errors(self) -> int:
        return sum(1 for each in self.judged if each.finding.level is Level.ERROR)

    @property
    def open_warnings(self) -> int:
        return sum(1 for each in self.judged if each.open)


def standing(row: Issue, at: datetime, mail_size: int) -> Standing:
    """`at`: the business moment. `mail_size` in bytes, of the mail as it would go."""
    content = content_of(row)
    emails, phones = own_contacts()
    facts = Facts(
        dated=row.dated, own_emails=emails, own_phones=phones, links=link_states(content),
        sessions=session_facts(content, at), mail_size=mail_size, links_are_checked=settings.LINK_CHECK,
        urgent=row.kind == IssueKind.URGENT,
    )  # fmt: skip
    kept = {row.key: row for row in Acknowledgement.objects.filter(issue=row).select_related("by")}
    return Standing(content, tuple(Judged(found, kept.get(found.key[:200])) for found in check(content, facts)))


WRITTEN = "written"  # the history's reason where a person wrote, not where a step was taken


def authors(row: Issue) -> frozenset[int]:
    """Whoever wrote in it or asked for its approval: ids of people, from the history of the issue and its blocks."""
    Historic = Block.history.model  # noqa: N806
    wrote = set(row.history.filter(history_change_reason=WRITTEN).values_list("history_user_id", flat=True))
    wrote |= set(Historic.objects.filter(issue_id=row.pk).values_list("history_user_id", flat=True))
    wrote |= {step.by_id for step in way_of(ISSUE, row.pk) if step.transition in ("", "submit")}
    return frozenset(each for each in wrote if each is not None)


def facts_for_guards(row: Issue, found: Standing, approver: int | None = None) -> IssueFacts:
    return IssueFacts(row.kind, found.errors, found.open_warnings, authors(row), approver)


def last_issue_before(day: date) -> Issue | None:
    """The last that went out, or is about to."""
    found: Issue | None = (
        Issue.objects.filter(dated__lt=day).exclude(kind=IssueKind.URGENT).order_by("-dated", "-pk").first()
    )
    return found


def month_without_issue(today: date) -> date:
    """The first day of this month, or of the next that has no issue yet."""
    month, taken = today.replace(day=1), set(Issue.objects.filter(kind=IssueKind.ISSUE).values_list("dated", flat=True))
    while month in taken:
        month = (month + A_MONTH).replace(day=1)
    return month


def due_to_start(at: datetime) -> list[Issue]:
    return list(Issue.objects.filter(state="scheduled", send_at__lte=at).order_by("send_at", "pk"))


# ---- suggestions


def suggestions(state: str = "") -> QuerySet[Suggestion]:
    found = Suggestion.objects.select_related("issue", "answered_by").order_by("-made_at", "-pk")
    return found.filter(state=state) if state else found


def suggestion(suggestion_id: int) -> Suggestion:
    """Raises Suggestion.DoesNotExist."""
    found: Suggestion = Suggestion.objects.select_related("issue").get(pk=suggestion_id)
    return found


def drafts() -> list[Issue]:
    """Issues that something may still be put into."""
    return list(Issue.objects.filter(state="draft").exclude(kind=IssueKind.BACK).order_by("dated", "pk"))


def send_words(row: Issue) -> str:
    return formats.moment(localtime(row.send_at)) if row.send_at else ""
