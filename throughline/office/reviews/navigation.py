"""Reviews in the menus: of the office for who opens cases, of one's own things for everybody."""

from throughline.foundation.access.navigation import entry
from throughline.foundation.restricted.api import RestrictedPermission
from throughline.office.reviews.permissions import ReviewsPermission

entry(
    "Reviews",
    "reviews:index",
    area="office",
    order=20,
    permission=ReviewsPermission.OPEN,
    says="Referrals, serious incidents and rapid reviews, each in a space of its own, with the days that the law sets.",
)
entry(
    "What came of reviews",
    "reviews:published",
    area="office",
    order=21,
    permission=ReviewsPermission.LEARN,
    says="Briefings and whom they reached, changes in practice and their tests, national reviews and our response.",
)
entry(
    "How long cases are kept",
    "reviews:retention",
    area="office",
    order=22,
    permission=ReviewsPermission.APPROVE_DELETION,
    says="The retention period of reviews, what is proposed for deletion, and the proof of what was deleted.",
)
entry("Reviews", "reviews:index", area="account", order=28, permission=RestrictedPermission.ENTER)
