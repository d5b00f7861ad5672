"""The door for higher apps: reviews and changes in practice; and how the load records them."""

from throughline.office.reviews.operations import (
    PracticeChangeInput,
    ReviewInput,
    record_practice_changes,
    record_reviews,
)
from throughline.office.reviews.publishing_step import Publication, register_publishing_step
from throughline.office.reviews.queries import (
    PracticeChangeRow,
    ReviewRow,
    practice_changes,
    practice_changes_by,
    published_between,
    review_texts,
    reviews,
    reviews_by,
)

__all__ = [
    "PracticeChangeInput",
    "PracticeChangeRow",
    "Publication",
    "ReviewInput",
    "ReviewRow",
    "practice_changes",
    "practice_changes_by",
    "published_between",
    "record_practice_changes",
    "record_reviews",
    "register_publishing_step",
    "review_texts",
    "reviews",
    "reviews_by",
]
