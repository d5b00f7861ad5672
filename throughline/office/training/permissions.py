"""Who books, who sees the bookings, who records sessions."""

from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class TrainingPermission(Permission):
    BOOK = "training.book"
    SEE_BOOKINGS = "training.see_bookings"
    MANAGE = "training.manage"
    RECORD = "training.record"


declare(
    TrainingPermission.BOOK,
    says="Book a place on a training session for oneself, see one's own bookings and cancel them.",
    any_signed_in=True,
)
declare(
    TrainingPermission.SEE_BOOKINGS,
    says="See who is booked on a training session, and export the list.",
    roles=[Role.TRAINING_OFFICER, Role.BUSINESS_UNIT],
)
declare(
    TrainingPermission.MANAGE,
    says="Cancel somebody's booking with a reason, and write what the public reads about a training session.",
    roles=[Role.TRAINING_OFFICER, Role.BUSINESS_UNIT],
)
declare(
    TrainingPermission.RECORD,
    says="Record training sessions from a file.",
    roles=[Role.TRAINING_OFFICER, Role.BUSINESS_UNIT],
)
