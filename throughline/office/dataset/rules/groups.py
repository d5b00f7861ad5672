"""Disproportionality: a group's rate against everybody else's, with intervals. And lines that people paste. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.foundation.figures.rates import Interval, Population, Rate, Ratio, rate, rate_interval, rate_ratio
from throughline.foundation.figures.suppression.protecting import protect
from throughline.foundation.figures.suppression.tables import Policy, one_way


@dataclass(frozen=True)
class Line:
    """`population` 0: of this group nobody knows how many live here."""

    group: str
    count: int
    population: int


@dataclass(frozen=True)
class Compared:
    """`rate` None where nobody of the group lives here; `ratio` None where either side counts nobody. `hidden`: a small
    number, or one that gives it away; nothing of it is shown then."""

    group: str
    line: Line
    rate: Rate | None
    interval: Interval | None
    ratio: Ratio | None
    hidden: bool


class NotLines(ValueError):
    """`faults`: what is wrong with which line, in words."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)


def read_lines(text: str) -> list[Line]:
    """'Asian; 12; 5,400' or the same with tabs, as pasted from a spreadsheet. Raises NotLines with every fault."""
    found: list[Line] = []
    faults = []
    for number, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip():
            continue
        cells = [cell.strip() for cell in raw.split("\t" if "\t" in raw else ";")]
        if len(cells) != 3:
            faults.append(f"Line {number} needs a group, a count and a population, with semicolons or tabs between.")
            continue
        group, count, population = cells[0], cells[1].replace(",", ""), cells[2].replace(",", "")
        if not group or group[0] in "=+-@":
            faults.append(f"Line {number}: “{cells[0][:40]}” is no name of a group.")
        elif not (count.isascii() and count.isdigit() and population.isascii() and population.isdigit()):
            faults.append(f"Line {number}: the count and the population must be whole numbers.")
        elif max(len(count), len(population)) > 9:
            faults.append(f"Line {number}: the numbers are too large.")
        elif int(count) > int(population):
            faults.append(f"Line {number}: more children are counted than live here.")
        elif any(group.casefold() == other.group.casefold() for other in found):
            faults.append(f"Line {number}: “{group}” stands above already.")
        else:
            found.append(Line(group[:100], int(count), int(population)))
    if len(found) < 2 and not faults:
        faults.append("Give at least two groups.")
    if faults:
        raise NotLines(faults)
    return found


def compared(lines: Sequence[Line], policy: Policy, vintage: str) -> list[Compared]:
    """Each group against all the others together, of those that live here: "not recorded" has no children and no rate,
    and stands in no other group's comparison. Small counts are hidden by the policy, with others where one would
    follow from the total."""
    protected = protect(one_way({line.group: line.count for line in lines}), policy)
    living = [line for line in lines if line.population]
    counted, lives = sum(line.count for line in living), sum(line.population for line in living)
    made = []
    for line in lines:
        own = rate(line.count, Population(line.population, "", vintage))
        rest = rate(counted - line.count, Population(lives - line.population, "", vintage)) if own else None
        made.append(
            Compared(
                line.group, line, own, rate_interval(own) if own else None,
                rate_ratio(own, rest) if own and rest else None, line.group in protected.hidden,
            )
        )  # fmt: skip
    return made
