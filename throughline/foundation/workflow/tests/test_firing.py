"""The funnel over a real row: permission, guards, compare-and-set, what was entered. The row is a message's."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.access.permissions import AccessPermission
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.workflow.api import Guard, Machine, Overtaken, State, Transition, begin, fire, way_of
from throughline.foundation.workflow.models import StateEntered

pytestmark = pytest.mark.django_db
AT = datetime(2024, 2, 5, 9, 0, tzinfo=UTC)
ANYONE, MANAGER = AccessPermission.SIGNED_IN, AccessPermission.MANAGE_PEOPLE
MACHINE = Machine(
    name="test.message", label="A message", initial="queued",
    states=(State("queued", "Queued"), State("held", "Held"), State("shown", "Shown", final=True)),
    transitions=(
        Transition("hold", "Hold it", ("queued",), "held", ANYONE,
                   guards=(Guard("X-01", "Not an urgent one.", lambda facts: f"It is {facts}." if facts else ""),)),
        Transition("release", "Release it", ("held",), "queued", MANAGER),
        Transition("show", "Show it", ("queued", "held"), "shown", ANYONE, asks_reason=True),
    ),
)  # fmt: skip


@pytest.fixture
def message(scoped) -> OutboxMessage:
    return OutboxMessage.objects.create(
        space_id=scoped.home_id, key="k", kind="k", category="c", to="a@example.org", subject="s", message_id="<1>",
        put_at=AT, next_try_at=AT,
    )  # fmt: skip


@operation(None)
def go(*, row, transition, by, at=AT, **more):
    return fire(MACHINE, row, transition, by=by, at=at, field="status", **more)


@operation(None)
def first(*, row, by):
    return begin(MACHINE, row, by=by, at=AT)


@pytest.mark.parametrize(("state", "transition", "allowed"), list(MACHINE.pairs()))
def test_every_state_and_transition_in_the_database(message, actor, state, transition, allowed) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(status=state)
    message.refresh_from_db()
    boss = actor("business_unit")
    if allowed:
        entered = go(row=message, transition=transition, by=boss, reason="A reason")
        assert (entered.source, entered.state) == (state, MACHINE.transition(transition).target)
    else:
        with pytest.raises(Refused, match="is not possible: the state is"):
            go(row=message, transition=transition, by=boss, reason="A reason")
    message.refresh_from_db()
    assert message.status == (MACHINE.transition(transition).target if allowed else state)
    assert StateEntered.objects.count() == int(allowed)


def test_the_way_a_row_came(message, actor) -> None:
    boss = actor("business_unit")
    first(row=message, by=boss)
    go(row=message, transition="hold", by=boss, changes={"last_error": "Wait."})
    go(row=message, transition="show", by=boss, reason=" It is read. ")
    message.refresh_from_db()
    assert message.last_error == "Wait."
    assert [(e.source, e.transition, e.state, e.reason, e.by) for e in way_of(MACHINE, message.pk)] == [
        ("", "", "queued", "", boss.user),
        ("queued", "hold", "held", "", boss.user),
        ("held", "show", "shown", "It is read.", boss.user),
    ]


def test_the_second_of_two_at_once_is_told(message, actor) -> None:
    boss = actor("business_unit")
    stale = OutboxMessage.objects.get(pk=message.pk)
    go(row=message, transition="hold", by=boss)
    with pytest.raises(Overtaken, match="Somebody else changed this"):
        go(row=stale, transition="show", by=boss, reason="Too late")
    assert StateEntered.objects.get().state == "held"


def test_permission_guard_and_reason_refuse_and_leave_nothing(message, actor) -> None:
    person = actor("practitioner")
    for transition, more, refused, says in [
        ("hold", {"facts": "urgent"}, Refused, "It is urgent."),
        ("show", {}, Refused, "Give the reason."),
    ]:
        with pytest.raises(refused, match=says):
            go(row=message, transition=transition, by=person, **more)
    go(row=message, transition="hold", by=person)
    with pytest.raises(NotPermitted):
        go(row=message, transition="release", by=person)
    assert StateEntered.objects.count() == 1


def test_outside_of_an_operation_nothing_fires(message, actor) -> None:
    with pytest.raises(RuntimeError, match="inside the operation"):
        fire(MACHINE, message, "hold", by=actor("business_unit"), at=AT, field="status")


def test_what_was_entered_is_written_once(message, actor) -> None:
    entered = first(row=message, by=actor("business_unit"))
    with pytest.raises(TypeError, match="written once"):
        entered.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        StateEntered.objects.create(
            space_id=entered.space_id, machine=entered.machine, row_id=entered.row_id, state="held", by=entered.by,
            at=AT,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        StateEntered.objects.create(
            space_id=entered.space_id, machine="test.other", row_id=1, source="queued", state="held", by=entered.by,
            at=AT,
        )  # fmt: skip


def test_an_error_afterwards_takes_the_state_back(message, actor) -> None:
    @operation(None)
    def fails(*, by):
        fire(MACHINE, message, "hold", by=by, at=AT, field="status")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails(by=actor("business_unit"))
    message.refresh_from_db()
    assert (message.status, StateEntered.objects.count()) == ("queued", 0)


def test_a_machine_is_registered_once() -> None:
    from throughline.foundation.workflow.registry import find, machines, register

    for machine in machines():
        with pytest.raises(ValueError, match="registered twice"):
            register(replace(machine))
        assert find(machine.name) is machine
