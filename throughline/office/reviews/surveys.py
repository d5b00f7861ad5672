"""The survey that the reviews own, as the mechanism is told of it at start."""

from throughline.foundation.surveys.api import SurveyKind, register_kind
from throughline.office.reviews.permissions import ReviewsPermission

AWARENESS = "reviews.awareness"

register_kind(SurveyKind(AWARENESS, "Awareness of reviews", ReviewsPermission.LEARN))
