"""The whole folder: which files, which columns, and what the files say about each other."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from throughline.foundation.figures import periods
from throughline.foundation.figures.years import year_on
from throughline.foundation.names import key_of, slug_of
from throughline.office.intake.reading import cells
from throughline.office.intake.reading.cells import Column
from throughline.office.intake.reading.facts import FinanceFile, PartnershipFile, read_finance, read_partnership
from throughline.office.intake.reading.problems import Problem, Problems
from throughline.office.intake.reading.tables import LARGEST_FILE, Record, read_table

type Key = Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True)
class TableFile:
    columns: tuple[Column, ...]
    key: Key


def _by(*names: str) -> Key:
    return lambda row: tuple(row[name] for name in names)


TABLES: dict[str, TableFile] = {
    "agencies.csv": TableFile(
        (
            Column("name", cells.name, needed=True),
            Column("sector", cells.one_of(cells.SECTORS, "sector"), needed=True),
            Column("involvement", longest=500),
        ),
        _by("name"),
    ),
    "aliases.csv": TableFile(
        (Column("name", cells.name, needed=True), Column("also_known_as", cells.name, needed=True)),
        _by("also_known_as"),
    ),
    "distinct.csv": TableFile(
        (Column("name", cells.name, needed=True), Column("is_not", cells.name, needed=True)), _by("name", "is_not")
    ),
    "groups.csv": TableFile(
        (
            Column("name", cells.slugged, needed=True, longest=200),
            Column("short_name", cells.name, longest=40),
            Column("kind", cells.name, needed=True, longest=100),
            Column("joint_with", cells.listed, empty=[], longest=2000),
            Column("meets", longest=200),
            Column("remit", longest=5000),
        ),
        _by("name"),
    ),
    "priorities.csv": TableFile(
        (
            Column("number", cells.counting, needed=True),
            Column("title", cells.name, needed=True),
            Column("plan", cells.name, needed=True, longest=100),
        ),
        _by("plan", "number"),
    ),
    "commitments.csv": TableFile(
        (
            Column("belongs_to", cells.belongs_to, needed=True, longest=100),
            Column("year", cells.report_year, needed=True),
            Column("commitment", cells.name, needed=True, longest=5000),
        ),
        _by("belongs_to", "year", "commitment"),
    ),
    "contributions.csv": TableFile(
        (
            Column("contributor", cells.slugged, needed=True),
            Column("amount_gbp", cells.money, needed=True),
            Column("share_percent_as_published", cells.share, empty=None),
        ),
        _by("contributor"),
    ),
    "observations.csv": TableFile(
        (
            Column("indicator", cells.slugged, needed=True),
            Column("area", cells.slugged, needed=True, longest=200),
            Column("as_at_or_period", cells.period, needed=True),
            Column("value", cells.number, needed=True),
            Column("unit", cells.unit, needed=True, longest=100),
            Column("source", longest=500, verbatim=True),
        ),
        lambda row: (slug_of(row["indicator"]), slug_of(row["area"]), row["as_at_or_period"], slug_of(row["unit"][0])),
    ),
    "relations.csv": TableFile(
        (
            Column("whole", cells.name, needed=True),
            Column("part", cells.name, needed=True),
            Column("exhaustive", cells.yes_or_no, needed=True),
            Column("exclusive", cells.yes_or_no, needed=True),
            Column("why", needed=True, longest=500),
        ),
        _by("whole", "part"),
    ),
    "reviews.csv": TableFile(
        (
            Column("kind", cells.name, needed=True, longest=100),
            Column("name", cells.slugged, needed=True, longest=200),
            Column("published", cells.published, empty=("", None)),
            Column("learning_themes", cells.listed, empty=[], longest=2000),
        ),
        _by("name"),
    ),
    "practice_changes.csv": TableFile(
        (
            Column("review", cells.name, needed=True, longest=200),
            Column("service_or_policy", cells.name, needed=True, longest=200),
            Column("change", cells.name, needed=True, longest=5000),
        ),
        _by("review", "service_or_policy", "change"),
    ),
    "audits.csv": TableFile(
        (
            Column("kind", cells.name, needed=True, longest=100),
            Column("cycle", cells.cycle, needed=True),
            Column("theme", longest=300),
            Column("note", longest=5000),
        ),
        _by("kind", "cycle", "theme"),
    ),
    "training_sessions.csv": TableFile(
        (
            Column("title", cells.slugged, needed=True, longest=200),
            Column("mode", cells.one_of(cells.MODES, "mode"), needed=True),
            Column("starts", cells.moment, needed=True),
            Column("ends", cells.moment, needed=True),
            Column("places_left", cells.places, empty=None),
            Column("booking", cells.one_of(cells.BOOKING, "way of booking"), needed=True),
            Column("note", longest=5000),
        ),
        _by("title", "mode", "starts"),
    ),
}
FACTS = ("partnership.toml", "finance.toml")
REQUIRED = ("partnership.toml", "agencies.csv")
ORDER = (*FACTS, *TABLES)


@dataclass(frozen=True)
class Folder:
    """A folder that can be loaded. A table that the folder does not have is absent from `tables`."""

    partnership: PartnershipFile
    finance: FinanceFile | None
    tables: Mapping[str, list[Record]]

    def rows(self, file: str) -> list[Record]:
        return self.tables.get(file, [])

    @property
    def year(self) -> str:
        """The report year that the folder is of: what finance.toml says, else the year that most observations are of,
        else the one that their latest day is in; '' where nothing tells."""
        if self.finance is not None:
            return self.finance.year
        found = [row["as_at_or_period"] for row in self.rows("observations.csv")]
        years = Counter(period for period in found if periods.spans_two_years(period))
        if years:
            return max(years, key=lambda year: (years[year], year))
        days = [day for period in found if (day := periods.day_of(period))]
        return year_on(max(days), self.partnership.report_year_starts).label if days else ""


@dataclass(frozen=True)
class Reading:
    """Either a folder, or the problems that refuse it. `notes` are told but refuse nothing."""

    folder: Folder | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def read_folder(path: Path) -> Reading:
    """Every file of the folder. A file that cannot be opened is a problem like any other."""
    if not path.is_dir():
        what = "is not a folder." if path.exists() else "there is no such folder."
        return Reading(None, (Problem(str(path), 0, "", what),))
    files: dict[str, bytes] = {}
    problems, notes = [], []
    try:
        entries = sorted(path.iterdir())
    except OSError as wrong:
        return Reading(None, (Problem(str(path), 0, "", f"cannot be opened: {wrong.strerror}."),))
    for entry in entries:
        if entry.name not in ORDER:
            if not entry.name.startswith("."):
                notes.append(Problem(entry.name, 0, "", "is not a file that is known here, and was not read."))
            continue
        try:
            if entry.stat().st_size > LARGEST_FILE:
                problems.append(Problem(entry.name, 0, "", f"is larger than {LARGEST_FILE // 1_000_000} MB."))
                files[entry.name] = b""
                continue
            files[entry.name] = entry.read_bytes()
        except OSError as wrong:
            problems.append(Problem(entry.name, 0, "", f"cannot be read: {wrong.strerror}."))
            files[entry.name] = b""
    blocked = {problem.file for problem in problems}
    read = read_files(files)
    kept = [problem for problem in read.problems if problem.file not in blocked]
    found = _sorted([*problems, *kept])
    return Reading(None if found else read.folder, found, _sorted([*notes, *read.notes]))


def read_files(files: Mapping[str, bytes]) -> Reading:
    """File name → content. Never raises: arbitrary bytes give a folder or problems."""
    by_file = {name: Problems(name) for name in ORDER}
    for name in REQUIRED:
        if name not in files:
            by_file[name].add("this file is missing.")
    partnership = finance = None
    if "partnership.toml" in files:
        partnership = read_partnership(files["partnership.toml"], by_file["partnership.toml"])
    if "finance.toml" in files:
        finance = read_finance(files["finance.toml"], by_file["finance.toml"])
    tables = {
        name: read_table(files[name], table.columns, by_file[name], table.key)
        for name, table in TABLES.items()
        if name in files
    }
    _Together(partnership, finance, tables, by_file, files).check()
    problems = _sorted([found for each in by_file.values() for found in each.found])
    notes = _sorted([found for each in by_file.values() for found in each.notes])
    if problems or partnership is None:
        return Reading(None, problems, notes)
    return Reading(Folder(partnership, finance, tables), (), notes)


def _sorted(problems: list[Problem]) -> tuple[Problem, ...]:
    order = {name: at for at, name in enumerate(ORDER)}
    return tuple(sorted(dict.fromkeys(problems), key=lambda each: (order.get(each.file, -1), each)))


@dataclass
class _Together:
    """What one file says about another. A file with a mistake is not asked, so that one mistake is told once."""

    partnership: PartnershipFile | None
    finance: FinanceFile | None
    tables: Mapping[str, list[Record]]
    problems: Mapping[str, Problems]
    files: Mapping[str, bytes]
    meant: dict[str, str] = field(default_factory=dict)

    def sound(self, name: str) -> bool:
        return name in self.files and not self.problems[name].found

    def check(self) -> None:
        # Which files are sound is settled first: what is found here must not hide what comes after.
        sound = {name for name in ORDER if self.sound(name)}
        self._agencies_slugs()
        if {"partnership.toml", "agencies.csv"} <= sound:
            self._safeguarding_partners()
        self._aliases()
        if "commitments.csv" in self.files:
            self._commitments(sound)
        if "practice_changes.csv" in self.files and ("reviews.csv" in sound or "reviews.csv" not in self.files):
            self._practice_changes()
        if "contributions.csv" in self.files and "finance.toml" not in self.files:
            self.problems["contributions.csv"].add("needs finance.toml, which says which year the amounts are of.")
        self._sessions()
        self._observations()
        if "observations.csv" in sound or "observations.csv" not in self.files:
            self._relations()

    def rows(self, name: str) -> list[Record]:
        return self.tables.get(name, [])

    def _agencies_slugs(self) -> None:
        for name, column in (("groups.csv", "name"), ("reviews.csv", "name"), ("contributions.csv", "contributor")):
            seen: dict[str, Record] = {}
            for row in self.rows(name):
                first = seen.setdefault(slug_of(row[column]), row)
                if first is not row:
                    self.problems[name].add(
                        f"'{row[column]}' and '{first[column]}' (row {first.row}) would have the same address.",
                        row.row, column,
                    )  # fmt: skip

    def _safeguarding_partners(self) -> None:
        known = {key_of(row["name"]) for row in self.rows("agencies.csv")}
        for row in self.rows("aliases.csv"):
            if key_of(row["name"]) in known:
                known.add(key_of(row["also_known_as"]))
        for name in self.partnership.safeguarding_partners if self.partnership else ():
            if key_of(name) not in known:
                self.problems["partnership.toml"].add(
                    f"'{name}' is not in agencies.csv, under that name or an alias.", 0, "safeguarding_partners"
                )

    def _aliases(self) -> None:
        names = {key_of(row["name"]): row for row in [*self.rows("agencies.csv"), *self.rows("groups.csv")]}
        for row in self.rows("aliases.csv"):
            other = names.get(key_of(row["also_known_as"]))
            if key_of(row["name"]) == key_of(row["also_known_as"]):
                self.problems["aliases.csv"].add("both names are the same.", row.row, "also_known_as")
            elif other is not None and key_of(row["name"]) in names:
                self.problems["aliases.csv"].add(
                    f"'{row['also_known_as']}' is itself in {other.file}, row {other.row}: it would be there twice.",
                    row.row, "also_known_as",
                )  # fmt: skip

    def _commitments(self, sound: set[str]) -> None:
        numbers = {row["number"] for row in self.rows("priorities.csv")}
        if "priorities.csv" in self.files and "priorities.csv" not in sound:
            return
        for row in self.rows("commitments.csv"):
            number = row["belongs_to"][0]
            if number is not None and number not in numbers:
                self.problems["commitments.csv"].add(
                    f"there is no priority {number} in priorities.csv.", row.row, "belongs_to"
                )

    def _practice_changes(self) -> None:
        known = {key_of(row["name"]) for row in self.rows("reviews.csv")}
        for row in self.rows("practice_changes.csv"):
            if key_of(row["review"]) not in known:
                self.problems["practice_changes.csv"].add(
                    f"there is no review '{row['review']}' in reviews.csv.", row.row, "review"
                )

    def _sessions(self) -> None:
        for row in self.rows("training_sessions.csv"):
            if row["ends"] <= row["starts"]:
                self.problems["training_sessions.csv"].add("ends before it starts.", row.row, "ends")

    def _observations(self) -> None:
        for row in self.rows("observations.csv"):
            value, (unit, _) = row["value"], row["unit"]
            change = re.search(r"\b(change|difference|increase|decrease)\b", row["indicator"], re.IGNORECASE)
            if value < 0 and not change:
                self.problems["observations.csv"].add(
                    f"'{value}' is negative. Only a change or a difference can be.", row.row, "value"
                )
            elif unit.casefold().startswith(("percent", "per cent", "%")) and value > 100 and not change:
                self.problems["observations.csv"].add(f"'{value}' is outside 0 to 100 percent.", row.row, "value")

    def _relations(self) -> None:
        known = {slug_of(row["indicator"]) for row in self.rows("observations.csv")}
        for row in self.rows("relations.csv"):
            for column in ("whole", "part"):
                if slug_of(row[column]) not in known:
                    self.problems["relations.csv"].add(
                        f"there is no indicator '{row[column]}' in observations.csv.", row.row, column
                    )
            if slug_of(row["whole"]) == slug_of(row["part"]):
                self.problems["relations.csv"].add("the whole and the part are the same.", row.row, "part")
