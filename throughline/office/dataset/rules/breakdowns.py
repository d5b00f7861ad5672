"""The categories into which a return splits a count, by the name of the breakdown. Pure.

Age bands, ethnic groups, categories of abuse, primary needs and sources of referral are those of the Department for
Education's children in need census, so that a quarter's return can be set beside the year's official figures; phases
are those of its school statistics. A partnership may keep another list in place of any of them, or of a breakdown that
has none here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SOURCES = (
    "Individual", "Schools", "Education services", "Health services", "Housing", "Local authority services", "Police",
    "Other legal agency", "Other", "Anonymous", "Not known",
)  # fmt: skip
AGENCIES = ("agency", "lead agency")  # the partnership's own agencies, where no list is kept
MOST_CATEGORIES = 60

CATEGORIES: dict[str, tuple[str, ...]] = {
    "age": ("Unborn", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over", "Not recorded"),
    "sex": ("Female", "Male", "Not recorded or neither"),
    "ethnicity": (
        "White", "Mixed or multiple ethnic groups", "Asian or Asian British",
        "Black, Black British, Caribbean or African", "Other ethnic group", "Refused or not yet obtained",
    ),
    "category of abuse": ("Neglect", "Physical abuse", "Sexual abuse", "Emotional abuse", "Multiple"),
    "need": (
        "Abuse or neglect", "Child’s disability or illness", "Parent’s disability or illness", "Family in acute stress",
        "Family dysfunction", "Socially unacceptable behaviour", "Low income", "Absent parenting",
        "Cases other than children in need", "Not stated",
    ),
    "phase": (
        "Early years", "Primary", "Secondary", "Special", "Alternative provision", "After 16", "Not recorded",
    ),
    "source of contact": SOURCES,
    "source of referral": SOURCES,
    "looked after or not": ("Looked after", "Not looked after", "Not recorded"),
    "time since the earlier plan": ("Less than 2 years", "2 years or more", "Not recorded"),
}  # fmt: skip


@dataclass(frozen=True)
class Category:
    """`population`: the children of it who live here, None where nobody has said."""

    name: str
    population: int | None = None


class NotCategories(ValueError):
    """`faults`: what is wrong with which line, in words."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)


def offered(breakdowns: Sequence[str], known: Mapping[str, Sequence[str]]) -> list[str]:
    """Those of an indicator's breakdowns that a return can ask for. `known`: breakdown → its categories."""
    return [name for name in breakdowns if known.get(name)]


def read_categories(text: str) -> list[Category]:
    """A category a line, with its population behind a semicolon or a tab where there is one: 'White; 41,000'. Raises
    NotCategories with every fault."""
    found: list[Category] = []
    faults = []
    for number, raw in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in raw.split("\t" if "\t" in raw else ";")]
        if not any(cells):
            continue
        name, said = cells[0], cells[1].replace(",", "") if len(cells) > 1 else ""
        if not name or name[0] in "=+-@" or len(name) > 100 or len(cells) > 2:
            faults.append(f"Line {number} needs a name of at most 100 characters, then its children if they are known.")
        elif said and not (said.isascii() and said.isdigit() and len(said) <= 9):
            faults.append(f"Line {number}: the children who live here must be a whole number.")
        elif any(name.casefold() == other.name.casefold() for other in found):
            faults.append(f"Line {number}: “{name}” stands above already.")
        else:
            found.append(Category(name, int(said) if said else None))
    if len(found) < 2 and not faults:
        faults.append("Give at least two categories.")
    if len(found) > MOST_CATEGORIES:
        faults.append(f"Give at most {MOST_CATEGORIES} categories.")
    if faults:
        raise NotCategories(faults)
    return found
