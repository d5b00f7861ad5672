"""Issues for tests, made through the operations."""

from datetime import date, datetime
from typing import Any

from throughline.foundation.access.actors import Actor, system_actor
from throughline.publishing.bulletin.models import Issue, MailOut
from throughline.publishing.bulletin.operations import approving, composing, mailing
from throughline.publishing.bulletin.operations.composing import BlockWords, IssueWords
from throughline.publishing.bulletin.queries import issues
from throughline.publishing.bulletin.rules.checks import Level
from throughline.publishing.bulletin.rules.content import as_data, hash_of
from throughline.publishing.bulletin.sending.message import mail_size
from throughline.publishing.bulletin.sending.worker import send_slice

FEBRUARY = date(2024, 2, 1)


def standing(issue: Issue, at: datetime) -> issues.Standing:
    row = issues.issue(issue.pk)
    return issues.standing(row, at, mail_size(row))


def draft(writer: Actor, at: datetime, **words: Any) -> Issue:
    """An issue with an item, a link and the numbers to call."""
    given = IssueWords(**({"title": "February 2024", "dated": FEBRUARY} | words))
    issue = composing.start_issue(words=given, by=writer, at=at)
    item = BlockWords(
        heading="Safe sleep", text="Babies sleep on their backs.", link_text="Read about safe sleep",
        link_url="https://www.example.org/sleep",
    )  # fmt: skip
    composing.add_block(issue_id=issue.pk, kind="item", words=item, by=writer, at=at)
    composing.add_block(issue_id=issue.pk, kind="worried", words=BlockWords(), by=writer, at=at)
    return issues.issue(issue.pk)


def submitted(issue: Issue, writer: Actor, at: datetime) -> Issue:
    """Its warnings acknowledged, and waiting."""
    found = standing(issue, at)
    for judged in found.judged:
        if judged.finding.level is Level.WARNING and judged.open:
            approving.acknowledge(
                issue_id=issue.pk, key=judged.finding.key, reason="Seen.", standing=found, by=writer, at=at
            )
    return approving.submit(issue_id=issue.pk, standing=standing(issue, at), by=writer, at=at)


def approved(issue: Issue, approver: Actor, at: datetime) -> Issue:
    found = standing(issue, at)
    return approving.approve(
        issue_id=issue.pk, seen=hash_of(as_data(found.content)), standing=found, by=approver, at=at
    )


def started(*, writer: Actor, approver: Actor, at: datetime, per_minute: int = 0, **words: Any) -> MailOut:
    issue = draft(writer, at, **words)
    submitted(issue, writer, at)
    approved(issue, approver, at)
    return mailing.start_mail_out(
        issue_id=issue.pk, per_minute=per_minute, standing=standing(issue, at), by=approver, at=at
    )


def sent_issue(*, writer: Actor, approver: Actor, at: datetime, **words: Any) -> Issue:
    """Gone to the outbox, as everywhere where no mail leaves."""
    out = started(writer=writer, approver=approver, at=at, **words)
    send_slice(mail_out_id=out.pk, worker="test", by=system_actor("worker"), clock=lambda: at, seconds=60)
    return issues.issue(out.issue_id)
