"""A list of people, as somebody pastes it: one a line, with name and e-mail, in any of the usual forms. Pure.

TR-82: all of them or none; what is wrong is said by row. TR-83: nobody twice.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from throughline.foundation.ui import formats
from throughline.office.training.rules.people import account_address

EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
MOST = 200


@dataclass(frozen=True)
class Person:
    """`row` as a person counts the lines of the list."""

    row: int
    name: str
    email: str
    job_title: str = ""


@dataclass(frozen=True)
class RowProblem:
    row: int
    says: str


def read_list(text: str) -> tuple[list[Person], list[RowProblem]]:
    """'Ann Wood, ann@example.org, Nurse', 'Ann Wood <ann@example.org>', or columns copied from a spreadsheet."""
    people, problems = [], []
    for row, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = EMAIL.search(line)
        if not found:
            problems.append(RowProblem(row, "has no email address"))
            continue
        rest = f"{line[: found.start()]}\t{line[found.end() :]}"
        parts = [part.strip(" \"'<>()") for part in re.split(r"[\t,;<>]+", rest)]
        words = [part for part in parts if part]
        if not words:
            problems.append(RowProblem(row, f"has no name beside {found.group()}"))
            continue
        people.append(Person(row, words[0], found.group().lower(), words[1] if len(words) > 1 else ""))
    return people, [*problems, *twice(people)]


def twice(people: Iterable[Person]) -> list[RowProblem]:
    """TR-83: an address that stands in the list before; at a shared mailbox (TR-171), with the same name."""
    first: dict[str, int] = {}
    found = []
    for person in people:
        address = account_address(person.name, person.email)
        if address in first:
            found.append(RowProblem(person.row, f"{person.email} stands in row {first[address]} too"))
        first.setdefault(address, person.row)
    return found


def too_many(people: Sequence[Person], left: int | None) -> str:
    """Why the list does not fit, '' when it does. `left`: None where places are not limited."""
    if len(people) > MOST:
        return f"The list has {len(people)} people. Book at most {MOST} at once."
    if left is not None and len(people) > left:
        places = (
            "There is no place left"
            if left == 0
            else f"There {'is' if left == 1 else 'are'} {formats.counted(left, 'place')} left"
        )
        return f"{places}, and the list has {formats.counted(len(people), 'person', 'people')}. Nobody was booked."
    return ""
