"""Which rows of a folder mean the same body, and which should be asked about. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from throughline.foundation.names import closeness, key_of, look_alike, nearly_the_same
from throughline.office.intake.reading import Folder, Problem

OTHER_INCOME = "other income"


@dataclass
class Names:
    """The folder's other names, sorted to what they stand for: the partnership, an agency or a group (by its name)."""

    partnership: list[str] = field(default_factory=list)
    agencies: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def agency_of(self, name: str) -> str | None:
        """The agency's name in the folder that goes by this name or alias."""
        key = key_of(name)
        for agency, aliases in self.agencies.items():
            if key == key_of(agency) or key in map(key_of, aliases):
                return agency
        return None


def names_of(folder: Folder) -> Names:
    found = Names(
        agencies={row["name"]: [] for row in folder.rows("agencies.csv")},
        groups={row["name"]: [] for row in folder.rows("groups.csv")},
    )
    agencies = {key_of(name): name for name in found.agencies}
    groups = {key_of(name): name for name in found.groups}
    own = key_of(folder.partnership.name)
    for row in folder.rows("aliases.csv"):
        both = (row["name"], row["also_known_as"])
        for name, alias in (both, both[::-1]):
            if key_of(name) == own:
                found.partnership.append(alias)
            elif key_of(name) in agencies:
                found.agencies[agencies[key_of(name)]].append(alias)
            elif key_of(name) in groups:
                found.groups[groups[key_of(name)]].append(alias)
            else:
                continue
            break
        else:
            found.notes.append(
                f"aliases.csv, row {row.row}: neither '{both[0]}' nor '{both[1]}' is the partnership, an agency or a"
                " group; the row ties nothing."
            )
    return found


@dataclass(frozen=True)
class Distinct:
    """Names that a person has said to be different: pairs from distinct.csv, and names that are like none on record."""

    pairs: frozenset[frozenset[str]] = frozenset()
    names: frozenset[str] = frozenset()

    def says(self, one: str, other: str) -> bool:
        keys = {key_of(one), key_of(other)}
        return frozenset(keys) in self.pairs or bool(keys & self.names)


def distinct_of(folder: Folder, names: Iterable[str]) -> Distinct:
    return Distinct(
        frozenset(frozenset({key_of(row["name"]), key_of(row["is_not"])}) for row in folder.rows("distinct.csv")),
        frozenset(map(key_of, names)),
    )


def is_other_income(contributor: str) -> bool:
    return key_of(contributor).startswith(OTHER_INCOME)


def contributor_questions(folder: Folder, names: Names, distinct: Distinct) -> list[str]:
    """A contributor that no name or alias ties, but that looks like an agency: asked, the likeliest only."""
    questions = []
    for row in folder.rows("contributions.csv"):
        contributor = row["contributor"]
        if is_other_income(contributor) or names.agency_of(contributor):
            continue
        alike = _likeliest(contributor, names.agencies, distinct)
        if alike:
            questions.append(_question(f"contributions.csv, row {row.row}", contributor, alike, "an outside body"))
    return questions


def agency_questions(folder: Folder, joint: Sequence[str], names: Names, distinct: Distinct) -> list[str]:
    """Agencies of the folder that nearly have the name of another of its agencies, or of a joint organisation."""
    questions = []
    rows = folder.rows("agencies.csv")
    for at, row in enumerate(rows):
        others = [other["name"] for other in rows[:at]]
        others += [name for name in joint if names.agency_of(name) is None]
        for other in others:
            if nearly_the_same(row["name"], other) and not distinct.says(row["name"], other):
                questions.append(_question(f"agencies.csv, row {row.row}", row["name"], other, "a body of its own"))
    return questions


def renamed(folder: Folder, on_record: Iterable[str], names: Names, distinct: Distinct) -> list[Problem]:
    """A new agency with nearly the name of one on record that has left the folder: it must be said which it is, or the
    same body would be there twice."""
    gone = [name for name in on_record if names.agency_of(name) is None]
    known = set(map(key_of, on_record))
    return [
        Problem(
            "agencies.csv", row.row, "name",
            f"'{row['name']}' is new and nearly the name of '{other}', which is on record but no longer in the folder."
            f" If it is the same, add the line \"{row['name']},{other}\" to aliases.csv; if not, to distinct.csv.",
        )
        for row in folder.rows("agencies.csv")
        for other in gone
        if key_of(row["name"]) not in known
        and nearly_the_same(row["name"], other)
        and not distinct.says(row["name"], other)
    ]  # fmt: skip


def _likeliest(name: str, agencies: Mapping[str, Sequence[str]], distinct: Distinct) -> str | None:
    alike = [
        agency
        for agency, aliases in agencies.items()
        if any(look_alike(name, known) for known in (agency, *aliases)) and not distinct.says(name, agency)
    ]
    return max(alike, key=lambda agency: (closeness(name, agency), agency), default=None)


def _question(place: str, name: str, other: str, meanwhile: str) -> str:
    return (
        f"{place}: is '{name}' the same as '{other}'? If it is, add the line \"{other},{name}\" to aliases.csv."
        f' If it is not, add it to distinct.csv, or say --distinct "{name}". Meanwhile it stays {meanwhile}.'
    )
