"""The archive: issues that went out and back issues that were read over, as the public sees them today."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from throughline.office.partnership import api as partnership
from throughline.office.reviews import api as reviews
from throughline.publishing.bulletin.bulletin_sources import numbers
from throughline.publishing.bulletin.models import Issue, Redaction
from throughline.publishing.bulletin.queries.issues import content_of, dated_words
from throughline.publishing.bulletin.rules.archive import with_todays_numbers, without_names, without_withdrawn
from throughline.publishing.bulletin.rules.content import Content
from throughline.publishing.bulletin.rules.kinds import IssueKind
from throughline.publishing.bulletin.workflow import PUBLIC

OLD_AFTER = timedelta(days=90)


def public_issues(words: str = "", year: int | None = None) -> QuerySet[Issue]:
    """The newest first. Each word has to stand somewhere in an issue."""
    found = Issue.objects.filter(state__in=PUBLIC).order_by("-dated", "-pk")
    if year is not None:
        found = found.filter(dated__year=year)
    for word in words.split()[:8]:
        found = found.filter(Q(search_text__icontains=word) | Q(title__icontains=word))
    return found.defer("frozen", "found", "search_text")


def years() -> list[int]:
    return [day.year for day in Issue.objects.filter(state__in=PUBLIC).dates("dated", "year", order="DESC")]


def public_issue(slug: str) -> Issue:
    """Raises Issue.DoesNotExist for one that is not public."""
    found: Issue = Issue.objects.get(slug=slug, state__in=PUBLIC)
    return found


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


def as_shown_today(row: Issue, today: date) -> Archived:
    """Names taken out, withdrawn reviews gone, today's numbers to call. Four queries."""
    content = content_of(row)
    content = without_names(content, [each.name for each in redactions(row.pk)])
    published = {review.id for review in reviews.reviews() if review.published_from is not None}
    content = without_withdrawn(content, published)
    contacts = partnership.contacts()
    phones = [each.value for each in contacts if "phone" in each.kind]
    content = with_todays_numbers(content, tuple(numbers()), phones)
    return Archived(
        row.slug, content, dated_words(row.dated, row.day_known), row.dated + OLD_AFTER < today,
        row.kind == IssueKind.BACK,
    )  # fmt: skip
