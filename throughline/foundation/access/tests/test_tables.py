"""The generated permission table says what the apps declare."""

from throughline.foundation.access.permissions import declared
from throughline.foundation.access.roles import Role
from throughline.foundation.access.tables import render_permissions


def rows() -> list[str]:
    return [line for line in render_permissions().splitlines() if line.startswith("| `")]


def test_the_table_has_every_permission_with_a_cell_a_role() -> None:
    assert [row.split("`")[1] for row in rows()] == [entry.permission.value for entry in declared()]
    assert {row.count("|") for row in rows()} == {len(Role) + 3}


def test_a_cell_says_yes_for_exactly_the_roles_that_hold_it() -> None:
    cells = next(row for row in rows() if "`access.manage_people`" in row).split(" | ")[2:]
    holders = [role for role, cell in zip(Role, cells, strict=True) if cell.strip(" |") == "yes"]
    assert holders == [Role.ADMINISTRATOR, Role.BUSINESS_UNIT]
