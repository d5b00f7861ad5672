"""The door for higher apps: reviews and changes in practice; and how the load records them."""

from throughline.office.reviews.operations import (
    PracticeChangeInput,
    ReviewInput,
    record_practice_changes,
    record_reviews,
)
from throughline.office.reviews.queries import (
    PracticeChangeRow,
    ReviewRow,
    practice_changes,
    published_between,
    reviews,
)

__all__ = [
    "PracticeChangeInput",
    "PracticeChangeRow",
    "ReviewInput",
    "ReviewRow",
    "practice_changes",
    "published_between",
    "record_practice_changes",
    "record_reviews",
    "reviews",
]
