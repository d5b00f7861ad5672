"""All reads of the reviews: published ones in the home space; cases inside the restricted space that was entered."""

from throughline.office.reviews.queries.published import (
    PracticeChangeRow,
    ReviewRow,
    names_of,
    national_names,
    practice_changes,
    practice_changes_by,
    published_between,
    review_texts,
    reviews,
    reviews_by,
)

__all__ = [
    "PracticeChangeRow",
    "ReviewRow",
    "names_of",
    "national_names",
    "practice_changes",
    "practice_changes_by",
    "published_between",
    "review_texts",
    "reviews",
    "reviews_by",
]
