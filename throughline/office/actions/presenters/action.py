"""One action as its page shows it: two tracks, what was given, moved and judged, and what this person can do now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.foundation.workflow.models import StateEntered
from throughline.office.actions import sources
from throughline.office.actions.models import Action, Evidence
from throughline.office.actions.operations.delivering import may_check, may_deliver
from throughline.office.actions.operations.judging import may_judge
from throughline.office.actions.presenters.listing import due_words, owner_words
from throughline.office.actions.queries import Reader, facts_of, standing_of_row
from throughline.office.actions.rules import ENDED, Delivery, Priority, Verdict, facts
from throughline.office.actions.workflow import DELIVERY, EFFECT


@dataclass(frozen=True)
class Can:
    """What this person may do with the action now, by role and state. The guards may still say why not."""

    steps: list[NavigationItem]
    give_evidence: bool
    check: bool
    judge: bool
    manage: bool
    ended: bool


def can(who: Reader, row: Action) -> Can:
    delivers = may_deliver(who, row)
    steps = [
        NavigationItem(way.label, reverse("actions:step", args=[row.pk, way.name]), False)
        for way in DELIVERY.ways_on(row.delivery)
        if (way.name in ("start", "deliver") and delivers) or (way.name in ("cancel", "reopen") and who.manages)
    ]
    return Can(
        steps=steps,
        give_evidence=delivers and row.delivery not in ENDED,
        check=row.delivery == Delivery.DELIVERED and may_check(who, row),
        judge=row.delivery == Delivery.CLOSED
        and may_judge(who, row)
        and not facts.judges_own_action(facts_of(row, who)),
        manage=who.manages,
        ended=row.delivery in ENDED,
    )


def rows(row: Action, actor: Actor, today: date) -> list[SummaryRow]:
    """What it is. One query."""
    found = sources.named(actor, [(row.source_kind, row.source_id)]).get((row.source_kind, row.source_id))
    label = sources.label_of(row.source_kind)
    recommendation = row.recommendation
    facts_shown = [
        SummaryRow("What is to be done", row.text or row.title),
        SummaryRow("Owner", owner_words(row)),
        SummaryRow("Due", due_words(row, today)),
        SummaryRow("First agreed", formats.day(row.first_due)),
        SummaryRow("Priority", Priority(row.priority).label),
        SummaryRow("Agency", str(row.agency or "none")),
        SummaryRow("Group that follows it", str(row.group or "none")),
        SummaryRow(
            "Where it comes from",
            f"{label}: {found.title}" if found else label,
            NavigationItem("See all from it", source_url(row.source_kind, row.source_id), False) if found else None,
        ),
    ]
    if recommendation is not None:
        facts_shown += [
            SummaryRow("Finding", recommendation.finding.text),
            SummaryRow("Recommendation", recommendation.text),
        ]
    return facts_shown


def source_url(kind: str, source_id: int | None) -> str:
    return reverse("actions:source", args=[kind, source_id]) if source_id is not None else reverse("actions:list")


def delivery_rows(row: Action) -> list[SummaryRow]:
    found = [SummaryRow("Delivery", DELIVERY.state(row.delivery).label)]
    if row.delivered_on:
        found.append(SummaryRow("Delivered, says its owner", formats.day(row.delivered_on)))
    if row.closed_on:
        found.append(SummaryRow("Checked and closed", formats.day(row.closed_on)))
    return found


def effect_rows(row: Action) -> list[SummaryRow]:
    return [
        SummaryRow("Effect", EFFECT.state(row.effect).label),
        SummaryRow("What should be different", row.should_differ or "nobody has said yet"),
        SummaryRow("How it is measured", row.measured_how or "nobody has said yet"),
        SummaryRow("How it was to begin with", row.baseline or "not on record"),
        SummaryRow("Who judges it", str(row.judge or "nobody is named; never its owner")),
    ]


def evidence_table(row: Action) -> Table | None:
    given = list(row.evidence.all())
    if not given:
        return None
    return Table(
        "Evidence",
        [Column("What it shows"), Column("Kind"), Column("Given by"), Column("Checked")],
        [[_shows(each), each.get_kind_display(), f"{each.given_by}, {formats.day(each.given_at)}", _checked(each)]
         for each in given],
    )  # fmt: skip


def _shows(each: Evidence) -> str | Cell:
    if each.kind == Evidence.Kind.FILE and each.file is not None:
        return Cell(each.text, each.file.get_absolute_url())
    return Cell(each.text, each.link) if each.link else each.text


def _checked(each: Evidence) -> str:
    if each.checked_by is None or each.checked_at is None:
        return each.get_outcome_display()
    return f"{each.get_outcome_display()}: {each.checked_by}, {formats.day(each.checked_at)}. {each.note}"


def checks_table(row: Action, today: date) -> Table | None:
    checks = list(row.checks.all())
    if not checks:
        return None
    return Table(
        "When the effect is looked at",
        [Column("Day"), Column("Verdict"), Column("What was found"), Column("Judged by")],
        [
            [
                formats.day(check.due),
                Verdict(check.verdict).label
                if check.verdict
                else ("To be judged" if check.due <= today else "To come"),
                check.found or "nothing yet",
                f"{check.judged_by}, {formats.day(check.judged_on)}"
                if check.judged_by and check.judged_on
                else "nobody",
            ]
            for check in checks
        ],
    )


def story_table(row: Action, ways: Iterable[tuple[str, StateEntered]]) -> Table:
    """All that happened, oldest first: states of both tracks, moves of the date, changes of owner."""
    lines = [
        (each.at, f"{track}: {_state(track, each.state)}", each.reason or "none", str(each.by)) for track, each in ways
    ]
    lines += [
        (m.at, f"Due day moved from {formats.day(m.due_before)} to {formats.day(m.due_after)}", m.reason, str(m.by))
        for m in row.moves.all()
    ]
    lines += [
        (h.at, f"Handed over from {h.owner_before or 'nobody'} to {h.owner_after or 'nobody'}", h.reason, str(h.by))
        for h in row.handovers.all()
    ]
    lines.sort(key=lambda line: line[0])
    return Table(
        "What happened",
        [Column("When"), Column("What"), Column("Why"), Column("Who")],
        [[formats.day(at), what, why, who] for at, what, why, who in lines],
    )


def _state(track: str, state: str) -> str:
    return (DELIVERY if track == "Delivery" else EFFECT).state(state).label


def standing(row: Action) -> tuple[str, str]:
    """(words, colour of the tag)."""
    found = standing_of_row(row)
    return found.label, found.colour
