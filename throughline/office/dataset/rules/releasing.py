"""What goes out of an indicator: which counts are hidden, and with them every rate that would give them away. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.foundation.figures.suppression.tables import Cell, Policy, Sum, Table
from throughline.foundation.figures.values import UnitKind, kind_of

HIDDEN = "c"


@dataclass(frozen=True)
class Going:
    """An own value that is to go out. `key`: the id of the figure that counts the same."""

    key: str
    period: str
    unit: str
    value: Decimal

    @property
    def counts_children(self) -> bool:
        return kind_of(self.unit) is UnitKind.CHILDREN and self.value == self.value.to_integral_value()


@dataclass(frozen=True)
class Whole:
    """A count and the parts that it is the sum of, by key with their counts; some of them may not go out now."""

    total: tuple[str, int]
    parts: tuple[tuple[str, int], ...]


def table_of(going: Sequence[Going], wholes: Sequence[Whole]) -> Table:
    """The counts of children that go out, linked with the sums they stand in. What does not go out itself is nowhere
    shown; so is the rest that the parts leave of a whole. A whole that is less than its parts is no sum."""
    out = {each.key: int(each.value) for each in going if each.counts_children and each.value >= 0}
    cells = {key: Cell(key, count) for key, count in out.items()}
    sums = []
    for whole in wholes:
        rest = whole.total[1] - sum(count for _, count in whole.parts)
        if rest < 0 or not {whole.total[0], *(key for key, _ in whole.parts)} & out.keys():
            continue
        for key, count in (whole.total, *whole.parts):
            cells.setdefault(key, Cell(key, count, unpublished=True))
        keys = [key for key, _ in whole.parts]
        if rest:
            cells[f"{whole.total[0]}/rest"] = Cell(f"{whole.total[0]}/rest", rest, unpublished=True)
            keys.append(f"{whole.total[0]}/rest")
        sums.append(Sum(whole.total[0], tuple(keys)))
    return Table(cells.values(), sums)


def shown_values(going: Sequence[Going], hidden: Mapping[str, object]) -> dict[str, Decimal | None]:
    """Key → the value that goes out, None where it is hidden. A rate or a share of a period whose count is hidden is
    hidden too: with the children who live there it is the count over again."""
    periods = {each.period for each in going if each.key in hidden}
    found: dict[str, Decimal | None] = {}
    for each in going:
        told = kind_of(each.unit) in (UnitKind.RATE, UnitKind.PERCENT) and each.period in periods
        found[each.key] = None if each.key in hidden or told else each.value
    return found


def policy_said(policy: Policy) -> str:
    """In words, for whoever reads what went out."""
    nought = "a nought is shown" if policy.zero_shown else "a nought is hidden as well"
    return (
        f"Counts of 1 to {policy.largest_small} children are hidden (c), and others with them where they would give one"
        f" away; {nought}."
    )
