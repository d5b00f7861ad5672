"""Who books, who sees the bookings, who records sessions."""

from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class TrainingPermission(Permission):
    BOOK = "training.book"
    SEE_BOOKINGS = "training.see_bookings"
    MANAGE = "training.manage"
    RECORD = "training.record"
    MARK = "training.mark"
    CHARGE = "training.charge"
    LEAD = "training.lead"
    EVALUATE = "training.evaluate"
    CERTIFY = "training.certify"
    SEE_IN_DATE = "training.see_in_date"
    LICENSE = "training.license"


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
    says=(
        "Write the training programme (courses, sessions, venues, e-learning), change and cancel what is in it, cancel"
        " somebody's booking with a reason, and write what the public reads about a session."
    ),
    roles=[Role.TRAINING_OFFICER, Role.BUSINESS_UNIT],
)
declare(
    TrainingPermission.RECORD,
    says="Record training sessions and completions of e-learning from a file.",
    roles=[Role.TRAINING_OFFICER, Role.BUSINESS_UNIT],
)
declare(
    TrainingPermission.EVALUATE,
    says="Ask what people think of training, see the results with small groups hidden, and sort what they wrote.",
    roles=[Role.TRAINING_OFFICER, Role.BUSINESS_UNIT],
)
declare(
    TrainingPermission.CERTIFY,
    says="See certificates, and withdraw one with a reason.",
    roles=[Role.TRAINING_OFFICER, Role.BUSINESS_UNIT],
)
declare(
    TrainingPermission.SEE_IN_DATE,
    says="Say which roles need what training, record who does which role where, and see who is in date by agency.",
    roles=[Role.TRAINING_OFFICER, Role.BUSINESS_UNIT],
)
declare(
    TrainingPermission.LICENSE,
    says="Record licences for tools, who trained whom, and how often the tools are used with families.",
    roles=[Role.TRAINING_OFFICER, Role.BUSINESS_UNIT],
)
declare(
    TrainingPermission.MARK,
    says="Mark the register of a session that one trains, and see what people there need; the office: of any session.",
    any_signed_in=True,
)
declare(
    TrainingPermission.CHARGE,
    says="Set what agencies are charged, waive a charge with a reason, and issue statements.",
    roles=[Role.TRAINING_OFFICER, Role.BUSINESS_UNIT],
)
declare(
    TrainingPermission.LEAD,
    says="See and book for the staff of an agency whose lead one is; who leads where, the training officer records.",
    any_signed_in=True,
)
