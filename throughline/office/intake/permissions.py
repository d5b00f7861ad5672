"""Who may load a partnership's folder."""

from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class IntakePermission(Permission):
    LOAD = "intake.load"


declare(
    IntakePermission.LOAD,
    says="Load a partnership's folder: its facts, figures and sessions.",
    roles=[Role.BUSINESS_UNIT],
)
