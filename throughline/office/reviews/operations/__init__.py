"""All writes of the reviews. Those of published ones are steps of the load; those of cases happen in their space."""

from throughline.office.reviews.operations.published import (
    PracticeChangeInput,
    ReviewInput,
    record_practice_changes,
    record_reviews,
)

__all__ = ["PracticeChangeInput", "ReviewInput", "record_practice_changes", "record_reviews"]
