"""Who may import official statistics."""

from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class StatisticsPermission(Permission):
    IMPORT = "statistics.import"


declare(
    StatisticsPermission.IMPORT,
    says="Import official statistics and statistical neighbours, which every partnership on this site then sees.",
    roles=[Role.ADMINISTRATOR, Role.BUSINESS_UNIT],
)
