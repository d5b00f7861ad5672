"""Back issues come into the archive; a name goes out of it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.foundation.workflow.api import begin, fire
from throughline.publishing.bulletin.models import Issue, Redaction
from throughline.publishing.bulletin.operations.composing import free_slug
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.queries.issues import WRITTEN
from throughline.publishing.bulletin.rules.archive import without_names
from throughline.publishing.bulletin.rules.cleaning import clean, clean_line
from throughline.publishing.bulletin.rules.content import Content, Section, as_data, from_data, hash_of
from throughline.publishing.bulletin.rules.kinds import IssueKind
from throughline.publishing.bulletin.rules.text import as_text
from throughline.publishing.bulletin.workflow import ISSUE, IssueFacts

MARKS = re.compile(r"([\\`*_\[\]#<>])")
Found = Mapping[str, Any]


def literal(text: str) -> str:
    """Text from a file as Markdown that says exactly that: a line a paragraph, "• " a point of a list."""
    lines: list[str] = []
    for line in clean(text).split("\n"):
        point = line.startswith("• ")
        words = MARKS.sub(r"\\\1", line.removeprefix("• ").strip())
        words = re.sub(r"^(\d+)([.)])", r"\1\\\2", words)
        words = re.sub(r"^([-+=~|])", r"\\\1", words)
        if not words:
            continue
        if not (point and lines and lines[-1].startswith("- ")):
            lines.append("")
        lines.append(f"- {words}" if point else words)
    return "\n".join(lines).strip()


@operation(BulletinPermission.WRITE)
def import_back_issue(*, found: Found, file_name: str, by: Actor, at: datetime) -> Issue:
    """A draft of what was read in a file (the object of `import_bulletin --json`), to be read over. Raises Refused."""
    sections = tuple(
        Section("item", clean_line(item["heading"])[:150] or "Opening", literal(item["text"]), block=number)
        for number, item in enumerate(found["items"], start=1)
    )
    if not sections:
        raise Refused("Nothing was recognised in the file.")
    parts = [int(part) for part in found["date"].split("-")]
    dated, day_known = date(*parts[:3]) if len(parts) > 2 else date(parts[0], parts[1], 1), len(parts) > 2
    title = clean_line(found["title"])[:200] or "Back issue"
    if Issue.objects.filter(kind=IssueKind.BACK, title=title, dated=dated).exists():
        raise Refused(f"‘{title}’ of {_dated(dated, day_known)} was brought in already.")
    row = Issue(
        space_id=scope.current().home_id, kind=IssueKind.BACK, title=title, subject=title[:150],
        slug=free_slug(title, dated), dated=dated, day_known=day_known,
        frozen=as_data(Content(title, title, _dated(dated, day_known), "", sections)),
        found={**found, "file": file_name[:200]},
    )  # fmt: skip
    row._change_reason = WRITTEN  # type: ignore[attr-defined]
    row.save()
    begin(ISSUE, row, by=by, at=at)
    return row


@operation(BulletinPermission.WRITE)
def save_back_issue(
    *, issue_id: int, version: int, title: str, dated: date, day_known: bool, items: Sequence[tuple[str, str]],
    by: Actor, at: datetime,
) -> Issue:  # fmt: skip
    """Read over: (heading, Markdown) of each item; one without either is left out. Raises Refused."""
    row: Issue = Issue.objects.get(pk=issue_id, kind=IssueKind.BACK)
    if row.state != "draft":
        raise Refused("This issue stands in the archive already.")
    if Issue.objects.filter(pk=row.pk, version=version).update(version=version + 1) != 1:
        raise Refused("Somebody else changed this issue at the same moment. Look at it again before you go on.")
    row.refresh_from_db()
    title = clean_line(title)[:200]
    kept = [(clean_line(heading)[:150], clean(text)) for heading, text in items]
    sections = tuple(
        Section("item", heading or "Opening", text, block=number)
        for number, (heading, text) in enumerate(((h, t) for h, t in kept if h or t), start=1)
    )
    if not title or not sections:
        raise Refused("Give the issue a title and at least one item.")
    row.title, row.subject, row.dated, row.day_known = title, title[:150], dated, day_known
    row.frozen = as_data(Content(title, title, _dated(dated, day_known), "", sections))
    row._change_reason = WRITTEN  # type: ignore[attr-defined]
    row.save()
    return row


@operation(BulletinPermission.WRITE)
def publish_back_issue(*, issue_id: int, by: Actor, at: datetime) -> Issue:
    """It stands in the archive under its own day. Raises Refused."""
    row: Issue = Issue.objects.get(pk=issue_id)
    if row.frozen is None:
        raise Refused("Only a back issue is published without being sent.")
    content = from_data(row.frozen)
    changes = {"public_at": at, "sha256": hash_of(row.frozen), "search_text": as_text(content)}
    fire(ISSUE, row, "publish", by=by, at=at, facts=IssueFacts(row.kind), changes=changes)
    return row


@operation(BulletinPermission.WRITE)
def remove_name(*, issue_id: int, name: str, reason: str, by: Actor, at: datetime) -> Redaction:
    """From the page, the search, the feed and the files. What was frozen stays under its hash. Raises Refused."""
    row: Issue = Issue.objects.get(pk=issue_id)
    name, reason = clean_line(name)[:200], clean_line(reason)[:300]
    if not name or not reason:
        raise Refused("Give the name, and why it goes.")
    if row.frozen is None:
        raise Refused("This issue is a draft: take the name out of its text.")
    content = from_data(row.frozen)
    if without_names(content, [name]) == content:
        raise Refused(f"‘{name}’ does not stand in this issue.")
    made, _ = Redaction.objects.get_or_create(
        issue=row, name=name, defaults={"space_id": row.space_id, "reason": reason, "by": by.user, "at": at}
    )
    names = [each.name for each in Redaction.objects.filter(issue=row)]
    row.search_text = as_text(without_names(content, names)) if row.search_text else ""
    row.save()
    return made


def _dated(dated: date, day_known: bool) -> str:
    from throughline.foundation.ui import formats

    return formats.day(dated) if day_known else formats.month(dated)
