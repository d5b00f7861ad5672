"""The restricted space of one review."""

from django.urls import reverse

from throughline.foundation.restricted.api import SpaceKind, register_space_kind
from throughline.office.reviews.rules.words import Partner

CASE = "reviews.case"


def _address(restricted_id: int) -> str:
    return reverse("reviews:case", args=[restricted_id])


register_space_kind(SpaceKind(CASE, "Review", _address, tuple(Partner.choices())))
