"""The report of a review and its briefing as blocks. Finished rows in; nothing of it is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughline.foundation.documents.blocks import Block, Document, Heading, Paragraph, Table, text
from throughline.foundation.ui import formats
from throughline.office.reviews.rules.reviewing import BRIEFING


@dataclass(frozen=True)
class Report:
    """`sections`: (heading, text). `findings`: (finding, recommendation, to whom). `name` is '' while it has none."""

    reference: str
    partnership: str
    name: str
    state: str
    sections: Sequence[tuple[str, str]]
    findings: Sequence[tuple[str, str, str]]
    improvements: str
    briefing: Mapping[str, str]
    on: date


def report(of: Report) -> Document:
    """As it stands: the copy for the Panel and the Secretary of State, or a draft to read on paper."""
    return Document(
        title=of.name or f"Review {of.reference}", blocks=tuple(_report(of)), author=of.partnership,
        lines=(of.partnership, f"{of.state}, as at {formats.day(of.on)}", "Restricted: for the named recipients alone"),
    )  # fmt: skip


def _report(of: Report) -> Iterator[Block]:
    for number, (heading, said) in enumerate(of.sections, start=1):
        yield Heading(2, text(heading), f"section-{number}")
        yield from _paragraphs(said)
    if of.findings:
        yield Heading(2, text("Findings and recommendations"), "findings")
        yield Table(
            headers=tuple(text(label) for label in ("Finding", "Recommendation", "To")),
            rows=tuple(tuple(text(each) for each in row) for row in of.findings),
        )
    if of.improvements:
        yield Heading(2, text("What should improve"), "improvements")
        yield from _paragraphs(of.improvements)


def briefing(of: Report) -> Document:
    """The seven points; RV-K3 keeps them to one side."""
    return Document(
        title=f"{of.name or 'The review'}: the briefing", blocks=tuple(_briefing(of)), author=of.partnership,
        lines=(of.partnership,), cover=False, tight=True,
    )  # fmt: skip


def _briefing(of: Report) -> Iterator[Block]:
    for number, point in enumerate(BRIEFING, start=1):
        if point in of.briefing:
            yield Heading(2, text(f"{number}. {point}"), f"point-{number}")
            yield from _paragraphs(of.briefing[point])


def _paragraphs(said: str) -> Iterator[Block]:
    for paragraph in said.split("\n"):
        if paragraph.strip():
            yield Paragraph(text(paragraph.strip()))
