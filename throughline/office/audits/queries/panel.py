"""The panel's part of a return: members, conflicts, grades as far as they may be seen, moderated grades, feedback.

All of it lies in the home space: in a joint cycle each partnership sees its own panel alone.
"""

from dataclasses import dataclass

from throughline.office.audits.models import (
    Feedback,
    Moderation,
    PanelConflict,
    PanelGrade,
    PanelMember,
    Return,
    StandardGrade,
)
from throughline.office.audits.queries.people import Part
from throughline.office.audits.rules.panels import Layers, all_in
from throughline.office.audits.rules.question_sets import QuestionSet
from throughline.office.audits.rules.returns import settled_rank


@dataclass(frozen=True)
class Seat:
    """A member as the panel's page shows them."""

    id: int
    name: str
    conflict: str
    done: int
    of: int


@dataclass(frozen=True)
class PanelView:
    """`open`: all are in, so grades are shown. `mine`: standard → (grade, note) of the reader's own seat."""

    seats: tuple[Seat, ...]
    open: bool
    layers: dict[str, Layers]
    notes: dict[str, list[tuple[str, int, str]]]
    mine: dict[str, tuple[int, str]]
    moderated: dict[str, Moderation]
    feedback: Feedback | None


def members(cycle_id: int) -> list[PanelMember]:
    return list(PanelMember.objects.filter(cycle_id=cycle_id).order_by("name", "pk"))


def panel_of(row: Return, asked: QuestionSet, part: Part) -> PanelView:
    """AU-09: before all are in, nobody sees another's grade, the business unit no more than a member. Six queries."""
    codes = [standard.code for standard, _ in asked.asked_of(row.kind)]
    conflicts = {c.member_id: c.reason for c in PanelConflict.objects.filter(of=row)}
    everybody = members(row.cycle_id)
    grades = list(PanelGrade.objects.filter(of=row).select_related("member").order_by("member__name", "pk"))
    given = {(g.member_id, g.standard): g.grade for g in grades if g.member_id not in conflicts}
    sitting = [m for m in everybody if m.pk not in conflicts]
    ready = all_in([m.pk for m in sitting], codes, given)
    own = own_grades(row)
    moderated = {m.standard: m for m in Moderation.objects.filter(of=row).select_related("by")}
    layers = {
        code: Layers(
            own.get(code),
            tuple(grade for (_, standard), grade in given.items() if standard == code) if ready else None,
            moderated[code].grade if code in moderated else None,
        )
        for code in codes
    }
    notes: dict[str, list[tuple[str, int, str]]] = {code: [] for code in codes}
    for g in grades if ready else []:
        if g.member_id not in conflicts and g.standard in notes:
            notes[g.standard].append((g.member.name, g.grade, g.note))
    seats = tuple(
        Seat(m.pk, m.name, conflicts.get(m.pk, ""), sum(1 for code in codes if (m.pk, code) in given), len(codes))
        for m in everybody
    )
    mine = {g.standard: (g.grade, g.note) for g in grades if g.member_id == part.panel_id}
    return PanelView(seats, ready, layers, notes, mine, moderated, feedback_of(row))


def own_grades(row: Return) -> dict[str, int]:
    """Standard → the grade that the body gives itself there (AU-08)."""
    return {s.standard: settled_rank(s.graded, s.total) for s in StandardGrade.objects.filter(of=row)}


def feedback_of(row: Return) -> Feedback | None:
    return Feedback.objects.filter(of=row).select_related("by").first()


def moderated_of(row: Return) -> dict[str, Moderation]:
    return {m.standard: m for m in Moderation.objects.filter(of=row)}
