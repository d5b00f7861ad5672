"""Where apps register what they can publish. Filled at start from each app's figures.py.

`@provides("finance")` gives computed and returned figures; `@derives("dataset")` comes after all of those and finds
them in `asked.known`; `@relates("dataset")` names wholes and their parts, with every figure in `asked.known`. All run
in the active scope and only read.
"""

from collections.abc import Callable, Iterable

from throughline.foundation.figures.values import Asked, Value, Whole

Provider = Callable[[Asked], Iterable[Value]]
Relater = Callable[[Asked], Iterable[Whole]]

_providers: dict[str, Provider] = {}
_derivers: dict[str, Provider] = {}
_relaters: dict[str, Relater] = {}


def _register[F](table: dict[str, F], app: str) -> Callable[[F], F]:
    def keep(function: F) -> F:
        if app in table:
            raise ValueError(f"'{app}' is registered twice.")
        table[app] = function
        return function

    return keep


def provides(app: str) -> Callable[[Provider], Provider]:
    return _register(_providers, app)


def derives(app: str) -> Callable[[Provider], Provider]:
    return _register(_derivers, app)


def relates(app: str) -> Callable[[Relater], Relater]:
    return _register(_relaters, app)


def evaluate(asked: Asked) -> dict[str, Value]:
    """Every figure by id, in a stable order. Raises ValueError when two providers give the same id."""
    found: dict[str, Value] = {}
    for stage in (_providers, _derivers):
        for app in sorted(stage):
            known = Asked(asked.year, asked.as_at, asked.area, dict(found))
            for value in stage[app](known):
                if value.id in found:
                    raise ValueError(f"The figure '{value.id}' is given twice.")
                found[value.id] = value
    return found


def wholes(asked: Asked) -> list[Whole]:
    return [whole for app in sorted(_relaters) for whole in _relaters[app](asked)]
