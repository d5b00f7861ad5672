"""The two .toml files: partnership.toml and finance.toml. Line numbers stand in for rows."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.foundation.names import key_of, slug_of
from throughline.office.intake.reading import cells
from throughline.office.intake.reading.cells import Wrong, weekday_mistakes
from throughline.office.intake.reading.problems import Problems
from throughline.office.intake.reading.tables import decoded

NATIONS = ("England", "Wales")
LARGEST_POPULATION = 10**9


@dataclass(frozen=True)
class StatedPopulation:
    what: str
    year: int
    value: int
    row: int | None


@dataclass(frozen=True)
class PartnershipFile:
    name: str
    short_name: str
    area: str
    nation: str
    report_year_starts: str
    website: str
    strategic_plan: str
    neighbour_model: str
    safeguarding_partners: tuple[str, ...]
    towns: tuple[str, ...]
    statistical_neighbours: tuple[str, ...]
    populations: tuple[StatedPopulation, ...]
    contacts: Mapping[str, str]


@dataclass(frozen=True)
class StatedGrant:
    source: str
    purpose: str
    amount: Decimal
    spent_on: tuple[str, ...]
    row: int | None


@dataclass(frozen=True)
class FinanceFile:
    """Amounts in pounds, None where not stated; the rows are the lines they stand in."""

    year: str
    total_income: Decimal | None
    total_income_row: int | None
    drawn_from_reserve: Decimal | None
    drawn_from_reserve_row: int | None
    grants: tuple[StatedGrant, ...]


@dataclass
class Table:
    """A table of a .toml file, taken from key by key. `taken` are the keys that were asked for."""

    values: Mapping[str, Any]
    text: str
    problems: Problems
    nth: int = 0
    taken: set[str] = field(default_factory=set)

    def row(self, key: str) -> int:
        """The line of the key's n-th appearance, 0 when it is not found."""
        found = lines_of(self.text, key)
        return found[self.nth] if self.nth < len(found) else (found[-1] if found else 0)

    def add(self, key: str, what: str) -> None:
        self.problems.add(what, self.row(key), key)

    def get(self, key: str, *, needed: bool = False) -> Any:
        self.taken.add(key)
        value = self.values.get(key)
        if value is None and needed:
            self.problems.add("this key is missing.", 0, key)
        return value

    def word(
        self, key: str, read: Callable[[str], Any] = str, *, needed: bool = False, longest: int = 300, empty: Any = ""
    ) -> Any:
        value = self.get(key, needed=needed)
        if value is None:
            return empty
        if not isinstance(value, str):
            self.add(key, "is not a text. Put it in quotation marks.")
            return empty
        text = re.sub(r"\s+", " ", value).strip()
        if not text:
            if needed:
                self.add(key, "is empty.")
            return empty
        if len(text) > longest:
            self.add(key, f"is {len(text)} characters long; at most {longest} fit.")
            return empty
        for mistake in [*weekday_mistakes(text), *control_marks(text)]:
            self.add(key, mistake)
        try:
            return read(text)
        except Wrong as wrong:
            self.add(key, str(wrong))
            return empty

    def words(self, key: str, *, needed: bool = False, longest: int = 300) -> tuple[str, ...]:
        value = self.get(key, needed=needed)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.add(key, 'is not a list of texts, such as ["Chatham", "Rochester"].')
            return ()
        if needed and not value:
            self.add(key, "is empty.")
        for each in value:
            if not key_of(each):
                self.add(key, f"'{each}' has no letter or digit.")
            if len(each) > longest:
                self.add(key, f"one text is {len(each)} characters long; at most {longest} fit.")
            for mistake in [*weekday_mistakes(each), *control_marks(each)]:
                self.add(key, mistake)
        keys = [key_of(each) for each in value]
        for at, each in enumerate(value):
            if keys[at] in keys[:at]:
                self.add(key, f"'{each}' is there twice.")
        return tuple(each.strip() for each in value)

    def amount(self, key: str, *, needed: bool = False) -> Decimal | None:
        value = self.get(key, needed=needed)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.add(key, "is not a number. Write it without quotation marks and without separators.")
            return None
        try:
            return cells.money(plain_number(value))
        except Wrong as wrong:
            self.add(key, str(wrong))
            return None

    def whole(self, key: str, smallest: int, largest: int) -> int | None:
        value = self.get(key, needed=True)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not smallest <= value <= largest:
            self.add(key, f"is not a whole number from {smallest} to {largest}.")
            return None
        return value

    def tables(self, key: str) -> list["Table"]:
        value = self.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.add(key, "is not a list of tables.")
            return []
        return [Table(each, self.text, self.problems, at) for at, each in enumerate(value)]

    def note_the_rest(self) -> None:
        for key in self.values:
            if key not in self.taken:
                self.problems.note("this key is not known and was not read.", self.row(key), key)


def plain_number(value: int | Decimal) -> str:
    """Digits for `cells.number`; a number with an exponent beyond reason is not written out."""
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() and -30 < value.adjusted() < 30 else str(value)
    return str(value)


def control_marks(text: str) -> list[str]:
    return ["contains a control character."] if any(ord(mark) < 32 for mark in text) else []


def lines_of(text: str, key: str) -> list[int]:
    pattern = re.compile(rf"(?<![\w-])[\"']?{re.escape(key)}[\"']?\s*=|^\s*\[+\s*{re.escape(key)}\s*\]+")
    return [
        at
        for at, line in enumerate(text.splitlines(), start=1)
        for _ in pattern.finditer("" if line.lstrip().startswith("#") else line)
    ]


