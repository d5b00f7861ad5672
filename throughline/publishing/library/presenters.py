"""The library's pages in finished values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from throughline.foundation.documents.api import FileFacts, facts_of
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Card, Cell, Column, SummaryRow, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.library import queries
from throughline.publishing.library.links import DOCUMENT
from throughline.publishing.library.models import Consultation, Document, Reading, Service, Version
from throughline.publishing.library.rules import (
    State,
    Step,
    check_words,
    is_stale,
    label_of,
    reader_words,
    step_of,
)

STATE_WORDS = {State.WAITING: "waiting for approval", State.CURRENT: "applies", State.SUPERSEDED: "superseded"}
STEP_WORDS = {
    Step.NONE: ("", ""),
    Step.SOON: ("review in two months", "yellow"),
    Step.NEAR: ("review in a month", "yellow"),
    Step.DUE: ("review is due", "orange"),
    Step.OVERDUE: ("review is late", "red"),
    Step.LONG: ("review is over three months late", "red"),
}


@dataclass(frozen=True)
class SectionShown:
    anchor: str
    heading: str
    html: SafeString


@dataclass(frozen=True)
class Shown:
    """A version as its page shows it. `superseded` and `review` are whole sentences, or ''."""

    kind: str
    title: str
    summary: str
    superseded: str
    newer: NavigationItem | None
    review: str
    facts: list[SummaryRow]
    sections: list[SectionShown]
    files: list[FileFacts]
    video_url: str
    transcript: list[str]
    versions: list[NavigationItem]
    url: str
    thread_url: str


def sections_of(rows: Iterable[dict[str, str]]) -> list[SectionShown]:
    """They were cleaned when they were frozen."""
    return [
        SectionShown(f"section-{number}", row["heading"], mark_safe(row["html"]))  # noqa: S308
        for number, row in enumerate(rows, 1)
    ]


def shown(document: Document, version: Version, today: date) -> Shown:
    here = reverse("library:document", args=[document.slug])
    latest = next((each for each in document.versions.all() if each.state == State.CURRENT), None)
    superseded, newer = "", None
    if version.state == State.SUPERSEDED and version.superseded_on is not None:
        superseded = f"This version was superseded on {formats.day(version.superseded_on)}. Do not work by it."
        newer = NavigationItem("Read the version that applies", here) if latest else None
    others = [each for each in document.versions.all() if each.state != State.WAITING and each.pk != version.pk]
    review = reader_words(version.review_on, today, formats.day(version.review_on)) if version.review_on else ""
    return Shown(
        kind=label_of(document.kind),
        title=version.title,
        summary=version.summary,
        superseded=superseded,
        newer=newer,
        review=review if version.state == State.CURRENT else "",
        facts=_facts(document, version),
        sections=sections_of(version.sections),
        files=[facts_of(row.file) for row in version.files.all()],
        video_url=version.video_url,
        transcript=[part for part in version.transcript.splitlines() if part.strip()],
        versions=[
            NavigationItem(
                f"Version {each.label}, {formats.day(each.published_on)}"
                + ("" if each.state == State.CURRENT else " (superseded)"),
                here if each.state == State.CURRENT else reverse("library:version", args=[document.slug, each.number]),
            )
            for each in others
            if each.published_on
        ],
        url=here,
        thread_url=reverse("links:thread", args=[DOCUMENT, document.pk]),
    )


def _facts(document: Document, version: Version) -> list[SummaryRow]:
    approved = "; ".join(
        f"{each.body}, {each.partnership.area}, {formats.day(each.approved_on)}" for each in version.approvals.all()
    )
    said = (
        ("Version", version.label),
        ("Published", formats.day(version.published_on) if version.published_on else ""),
        ("Written for", document.audience),
        ("Owner", document.owner),
        ("Approved by", approved),
        ("Next review", formats.day(version.review_on) if version.review_on else ""),
        ("What changed", version.what_changed),
        ("Joint", f"One text for {document.space.name}" if document.space.kind == "joint" else ""),
    )  # fmt: skip
    return [SummaryRow(key, value) for key, value in said if value]


def card(version: Version, today: date) -> Card:
    document = version.document
    note = f"Version {version.label}, {formats.day(version.published_on)}" if version.published_on else ""
    if document.audience:
        note = f"{note}. For {document.audience}"
    late = bool(version.review_on and version.review_on < today)
    return Card(
        version.title,
        reverse("library:document", args=[document.slug]),
        text=version.summary,
        note=f"{note}. Review is due" if late else note,
        tag=label_of(document.kind),
        tag_colour="grey",
    )


def documents_table(rows: Iterable[Document], today: date) -> Table:
    """For the office: what each is, its version, how it stands, when it is reviewed."""
    lines: list[list[str | Cell]] = []
    for row in rows:
        versions = list(row.versions.all())
        current = next((each for each in versions if each.state == State.CURRENT), None)
        waiting = next((each for each in versions if each.state == State.WAITING), None)
        standing = "withdrawn" if row.withdrawn_on else STATE_WORDS[State.CURRENT] if current else ""
        if waiting is not None:
            standing = f"{standing}, version {waiting.label} waits for approval".removeprefix(", ")
        words, _ = STEP_WORDS[step_of(current.review_on, today)] if current else ("", "")
        review = formats.day(current.review_on) if current and current.review_on else "no day set"
        lines.append(
            [
                Cell(row.title, reverse("library_office:document", args=[row.pk])),
                label_of(row.kind),
                current.label if current else "none",
                standing,
                f"{review}{f' ({words})' if words else ''}",
                row.owner or "nobody",
            ]
        )
    columns = ("Document", "Kind", "Version", "How it stands", "Review", "Owner")
    return Table("Documents", [Column(each) for each in columns], lines)


def readings_table(rows: Iterable[Reading], today: date) -> Table:
    lines: list[list[str | Cell]] = []
    for row in rows:
        said = f"confirmed {formats.day(row.confirmed_on)}" if row.confirmed_on else "not yet"
        if row.confirmed_on is None and row.due < today:
            said = "late"
        lines.append(
            [
                Cell(row.organisation.name, reverse("library_office:reading", args=[row.pk])),
                f"{row.version.title}, version {row.version.label}",
                formats.day(row.due),
                said,
            ]
        )
    return Table("Read and understood", [Column("Agency"), Column("Document"), Column("By"), Column("Said")], lines)


def service_card(row: Service, today: date) -> Card:
    shown_day = formats.day(row.checked_on) if row.checked_on else ""
    stale = is_stale(row.checked_on, today)
    return Card(
        row.name, reverse("library:service", args=[row.slug]), text=row.who_for,
        note=check_words(row.checked_on, today, shown_day), tag="check before use" if stale else "",
        tag_colour="yellow",
    )  # fmt: skip


def days_words(days: queries.Days) -> str:
    return formats.day_range(days.first, days.last)


def consultation_note(row: Consultation, today: date) -> str:
    if row.ended_on:
        return f"Ended {formats.day(row.ended_on)}. Read what was said and what we answered."
    if row.closes_on < today:
        return f"Comments closed {formats.day(row.closes_on)}. The answers follow."
    return f"Open until {formats.day(row.closes_on)}"
