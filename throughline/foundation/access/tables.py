"""The permission table as a document, generated from what the apps declare: docs/generated/permissions.md."""

from collections.abc import Iterator
from itertools import groupby

from throughline.foundation.access.permissions import Declared, declared
from throughline.foundation.access.roles import ROLES, Role


def render_permissions() -> str:
    """Markdown: the roles with their words, then each app's permissions against the roles."""
    return "\n".join([*_head(), *_roles(), *_permissions()]) + "\n"


def _head() -> Iterator[str]:
    yield "# Who may do what"
    yield ""
    yield "Generated from the apps' `permissions.py` and `foundation/access/roles.py` by `manage.py generate_docs`."
    yield ""


def _roles() -> Iterator[str]:
    yield "## Roles"
    yield ""
    yield "| Role | What it is | Second factor |"
    yield "| --- | --- | --- |"
    for described in ROLES.values():
        yield f"| {described.label} | {described.says} | {'required' if described.second_factor else 'optional'} |"
    yield ""


def _permissions() -> Iterator[str]:
    for app, rows in groupby(declared(), key=lambda entry: entry.permission.value.split(".")[0]):
        yield f"## {app.replace('_', ' ').capitalize()}"
        yield ""
        yield f"| Permission | In words | {' | '.join(ROLES[role].label for role in Role)} |"
        yield f"| --- | --- |{' --- |' * len(Role)}"
        for entry in rows:
            cells = " | ".join(_cell(entry, role) for role in Role)
            yield f"| `{entry.permission}` | {entry.says} | {cells} |"
        yield ""


def _cell(entry: Declared, role: Role) -> str:
    if entry.any_signed_in:
        return "yes (with a second factor)" if entry.second_factor else "yes (everyone signed in)"
    return "yes" if role in entry.roles else "no"
