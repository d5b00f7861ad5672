"""The panel's pages: three layers side by side, in words."""

from throughline.foundation.ui.parts import Column, Table
from throughline.office.audits.models import Moderation, Return
from throughline.office.audits.queries.panel import PanelView
from throughline.office.audits.rules.question_sets import QuestionSet
from throughline.office.audits.rules.scales import Scale


def standards(asked: QuestionSet, row: Return) -> list[tuple[str, str]]:
    return [(s.code, f"{s.code} {s.title}") for s, _ in asked.asked_of(row.kind)]


def steps(scale: Scale) -> list[tuple[str, str]]:
    return [(str(s.rank), f"{s.sign} {s.label}") for s in reversed(scale.steps)]


def rank_words(rank: int | None, scale: Scale) -> str:
    if rank is None:
        return "not graded"
    step = scale.step(rank)
    return f"{step.sign} {step.label}"


def seats_table(found: PanelView) -> Table | None:
    if not found.seats:
        return None
    return Table(
        "Members",
        [Column("Member"), Column("Graded"), Column("Conflict")],
        [
            [
                seat.name,
                f"{seat.done} of {seat.of} standards",
                f"Cannot judge it: {seat.conflict}" if seat.conflict else "None declared",
            ]
            for seat in found.seats
        ],
    )


def layers_table(asked: QuestionSet, row: Return, found: PanelView) -> Table:
    """Self, panel, moderated."""
    return Table(
        "Three layers",
        [Column("Standard"), Column("Own grade"), Column("Panel before the discussion"), Column("Moderated"),
         Column("Reason")],
        [
            [
                label,
                rank_words(found.layers[code].own, asked.scale),
                _panel_words(found.layers[code].panel, asked.scale, found.layers[code].apart),
                rank_words(found.layers[code].moderated, asked.scale),
                found.moderated[code].reason if code in found.moderated else "",
            ]
            for code, label in standards(asked, row)
        ],
    )  # fmt: skip


def beside(asked: QuestionSet, row: Return, found: PanelView) -> dict[str, str]:
    """Standard → the body's own grade, and the panel's once it is shown, where a grade is to be given."""
    words = {}
    for code, _ in standards(asked, row):
        layers = found.layers[code]
        words[code] = f"Own grade: {rank_words(layers.own, asked.scale)}."
        if layers.panel:
            words[code] += f" Panel: {_panel_words(layers.panel, asked.scale, layers.apart)}."
    return words


def _panel_words(grades: tuple[int, ...] | None, scale: Scale, apart: int) -> str:
    if grades is None:
        return "hidden until all are in"
    words = ", ".join(scale.step(rank).short for rank in sorted(grades))
    return f"{words}; {apart} steps apart" if apart > 1 else words


def notes(asked: QuestionSet, found: PanelView) -> list[dict[str, object]]:
    titles = {s.code: f"{s.code} {s.title}" for s in asked.standards}
    return [
        {"title": titles[code],
         "lines": [f"{name}, {rank_words(rank, asked.scale)}: {note}" for name, rank, note in given if note]}
        for code, given in found.notes.items()
        if any(note for _, _, note in given)
    ]  # fmt: skip


def moderated_table(asked: QuestionSet, own: dict[str, int], found: dict[str, Moderation]) -> Table | None:
    """For the body itself, once there is feedback."""
    if not found:
        return None
    return Table(
        "Moderated grades",
        [Column("Standard"), Column("Own grade"), Column("Moderated"), Column("Reason")],
        [
            [f"{s.code} {s.title}", rank_words(own.get(s.code), asked.scale),
             rank_words(found[s.code].grade, asked.scale), found[s.code].reason]
            for s in asked.standards
            if s.code in found
        ],
    )  # fmt: skip
