"""Who sees surveys and their results; each kind of survey narrows it further."""

from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class SurveyPermission(Permission):
    SEE = "surveys.see"
    MANAGE = "surveys.manage"


declare(
    SurveyPermission.SEE,
    says="See surveys, how many were asked and answered, and results in which small groups are hidden.",
    roles=[Role.BUSINESS_UNIT, Role.TRAINING_OFFICER],
)
declare(
    SurveyPermission.MANAGE,
    says="Write and publish questionnaires, and close a survey.",
    roles=[Role.BUSINESS_UNIT, Role.TRAINING_OFFICER],
)
