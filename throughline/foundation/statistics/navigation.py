"""Official statistics in the menus."""

from throughline.foundation.access.navigation import entry
from throughline.foundation.statistics.permissions import StatisticsPermission

entry(
    "Official statistics", "statistics:on_record", area="office", order=42, permission=StatisticsPermission.IMPORT,
    says="Import what the Department for Education and the Office for National Statistics publish.",
)  # fmt: skip
