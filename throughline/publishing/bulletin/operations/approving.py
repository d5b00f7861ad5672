"""From a draft to what is sent: checks acknowledged, a second person's word, content frozen under its hash, a time."""

from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.jobs.api import enqueue
from throughline.foundation.ui import formats
from throughline.foundation.workflow.api import fire
from throughline.publishing.bulletin.models import Acknowledgement, Block, Issue, LinkCheck
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.queries.issues import Standing, facts_for_guards
from throughline.publishing.bulletin.rules.checks import Level, LinkState
from throughline.publishing.bulletin.rules.cleaning import clean_line
from throughline.publishing.bulletin.rules.content import as_data, hash_of, links_of
from throughline.publishing.bulletin.workflow import ISSUE

CHANGED = "The issue changed since you opened it. Read it again before you approve it."
CHECK_LINKS = "bulletin.check_links"


@operation(BulletinPermission.WRITE)
def acknowledge(
    *, issue_id: int, key: str, reason: str, standing: Standing, by: Actor, at: datetime
) -> Acknowledgement:
    """Somebody says by name that a warning may stay. Raises Refused."""
    row = Issue.objects.get(pk=issue_id)
    found = next((each.finding for each in standing.judged if each.finding.key == key), None)
    if found is None:
        raise Refused("This warning is not there any more.")
    if found.level is not Level.WARNING:
        raise Refused("An error cannot be acknowledged; it must be put right.")
    if not clean_line(reason):
        raise Refused("Say why it may stay.")
    kept, _ = Acknowledgement.objects.get_or_create(
        issue=row, key=key[:200],
        defaults={"space_id": row.space_id, "code": found.code, "text": found.text[:300],
                  "reason": clean_line(reason)[:300], "by": by.user, "at": at},
    )  # fmt: skip
    return kept


@operation(BulletinPermission.WRITE)
def ask_for_link_checks(*, issue_id: int, standing: Standing, by: Actor, at: datetime) -> int:
    """The worker asks for the issue's outside links, each anew. Returns how many."""
    row = Issue.objects.get(pk=issue_id)
    wanted = {address[:500] for address, _ in links_of(standing.content) if address.startswith(("http://", "https://"))}
    for url in sorted(wanted):
        check, made = LinkCheck.objects.get_or_create(space_id=row.space_id, url=url)
        if not made and check.state != LinkState.UNASKED:
            check.state, check.says = LinkState.UNASKED, ""
            check.save()
    if wanted:
        enqueue(CHECK_LINKS, issue_id=row.pk)
    return len(wanted)


@operation(None)
def record_link(*, url: str, state: LinkState, says: str, by: Actor, at: datetime) -> None:
    """The worker's word on an address: no permission."""
    LinkCheck.objects.filter(url=url).update(state=state, says=says[:300], asked_at=at)


@operation(BulletinPermission.WRITE)
def submit(*, issue_id: int, standing: Standing, by: Actor, at: datetime) -> Issue:
    """BU-30, BU-31. Raises Refused with what is in the way."""
    row: Issue = Issue.objects.get(pk=issue_id)
    fire(ISSUE, row, "submit", by=by, at=at, facts=facts_for_guards(row, standing))
    return row


@operation(BulletinPermission.APPROVE)
def send_back(*, issue_id: int, reason: str, by: Actor, at: datetime) -> None:
    fire(ISSUE, Issue.objects.get(pk=issue_id), "send_back", by=by, at=at, reason=reason)


@operation(BulletinPermission.WRITE)
def take_back(*, issue_id: int, by: Actor, at: datetime) -> None:
    fire(ISSUE, Issue.objects.get(pk=issue_id), "take_back", by=by, at=at)


@operation(BulletinPermission.APPROVE)
def approve(*, issue_id: int, seen: str, standing: Standing, by: Actor, at: datetime) -> Issue:
    """BU-32: by a second person. `seen` is the hash of the content that the page showed; what is frozen is that.

    Raises Refused.
    """
    row: Issue = Issue.objects.get(pk=issue_id)
    content = as_data(standing.content)
    sha256 = hash_of(content)
    if seen != sha256:
        raise Refused(CHANGED)
    facts = facts_for_guards(row, standing, approver=by.user.pk if by.user else None)
    changes = {"frozen": content, "sha256": sha256, "approved_by": by.user, "approved_at": at}
    fire(ISSUE, row, "approve", by=by, at=at, facts=facts, changes=changes)
    return row


@operation(BulletinPermission.WRITE)
def reopen(*, issue_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Its approval falls with it. Raises Refused."""
    row = Issue.objects.get(pk=issue_id)
    changes = {"frozen": None, "sha256": "", "approved_by": None, "approved_at": None, "send_at": None}
    fire(ISSUE, row, "reopen", by=by, at=at, reason=reason, changes=changes)


@operation(BulletinPermission.SEND)
def schedule(*, issue_id: int, send_at: datetime, by: Actor, at: datetime) -> Issue:
    """`send_at` is a real moment, `at` the real one now. Raises Refused."""
    if send_at <= at:
        raise Refused(f"The time must be in the future; it is {formats.moment(at)} now.")
    row: Issue = Issue.objects.get(pk=issue_id)
    fire(ISSUE, row, "schedule", by=by, at=at, changes={"send_at": send_at})
    return row


@operation(BulletinPermission.SEND)
def unschedule(*, issue_id: int, by: Actor, at: datetime) -> None:
    fire(ISSUE, Issue.objects.get(pk=issue_id), "unschedule", by=by, at=at, changes={"send_at": None})


@operation(BulletinPermission.WRITE)
def delete_draft(*, issue_id: int, by: Actor, at: datetime) -> None:
    """A draft that nobody needs. What people suggested for it waits again. Raises Refused."""
    row = Issue.objects.get(pk=issue_id)
    if row.state != "draft":
        raise Refused("Only a draft can be deleted.")
    row.suggestions.update(state="new", issue=None, answered_at=None, answered_by=None, answer="")
    Block.objects.filter(issue=row).delete()
    row.delete()
