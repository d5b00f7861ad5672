"""Who reads the dataset, who keeps its register, who gives returns and who accepts them."""

from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class DatasetPermission(Permission):
    SEE = "dataset.see"
    MANAGE = "dataset.manage"
    RETURN = "dataset.return"
    ANSWER = "dataset.answer"


declare(
    DatasetPermission.SEE,
    says="See indicators with their benchmarks and charts, compare areas, and download what one sees.",
    roles=[Role.BUSINESS_UNIT, Role.ACCOUNTABLE_OFFICER, Role.SCRUTINEER],
)
declare(
    DatasetPermission.MANAGE,
    says="Keep the register of indicators, ask agencies for returns, accept them or open them again, issue keys.",
    roles=[Role.BUSINESS_UNIT],
)
declare(
    DatasetPermission.RETURN,
    says="Fill the returns of an agency in which one holds a post; approve them where one answers for it.",
    any_signed_in=True,
)
declare(
    DatasetPermission.ANSWER,
    says="Explain what stands out in the indicators that one’s agency answers for, and answer what it is asked.",
    any_signed_in=True,
)
