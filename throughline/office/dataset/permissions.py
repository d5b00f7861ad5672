"""Who reads the dataset, and who keeps its register."""

from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class DatasetPermission(Permission):
    SEE = "dataset.see"
    MANAGE = "dataset.manage"


declare(
    DatasetPermission.SEE,
    says="See indicators with their benchmarks and charts, compare areas, and download what one sees.",
    roles=[Role.BUSINESS_UNIT, Role.ACCOUNTABLE_OFFICER, Role.SCRUTINEER],
)
declare(
    DatasetPermission.MANAGE,
    says="Keep the register of indicators: their definitions, owners, targets and official series.",
    roles=[Role.BUSINESS_UNIT],
)
