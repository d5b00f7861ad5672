"""The spreadsheet by which many actions are updated: its columns, what it holds now, what a file would change."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import Membership
from throughline.foundation.sheets.api import (
    Cell,
    ChoiceColumn,
    Column,
    DayColumn,
    Exchange,
    Layout,
    Plan,
    Problem,
    SheetChange,
)
from throughline.foundation.ui import formats
from throughline.office.actions import queries
from throughline.office.actions.models import Action
from throughline.office.actions.operations import RowChange
from throughline.office.actions.rules import ENDED, Priority
from throughline.office.partnership import api as partnership

PURPOSE = "actions.bulk"
Values = Mapping[str, Any]


def layout() -> Layout:
    """With this partnership's agencies and groups. Six queries."""
    return Layout(
        (
            Column("reference", "Reference", "As in the tracker, such as A12. Empty for a new action.", longest=20),
            Column("title", "Action", "What is to be done, in short.", required=True, longest=200),
            Column("text", "More about it", "In plain words; name no child and no family.", longest=4000),
            Column("owner", "Owner’s email", "Of somebody with an account. Empty: unchanged.", longest=254),
            ChoiceColumn("agency", "Agency", "As in the partnership’s list; empty for none.", choices=_agencies()),
            ChoiceColumn("group", "Group", "As in the partnership’s list; empty for none.", choices=_groups()),
            DayColumn("due", "Due", "A day, like 2024-02-05.", required=True),
            ChoiceColumn("priority", "Priority", "High, Medium or Low.", required=True,
                         choices={p.label: p.value for p in Priority}),
            Column("reason", "Reason for another day or owner", "Asked for when one of them changes.", longest=1000),
        )
    )  # fmt: skip


def _agencies() -> dict[str, int]:
    return {name: each.id for each in partnership.agencies() for name in (each.name, *each.aliases)}


def _groups() -> dict[str, int]:
    return {name: each.id for each in partnership.groups() for name in (each.name, *each.aliases)}


def current(actor: Actor) -> list[list[Cell]]:
    """Every action that has not ended, in the layout's order. Five queries."""
    agencies = {each.id: each.name for each in partnership.agencies()}
    groups = {each.id: each.name for each in partnership.groups()}
    rows = Action.objects.exclude(delivery__in=ENDED).select_related("owner").order_by("due", "pk")
    return [
        [
            row.reference, row.title, row.text, row.owner.email if row.owner else "",
            agencies.get(row.agency_id or 0, ""), groups.get(row.group_id or 0, ""), row.due,
            Priority(row.priority).label, "",
        ]
        for row in rows
    ]  # fmt: skip


def plan(rows: Sequence[tuple[int, Values]], actor: Actor) -> Plan:
    """What the rows would change, or what the records say against them. Four queries whatever the rows."""
    ids = {found for _, values in rows if (found := _id(values["reference"])) is not None}
    on_record = {row.pk: row for row in queries.visible(queries.reader(actor)).filter(pk__in=ids)}
    emails = {values["owner"].lower() for _, values in rows if values["owner"]}
    members = Membership.objects.filter(user__email__in=emails, suspended=False, user__is_active=True)
    people = {member.user.email: member.user_id for member in members.select_related("user")}
    owners = {row.pk: row.owner.email if row.owner else "" for row in _with_owner(ids)}
    problems: list[Problem] = []
    changes: list[SheetChange] = []
    settled: list[RowChange] = []
    seen: dict[int, int] = {}
    for number, values in rows:
        before = on_record.get(_id(values["reference"]) or 0)
        wrong = list(_wrong(number, values, before, people, owners, seen))
        problems += wrong
        if wrong:
            continue
        if before is not None:
            seen[before.pk] = number
        details = _details(values, before, people, owners)
        if details:
            what = "add" if before is None else "change"
            changes.append(SheetChange(number, what, f"{values['reference']} {values['title']}".strip(), details))
            settled.append(
                RowChange(
                    number, before.pk if before else None, values["title"], values["text"],
                    people.get(values["owner"].lower()), values["agency"], values["group"], values["due"],
                    values["priority"], values["reason"],
                )
            )  # fmt: skip
    return Plan(problems=tuple(problems)) if problems else Plan(tuple(changes), data=tuple(settled))


def _with_owner(ids: set[int]) -> list[Action]:
    return list(Action.objects.filter(pk__in=ids).select_related("owner"))


def _id(reference: str) -> int | None:
    number = reference.strip().upper().removeprefix("A")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 15 else None


def _wrong(
    number: int, values: Values, before: Action | None, people: Mapping[str, int], owners: Mapping[int, str],
    seen: Mapping[int, int],
) -> list[Problem]:  # fmt: skip
    found = []
    if values["reference"] and before is None:
        found.append(Problem(number, "Reference", "is no action that is on record here"))
    if values["owner"] and values["owner"].lower() not in people:
        found.append(Problem(number, "Owner’s email", "belongs to nobody with an account here"))
    if before is None:
        if not values["reference"] and not values["owner"]:
            found.append(Problem(number, "Owner’s email", "must not be empty for a new action"))
        return found
    if before.pk in seen:
        found.append(Problem(number, "Reference", f"stands in row {seen[before.pk]} already"))
    if before.delivery in ENDED:
        found.append(Problem(number, "Reference", "has ended; open it again before you change it"))
    moved = values["due"] != before.due
    other = values["owner"] and values["owner"].lower() != owners[before.pk]
    if (moved or other) and not values["reason"]:
        found.append(Problem(number, "Reason for another day or owner", "must say why the day or the owner changes"))
    return found


def _details(values: Values, before: Action | None, people: Mapping[str, int], owners: Mapping[int, str]) -> str:
    """In plain words; '' when nothing would change."""
    if before is None:
        return f"new, due {formats.day(values['due'])}, owner {values['owner']}"
    said = []
    if values["title"] != before.title:
        said.append(f"action: {before.title} → {values['title']}")
    if values["text"] != before.text:
        said.append("more about it: reworded")
    if values["owner"] and values["owner"].lower() != owners[before.pk]:
        said.append(f"owner: {owners[before.pk] or 'nobody'} → {values['owner'].lower()}")
    if values["agency"] != before.agency_id:
        said.append("another agency")
    if values["group"] != before.group_id:
        said.append("another group")
    if values["due"] != before.due:
        said.append(f"due: {_day(before.due)} → {_day(values['due'])} ({values['reason']})")
    if values["priority"] != before.priority:
        said.append(f"priority: {Priority(before.priority).label} → {Priority(values['priority']).label}")
    return "; ".join(said)


def _day(day: date) -> str:
    return formats.day(day)


def exchange(apply: Any) -> Exchange:
    """`apply(plan, upload id, actor)` is the view's, which knows the clock."""
    return Exchange(
        purpose=PURPOSE,
        title="Update actions by spreadsheet",
        says="Change many actions at once, or add new ones. States, evidence and verdicts stay with their own pages.",
        layout=layout,
        current=current,
        plan=plan,
        apply=apply,
        done=lambda: reverse("actions:list"),
        template_url=lambda: reverse("actions:template"),
        back=lambda: (reverse("actions:list"), "Back to actions"),
    )
