"""An issue is begun, filled and changed while it is a draft."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Max

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.documents.api import AcceptedUpload, add_upload
from throughline.foundation.names import slug_of
from throughline.foundation.tenancy import scope
from throughline.foundation.ui import formats
from throughline.foundation.workflow.api import begin
from throughline.publishing.bulletin import sources
from throughline.publishing.bulletin.files import PICTURE
from throughline.publishing.bulletin.models import Block, Issue
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.queries.issues import WRITTEN, last_issue_before
from throughline.publishing.bulletin.queries.messages import GROUP
from throughline.publishing.bulletin.rules.cleaning import clean, clean_line, clean_link
from throughline.publishing.bulletin.rules.kinds import KINDS, IssueKind
from throughline.publishing.bulletin.workflow import EDITABLE, ISSUE

TAKEN = "Somebody else changed this issue at the same moment. Look at it again before you go on."
NOT_A_DRAFT = "This issue is not being written any more. Open it again first."
OPENING = (
    "item",
    "training",
    "library",
    "reviews",
    "messages",
    "campaigns",
    "partners",
    "vacancies",
    "farewell",
    "feedback",
    "worried",
)
A_MONTH = timedelta(days=31)


@dataclass(frozen=True)
class IssueWords:
    """`dated`: the day it bears; `day_known` False where only its month counts. `topic` "" goes to everybody."""

    title: str
    dated: date
    subject: str = ""
    introduction: str = ""
    topic: str = ""
    day_known: bool = False


@dataclass(frozen=True)
class BlockWords:
    heading: str = ""
    text: str = ""
    for_whom: str = ""
    link_text: str = ""
    link_url: str = ""
    picture_alt: str = ""
    first: date | None = None
    last: date | None = None
    picture: AcceptedUpload | None = field(default=None, compare=False)
    without_picture: bool = False
    group_id: int | None = None  # whose key messages


@operation(BulletinPermission.WRITE)
def start_issue(*, words: IssueWords, kind: str = IssueKind.ISSUE, by: Actor, at: datetime) -> Issue:
    """A draft with nothing in it. Raises Refused."""
    given = _words(words)
    row = Issue(space_id=scope.current().home_id, kind=kind, slug=free_slug(given["title"], words.dated), **given)
    row._change_reason = WRITTEN  # type: ignore[attr-defined]
    row.save()
    begin(ISSUE, row, by=by, at=at)
    return row


@operation(BulletinPermission.WRITE)
def make_first_draft(*, words: IssueWords, by: Actor, at: datetime) -> Issue:
    """An issue filled from what changed since the last one, each block with why it is there. Raises Refused."""
    row = start_issue(words=words, by=by, at=at)
    last = last_issue_before(row.dated)
    since = last.dated if last is not None else row.dated - A_MONTH
    found = sources.changes(since, row.dated, at.date())
    order = {kind: place for place, kind in enumerate(OPENING)}
    for change in sorted(found, key=lambda each: order.get(each.kind, 0)):
        _add(
            row,
            change.kind,
            {
                "heading": change.heading[:150],
                "text": clean(change.text),
                "for_whom": change.for_whom[:200],
                "link_text": change.link_text[:150],
                "link_url": change.link_url[:500],
                "first": change.first,
                "last": change.last,
                "why": change.why[:300],
                "source": change.source[:120],
            },
        )
    for kind, why in (("feedback", "In every issue."), ("worried", "In every issue: nothing goes without it.")):
        _add(row, kind, {"why": why, "text": FEEDBACK if kind == "feedback" else ""})
    return row


FEEDBACK = (
    "Is something missing, or could something be better? [Suggest something for the bulletin](/bulletin/suggest/), or "
    "answer this mail."
)


@operation(BulletinPermission.WRITE)
def save_issue(*, issue_id: int, version: int, words: IssueWords, by: Actor, at: datetime) -> Issue:
    """Raises Refused, also where somebody else was first."""
    row = _draft(issue_id, version)
    for name, value in _words(words).items():
        setattr(row, name, value)
    _written(row)
    return row


@operation(BulletinPermission.WRITE)
def add_block(
    *, issue_id: int, kind: str, words: BlockWords, why: str = "", source: str = "", by: Actor, at: datetime
) -> Block:
    """At the end, but before the last two of every issue. Raises Refused."""
    row = _draft(issue_id, None)
    if kind not in KINDS:
        raise Refused("There is no such block.")
    if kind == "worried" and Block.objects.filter(issue=row, kind="worried").exists():
        raise Refused("The issue has ‘Worried about a child?’ already.")
    given = {"source": source} | _block_words(kind, words, by=by, at=at)
    _once(row, given.get("source", ""), None)
    made = _add(row, kind, {**given, "why": why})
    if kind not in ("feedback", "worried"):
        _sink_the_last(row.pk)
    _written(row)
    return made


@operation(BulletinPermission.WRITE)
def save_block(*, issue_id: int, block_id: int, version: int, words: BlockWords, by: Actor, at: datetime) -> Block:
    """Raises Refused, Block.DoesNotExist."""
    row = _draft(issue_id, version)
    found = Block.objects.select_for_update().get(pk=block_id, issue=row)
    given = _block_words(found.kind, words, by=by, at=at)
    _once(row, given.get("source", ""), found.pk)
    for name, value in given.items():
        setattr(found, name, value)
    if words.without_picture and words.picture is None:
        found.picture, found.picture_alt = None, ""
    found.save()
    _written(row)
    return found


@operation(BulletinPermission.WRITE)
def move_block(*, issue_id: int, block_id: int, up: bool, by: Actor, at: datetime) -> None:
    """One place up or down; at the end of the row nothing happens. Raises Refused, Block.DoesNotExist."""
    row = _draft(issue_id, None)
    ids = list(Block.objects.filter(issue=row).order_by("position", "pk").values_list("pk", flat=True))
    if block_id not in ids:
        raise Block.DoesNotExist
    place = ids.index(block_id)
    other = place - 1 if up else place + 1
    if 0 <= other < len(ids):
        ids[place], ids[other] = ids[other], ids[place]
        _number(ids)
        _written(row)


@operation(BulletinPermission.WRITE)
def remove_block(*, issue_id: int, block_id: int, by: Actor, at: datetime) -> None:
    """Raises Refused, Block.DoesNotExist."""
    row = _draft(issue_id, None)
    Block.objects.get(pk=block_id, issue=row).delete()
    _written(row)


def free_slug(title: str, dated: date) -> str:
    """'2024-02-february-bulletin', with a number behind it where that is taken."""
    wanted = f"{dated:%Y-%m}-{slug_of(title, 90) or 'bulletin'}"
    taken = set(Issue.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(slug for number in range(2, 10_000) if (slug := f"{wanted}-{number}") not in taken)


def _words(words: IssueWords) -> dict[str, Any]:
    title = clean_line(words.title)
    if not title:
        raise Refused("Give the issue a title.")
    return {
        "title": title[:200],
        "subject": clean_line(words.subject)[:150],
        "introduction": clean(words.introduction),
        "dated": words.dated if words.day_known else words.dated.replace(day=1),
        "day_known": words.day_known,
        "topic": words.topic,
    }


def _draft(issue_id: int, version: int | None) -> Issue:
    """The issue, this transaction's to change. `version`: as the form knew it; None where the change cannot clash."""
    row: Issue = Issue.objects.get(pk=issue_id)
    if row.state not in EDITABLE:
        raise Refused(NOT_A_DRAFT)
    wanted = {"pk": row.pk, "state": row.state} | ({"version": version} if version is not None else {})
    if Issue.objects.filter(**wanted).update(version=F("version") + 1) != 1:
        raise Refused(TAKEN)
    row.refresh_from_db()
    return row


