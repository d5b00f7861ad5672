"""The spreadsheet by which an old list of readers comes in: each line says on which lawful basis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.clock import LONDON
from throughline.foundation.sheets.api import (
    Cell,
    ChoiceColumn,
    Column,
    DayColumn,
    Exchange,
    Layout,
    Plan,
    Problem,
    SheetChange,
)
from throughline.foundation.ui import formats
from throughline.publishing.bulletin.models import Subscriber
from throughline.publishing.bulletin.operations.reading_list import ListRow, Wishes
from throughline.publishing.bulletin.queries.sending import suppressed_among
from throughline.publishing.bulletin.rules.kinds import SECTORS

PURPOSE = "bulletin.readers"
BASES = {
    "Consent": Subscriber.Basis.CONSENT,
    "Public task": Subscriber.Basis.PUBLIC_TASK,
    "Legitimate interests": Subscriber.Basis.LEGITIMATE,
}


@dataclass(frozen=True)
class OldList:
    """One basis, source and wording for the whole file."""

    rows: tuple[ListRow, ...]
    basis: str
    source: str
    wording: str


def layout() -> Layout:
    return Layout(
        (
            Column("email", "Email", "The address.", required=True, longest=254),
            ChoiceColumn("basis", "Lawful basis", "Consent, Public task or Legitimate interests; the same in each row.",
                         required=True, choices=BASES),
            Column("source", "Where it comes from", "Such as: mailing list of the old site; the same in each row.",
                   required=True, longest=200),
            DayColumn("agreed", "Agreed on", "For consent: the day, like 2023-05-04."),
            Column("wording", "What they agreed to", "For consent: word for word; the same in each row.", longest=2000),
            ChoiceColumn("sector", "Sector", "As in the list; empty for not stated.",
                         choices={words: code for code, words in SECTORS.items()}),
            Column("agency", "Agency", "In plain words.", longest=200),
        )
    )  # fmt: skip


def current(actor: Actor) -> list[list[Cell]]:
    """The template is empty: a list of people is not handed out with it."""
    return []


def plan(rows: Sequence[tuple[int, Mapping[str, Any]]], actor: Actor) -> Plan:
    """Two queries."""
    problems = [problem for number, values in rows for problem in _wrong(number, values)]
    for key, label in (
        ("basis", "Lawful basis"),
        ("source", "Where it comes from"),
        ("wording", "What they agreed to"),
    ):
        if len({values[key] for _, values in rows}) > 1:
            problems.append(Problem(0, label, "must be the same in every row: bring in one list at a time"))
    if problems or not rows:
        return Plan(problems=tuple(problems))
    emails = [values["email"].lower() for _, values in rows]
    known = set(Subscriber.objects.filter(email__in=emails).order_by().values_list("email", flat=True))
    barred = suppressed_among(emails)
    changes, kept = [], []
    for number, values in rows:
        email = values["email"].lower()
        if email in known or email in barred:
            continue
        agreed = datetime.combine(values["agreed"], time(12), LONDON) if values["agreed"] else None
        kept.append(ListRow(email, Wishes(sector=values["sector"] or "", agency=values["agency"]), agreed))
        changes.append(SheetChange(number, "add", email, f"{values['agency'] or 'agency not stated'}"))
    first = rows[0][1]
    left = len(rows) - len(kept)
    note = f"Left out of {formats.counted(len(rows), 'row')}: {left}, as known here, unsubscribed or suppressed."
    return Plan(tuple(changes), data=OldList(tuple(kept), first["basis"], first["source"], first["wording"]), note=note)


def _wrong(number: int, values: Mapping[str, Any]) -> list[Problem]:
    found = []
    try:
        validate_email(values["email"])
        if not values["email"].isascii():
            raise ValidationError("")
    except ValidationError:
        found.append(Problem(number, "Email", "must be an email address"))
    if values["basis"] == Subscriber.Basis.CONSENT:
        if values["agreed"] is None:
            found.append(Problem(number, "Agreed on", "must say on which day they agreed"))
        if not values["wording"]:
            found.append(Problem(number, "What they agreed to", "must say what they agreed to"))
    return found


def exchange(apply: Any) -> Exchange:
    """`apply(plan, upload id, actor)` is the view's, which knows the clock."""
    return Exchange(
        purpose=PURPOSE,
        title="Bring in a list of readers",
        says="An old mailing list, with its lawful basis. Who unsubscribed or was suppressed stays out.",
        layout=layout,
        current=current,
        plan=plan,
        apply=apply,
        done=lambda: reverse("bulletin:readers"),
        template_url=lambda: reverse("bulletin:readers_template"),
        back=lambda: (reverse("bulletin:readers"), "Back to readers"),
    )
