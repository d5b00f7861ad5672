"""When a panel's grades are shown to each other, and where they lie apart. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


def all_in(members: Collection[int], standards: Collection[str], given: Mapping[tuple[int, str], int]) -> bool:
    """AU-09. Every member without a conflict has graded every standard. A panel of nobody is never ready."""
    return bool(members) and all((member, code) in given for member in members for code in standards)


@dataclass(frozen=True)
class Layers:
    """One standard of one return: its own grade, the panel's grades (None while hidden), the settled one."""

    own: int | None
    panel: tuple[int, ...] | None
    moderated: int | None

    @property
    def apart(self) -> int:
        """How far the panel's members are from each other."""
        return max(self.panel) - min(self.panel) if self.panel else 0

    @property
    def moved(self) -> int | None:
        """Moderated minus own: below 0, the body saw itself too well."""
        return None if self.own is None or self.moderated is None else self.moderated - self.own


def mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None
