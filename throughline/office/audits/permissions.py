"""Who answers self-assessments, who runs them, who sees them all, who moderates."""

from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class AuditsPermission(Permission):
    ANSWER = "audits.answer"
    SEE_ALL = "audits.see_all"
    MANAGE = "audits.manage"


declare(
    AuditsPermission.ANSWER,
    says="Answer the self-assessments that one was asked to, and judge those that one was given as a panel member.",
    any_signed_in=True,
)
declare(
    AuditsPermission.SEE_ALL,
    says="See every self-assessment, the heat map and the overview.",
    roles=[Role.BUSINESS_UNIT, Role.ACCOUNTABLE_OFFICER, Role.SCRUTINEER],
)
declare(
    AuditsPermission.MANAGE,
    says="Write question sets, launch and close cycles, extend, chase, send returns back, and settle moderated grades.",
    roles=[Role.BUSINESS_UNIT],
)
