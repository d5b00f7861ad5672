"""The door for higher apps: a page publishes its text here; what applies, what is new, what is out for comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.publishing.library import demonstration, operations, queries
from throughline.publishing.library.citing import register_citing
from throughline.publishing.library.drafts import Draft, register_drafts
from throughline.publishing.library.models import Document, Version
from throughline.publishing.library.operations import (
    Section,
    SentFile,
    Text,
    publish_text,
    record_checks,
    record_places,
    withdraw,
)
from throughline.publishing.library.operations.links import Place
from throughline.publishing.library.places import register_places
from throughline.publishing.library.rules import KINDS, OTHER, Kind, State, label_of, theme_of, words_of


@dataclass(frozen=True)
class LibraryEntry:
    """Something of the library that anybody may read. `text` is all its words, for searching; `day` when it came."""

    key: str
    kind: str
    title: str
    url: str
    summary: str
    text: str
    day: date


@dataclass(frozen=True)
class CampaignDays:
    title: str
    url: str
    first: date
    last: date


@dataclass(frozen=True)
class ReviewElsewhere:
    """A review of another area or board. `themes`: 'Other' left out. `done`: what is done about it here, or ''."""

    title: str
    partnership: str
    region: str
    published_on: date
    themes: tuple[str, ...]
    done: str
    url: str


def reviews_elsewhere() -> list[ReviewElsewhere]:
    """The latest first. One query."""
    page = reverse("library:elsewhere")
    return [
        ReviewElsewhere(
            row.title, row.partnership, row.region, row.published_on,
            tuple(theme for theme in row.themes if theme != OTHER), row.response, f"{page}#review-{row.pk}",
        )
        for row in queries.elsewhere()
    ]  # fmt: skip


def new_between(first: date, last: date) -> list[LibraryEntry]:
    """Documents whose current version came in these days, the newest first. Three queries."""
    found = [row for row in _documents() if first <= row.day <= last]
    return sorted(found, key=lambda row: (row.day, row.title), reverse=True)


def campaigns_between(first: date, last: date) -> list[CampaignDays]:
    """Campaigns that have a day among these, in their order."""
    rows = list(queries.campaigns())
    found = [day for year in range(first.year - 1, last.year + 1) for day in queries.calendar_of(year, rows)]
    return [
        CampaignDays(day.campaign.title, reverse("library:campaign", args=[day.campaign.slug]), day.first, day.last)
        for day in found
        if day.first <= last and day.last >= first
    ]


def everything() -> list[LibraryEntry]:
    """All that anybody may read here, for the search."""
    services = [
        LibraryEntry(
            f"service:{row.pk}", "Service", row.name, reverse("library:service", args=[row.slug]), row.what,
            " ".join((row.provider, row.what, row.who_for, row.how, row.who_refers, row.theme)),
            row.checked_on or date.min,
        )
        for row in queries.services()
    ]  # fmt: skip
    campaigns = [
        LibraryEntry(
            f"campaign:{row.pk}", "Campaign", row.title, reverse("library:campaign", args=[row.slug]), row.says,
            " ".join((row.says, *(each.label for each in row.resources.all()))), date.min,
        )
        for row in queries.campaigns()
    ]  # fmt: skip
    elsewhere = [
        LibraryEntry(
            f"elsewhere:{row.pk}", "Review elsewhere", row.title, f"{reverse('library:elsewhere')}#review-{row.pk}",
            row.says, " ".join((row.says, row.response, row.partnership, row.region, *row.themes)), row.published_on,
        )
        for row in queries.elsewhere()
    ]  # fmt: skip
    return [*_documents(), *services, *campaigns, *elsewhere]


def _documents() -> list[LibraryEntry]:
    found = []
    for version in queries.current().prefetch_related("files__file"):
        parts = [version.summary, version.transcript, version.document.audience, version.document.theme]
        parts += [f"{each['heading']} {words_of(each['html'])}" for each in version.sections]
        parts += [f"{each.file.title} {each.text or ''}" for each in version.files.all()]
        found.append(
            LibraryEntry(
                f"document:{version.document_id}", label_of(version.document.kind), version.title,
                reverse("library:document", args=[version.document.slug]), version.summary,
                " ".join(part for part in parts if part), version.published_on or date.min,
            )
        )  # fmt: skip
    return found


def withdrawn_reviews() -> list[str]:
    """Where published reviews stood that were withdrawn. One query."""
    gone = Document.objects.filter(kind=Kind.REVIEW, withdrawn_on__isnull=False).values_list("slug", flat=True)
    return [reverse("library:document", args=[slug]) for slug in gone]


def load_demonstration_lists(*, loader: Actor, today: date, at: datetime) -> int:
    """The demonstration's services, campaigns, reviews elsewhere and a draft out for comment, once."""
    return demonstration.load(loader=loader, today=today, at=at)


def approve_waiting(*, page: int, body: str, on: date, by: Actor, at: datetime) -> None:
    """The active partnership's approval of the version of that page that waits. Raises Refused."""
    for version in Version.objects.filter(document__page=page, state=State.WAITING):
        operations.approve(version_id=version.pk, body=body, approved_on=on, today=on, by=by, at=at)


def document_of(page: int) -> Document | None:
    """The record of an editors' page, None before it was published."""
    return Document.objects.filter(page=page).first()


def version_labels(page: int) -> Sequence[tuple[str, str]]:
    """(label, state) of the page's versions, the newest first."""
    document = document_of(page)
    return [] if document is None else list(document.versions.values_list("label", "state"))


__all__ = [
    "KINDS",
    "CampaignDays",
    "Draft",
    "Kind",
    "LibraryEntry",
    "Place",
    "ReviewElsewhere",
    "Section",
    "SentFile",
    "Text",
    "approve_waiting",
    "campaigns_between",
    "document_of",
    "everything",
    "load_demonstration_lists",
    "new_between",
    "publish_text",
    "record_checks",
    "record_places",
    "register_citing",
    "register_drafts",
    "register_places",
    "reviews_elsewhere",
    "theme_of",
    "version_labels",
    "withdraw",
    "withdrawn_reviews",
]
