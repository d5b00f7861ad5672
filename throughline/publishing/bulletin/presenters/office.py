"""The office's pages of the bulletin, in finished values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime

from throughline.foundation.access.actors import Actor
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Card, Cell, Column, SummaryRow, Table, Tile
from throughline.foundation.ui.site import NavigationItem
from throughline.foundation.workflow.api import way_of
from throughline.publishing.bulletin.models import Block, Delivery, Issue, MailOut, Suggestion
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.queries import sending
from throughline.publishing.bulletin.queries.issues import Standing, dated_words, send_words
from throughline.publishing.bulletin.rules.checks import CODES, Level
from throughline.publishing.bulletin.rules.kinds import ISSUE_KINDS, KINDS, TOPICS, IssueKind
from throughline.publishing.bulletin.workflow import ISSUE

REASONED = ("send_back", "reopen", "end")
P = BulletinPermission


def crumbs(*more: NavigationItem) -> list[NavigationItem]:
    return [NavigationItem("Bulletin", reverse("bulletin:list")), *more]


def issue_crumbs(row: Issue) -> list[NavigationItem]:
    return crumbs(NavigationItem(row.title, reverse("bulletin:issue", args=[row.pk])))


def state_tag(row: Issue) -> tuple[str, str]:
    state = ISSUE.state(row.state)
    return state.label, state.colour


def card(row: Issue) -> Card:
    label, colour = state_tag(row)
    note = ISSUE_KINDS[IssueKind(row.kind)] if row.kind != IssueKind.ISSUE else ""
    if row.state == "scheduled":
        note = f"Goes on {send_words(row)}"
    where = "bulletin:back_issue" if row.kind == IssueKind.BACK else "bulletin:issue"
    return Card(row.title, reverse(where, args=[row.pk]), dated_words(row.dated, row.day_known), note, label, colour)


@dataclass(frozen=True)
class BlockView:
    """`where`: its period or what it links to, in words."""

    id: int
    label: str
    heading: str
    where: str
    why: str
    edit: str
    first: bool
    last: bool
    findings: int


def block_views(rows: list[Block], standing: Standing) -> list[BlockView]:
    found: dict[int, int] = {}
    for judged in standing.judged:
        if judged.finding.level is Level.ERROR or judged.open:
            found[judged.finding.block] = found.get(judged.finding.block, 0) + 1
    return [
        BlockView(
            row.pk,
            KINDS[row.kind].label,
            row.heading or KINDS[row.kind].heading or "Without a heading",
            _where(row),
            row.why,
            reverse("bulletin:block", args=[row.issue_id, row.pk]),
            place == 0,
            place == len(rows) - 1,
            found.get(row.pk, 0),
        )
        for place, row in enumerate(rows)
    ]


def _where(row: Block) -> str:
    if KINDS[row.kind].period and row.first and row.last:
        return f"From {formats.day(row.first)} to {formats.day(row.last)}"
    words = " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", row.text).split())  # of a link its words
    return f"{words[:140]}…" if len(words) > 140 else words


def facts(row: Issue, audience: int | None) -> list[SummaryRow]:
    change = NavigationItem("Change", reverse("bulletin:details", args=[row.pk]))
    edit = change if row.state == "draft" else None
    rows = [
        SummaryRow("Subject of the mail", row.subject or row.title, edit),
        SummaryRow("Bears the day", dated_words(row.dated, row.day_known), edit),
        SummaryRow("Who gets it", f"Who chose ‘{TOPICS[row.topic]}’" if row.topic in TOPICS else "Every reader", edit),
    ]
    if audience is not None:
        rows.append(SummaryRow("Readers now", formats.number(audience)))
    if row.approved_by is not None and row.approved_at is not None:
        rows.append(SummaryRow("Approved by", f"{row.approved_by}, {formats.moment(localtime(row.approved_at))}"))
        rows.append(SummaryRow("Hash of what was approved", row.sha256))
    if row.send_at is not None:
        rows.append(SummaryRow("Goes on", send_words(row)))
    return rows


def steps(row: Issue, actor: Actor) -> list[NavigationItem]:
    """What may be done now, by whom it is asked."""
    labels = {"start": "Send it now", "approve": "Read and approve it"}
    urgent = {"start", "schedule", "unschedule"} if row.kind == IssueKind.URGENT else set()
    return [
        NavigationItem(labels.get(way.name, way.label), reverse("bulletin:step", args=[row.pk, way.name]))
        for way in ISSUE.ways_on(row.state)
        if way.name not in {"finish", "publish", *urgent} and actor.may(way.permission)  # type: ignore[arg-type]
    ]


@dataclass(frozen=True)
class Check:
    """A finding on the page. `key` is what its acknowledgement names; "" where there is nothing to acknowledge."""

    code: str
    rule: str
    where: str
    text: str
    says: str
    key: str
    acknowledged: str
    edit: str


def checks(row: Issue, standing: Standing, level: Level) -> list[Check]:
    found = []
    for judged in standing.judged:
        finding, kept = judged.finding, judged.acknowledged
        if finding.level is not level:
            continue
        said = f"{kept.by} says it may stay: {kept.reason}" if kept is not None else ""
        editable = finding.block and row.state == "draft" and row.kind != IssueKind.BACK
        edit = reverse("bulletin:block", args=[row.pk, finding.block]) if editable else ""
        key = finding.key if level is Level.WARNING and kept is None and row.state in ("draft", "waiting") else ""
        found.append(
            Check(finding.code, CODES[finding.code].says, finding.where, finding.text, finding.says, key, said, edit)
        )
    return found


def story(row: Issue) -> Table:
    rows = [
        (
            formats.moment(localtime(step.at)),
            str(step.by),
            ISSUE.transition(step.transition).label if step.transition else "Begin",
            step.reason,
        )
        for step in way_of(ISSUE, row.pk)
    ]
    return Table("What happened", [Column("When"), Column("Who"), Column("What"), Column("Why")], rows)


def progress(out: MailOut) -> list[Tile]:
    """How far it is. One query."""
    counts = sending.counts_by_state(out.pk)
    went = counts[Delivery.State.SENT] + counts[Delivery.State.BOUNCED] + counts[Delivery.State.SHOWN]
    tiles = [
        Tile("Recipients", formats.number(out.recipients) if out.recipients is not None else "Being counted"),
        Tile("Shown in the outbox" if counts[Delivery.State.SHOWN] else "Sent", formats.number(went)),
        Tile("Waiting", formats.number(counts[Delivery.State.QUEUED] + counts[Delivery.State.TAKEN])),
    ]
    for state, label, note in (
        (Delivery.State.BOUNCED, "Came back", ""),
        (Delivery.State.FAILED, "Not sent", ""),
        (Delivery.State.DOUBT, "In doubt", "Never sent again by itself."),
        (Delivery.State.SKIPPED, "Left out", "Unsubscribed or suppressed meanwhile."),
    ):
        if counts[state]:
            tiles.append(Tile(label, formats.number(counts[state]), note))
    return tiles


def problems_table(out: MailOut) -> Table | None:
    rows = [(row.email or "Wiped", row.get_state_display(), row.error) for row in sending.problems(out.pk)]
    if not rows:
        return None
    return Table(
        "What did not arrive (the first fifty)", [Column("Address"), Column("How it stands"), Column("Why")], rows
    )


def links_table(row: Issue) -> Table | None:
    rows = [
        (
            Cell(each.words or each.url, each.url if each.url.startswith("http") else ""),
            formats.number(each.people),
            formats.number(each.scanners),
        )
        for each in sending.links_followed(row.pk)
    ]
    if not rows:
        return None
    columns = [Column("Link"), Column("Followed", numeric=True), Column("By scanners", numeric=True)]
    return Table("Links followed, in total", columns, rows)


def reach_table(out: MailOut, by: str) -> Table | None:
    rows = [(each.label, formats.number(each.number)) for each in sending.reach(out.pk, by)]
    if not rows:
        return None
    return Table(f"Reach by {by}", [Column(by.capitalize()), Column("Recipients", numeric=True)], rows)


def after_tiles(out: MailOut) -> list[Tile]:
    counts, came_back = sending.counts_by_state(out.pk), sending.bounced(out.pk)
    went = sum(counts[state] for state in (*sending.REACHED, Delivery.State.BOUNCED))
    return [
        Tile("Sent", formats.number(went)),
        Tile(
            "Delivered",
            formats.number(went - counts[Delivery.State.BOUNCED]),
            "As far as no mail server said otherwise.",
        ),
        Tile("Came back", formats.number(counts[Delivery.State.BOUNCED])),
        Tile("Complaints", formats.number(came_back.get("complaint", 0))),
        Tile("Left with its link", formats.number(out.left_after)),
    ]


def suggestion_cards(rows: Iterable[Suggestion]) -> list[Card]:
    colours = {"new": "blue", "accepted": "green", "declined": "grey"}
    return [
        Card(
            row.heading,
            reverse("bulletin:suggestion", args=[row.pk]),
            ", ".join(filter(None, [row.name, row.agency])),
            formats.day(localtime(row.made_at)),
            row.get_state_display(),
            colours[row.state],
        )
        for row in rows
    ]
