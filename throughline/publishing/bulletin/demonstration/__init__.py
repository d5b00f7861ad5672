"""The demonstration's bulletin: made through the operations like anybody's, from the file beside this."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from throughline.foundation.access.actors import Actor, actor_for, system_actor
from throughline.foundation.access.models import RoleAssignment, User
from throughline.foundation.access.roles import Role
from throughline.foundation.tenancy.models import Partnership
from throughline.office.partnership import api as partnership_records
from throughline.publishing.bulletin.models import Issue, Subscriber
from throughline.publishing.bulletin.operations import (
    approving,
    campaigning,
    composing,
    mailing,
    reading_list,
    suggesting,
    telling,
)
from throughline.publishing.bulletin.operations.composing import BlockWords, IssueWords
from throughline.publishing.bulletin.queries import issues
from throughline.publishing.bulletin.rules.checks import Level
from throughline.publishing.bulletin.rules.content import as_data, hash_of
from throughline.publishing.bulletin.sending.message import mail_size
from throughline.publishing.bulletin.sending.worker import send_slice

FOLDER = Path(__file__).parent
LISTED = "Staff list of the partner agencies (invented)"
# Invented readers: agency, sector, how many.
READERS = (
    ("Example Primary School", "education", 9),
    ("Example Academy", "education", 7),
    ("Medway Community Healthcare", "health", 8),
    ("Kent Police", "police", 6),
    ("Medway Council", "council", 9),
    ("A youth club", "voluntary", 3),
)


def file_of(partnership: Partnership) -> Path | None:
    found = sorted(FOLDER.glob(f"{partnership.slug}-[0-9]*.toml"))
    return found[-1] if found else None


def load_bulletin(*, partnership: Partnership, at: datetime) -> Issue | None:
    """In the active scope. `at`: the real moment; it is made as at the file's own. None when it was there."""
    path = file_of(partnership)
    if path is None or Issue.objects.exists():
        return None
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    business: datetime = given["made_at"]
    writer, approver = _person(Role.EDITOR), _person(Role.BUSINESS_UNIT)
    _readers(at)
    issue = compose(given, writer, business)
    settle(issue, given, writer, business)
    approving.submit(issue_id=issue.pk, standing=_standing(issue, business), by=writer, at=business)
    standing = _standing(issue, business)
    seen = hash_of(as_data(standing.content))
    approving.approve(issue_id=issue.pk, seen=seen, standing=standing, by=approver, at=business)
    out = mailing.start_mail_out(issue_id=issue.pk, standing=_standing(issue, business), by=approver, at=at)
    send_slice(mail_out_id=out.pk, worker="demonstration", by=system_actor("worker"), clock=lambda: at, seconds=60)
    for each in given["suggestions"]:
        suggesting.suggest(**each, by=approver, at=business)
    _kit(given["kit"], writer, business)
    return issues.issue(issue.pk)


def _person(role: Role) -> Actor:
    """The invented person of the role, with a second factor."""
    found = RoleAssignment.objects.filter(role=role).order_by("pk").first()
    if found is None:
        raise LookupError(f"Nobody here is {role}: load the demonstration's accounts first.")
    return actor_for(User.objects.get(pk=found.user_id), second_factor=True)


def _standing(issue: Issue, at: datetime) -> issues.Standing:
    row = issues.issue(issue.pk)
    return issues.standing(row, at, mail_size(row))


def compose(given: dict[str, Any], by: Actor, at: datetime) -> Issue:
    """The file's issue as a draft."""
    words = IssueWords(given["title"], given["dated"], given["subject"], given["introduction"])
    issue = composing.start_issue(words=words, by=by, at=at)
    groups = {group.name: group.id for group in partnership_records.groups()}
    for each in given["messages"]:
        telling.write_messages(
            messages_id=None, group_id=groups[each["group"]], met_on=each["met_on"], text=each["text"], by=by, at=at
        )
    for block in given["blocks"]:
        fields = {name: value for name, value in block.items() if name not in ("kind", "group")}
        if "group" in block:
            fields["group_id"] = groups[block["group"]]
        composing.add_block(issue_id=issue.pk, kind=block["kind"], words=BlockWords(**fields), by=by, at=at)
    return issue


def settle(issue: Issue, given: dict[str, Any], by: Actor, at: datetime) -> None:
    """Each warning that is named in the file is acknowledged with its reason."""
    reasons = {each["code"]: each["reason"] for each in given["stays"]}
    standing = _standing(issue, at)
    for judged in standing.judged:
        finding = judged.finding
        if finding.level is Level.WARNING and finding.code in reasons:
            approving.acknowledge(
                issue_id=issue.pk, key=finding.key, reason=reasons[finding.code], standing=standing, by=by, at=at
            )


def _readers(at: datetime) -> None:
    rows = [
        reading_list.ListRow(
            f"{sector}-{number}-{''.join(word[0] for word in agency.split()).lower()}@example.org",
            reading_list.Wishes(sector=sector, agency=agency),
        )
        for agency, sector, many in READERS
        for number in range(1, many + 1)
    ]
    reading_list.bring_in(
        rows=rows, basis=Subscriber.Basis.PUBLIC_TASK, source=LISTED, by=_person(Role.BUSINESS_UNIT), at=at
    )


def _kit(given: dict[str, Any], by: Actor, at: datetime) -> None:
    posts = given.pop("posts")
    kit = campaigning.write_kit(kit_id=None, words=campaigning.KitWords(**given), by=by, at=at)
    for post in posts:
        campaigning.add_post(kit_id=kit.pk, **post, by=by, at=at)
