"""Reads of published reviews and the changes after them, for the active scope."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from throughline.office.reviews.models import LearningProduct, NationalReview, PracticeChange, Review


@dataclass(frozen=True)
class ReviewRow:
    """`published` as written ('2023-09'), '' when it was not; `published_from` the first day that can mean. Of one that
    was withheld, on `withheld_on`, `improvements` is public all the same."""

    id: int
    slug: str
    name: str
    kind: str
    published: str
    published_from: date | None
    themes: tuple[str, ...]
    withheld_on: date | None
    improvements: str
    briefing: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PracticeChangeRow:
    id: int
    review_id: int
    review: str
    service_or_policy: str
    change: str


def reviews() -> list[ReviewRow]:
    """The latest first. One query."""
    return [_review(row) for row in Review.objects.all()]


def reviews_by(day: date) -> list[ReviewRow]:
    """All but those that were published after the day. One query."""
    return [row for row in reviews() if row.published_from is None or row.published_from <= day]


def practice_changes_by(day: date) -> list[PracticeChangeRow]:
    """The changes after those reviews. Two queries."""
    known = {row.id for row in reviews_by(day)}
    return [row for row in practice_changes() if row.review_id in known]


def published_between(first: date, last: date) -> list[ReviewRow]:
    """Published on a day or in a month that begins between these days, both included."""
    return [_review(row) for row in Review.objects.filter(published_from__gte=first, published_from__lte=last)]


def practice_changes() -> list[PracticeChangeRow]:
    """In the order of the partnership's list. One query."""
    rows = PracticeChange.objects.select_related("review")
    return [
        PracticeChangeRow(row.pk, row.review_id, row.review.name, row.service_or_policy, row.change) for row in rows
    ]


def _review(row: Review) -> ReviewRow:
    return ReviewRow(
        row.pk, row.slug, row.name, row.kind, row.published, row.published_from, tuple(row.themes), row.withheld_on,
        row.improvements, tuple((heading, text) for heading, text in row.briefing),
    )  # fmt: skip


def names_of(ids: Collection[int]) -> dict[int, str]:
    """Review id → its name, of those on record here. One query."""
    return dict(Review.objects.filter(pk__in=ids).values_list("pk", "name"))


def national_names(ids: Collection[int]) -> dict[int, str]:
    """National review id → its name. One query."""
    return dict(NationalReview.objects.filter(pk__in=ids).values_list("pk", "name"))


def review_texts(words: str) -> list[tuple[int, str]]:
    """(id, text) of the reviews whose published words hold these: what should improve, what changed since, and where
    their learning stands. Three queries."""
    texts: dict[int, list[str]] = {}
    improve = Review.objects.filter(improvements__contains=words).values_list("pk", "improvements")
    changes = PracticeChange.objects.filter(Q(change__contains=words) | Q(evidence__contains=words))
    products = LearningProduct.objects.filter(url__contains=words).values_list("review_id", "url")
    for pk, *parts in (*improve, *changes.values_list("review_id", "change", "evidence"), *products):
        texts.setdefault(pk, []).extend(parts)
    return [(pk, " ".join(parts)) for pk, parts in texts.items()]
