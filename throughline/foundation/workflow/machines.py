"""State machines as tables. Pure.

MACHINE = Machine(
    name="actions.delivery", label="Delivery of an action", initial="open",
    states=(State("open", "Open"), State("closed", "Closed", final=True)),
    transitions=(Transition("close", "Close", sources=("open",), target="closed", permission=Perm.CLOSE),),
)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class State:
    """`says`: what it means, in one sentence. `colour` is the tag's. A final state has no way on."""

    name: str
    label: str
    says: str = ""
    final: bool = False
    colour: str = "grey"


@dataclass(frozen=True)
class Guard:
    """A rule by its code. `refuses(facts)` is a sentence that says why not, or ''. It must not ask the database."""

    code: str
    says: str
    refuses: Callable[[Any], str]


@dataclass(frozen=True)
class Transition:
    """One way on. `label` is the button's: "Start work". `asks_reason`: it goes only with a reason.

    `notice`: kind of the notice that tells people; `starts_clock`: code of the statutory clock that begins. Both are
    done by the app's operation; here they are for the reader of the table.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    permission: StrEnum
    guards: tuple[Guard, ...] = ()
    asks_reason: bool = False
    notice: str = ""
    starts_clock: str = ""


@dataclass(frozen=True)
class Machine:
    """`name` is `app.what`. Raises ValueError when the table does not hold together."""

    name: str
    label: str
    initial: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise ValueError(f"The machine '{self.name}' does not hold together: {' '.join(problems)}")

    def state(self, name: str) -> State:
        """Raises KeyError."""
        return {state.name: state for state in self.states}[name]

    def transition(self, name: str) -> Transition:
        """Raises KeyError."""
        return {transition.name: transition for transition in self.transitions}[name]

    def ways_on(self, state: str) -> list[Transition]:
        """What can be done from a state, whoever asks, in the table's order."""
        return [transition for transition in self.transitions if state in transition.sources]

    def refusals(self, state: str, transition: str, facts: Any = None, reason: str = "") -> list[str]:
        """Why it cannot be done now, each a plain sentence; [] when it can. Who may is another question."""
        way = self.transition(transition)
        if state not in way.sources:
            return [f"‘{way.label}’ is not possible: the state is ‘{self.state(state).label}’."]
        found = [refusal for guard in way.guards if (refusal := guard.refuses(facts))]
        if way.asks_reason and not reason.strip():
            found.append("Give the reason.")
        return found

    def pairs(self) -> Iterator[tuple[str, str, bool]]:
        """(state, transition, does the table allow it): every pair, for exhaustive tests."""
        for state in self.states:
            for transition in self.transitions:
                yield state.name, transition.name, state.name in transition.sources

    @property
    def choices(self) -> list[tuple[str, str]]:
        """For a model's field."""
        return [(state.name, state.label) for state in self.states]


def _problems(machine: Machine) -> Iterator[str]:
    names = [state.name for state in machine.states]
    known = set(names)
    if len(names) != len(known):
        yield "Two states have one name."
    ways = [transition.name for transition in machine.transitions]
    if len(ways) != len(set(ways)):
        yield "Two transitions have one name."
    if machine.initial not in known:
        yield f"The first state '{machine.initial}' is unknown."
    for transition in machine.transitions:
        for name in (*transition.sources, transition.target):
            if name not in known:
                yield f"'{transition.name}' names an unknown state '{name}'."
        if not transition.sources:
            yield f"'{transition.name}' starts nowhere."
    left = {source for transition in machine.transitions for source in transition.sources}
    for state in machine.states:
        if state.final and state.name in left:
            yield f"'{state.name}' is final and has a way on."
        if not state.final and state.name not in left:
            yield f"'{state.name}' has no way on and is not final."
    for name in sorted(known - _reached(machine)):
        yield f"'{name}' cannot be reached."


def _reached(machine: Machine) -> set[str]:
    reached = {machine.initial}
    while True:
        more = {t.target for t in machine.transitions if reached & set(t.sources)} - reached
        if not more:
            return reached
        reached |= more
