"""The table itself: what holds together, what may be done from where, and how it is drawn."""

from dataclasses import replace

import pytest

from throughline.foundation.access.permissions import AccessPermission
from throughline.foundation.workflow.drawing import file_name, render
from throughline.foundation.workflow.machines import Guard, Machine, State, Transition

PERMISSION = AccessPermission.SIGNED_IN
LATE = Guard("X-01", "Not when it is late.", lambda facts: "It is late." if facts == "late" else "")
DOOR = Machine(
    name="test.door",
    label="A door",
    initial="open",
    states=(State("open", "Open", "One can go through."), State("shut", "Shut"), State("gone", "Gone", final=True)),
    transitions=(
        Transition("shut", "Shut it", ("open",), "shut", PERMISSION, guards=(LATE,)),
        Transition("open", "Open it", ("shut",), "open", PERMISSION, notice="test.opened", starts_clock="XX-01"),
        Transition("remove", "Take it away", ("open", "shut"), "gone", PERMISSION, asks_reason=True),
    ),
)


def test_every_state_and_transition() -> None:
    allowed = {
        ("open", "shut"): True, ("open", "open"): False, ("open", "remove"): True,
        ("shut", "shut"): False, ("shut", "open"): True, ("shut", "remove"): True,
        ("gone", "shut"): False, ("gone", "open"): False, ("gone", "remove"): False,
    }  # fmt: skip
    assert {(state, way): yes for state, way, yes in DOOR.pairs()} == allowed
    for (state, way), yes in allowed.items():
        assert (DOOR.refusals(state, way, reason="Broken") == []) is yes


def test_refusals_are_sentences() -> None:
    assert DOOR.refusals("gone", "open") == ["‘Open it’ is not possible: the state is ‘Gone’."]
    assert DOOR.refusals("open", "shut", "late") == ["It is late."]
    assert DOOR.refusals("open", "remove", reason=" ") == ["Give the reason."]
    assert [way.name for way in DOOR.ways_on("shut")] == ["open", "remove"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"initial": "ajar"}, "first state 'ajar' is unknown"),
        ({"states": (*DOOR.states, State("open", "Again"))}, "Two states have one name"),
        ({"states": (*DOOR.states, State("lost", "Lost", final=True))}, "'lost' cannot be reached"),
        ({"states": (*DOOR.states[:2], State("gone", "Gone"))}, "'gone' has no way on and is not final"),
        ({"states": (DOOR.states[0], State("shut", "Shut", final=True), DOOR.states[2])}, "final and has a way on"),
        ({"transitions": (*DOOR.transitions, DOOR.transitions[0])}, "Two transitions have one name"),
        ({"transitions": (replace(DOOR.transitions[0], target="ajar"),)}, "names an unknown state 'ajar'"),
        ({"transitions": (replace(DOOR.transitions[0], sources=()),)}, "starts nowhere"),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused(change, says) -> None:
    with pytest.raises(ValueError, match=says):
        replace(DOOR, **change)


def test_the_picture_has_every_way() -> None:
    page = render(DOOR)
    assert file_name(DOOR) == "workflows/test-door.md"
    for line in (
        "    [*] --> open", "    open --> shut: Shut it", "    open --> gone: Take it away",
        "    shut --> gone: Take it away", "    gone --> [*]",
        "| Shut it | Open | Shut | `access.signed_in` | X-01 | no | nobody | no clock |",
        "| Open it | Shut | Open | `access.signed_in` | none | no | `test.opened` | XX-01 |",
        "| X-01 | Not when it is late. |",
    ):  # fmt: skip
        assert line in page.splitlines()
