"""Which roles need what training, and who does which role where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from simple_history.utils import bulk_create_with_history

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.office.partnership.api import agencies
from throughline.office.training.models import (
    Course,
    LearningRole,
    PersonMerge,
    Requirement,
    RequirementCourse,
    RoleHeld,
)
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.people import now_known_as
from throughline.office.training.requirements import SHIPPED
from throughline.office.training.rules.people import account_address


@operation(TrainingPermission.SEE_IN_DATE)
def take_over_shipped(*, by: Actor) -> int:
    """The requirements that come with the product, each once; returns how many were new. What was changed stays."""
    home, new = scope.current().home_id, 0
    for given in SHIPPED:
        role, _ = LearningRole.objects.get_or_create(space_id=home, name=given.role)
        _, made = Requirement.objects.get_or_create(
            space_id=home, role=role, what=given.what, starts=given.starts,
            defaults={"months": given.months, "hours": given.hours, "source": given.source},
        )  # fmt: skip
        new += made
    return new


@operation(TrainingPermission.SEE_IN_DATE)
def add_requirement(
    *, role: str, what: str, months: int | None, hours: Decimal | None, source: str, starts: date,
    course_ids: Sequence[int], by: Actor,
) -> Requirement:  # fmt: skip
    """In force from a day on. Raises Refused when the same is on record."""
    home = scope.current().home_id
    held, _ = LearningRole.objects.get_or_create(space_id=home, name=role.strip())
    if Requirement.objects.filter(role=held, what=what.strip(), starts=starts).exists():
        raise Refused("This requirement is on record from that day already.")
    requirement = Requirement.objects.create(
        space_id=home, role=held, what=what.strip(), months=months, hours=hours, source=source.strip(), starts=starts
    )
    _met_by(requirement, course_ids)
    return requirement


@operation(TrainingPermission.SEE_IN_DATE)
def change_requirement(*, requirement_id: int, course_ids: Sequence[int], ends: date | None, by: Actor) -> Requirement:
    """Which courses meet it, and its last day. Another interval is another requirement, from its own day."""
    requirement = Requirement.objects.select_for_update().get(pk=requirement_id)
    if ends is not None and ends < requirement.starts:
        raise Refused("The last day is before the first.")
    requirement.ends = ends
    requirement.save(update_fields=["ends"])
    _met_by(requirement, course_ids)
    return requirement


def _met_by(requirement: Requirement, course_ids: Sequence[int]) -> None:
    wanted = set(Course.objects.filter(pk__in=course_ids).values_list("pk", flat=True))
    RequirementCourse.objects.filter(requirement=requirement).exclude(course_id__in=wanted).delete()
    have = set(RequirementCourse.objects.filter(requirement=requirement).values_list("course_id", flat=True))
    RequirementCourse.objects.bulk_create(
        RequirementCourse(space_id=requirement.space_id, requirement=requirement, course_id=course)
        for course in sorted(wanted - have)
    )


@dataclass(frozen=True)
class StaffRow:
    """One line of an agency's list: who does which role where. `row` as a person counts."""

    row: int
    email: str
    name: str
    agency: str
    role: str


@dataclass(frozen=True)
class Staffed:
    added: int
    there: int


@operation(TrainingPermission.SEE_IN_DATE)
def record_staff(*, rows: Iterable[StaffRow], by: Actor, today: date) -> Staffed:
    """Who does which role at which agency from today on: all rows or none. Whoever has no account gets one.

    Raises Refused with the rows that cannot stand: an agency or a role that is not on record.
    """
    rows = list(rows)
    home = scope.current().home_id
    organisations = {name.casefold(): a.id for a in agencies() for name in (a.name, *a.aliases)}
    roles = {role.name.casefold(): role.pk for role in LearningRole.objects.filter(space_id=home)}
    wrong = []
    for row in rows:
        if row.agency.casefold() not in organisations:
            wrong.append(f"Row {row.row}: the agency ‘{row.agency}’ is not on record.")
        if row.role.casefold() not in roles:
            wrong.append(f"Row {row.row}: the role ‘{row.role}’ is not on record.")
    if wrong:
        raise Refused(" ".join(wrong[:10]))
    people = _accounts(rows)
    held = set(RoleHeld.objects.filter(until=None).values_list("person_id", "role_id", "organisation_id"))
    wanted = {
        (people[account_address(row.name, row.email)], roles[row.role.casefold()], organisations[row.agency.casefold()])
        for row in rows
    }
    new = sorted(wanted - held)
    made = [
        RoleHeld(space_id=home, person_id=person, role_id=role, organisation_id=organisation, since=today)
        for person, role, organisation in new
    ]
    bulk_create_with_history(made, RoleHeld, batch_size=500, default_user=by.user)
    return Staffed(len(new), len(wanted) - len(new))


def _accounts(rows: list[StaffRow]) -> dict[str, int]:
    """E-mail → account, made where there is none: people sign in by a code, so an account holds no secret.

    An account whose training was moved stands for the other one.
    """
    names = {account_address(row.name, row.email): row.name for row in rows}
    found = dict(User.objects.filter(email__in=list(names)).values_list("email", "pk"))
    missing = []
    for email, name in names.items():
        if email not in found:
            user = User(email=email, name=name)
            user.set_unusable_password()
            missing.append(user)
    User.objects.bulk_create(missing, batch_size=500)
    if missing:
        found |= dict(User.objects.filter(email__in=[user.email for user in missing]).values_list("email", "pk"))
    moved = set(PersonMerge.objects.order_by().values_list("merged_id", flat=True))
    return {email: now_known_as(pk) if pk in moved else pk for email, pk in found.items()}


@operation(TrainingPermission.SEE_IN_DATE)
def end_role(*, held_id: int, by: Actor, today: date) -> None:
    """Somebody does the role no longer, from today on. One that was recorded today was a slip: it is taken away, and
    its history stays. Ended already, or taken away: nothing changes."""
    held = RoleHeld.objects.select_for_update().filter(pk=held_id, until=None).first()
    if held is None:
        return
    if held.since >= today:
        held.delete()
        return
    held.until = today - timedelta(days=1)
    held.save(update_fields=["until"])
