from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class FigurePermission(Permission):
    RUN = "figures.run"
    SEE_DRAFT = "figures.see_draft"
    DISCLOSE = "figures.disclose"


declare(
    FigurePermission.RUN,
    says="Work out a year's figures from the records, and record what was released.",
    roles=[Role.BUSINESS_UNIT],
)
declare(
    FigurePermission.SEE_DRAFT,
    says="See figures before they are published, small numbers included, down to their records.",
    roles=[Role.BUSINESS_UNIT, Role.ACCOUNTABLE_OFFICER, Role.SCRUTINEER],
)
declare(
    FigurePermission.DISCLOSE,
    says="Record, with a reason, that a small number is published all the same.",
    roles=[Role.BUSINESS_UNIT],
)