def parsed(content: bytes, problems: Problems) -> tuple[dict[str, Any], str] | None:
    text = decoded(content, problems)
    if text is None:
        return None
    if not text.strip():
        problems.add("is empty.")
        return None
    try:
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal), text
    except tomllib.TOMLDecodeError as wrong:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(wrong))
        row = int(place[1]) if place else len(text.splitlines())
        what = re.sub(r"\s*\(at [^)]*\)$", "", str(wrong))
        problems.add(f"is not valid TOML: {what[:1].lower()}{what[1:]}.", row, place[2] if place else "")
    except (ValueError, ArithmeticError, RecursionError):
        problems.add("is not valid TOML: a number or a nesting in it is too large.")
    return None


def read_partnership(content: bytes, problems: Problems) -> PartnershipFile | None:
    found = parsed(content, problems)
    if found is None:
        return None
    document, text = found
    top = Table(document, text, problems)
    section = top.get("partnership", needed=True)
    contacts = top.get("contacts")
    if section is not None and not isinstance(section, dict):
        problems.add("is not a table. Begin it with the line [partnership].", top.row("partnership"), "partnership")
        section = None
    if contacts is not None and not isinstance(contacts, dict):
        problems.add("is not a table. Begin it with the line [contacts].", top.row("contacts"), "contacts")
        contacts = None
    table = Table(section or {}, text, problems)
    if section is None:
        return None
    read = PartnershipFile(
        name=table.word("name", cells.slugged, needed=True, longest=200),
        short_name=table.word("short_name", cells.name, longest=40),
        area=table.word("area", cells.slugged, needed=True, longest=100),
        nation=table.word("nation", _nation, needed=True),
        report_year_starts=table.word("report_year_starts", _month_and_day, empty="04-01"),
        website=table.word("website", _website, longest=200),
        strategic_plan=table.word("strategic_plan", cells.name, longest=100),
        neighbour_model=table.word("neighbour_model", longest=100),
        safeguarding_partners=table.words("safeguarding_partners", needed=True),
        towns=table.words("towns"),
        statistical_neighbours=table.words("statistical_neighbours"),
        populations=_populations(top),
        contacts=_contacts(contacts or {}, text, problems),
    )
    table.note_the_rest()
    top.note_the_rest()
    return read


def _populations(top: Table) -> tuple[StatedPopulation, ...]:
    found: dict[tuple[str, int], StatedPopulation] = {}
    for table in top.tables("population"):
        what = table.word("what", cells.name, needed=True)
        year = table.whole("year", 1800, 2200)
        value = table.whole("value", 0, LARGEST_POPULATION)
        table.note_the_rest()
        if what and year is not None and value is not None:
            key = (key_of(what), year)
            if key in found:
                table.add("what", f"'{what}' in {year} is there twice.")
            found[key] = StatedPopulation(what, year, value, table.row("value") or None)
    return tuple(found.values())


def _contacts(values: Mapping[str, Any], text: str, problems: Problems) -> dict[str, str]:
    table = Table(values, text, problems)
    found = {}
    for key in values:
        if not slug_of(key) or len(key) > 100:
            problems.add("is not a name for a contact.", table.row(key), key[:100])
            continue
        value = table.word(key, cells.name, needed=True)
        if value:
            found[key] = value
    return found


def read_finance(content: bytes, problems: Problems) -> FinanceFile | None:
    found = parsed(content, problems)
    if found is None:
        return None
    document, text = found
    table = Table(document, text, problems)
    year = table.word("year", cells.report_year, needed=True)
    total, drawn = table.amount("total_income_gbp"), table.amount("drawn_from_reserve_gbp")
    grants: dict[tuple[str, str], StatedGrant] = {}
    for each in table.tables("one_off_grants"):
        source = each.word("source", cells.name, needed=True)
        purpose = each.word("purpose", cells.name, needed=True)
        amount = each.amount("amount_gbp", needed=True)
        spent_on = each.words("spent_on")
        each.note_the_rest()
        if source and purpose and amount is not None:
            key = (key_of(source), key_of(purpose))
            if key in grants:
                each.add("source", f"the grant of {source} for {purpose} is there twice.")
            grants[key] = StatedGrant(source, purpose, amount, spent_on, each.row("amount_gbp") or None)
    table.note_the_rest()
    return FinanceFile(
        year=year,
        total_income=total,
        total_income_row=table.row("total_income_gbp") or None,
        drawn_from_reserve=drawn,
        drawn_from_reserve_row=table.row("drawn_from_reserve_gbp") or None,
        grants=tuple(grants.values()),
    )


def _nation(text: str) -> str:
    if text not in NATIONS:
        raise Wrong(f"'{text}' has no calendar of working days here. Known: {' and '.join(NATIONS)}.")
    return text


def _month_and_day(text: str) -> str:
    try:
        if re.fullmatch(r"[0-9]{2}-[0-9]{2}", text):
            date(2023, int(text[:2]), int(text[3:]))  # no leap year: every report year has that day
            return text
    except ValueError:
        pass
    raise Wrong(f"'{text}' is not a month and day that every year has. Write it as 04-01.")


def _website(text: str) -> str:
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[^\s<>\"]*)?", text):
        raise Wrong(f"'{text}' is not the address of a website. Write it as https://www.example.org.")
    return text
