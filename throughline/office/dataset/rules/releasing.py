"""What goes out of an indicator: which counts are hidden, and with them every rate that would give them away. Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.foundation.figures.suppression.protecting import CannotProtect, protect
from throughline.foundation.figures.suppression.tables import DEPARTMENT, Cell, Policy, Sum, Table
from throughline.foundation.figures.values import UnitKind, kind_of

HIDDEN = "c"
_PER = re.compile(r"per (\d{3,7})\b", re.ASCII)
# What is counted of something else than children. A unit that is not named here counts children, or what happens to
# them one by one (referrals, crimes, exclusions), and three of them point to a child as three children do.
NOT_OF_CHILDREN = frozenset({
    "agencies", "assemblies", "audits", "completions", "courses", "days", "events", "hours", "meetings", "months",
    "organisations", "places", "posts", "reviews", "schools", "services", "sessions", "settings", "views", "weeks",
    "years",
})  # fmt: skip


def tells_of_children(unit: str) -> bool:
    kind = kind_of(unit)
    return kind is UnitKind.CHILDREN or (kind is UnitKind.THINGS and unit.strip().casefold() not in NOT_OF_CHILDREN)


@dataclass(frozen=True)
class Going:
    """An own value that is to go out. `key`: the id of the figure that counts the same. `rounded`: of an area larger
    than the partnership's, which the policy rounds."""

    key: str
    period: str
    unit: str
    value: Decimal
    rounded: bool = False

    @property
    def counts_children(self) -> bool:
        return tells_of_children(self.unit) and self.value == self.value.to_integral_value()


@dataclass(frozen=True)
class Whole:
    """A count and the parts that it is the sum of, by key with their counts; some of them may not go out now. `by`: of
    several ways to split the same count, which."""

    total: tuple[str, int]
    parts: tuple[tuple[str, int], ...]
    by: str = ""

    @property
    def rest(self) -> tuple[str, int]:
        """What the parts leave of it, as a count of its own. Below nought: they are no parts of it."""
        key = f"{self.total[0]}/rest by {self.by}" if self.by else f"{self.total[0]}/rest"
        return key, self.total[1] - sum(count for _, count in self.parts)


def table_of(going: Sequence[Going], wholes: Sequence[Whole]) -> Table:
    """The counts of children that go out, linked with the sums they stand in. What does not go out itself is nowhere
    shown; so is the rest that the parts leave of a whole. A whole that is less than its parts is no sum."""
    counted = [each for each in going if each.counts_children and each.value >= 0]
    cells = {each.key: Cell(each.key, int(each.value), rounded=each.rounded) for each in counted}
    out = frozenset(cells)
    sums = []
    for whole in wholes:
        left, rest = whole.rest
        if rest < 0 or not {whole.total[0], *(key for key, _ in whole.parts)} & out:
            continue
        for key, count in (whole.total, *whole.parts):
            cells.setdefault(key, Cell(key, count, unpublished=True))
        keys = [key for key, _ in whole.parts]
        if rest:
            cells[left] = Cell(left, rest, unpublished=True)
            keys.append(left)
        sums.append(Sum(whole.total[0], tuple(keys)))
    return Table(cells.values(), sums)


def shown_values(
    going: Sequence[Going], hidden: Collection[str], policy: Policy = DEPARTMENT, *, children: int | None = None
) -> dict[str, Decimal | None]:
    """Of one indicator and area: key → the value that goes out, None where it is hidden. A rate or a share of a period
    whose count is hidden is hidden too: with the children who live there it is the count over again. So is a rate
    without its count that comes to a small one by those `children`, where they are known."""
    periods = {each.period for each in going if each.key in hidden}
    found: dict[str, Decimal | None] = {}
    for each in going:
        told = kind_of(each.unit) in (UnitKind.RATE, UnitKind.PERCENT) and each.period in periods
        told = told or _comes_to_few(each, children, policy)
        value = Decimal(policy.rounded(int(each.value))) if each.rounded and each.counts_children else each.value
        found[each.key] = None if each.key in hidden or told else value
    return found


def _comes_to_few(each: Going, children: int | None, policy: Policy) -> bool:
    """Rounded as rates are, six may look like five and a half."""
    per = _PER.match(each.unit.replace(",", ""))
    if per is None or not children:
        return False
    return 0 < each.value * children / int(per[1]) < policy.largest_small + Decimal("0.5")


def hidden_apart(table: Table, policy: Policy) -> set[str]:
    """What of a large table is hidden, each group of linked counts by itself. Where a group cannot be protected, all of
    it is hidden."""
    hidden: set[str] = set()
    for each in linked(table):
        try:
            hidden.update(protect(each, policy).hidden)
        except CannotProtect:
            hidden.update(key for key, cell in each.cells.items() if not cell.unpublished)
    return hidden


def linked(table: Table) -> list[Table]:
    """The table taken apart where no sum holds it together; counts of no sum are one table."""
    group = {key: key for key in table.cells}

    def root(key: str) -> str:
        while group[key] != key:
            group[key] = group[group[key]]
            key = group[key]
        return key

    in_sums: set[str] = set()
    for each in table.sums:
        in_sums.update((each.total, *each.parts))
        for part in each.parts:
            group[root(part)] = root(each.total)
    cells: dict[str, list[Cell]] = {}
    sums: dict[str, list[Sum]] = {}
    for key, cell in table.cells.items():
        cells.setdefault(root(key) if key in in_sums else "", []).append(cell)
    for each in table.sums:
        sums.setdefault(root(each.total), []).append(each)
    return [Table(some, sums.get(key, ())) for key, some in cells.items()]


def policy_said(policy: Policy) -> str:
    """In words, for whoever reads what went out."""
    nought = "a nought is shown" if policy.zero_shown else "a nought is hidden as well"
    return (
        f"Counts of 1 to {policy.largest_small} children, or of what happens to them, such as referrals, are hidden"
        f" (c), and others with them where they would give one away; {nought}. Counts of an area larger than the"
        f" partnership’s are rounded to {policy.round_to}."
    )
