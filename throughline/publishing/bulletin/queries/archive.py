"""The archive: issues that went out and back issues that were read over, as the public sees them today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from throughline.foundation.documents.api import read_content
from throughline.office.partnership import api as partnership
from throughline.office.reviews import api as reviews
from throughline.publishing.bulletin.bulletin_sources import numbers
from throughline.publishing.bulletin.models import Block, Issue, Redaction
from throughline.publishing.bulletin.queries.issues import content_of, dated_words
from throughline.publishing.bulletin.rules.archive import Phones, with_todays_numbers, without_names, without_withdrawn
from throughline.publishing.bulletin.rules.content import Content, Row
from throughline.publishing.bulletin.rules.kinds import IssueKind
from throughline.publishing.bulletin.rules.text import as_text
from throughline.publishing.bulletin.workflow import PUBLIC
from throughline.publishing.library import api as library

OLD_AFTER = timedelta(days=90)


def public_issues(words: str = "", year: int | None = None) -> QuerySet[Issue]:
    """The newest first. Each word has to stand somewhere in an issue."""
    found = Issue.objects.filter(state__in=PUBLIC).order_by("-dated", "-pk")
    if year is not None:
        found = found.filter(dated__year=year)
    for word in words.split()[:8]:
        found = found.filter(Q(search_text__icontains=word) | Q(title__icontains=word))
    return found.defer("frozen", "found", "search_text")


def found_issues(words: str, year: int | None, today: date) -> Sequence[Issue]:
    """The public issues that hold every word as they are shown today: what was taken out of one does not find it. The
    newest first. A fixed number of queries."""
    rows = public_issues(words, year)
    if not words.split():
        return list(rows)
    facts = facts_of_today()
    wanted = words.casefold().split()[:8]
    return [
        row for row in rows.defer(None).defer("found", "search_text")
        if all(word in as_text(as_shown_today(row, today, facts).content).casefold() for word in wanted)
    ]  # fmt: skip


def years() -> list[int]:
    return [day.year for day in Issue.objects.filter(state__in=PUBLIC).dates("dated", "year", order="DESC")]


def public_issue(slug: str) -> Issue:
    """Raises Issue.DoesNotExist for one that is not public."""
    found: Issue = Issue.objects.get(slug=slug, state__in=PUBLIC)
    return found


def pictures_of(content: Content) -> dict[str, bytes]:
    """Path → bytes of the pictures that an issue shows. One query, where it has any."""
    shown = {section.picture for section in content.sections if section.picture}
    blocks = Block.objects.filter(pk__in=[section.block for section in content.sections]).exclude(picture=None)
    rows = [row.picture for row in blocks.select_related("picture")] if shown else []
    return {row.get_absolute_url(): read_content(row) for row in rows if row.get_absolute_url() in shown}


def redactions(issue_id: int) -> list[Redaction]:
    return list(Redaction.objects.filter(issue_id=issue_id).select_related("by"))


@dataclass(frozen=True)
class Archived:
    """An issue as it is shown today. `old`: its facts are of its day."""

    slug: str
    content: Content
    dated: str
    old: bool
    back: bool


@dataclass(frozen=True)
class Facts:
    """What every issue is shown by today: ids of the reviews that are published, where withdrawn ones stood, numbers to
    call, names taken out of an issue by its id."""

    published: frozenset[int]
    gone: frozenset[str]
    numbers: tuple[Row, ...]
    phones: Phones
    names: Mapping[int, list[str]]


def facts_of_today() -> Facts:
    """Five queries."""
    names: dict[int, list[str]] = {}
    for issue_id, name in Redaction.objects.values_list("issue_id", "name"):
        names.setdefault(issue_id, []).append(name)
    known, contacts = reviews.reviews(), partnership.contacts()
    page = reverse("website:learning")
    gone = [f"{page}#{review.slug}" for review in known if review.published_from is None]
    return Facts(
        frozenset(review.id for review in known if review.published_from is not None),
        frozenset([*gone, *library.withdrawn_reviews()]), tuple(numbers(contacts)),
        Phones.of((each.value for each in contacts if "phone" in each.kind), partnership.former_phones()),
        names,
    )  # fmt: skip


def as_shown_today(row: Issue, today: date, facts: Facts | None = None) -> Archived:
    """Names taken out, withdrawn reviews gone, today's numbers to call. `facts` where several issues are shown."""
    facts = facts or facts_of_today()
    content = without_names(content_of(row), facts.names.get(row.pk, []))
    content = without_withdrawn(content, facts.published, facts.gone)
    old = row.dated + OLD_AFTER < today
    content = with_todays_numbers(content, facts.numbers, facts.phones, old=old)
    return Archived(
        row.slug, content, dated_words(row.dated, row.day_known), old, row.kind == IssueKind.BACK
    )  # fmt: skip
