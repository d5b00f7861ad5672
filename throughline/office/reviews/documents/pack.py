"""The rapid review's pack as blocks, with what was chosen taken out. Finished rows in; nothing of it is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.foundation.documents.blocks import (
    Block,
    BulletList,
    Document,
    Heading,
    Item,
    Paragraph,
    Table,
    text,
)
from throughline.foundation.ui import formats
from throughline.office.reviews.rules import timeline
from throughline.office.reviews.rules.redaction import Redactor, redactor
from throughline.office.reviews.rules.words import ANALYSIS, REVIEW_CRITERIA, Harm, Outcome, Part, Partner


@dataclass(frozen=True)
class Choice:
    """Which parts are in it, and what is taken out."""

    parts: frozenset[str]
    names: bool = False
    births: bool = False
    agencies: bool = False
    places: bool = False


@dataclass(frozen=True)
class Contents:
    """Everything that a pack may say, as rows of the case."""

    reference: str
    partnership: str
    case: Any
    incident: Any
    texts: dict[str, Any]
    criteria: dict[str, Any]
    views: list[Any]
    requests: list[Any]
    household: list[Any]
    lines: Sequence[timeline.Line]
    on: date


def _redactor(of: Contents, choice: Choice) -> Redactor:
    agencies = {str(row.agency) for row in of.requests} | {line.entry.agency for line in of.lines}
    others = [*(agencies if choice.agencies else ()), *([of.incident.place] if choice.places and of.incident else ())]
    return redactor(
        people=[(row.name, row.relation) for row in of.household] if choice.names else (),
        born=[row.born for row in of.household if row.born] if choice.births else (),
        others=others,
    )


def pack(of: Contents, choice: Choice) -> Document:
    out = _redactor(of, choice)
    blocks = list(_blocks(of, choice, out))
    return Document(
        title=f"Rapid review {of.reference}", blocks=tuple(blocks), author=of.partnership,
        lines=(of.partnership, f"As at {formats.day(of.on)}", "Restricted: for the named recipients alone"),
    )  # fmt: skip


def _blocks(of: Contents, choice: Choice, out: Redactor) -> Iterator[Block]:
    yield from _summary(of, out)
    for part in ANALYSIS:
        if part.value in choice.parts and part in of.texts:
            yield Heading(2, text(part.label), part.value)
            for paragraph in of.texts[part].text.split("\n\n"):
                yield Paragraph(text(out(paragraph)))
    if "household" in choice.parts and of.household:
        yield Heading(2, text("Household and relations"), "household")
        yield BulletList(tuple(Item(text(_person(row, choice, out))) for row in of.household))
    if "returns" in choice.parts and of.requests:
        yield Heading(2, text("Agencies’ summaries"), "returns")
        for row in of.requests:
            said = row.summary if row.answer == "known" else "Not known to them." if row.answer else "Not answered."
            yield Paragraph(text(out(f"{row.agency}: {said}")))
    if "timeline" in choice.parts and of.lines:
        yield Heading(2, text("Timeline"), "timeline")
        yield Table(
            headers=tuple(text(label) for label in ("Day", "Agency", "What is on record", "Notice")),
            rows=tuple(
                (
                    text(f"{formats.day(line.entry.on)} {line.entry.time}".strip()), text(out(line.entry.agency)),
                    text(out(line.entry.words)),
                    text(out(". ".join(timeline.said(line, [formats.day(on) for _, on in line.against])))),
                )
                for line in of.lines
            ),
        )  # fmt: skip
    yield from _decision(of, out)


def _summary(of: Contents, out: Redactor) -> Iterator[Block]:
    if of.incident is not None:
        yield Heading(2, text("The incident"), "incident")
        yield Paragraph(text(out(f"{Harm(of.incident.harm).label}. {of.incident.account}")))


def _person(row: Any, choice: Choice, out: Redactor) -> str:
    born = "" if choice.births or not row.born else f", born {formats.day(row.born)}"
    name = "" if choice.names else f"{row.name}: "
    return f"{name}{out(row.relation)}{born}{'' if row.at_home else ', lived elsewhere'}"


def _decision(of: Contents, out: Redactor) -> Iterator[Block]:
    if not of.case.outcome:
        return
    yield Heading(2, text("The decision"), "decision")
    yield Paragraph(text(Outcome(of.case.outcome).label))
    if Part.DECISION in of.texts:
        yield Paragraph(text(out(of.texts[Part.DECISION].text)))
    judged = [(says, of.criteria[key]) for key, says in REVIEW_CRITERIA.items() if key in of.criteria]
    if judged:
        yield Table(
            headers=tuple(text(label) for label in ("Criterion", "Judged", "Reasons")),
            rows=tuple(
                (text(says), text("Met" if row.met else "Not met"), text(out(row.reasons))) for says, row in judged
            ),
        )
    if of.views:
        yield Heading(3, text("Signed by the partners"), "signed")
        yield BulletList(
            tuple(
                Item(
                    text(out(f"{Partner(row.partner).label}: {'agrees' if row.agrees else 'dissents. ' + row.reasons}"))
                )
                for row in of.views
            )
        )
