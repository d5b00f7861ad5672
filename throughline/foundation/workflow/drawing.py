"""A machine as a page: a diagram (Mermaid, which code hosts draw) and its table. Pure."""

from collections.abc import Iterator

from throughline.foundation.workflow.machines import Machine


def render(machine: Machine) -> str:
    """Markdown."""
    return "\n".join([*_head(machine), *_picture(machine), *_states(machine), *_ways(machine), *_rules(machine)]) + "\n"


def file_name(machine: Machine) -> str:
    """`actions.delivery` → workflows/actions-delivery.md, below docs/generated/."""
    return f"workflows/{machine.name.replace('.', '-').replace('_', '-')}.md"


def _head(machine: Machine) -> Iterator[str]:
    yield f"# {machine.label}"
    yield ""
    yield f"The machine `{machine.name}`, generated from its table by `./manage generate_docs`."
    yield ""


def _picture(machine: Machine) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in machine.states:
        yield f"    {state.name}: {state.label}"
    yield f"    [*] --> {machine.initial}"
    for way in machine.transitions:
        for source in way.sources:
            yield f"    {source} --> {way.target}: {way.label}"
    for state in machine.states:
        if state.final:
            yield f"    {state.name} --> [*]"
    yield "```"
    yield ""


def _states(machine: Machine) -> Iterator[str]:
    yield "| State | What it means |"
    yield "| --- | --- |"
    for state in machine.states:
        yield f"| {state.label} | {state.says} |"
    yield ""


def _ways(machine: Machine) -> Iterator[str]:
    yield "| Transition | From | To | Permission | Rules | Reason | Tells | Starts |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for way in machine.transitions:
        cells = (
            way.label,
            ", ".join(machine.state(name).label for name in way.sources),
            machine.state(way.target).label,
            f"`{way.permission.value}`",
            ", ".join(guard.code for guard in way.guards) or "none",
            "asked for" if way.asks_reason else "no",
            f"`{way.notice}`" if way.notice else "nobody",
            way.starts_clock or "no clock",
        )
        yield f"| {' | '.join(cells)} |"


def _rules(machine: Machine) -> Iterator[str]:
    guards = {guard.code: guard.says for way in machine.transitions for guard in way.guards}
    if guards:
        yield ""
        yield "| Rule | What it holds |"
        yield "| --- | --- |"
        for code in sorted(guards):
            yield f"| {code} | {guards[code]} |"
