"""The register as a spreadsheet: its columns, what it holds, what a file would change; and the set that ships."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.sheets.api import (
    Cell,
    ChoiceColumn,
    Column,
    DayColumn,
    Exchange,
    Layout,
    NumberColumn,
    Plan,
    Problem,
    SheetChange,
    Wrong,
    read_rows,
)
from throughline.office.dataset.models import Counting, Frequency, Indicator, Polarity, Sector
from throughline.office.dataset.operations.register import DEFINING, PLAIN, RegisterRow
from throughline.office.dataset.rules.register import LIKE, official_series
from throughline.office.partnership import api as partnership

PURPOSE = "dataset.register"
STARTER = Path(__file__).parent / "starter.csv"
Values = Mapping[str, Any]


@dataclass(frozen=True)
class OfficialColumn(Column):
    """A reference to an official series (rules.register)."""

    def value(self, text: str) -> str:
        if official_series(text) is None:
            raise Wrong(LIKE)
        return text


@dataclass(frozen=True)
class ListColumn(Column):
    """Several words, with semicolons between them."""

    @property
    def empty(self) -> tuple[str, ...]:
        return ()

    def value(self, text: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in text.split(";") if word.strip())


def layout() -> Layout:
    """With this partnership's agencies."""
    return Layout(
        (
            Column("code", "Code", "Stays the same for good, such as CSC-17.", required=True, longest=20),
            Column("title", "Title", "As people read it.", required=True, longest=300),
            Column("name", "Name in returned files", "Where it differs from the title.", longest=300),
            Column("definition", "Definition", "One plain sentence.", required=True, longest=4000),
            ChoiceColumn("sector", "Sector", "Whose records it comes from.", True, choices=_labels(Sector)),
            ChoiceColumn("owner_id", "Owner", "The agency that answers for it.", choices=_agencies()),
            Column("numerator", "Numerator", longest=300),
            Column("denominator", "Denominator", longest=300),
            Column("vintage", "Vintage of the denominator", "Which estimate, and of what year.", longest=300),
            Column("unit", "Unit", "children, percent, per 10,000 children …", required=True, longest=100),
            ChoiceColumn("polarity", "Better", "Which way is better.", True, choices=_labels(Polarity)),
            ChoiceColumn("counting", "Counting", "", choices=_labels(Counting)),
            ChoiceColumn("frequency", "Frequency", "", choices=_labels(Frequency)),
            ListColumn("breakdowns", "Breakdowns", "With semicolons between them: age; sex; ethnicity."),
            NumberColumn("target", "Target"),
            Column("priority", "Priority", "Of the strategic plan, that it serves.", longest=300),
            Column("caveat", "Caveat", "What a reader must know.", longest=4000),
            OfficialColumn("official_count", "Official count", f"A published series; {LIKE}.", longest=300),
            OfficialColumn("official_value", "Official value", f"A published series; {LIKE}.", longest=300),
            DayColumn("starts", "From", "The day from which a changed definition holds."),
            Column("why", "Why the definition changed", "Asked for when it changes.", longest=500),
        )
    )


def _labels(choices: Any) -> dict[str, str]:
    return {str(choice.label): str(choice.value) for choice in choices}


def _agencies() -> dict[str, int]:
    return {name: each.id for each in partnership.agencies() for name in (each.name, *each.aliases)}


def current(actor: Actor | None = None) -> list[list[Cell]]:
    """The register in the layout's order. One query, and the agencies'."""
    agencies = {each.id: each.name for each in partnership.agencies()}
    return [
        [
            row.code, row.title, row.name if row.name != row.title else "", row.definition, row.get_sector_display(),
            agencies.get(row.owner_id or 0, ""), row.numerator, row.denominator, row.vintage, row.unit,
            row.get_polarity_display(), row.get_counting_display(), row.get_frequency_display(),
            "; ".join(row.breakdowns), row.target, row.priority, row.caveat, row.official_count, row.official_value,
            None, "",
        ]
        for row in Indicator.objects.exclude(code="").order_by("code")
    ]  # fmt: skip


def starter() -> list[RegisterRow]:
    """The indicators that ship with the product."""
    parsed = layout().parse(read_rows(STARTER.read_bytes()))
    if parsed.problems:
        raise ValueError(f"{STARTER.name}: {parsed.problems}")
    return [_row(values) for _, values in parsed.rows]


def _row(values: Values) -> RegisterRow:
    given: dict[str, Any] = {**values, "counting": values["counting"] or "", "frequency": values["frequency"] or ""}
    return RegisterRow(**given)


def plan(rows: Sequence[tuple[int, Values]], actor: Actor) -> Plan:
    """What the rows would change, or what the register says against them. One query."""
    on_record = list(Indicator.objects.all())
    by_code = {row.code: row for row in on_record if row.code}
    by_slug = {row.slug: row for row in on_record}
    seen: dict[str, int] = {}
    problems: list[Problem] = []
    changes: list[SheetChange] = []
    for number, values in rows:
        row = _row(values)
        for key in {row.code, row.slug}:
            if key in seen:
                problems.append(Problem(number, "Code", f"stands in row {seen[key]} already, or its title does"))
            seen.setdefault(key, number)
        found = by_code.get(row.code) or by_slug.get(row.slug)
        if not row.slug:
            problems.append(Problem(number, "Title", "needs a letter or a digit"))
        elif found is not None and found.code not in ("", row.code):
            problems.append(Problem(number, "Title", f"is the title of {found.code} already"))
        elif found is None:
            changes.append(SheetChange(number, "add", f"{row.code} {row.title}", row.unit))
        else:
            said = _differences(found, row)
            if found.code and said & set(DEFINING) and not row.why:
                problems.append(Problem(number, "Why the definition changed", "must say why the definition changes"))
            if said:
                names = ", ".join(sorted(name.removesuffix("_id").replace("_", " ") for name in said))
                changes.append(SheetChange(number, "change", f"{row.code} {row.title}", names))
    if problems:
        return Plan(problems=tuple(problems))
    return Plan(tuple(changes), data=tuple(_row(values) for _, values in rows))


def _differences(found: Indicator, row: RegisterRow) -> set[str]:
    said = {name for name in PLAIN if getattr(found, name) != getattr(row, name)}
    return said | ({"breakdowns"} if found.breakdowns != list(row.breakdowns) else set())


def exchange(apply: Any) -> Exchange:
    """`apply(plan, upload id, actor)` is the view's, which knows the clock."""
    return Exchange(
        purpose=PURPOSE,
        title="Update the register by spreadsheet",
        says="Add indicators or change what is said of them. An indicator is known by its code; a changed definition"
        " becomes its next version and needs a reason.",
        layout=layout,
        current=current,
        plan=plan,
        apply=apply,
        done=lambda: reverse("dataset:indicators"),
        template_url=lambda: reverse("dataset:register_template"),
        back=lambda: (reverse("dataset:indicators"), "Back to indicators"),
    )
