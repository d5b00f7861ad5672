"""The invented people of the demonstration: one a role in each partnership. Addresses end in example.org."""

from dataclasses import dataclass

from throughline.foundation.access.roles import ROLES, Role
from throughline.foundation.tenancy.models import Partnership

# Two sets, so that neighbouring partnerships do not share people.
NAMES = (
    (
        "Ada Fenwick",
        "Bola Marsh",
        "Carys Holt",
        "Dev Ashdown",
        "Elin Croft",
        "Femi Larkfield",
        "Gita Rowe",
        "Orla Shorne",
    ),
    (
        "Hal Brenchley",
        "Ines Wye",
        "Jonah Stour",
        "Kit Eastry",
        "Lena Pluck",
        "Milo Chart",
        "Nadia Thorne",
        "Percy Wingham",
    ),
)
ORDER = (
    Role.BUSINESS_UNIT, Role.TRAINING_OFFICER, Role.PRACTITIONER, Role.ACCOUNTABLE_OFFICER,
    Role.SCRUTINEER, Role.EDITOR, Role.ADMINISTRATOR, Role.DATA_GUARDIAN,
)  # fmt: skip


@dataclass(frozen=True)
class InventedPerson:
    role: Role
    label: str
    says: str
    name: str
    email: str


def people_of(partnership: Partnership) -> list[InventedPerson]:
    """One a role, the most used first; none for a partnership that is not a demonstration."""
    if not partnership.demonstration:
        return []
    names = NAMES[0 if partnership.is_default else 1]
    return [
        InventedPerson(
            role, ROLES[role].label, ROLES[role].says, name, f"{role.replace('_', '-')}@{partnership.slug}.example.org"
        )
        for role, name in zip(ORDER, names, strict=True)
    ]