def _written(row: Issue) -> None:
    row._change_reason = WRITTEN  # type: ignore[attr-defined]
    row.save()


def _block_words(kind: str, words: BlockWords, *, by: Actor, at: datetime) -> dict[str, Any]:
    found: dict[str, Any] = {
        "heading": clean_line(words.heading)[:150],
        "text": clean(words.text),
        "for_whom": clean_line(words.for_whom)[:200],
        "link_text": clean_line(words.link_text)[:150],
        "link_url": clean_link(words.link_url)[:500],
        "picture_alt": clean_line(words.picture_alt)[:300],
    }
    if KINDS[kind].period:
        if words.first and words.last and words.last < words.first:
            raise Refused(f"The list ends before it begins, on {formats.day(words.last)}.")
        found |= {"first": words.first, "last": words.last}
    if kind == "messages":
        found["source"] = f"{GROUP}{words.group_id}" if words.group_id is not None else ""
    if words.picture is not None:
        found["picture"] = add_upload(by=by, at=at, upload=words.picture, kind=PICTURE)
    return found


def _once(row: Issue, source: str, block_id: int | None) -> None:
    if source and Block.objects.filter(issue=row, source=source).exclude(pk=block_id).exists():
        raise Refused("The issue has a block of this already.")


def _add(row: Issue, kind: str, words: Mapping[str, Any]) -> Block:
    last = Block.objects.filter(issue=row).aggregate(last=Max("position"))["last"] or 0
    made: Block = Block.objects.create(space_id=row.space_id, issue=row, kind=kind, position=last + 1, **words)
    return made


def _sink_the_last(issue_id: int) -> None:
    """Feedback and the numbers to call stay at the end."""
    rows = list(Block.objects.filter(issue_id=issue_id).order_by("position", "pk"))
    _number([row.pk for row in sorted(rows, key=lambda row: (row.kind in ("feedback", "worried"), row.position))])


def _number(ids: list[int]) -> None:
    for place, block_id in enumerate(ids, start=1):
        Block.objects.filter(pk=block_id).update(position=place)
