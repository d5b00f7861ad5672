"""The roles, each with what it is in plain English. Only roles that have something to do exist."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    BUSINESS_UNIT = "business_unit"
    TRAINING_OFFICER = "training_officer"
    ACCOUNTABLE_OFFICER = "accountable_officer"
    SCRUTINEER = "scrutineer"
    DATA_GUARDIAN = "data_guardian"
    EDITOR = "editor"
    PRACTITIONER = "practitioner"


@dataclass(frozen=True)
class RoleDescription:
    label: str
    says: str
    second_factor: bool


ROLES: dict[Role, RoleDescription] = {
    Role.ADMINISTRATOR: RoleDescription(
        "Administrator", "Looks after accounts: invites, changes and suspends people, resets a second factor.", True
    ),
    Role.BUSINESS_UNIT: RoleDescription(
        "Business unit", "Runs the partnership day by day: its people, training, figures and the yearly report.", True
    ),
    Role.TRAINING_OFFICER: RoleDescription(
        "Training officer", "Runs the training programme and sees who is booked.", True
    ),
    Role.ACCOUNTABLE_OFFICER: RoleDescription(
        "Accountable officer", "A lead safeguarding partner: reads the draft report and what does not add up.", True
    ),
    Role.SCRUTINEER: RoleDescription(
        "Independent scrutineer", "Scrutinises the partnership: reads the draft report and what does not add up.", True
    ),
    Role.DATA_GUARDIAN: RoleDescription(
        "Data guardian",
        "Data protection officer or Caldicott guardian of the host: told when somebody breaks into a restricted space.",
        True,
    ),
    Role.EDITOR: RoleDescription(
        "Editor", "Edits the public pages of the partnership's own site, and writes the bulletin.", True
    ),
    Role.PRACTITIONER: RoleDescription("Practitioner", "Works with children and families: books training.", False),
}
