"""Training in the menus."""

from throughline.foundation.access.navigation import entry
from throughline.office.training.permissions import TrainingPermission

entry("Training", "training:calendar", area="public", order=30)
entry("My bookings", "training:my", area="account", order=20, permission=TrainingPermission.BOOK)
entry(
    "Training",
    "training:office_sessions",
    area="office",
    order=40,
    permission=TrainingPermission.SEE_BOOKINGS,
    says="See the sessions, how many places are taken and who is booked; cancel a booking.",
)
entry(
    "Start a yearly survey",
    "training:start_survey",
    area="office",
    order=46,
    permission=TrainingPermission.EVALUATE,
    says="Ask the annual training survey or the training needs analysis.",
)
entry("My training passport", "training:passport", area="account", order=21, permission=TrainingPermission.BOOK)
entry(
    "Who is in date",
    "training:in_date",
    area="office",
    order=42,
    permission=TrainingPermission.SEE_IN_DATE,
    says="See by agency who has the training that their role needs; say what roles need.",
)
entry(
    "Licences",
    "training:tools",
    area="office",
    order=43,
    permission=TrainingPermission.LICENSE,
    says="See who may use a licensed tool, who trained them, and where it is used with families.",
)
entry("E-learning", "training:elearning_list", area="account", order=24, permission=TrainingPermission.BOOK)
entry(
    "E-learning",
    "training:office_elearning",
    area="office",
    order=44,
    permission=TrainingPermission.SEE_BOOKINGS,
    says="Add courses that are played here, see who did them, import completions from another learning system.",
)
entry(
    "Evaluation",
    "training:evaluation",
    area="office",
    order=41,
    permission=TrainingPermission.EVALUATE,
    says="See what the year's courses changed, before, after and three months later; sort what people wrote.",
)
entry(
    "Certificates",
    "training:office_certificates",
    area="office",
    order=44,
    permission=TrainingPermission.CERTIFY,
    says="Find a certificate; withdraw one with a reason.",
)
entry(
    "Training in numbers",
    "training:this_year",
    area="office",
    order=47,
    permission=TrainingPermission.EVALUATE,
    says="See the year by mode, sector and agency, beside what was returned.",
)
