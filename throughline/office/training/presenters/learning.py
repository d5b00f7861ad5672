"""Finished values for the pages of passports, requirements and licences."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.training.models import LearningRecord, Licence, Promise, Requirement, RoleHeld, Tool
from throughline.office.training.queries.licences import AgencyUse
from throughline.office.training.queries.requirements import InDate
from throughline.office.training.rules.learning import (
    LEARNT_WORDS,
    LearntBy,
    last_quarters,
    licence_state,
    quarter_words,
    use_words,
)


def learnt_words(record: LearningRecord) -> str:
    """'Attended here', 'E-learning', 'Own statement', 'Own statement, accepted'."""
    words = LEARNT_WORDS[LearntBy(record.by)]
    return f"{words}, accepted" if record.by == LearntBy.STATED and record.counts else words


def holds_words(record: LearningRecord, today: date) -> str:
    if not record.counts:
        return "Not accepted yet"
    if record.runs_out is None:
        return "Does not run out"
    ran_out = "ran out " if record.runs_out < today else "until "
    return f"{ran_out}{formats.day(record.runs_out)}".capitalize()


def hours_words(record: LearningRecord) -> str:
    return "not stated" if record.hours is None else formats.number(record.hours)


def passport_table(records: Sequence[LearningRecord], today: date) -> Table | None:
    if not records:
        return None
    return Table(
        "What you have learnt",
        [Column("Course"), Column("Day"), Column("Hours", numeric=True), Column("How we know"), Column("Counts")],
        [
            [
                record.title, formats.day(record.day), hours_words(record),
                Cell(learnt_words(record), reverse("training:statement", args=[record.pk]))
                if record.by == LearntBy.STATED else learnt_words(record),
                holds_words(record, today),
            ]
            for record in records
        ],
        stacked=True,
    )  # fmt: skip


def passport_rows(records: Iterable[LearningRecord]) -> list[list[str]]:
    """The passport as rows of a file, with a heading; days as 2024-02-05."""
    return [
        ["Course", "Day", "Hours", "How we know", "Evidence", "Counts until"],
        *(
            [
                record.title, record.day.isoformat(), "" if record.hours is None else str(record.hours),
                learnt_words(record), record.evidence, record.runs_out.isoformat() if record.runs_out else "",
            ]
            for record in records
        ),
    ]  # fmt: skip


def licences_of_table(licences: Sequence[Licence], today: date) -> Table | None:
    if not licences:
        return None
    return Table(
        "Licences",
        [Column("Tool"), Column("Number"), Column("Assessed"), Column("State"), Column("Until")],
        [
            [one.tool.name, one.number, formats.day(one.assessed_on), state_words(one, today), until_words(one)]
            for one in licences
        ],
        stacked=True,
    )


def state_words(licence: Licence, today: date) -> str:
    return licence_state(
        expires_on=licence.expires_on, withdrawn=licence.withdrawn_on is not None,
        renewed=hasattr(licence, "renewed_by"), today=today,
    ).value  # fmt: skip


def until_words(licence: Licence) -> str:
    return formats.day(licence.expires_on) if licence.expires_on else "does not expire"


def every_words(requirement: Requirement) -> str:
    """'Every 24 months', 'Once', '8 hours in 36 months'."""
    if requirement.months is None:
        return "Once" if requirement.hours is None else formats.counted(requirement.hours, "hour")
    if requirement.hours is None:
        return "Every month" if requirement.months == 1 else f"Every {requirement.months} months"
    return f"{formats.counted(requirement.hours, 'hour')} in {formats.counted(requirement.months, 'month')}"


def in_date_table(rows: Sequence[InDate]) -> Table | None:
    if not rows:
        return None
    return Table(
        "In date by agency",
        [
            Column("Agency"), Column("Role"), Column("Needs"), Column("People", numeric=True),
            Column("In date", numeric=True), Column("Share", numeric=True),
        ],
        [
            [
                Cell(row.agency, reverse("training:staff", args=[row.organisation_id])),
                row.requirement.role.name,
                f"{row.requirement.what} ({every_words(row.requirement).lower()})",
                formats.number(row.needed),
                formats.number(row.in_date),
                formats.percent(100 * row.in_date / row.needed, 0),
            ]
            for row in rows
        ],
        stacked=True,
    )  # fmt: skip


def in_date_rows(rows: Iterable[InDate]) -> list[list[str]]:
    return [
        ["Agency", "Role", "Needs", "How often", "Source", "People", "In date"],
        *(
            [
                row.agency, row.requirement.role.name, row.requirement.what, every_words(row.requirement),
                row.requirement.source, str(row.needed), str(row.in_date),
            ]
            for row in rows
        ),
    ]  # fmt: skip


def requirements_table(found: Sequence[Requirement], today: date) -> Table | None:
    if not found:
        return None
    return Table(
        "Requirements",
        [Column("Role"), Column("Needs"), Column("How often"), Column("In force"), Column("Met by"), Column("Source")],
        [
            [
                one.role.name,
                Cell(one.what, reverse("training:requirement", args=[one.pk])),
                every_words(one),
                f"From {formats.day(one.starts)}" if one.ends is None else formats.day_range(one.starts, one.ends),
                _courses(one.courses),  # type: ignore[attr-defined]
                one.source,
            ]
            for one in found
        ],
        stacked=True,
    )


def _courses(number: int) -> str:
    return "no course yet" if number == 0 else formats.counted(number, "course")


def staff_table(
    agency: str, rows: Sequence[RoleHeld], requirements: Sequence[Requirement], *, may_change: bool = True
) -> Table | None:
    """An agency's people and what each needs, with the way to end a role. `rows`
    carry `requirement`, `met` and `last` of the query."""
    if not rows:
        return None
    known = {one.pk: one for one in requirements}
    return Table(
        agency,
        [
            Column("Name"), Column("Role"), Column("Needs"), Column("Last"), Column("In date"),
            *([Column("Change")] if may_change else []),
        ],
        [
            [
                row.person.name or row.person.email,
                row.role.name,
                known[row.requirement].what,  # type: ignore[attr-defined]
                formats.day(row.last) if row.last else "nothing on record",  # type: ignore[attr-defined]
                "Yes" if row.met else "No",  # type: ignore[attr-defined]
                *([Cell("End this role", reverse("training:end_role", args=[row.pk]))] if may_change else []),
            ]
            for row in rows
        ],
        stacked=True,
    )  # fmt: skip


def statements_table(records: Sequence[LearningRecord]) -> Table | None:
    if not records:
        return None
    return Table(
        "Own statements that wait",
        [Column("Person"), Column("Says"), Column("Day"), Column("As our course"), Column("Evidence")],
        [
            [
                record.person.name or record.person.email,
                Cell(record.title, reverse("training:accept_statement", args=[record.pk])),
                formats.day(record.day),
                str(record.course) if record.course else "no",
                record.evidence,
            ]
            for record in records
        ],
        stacked=True,
    )


def tools_table(tools: Sequence[Tool]) -> Table | None:
    if not tools:
        return None
    return Table(
        "Tools",
        [
            Column("Tool"), Column("Licences in date", numeric=True), Column("Active trainers", numeric=True),
            Column("Expired", numeric=True),
        ],
        [
            [
                Cell(tool.name, reverse("training:tool", args=[tool.pk])),
                formats.number(tool.in_date),  # type: ignore[attr-defined]
                formats.number(tool.trainers),  # type: ignore[attr-defined]
                formats.number(tool.expired),  # type: ignore[attr-defined]
            ]
            for tool in tools
        ],
        stacked=True,
    )  # fmt: skip


def licences_table(licences: Sequence[Licence], today: date) -> Table | None:
    if not licences:
        return None
    return Table(
        "Licences",
        [
            Column("Person"), Column("Number"), Column("Assessed"), Column("Trained by"), Column("Trainer"),
            Column("State"), Column("Until"), Column("Change"),
        ],
        [
            [
                one.person.name or one.person.email,
                one.number,
                f"{formats.day(one.assessed_on)} by {one.assessor}",
                str(one.trained_by.person) if one.trained_by else "somebody else",
                "Yes" if one.is_trainer else "No",
                state_words(one, today),
                until_words(one),
                ""
                if one.withdrawn_on or hasattr(one, "renewed_by")
                else Cell("Withdraw", reverse("training:withdraw_licence", args=[one.pk])),
            ]
            for one in licences
        ],
        stacked=True,
    )  # fmt: skip


def uses_table(rows: Sequence[AgencyUse], today: date) -> Table | None:
    """TR-113: trained but not using."""
    if not rows:
        return None
    quarters = last_quarters(today)
    return Table(
        "Licences and use by agency",
        [
            Column("Agency"), Column("Licensed", numeric=True),
            *(Column(quarter_words(quarter), numeric=True) for quarter in quarters), Column("What this says"),
        ],
        [
            [row.agency, formats.number(row.use.licensed),
             *("not returned" if n is None else formats.number(n) for n in row.quarters), use_words(row.use)]
            for row in rows
        ],
        stacked=True,
    )  # fmt: skip


def promises_table(promises: Sequence[Promise], today: date) -> Table | None:
    if not promises:
        return None
    return Table(
        "Promised deliveries",
        [
            Column("Trainer"), Column("Promised", numeric=True), Column("By"), Column("Delivered", numeric=True),
            Column("People", numeric=True), Column("State"), Column("Change"),
        ],
        [
            [
                one.person.name or one.person.email,
                formats.number(one.times),
                formats.day(one.by_day),
                formats.number(one.done),  # type: ignore[attr-defined]
                formats.number(one.reached or 0),  # type: ignore[attr-defined]
                promise_words(one, one.in_time, today),  # type: ignore[attr-defined]
                Cell("Record a delivery", reverse("training:promise", args=[one.pk])),
            ]
            for one in promises
        ],
        stacked=True,
    )  # fmt: skip


def promise_words(promise: Promise, in_time: int, today: date) -> str:
    if in_time >= promise.times:
        return "Kept"
    return "Not kept" if promise.by_day < today else "Under way"
