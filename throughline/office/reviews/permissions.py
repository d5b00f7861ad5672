"""Who refers, who opens a case, who answers for the dates of the statute. Inside a case membership alone counts."""

from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class ReviewsPermission(Permission):
    REFER = "reviews.refer"
    OPEN = "reviews.open"
    CONFIRM = "reviews.confirm_dates"
    LEARN = "reviews.learn"
    APPROVE_DELETION = "reviews.approve_deletion"


declare(
    ReviewsPermission.REFER,
    says="Refer a case for a review, and answer what one is asked for in a review, with a second factor.",
    any_signed_in=True,
    second_factor=True,
)
declare(
    ReviewsPermission.OPEN,
    says="Record a serious incident or a request of another area, and triage referrals: lead of the case from then on.",
    roles=[Role.BUSINESS_UNIT],
)
declare(
    ReviewsPermission.CONFIRM,
    says="Confirm a statutory time limit that was marked as to be checked.",
    roles=[Role.ADMINISTRATOR],
)
declare(
    ReviewsPermission.LEARN,
    says="Keep what came of published and national reviews: products, whom they reached, changes in practice, tests.",
    roles=[Role.BUSINESS_UNIT],
)
declare(
    ReviewsPermission.APPROVE_DELETION,
    says="Set how long reviews are kept, and approve the deletion of a case without reading it.",
    roles=[Role.DATA_GUARDIAN],
)
