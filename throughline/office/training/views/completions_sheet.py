"""Another learning system's list of completions, as a spreadsheet (foundation/sheets)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from throughline.foundation.clock import business_today, real_now
from throughline.foundation.sheets.api import (
    ChoiceColumn,
    Column,
    DayColumn,
    Exchange,
    Layout,
    NumberColumn,
    Plan,
    Problem,
    SheetChange,
)
from throughline.foundation.ui import formats
from throughline.office.training.operations.elearning import IMPORT, CompletionRow, import_completions
from throughline.office.training.queries.elearning import completed_days, courses_by_title, people
from throughline.office.training.rules.elearning import People
from throughline.office.training.rules.people import account_address

MOST_PROBLEMS = 200


def layout() -> Layout:
    """The courses on record are what may be written for a course."""
    return Layout(
        (
            Column("email", "Email", "the address by which the person is known; may be empty where name and agency are "
                   "enough", longest=254),
            Column("name", "Name", "first name and surname", required=True, longest=200),
            Column("agency", "Agency", "where the person works", longest=200),
            ChoiceColumn("course", "Course", "the title of a course on record here", required=True,
                         choices=courses_by_title()),
            DayColumn("day", "Completed on", "a day, like 2024-02-05", required=True),
            NumberColumn("score", "Score", "in percent", least=0, most=100),
        )
    )  # fmt: skip


def plan(rows: Sequence[tuple[int, Mapping[str, Any]]], actor: Any) -> Plan:
    """TR-136 to TR-138. Four queries, however many rows."""
    known, on_record, today = people(), completed_days(), business_today()
    found: list[CompletionRow] = []
    changes: list[SheetChange] = []
    problems: list[Problem] = []
    seen: set[tuple[object, int, object]] = set()
    there, new = 0, set()
    for number, values in rows:
        who, wrong = _who(values, known)
        if values["day"] > today:
            wrong = ("Completed on", "must be today or before")
        if wrong:
            problems.append(Problem(number, *wrong))
            if len(problems) == MOST_PROBLEMS:
                break
            continue
        email, course = account_address(values["name"], values["email"]), values["course"]
        key = (who if who is not None else email, course.pk, values["day"])
        if key in seen or key in on_record:
            there += 1
            continue
        seen.add(key)
        if who is None:
            new.add(email)
        row = CompletionRow(who, email, values["name"], values["agency"], course.pk, values["day"], values["score"])
        found.append(row)
        details = f"{course.title}, {formats.day(values['day'])}{' (a new person here)' if who is None else ''}"
        changes.append(SheetChange(number, "add", values["name"], details))
    said = [
        f"{there:,} {'row says' if there == 1 else 'rows say'} what is on record already, or twice." if there else "",
        f"{len(new):,} {'person is' if len(new) == 1 else 'people are'} new here." if new else "",
    ]
    return Plan(() if problems else tuple(changes), tuple(problems), tuple(found), " ".join(filter(None, said)))


def _who(values: Mapping[str, Any], known: People) -> tuple[int | None, tuple[str, str] | None]:
    """The person's id, None for somebody new; or the column and what is wrong."""
    email = values["email"]
    if not email:
        found = known.named(values["name"], values["agency"])
        return (None, ("Name", found)) if isinstance(found, str) else (found, None)
    try:
        validate_email(email)
    except ValidationError:
        return None, ("Email", "must be an email address")
    return known.with_email(account_address(values["name"], email)), None


def _apply(plan: Plan, upload_id: int, actor: Any) -> str:
    count = import_completions(rows=plan.data, upload_id=upload_id, by=actor, real_at=real_now())
    return f"{formats.counted(count, 'completion')} imported."


COMPLETIONS = Exchange(
    purpose=IMPORT,
    title="Completions from another learning system",
    says="Each row is one person who completed one course on one day. Rows that are on record already change nothing.",
    layout=layout,
    current=lambda actor: [],
    plan=plan,
    apply=_apply,
    done=lambda: reverse("training:office_completions"),
    template_url=lambda: reverse("training:completions_template"),
    back=lambda: (reverse("training:office_elearning"), "E-learning"),
)
