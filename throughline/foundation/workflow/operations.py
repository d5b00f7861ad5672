"""The funnel: the only way from one state to another. Called inside the operation of the app that owns the row."""

from datetime import datetime
from typing import Any

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation_is_open
from throughline.foundation.tenancy.models import ScopedModel
from throughline.foundation.workflow.machines import Machine
from throughline.foundation.workflow.models import StateEntered

OVERTAKEN = "Somebody else changed this at the same moment. Look at it again before you go on."


class Overtaken(Refused):
    """The compare-and-set changed no row: somebody else was first."""


def begin(machine: Machine, row: ScopedModel, *, by: Actor, at: datetime, reason: str = "") -> StateEntered:
    """The row, just made, stands in the machine's first state."""
    return _entered(machine, row, "", "", machine.initial, by, at, reason)


def fire(
    machine: Machine,
    row: Any,
    transition: str,
    *,
    by: Actor,
    at: datetime,
    facts: Any = None,
    reason: str = "",
    field: str = "state",
    changes: dict[str, Any] | None = None,
) -> StateEntered:
    """Takes the row from the state it was read in to the transition's target, sets `changes` with it, and saves.

    Raises NotPermitted; Refused with the guards' reasons; Overtaken when the row is not in that state any more;
    RuntimeError outside of an operation.
    """
    if not operation_is_open():
        raise RuntimeError("A transition is fired inside the operation that causes it.")
    way = machine.transition(transition)
    if not by.may(way.permission):  # type: ignore[arg-type]
        raise NotPermitted("You do not have permission to do this.")
    source = getattr(row, field)
    refusals = machine.refusals(source, transition, facts, reason)
    if refusals:
        raise Refused(" ".join(refusals))
    together = {field: way.target, **(changes or {})}  # one statement, so that a constraint sees them together
    won = type(row)._default_manager.filter(pk=row.pk, **{field: source}).update(**together)
    if won != 1:
        raise Overtaken(OVERTAKEN)
    for name, value in together.items():
        setattr(row, name, value)
    row.save(update_fields=list(together))  # and with it the history; the row is this transaction's by now
    return _entered(machine, row, source, transition, way.target, by, at, reason)


def _entered(
    machine: Machine, row: Any, source: str, transition: str, state: str, by: Actor, at: datetime, reason: str
) -> StateEntered:
    if by.user is None:
        raise NotPermitted("Sign in to do this.")
    return StateEntered.objects.create(
        space_id=row.space_id, machine=machine.name, row_id=row.pk, source=source, transition=transition, state=state,
        reason=reason.strip(), by=by.user, at=at,
    )  # fmt: skip
