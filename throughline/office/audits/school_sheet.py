"""The spreadsheet by which schools come into a cycle: one row a school, known by its URN."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.sheets.api import (
    Cell,
    ChoiceColumn,
    Column,
    Exchange,
    Layout,
    Plan,
    Problem,
    SheetChange,
    Wrong,
)
from throughline.foundation.ui import formats
from throughline.office.audits.models import AssessmentCycle, Return
from throughline.office.audits.operations.cycles import BodyInput
from throughline.office.audits.rules.returns import WHY

PURPOSE = "audits.schools"
KINDS = {"School": "school", "College": "college", "Early years setting": "early_years"}
Values = Mapping[str, Any]


class UrnColumn(Column):
    """Six digits, as the department gives them."""

    def value(self, text: str) -> str:
        digits = text.removesuffix(".0")
        if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
            raise Wrong("must be six digits, such as 118331")
        return digits


class EmailColumn(Column):
    def value(self, text: str) -> str:
        text = super().value(text).strip().lower()
        name, at, domain = text.partition("@")
        if not name or not at or "." not in domain or " " in text:
            raise Wrong("must be an email address, like name@example.com")
        return text


LAYOUT = Layout(
    (
        UrnColumn("urn", "URN", "Six digits, as in Get Information about Schools.", required=True, longest=10),
        Column("name", "School", "Its name.", required=True, longest=300),
        ChoiceColumn("kind", "Kind", f"{', '.join(KINDS)}.", required=True, choices=KINDS),
        Column("trust", "Trust", "The academy trust; empty for none.", longest=300),
        EmailColumn("email", "Lead’s email", "Of the designated safeguarding lead.", required=True, longest=254),
        Column("contact", "Lead’s name", "The designated safeguarding lead.", longest=200),
        ChoiceColumn("why", "Why they answer", "Statutory body, By contract or Invited.", required=True,
                     choices={label: code for code, label in WHY.items()}),
    )
)  # fmt: skip


def exchange(cycle: AssessmentCycle, apply: Callable[[Plan, int, Actor], str]) -> Exchange:
    def current(actor: Any) -> Sequence[Sequence[Cell]]:
        labels = {code: label for label, code in KINDS.items()}
        rows = Return.objects.filter(cycle=cycle).exclude(urn="").select_related("body").order_by("name", "pk")
        return [
            [row.urn, row.name, labels.get(row.kind, "School"), row.trust, row.lead_email, row.body.contact,
             WHY[row.why]]
            for row in rows
        ]  # fmt: skip

    return Exchange(
        purpose=f"{PURPOSE}:{cycle.pk}", title="Schools of this cycle",
        says="One row a school. A school is known by its URN; one that is here already is brought up to date while it "
        "has not answered anything.",
        layout=lambda: LAYOUT, current=current, plan=lambda rows, actor: plan(cycle, rows), apply=apply,
        done=lambda: reverse("audits:cycle", args=[cycle.pk]),
        template_url=lambda: reverse("audits:school_template", args=[cycle.pk]),
        back=lambda: (reverse("audits:cycle", args=[cycle.pk]), cycle.title),
    )  # fmt: skip


def plan(cycle: AssessmentCycle, rows: Sequence[tuple[int, Values]]) -> Plan:
    """One query."""
    known = {row.urn: row for row in Return.objects.filter(cycle=cycle).exclude(urn="")}
    seen: dict[str, int] = {}
    problems, changes, bodies = [], [], []
    for number, values in rows:
        if values["urn"] in seen:
            problems.append(Problem(number, "URN", f"stands in row {seen[values['urn']]} already"))
            continue
        seen[values["urn"]] = number
        before = known.get(values["urn"])
        details = _details(before, values)
        if details:
            changes.append(SheetChange(number, "change" if before else "add", values["name"], details))
            bodies.append(
                BodyInput(
                    name=values["name"], kind=values["kind"], why=values["why"], email=values["email"],
                    contact=values["contact"], urn=values["urn"], trust=values["trust"],
                )
            )  # fmt: skip
    if problems:
        return Plan(problems=tuple(problems))
    return Plan(
        tuple(changes), data=tuple(bodies), note=f"In this cycle already: {formats.counted(len(known), 'school')}."
    )


def _details(before: Return | None, values: Values) -> str:
    if before is None:
        return f"URN {values['urn']}, {values['email']}" + (f", {values['trust']}" if values["trust"] else "")
    if before.state != "not_started":
        return ""
    found = []
    for label, old, new in (
        ("name", before.name, values["name"]), ("trust", before.trust, values["trust"]),
        ("lead", before.lead_email, values["email"]),
    ):  # fmt: skip
        if old != new:
            found.append(f"{label}: {old or 'none'} → {new or 'none'}")
    return "; ".join(found)
