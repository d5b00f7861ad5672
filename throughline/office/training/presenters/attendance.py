"""Registers as pages show them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.training import rules
from throughline.office.training.forms.attendance import Register
from throughline.office.training.models import Charge, Session, SessionDay
from throughline.office.training.queries.attendance import Line
from throughline.office.training.rules.attendance import PRESENCE_WORDS, Presence
from throughline.office.training.rules.teams import Matches


def day_words(day: SessionDay) -> str:
    return rules.when_words(day.starts, day.ends)


def days(found: Sequence[SessionDay], lines: Sequence[Line]) -> list[dict[str, str]]:
    """For each day its words, how many were marked, and its address."""
    return [
        {
            "when": day_words(day),
            "state": f"{formats.number(sum(line.presence(day.pk) is not None for line in lines))} of "
            f"{formats.number(len(lines))} marked",
            "url": reverse("training:register_day", args=[day.session_id, day.pk]),
            "teams_url": reverse("training:register_teams", args=[day.session_id, day.pk]),
        }
        for day in found
    ]


def register_table(found: Sequence[SessionDay], lines: Sequence[Line]) -> Table | None:
    """Everybody with a mark a day. None when nobody is booked."""
    if not lines:
        return None
    return Table(
        "Register",
        [Column("Name"), Column("Agency"), *map(Column, _day_labels(found))],
        [
            [
                line.booking.person.name or line.booking.person.email,
                line.booking.agency_name or "not given",
                *(_mark(line, day) for day in found),
            ]
            for line in lines
        ],
        stacked=True,
    )


def _day_labels(found: Sequence[SessionDay]) -> list[str]:
    """'18 March 2024'; with the time where two parts are on one date."""
    dates = [formats.day(day.starts) for day in found]
    return [
        f"{date}, {formats.clock(day.starts)}" if dates.count(date) > 1 else date
        for date, day in zip(dates, found, strict=True)
    ]


def _mark(line: Line, day: SessionDay) -> str:
    presence = line.presence(day.pk)
    if presence is None:
        return "Not marked"
    minutes = line.marks[day.pk].minutes
    return PRESENCE_WORDS[presence] + (f", {formats.counted(minutes, 'minute')}" if minutes is not None else "")


def needs_table(lines: Sequence[Line]) -> Table | None:
    rows: list[list[str | Cell]] = [
        [line.booking.person.name or line.booking.person.email, line.needs] for line in lines if line.needs
    ]
    return Table("What people need to take part", [Column("Name"), Column("Needs")], rows) if rows else None


def sheet(day: SessionDay, lines: Sequence[Line]) -> Table:
    """A sheet of paper: who is expected, and where to sign."""
    return Table(
        day_words(day) + (f", {day.venue}" if day.venue else ""),
        [Column("Name"), Column("Agency"), Column("Signature")],
        [
            [
                line.booking.person.name or line.booking.person.email,
                line.booking.agency_name or "not given",
                "Apologies" if line.presence(day.pk) is Presence.APOLOGIES else "",
            ]
            for line in lines
        ],
    )


def say_minutes(form: Register, minutes: Mapping[int, int]) -> None:
    """Under each name what the report counted."""
    for key, count in minutes.items():
        field = form.fields[f"b{key}"]
        counted = f"{formats.counted(count, 'minute')} in the meeting"
        field.help_text = f"{field.help_text} · {counted}" if field.help_text else counted


def trained_table(sessions: Sequence[Session]) -> Table | None:
    """What somebody trains, with the way to its register. None when nothing."""
    rows: list[list[str | Cell]] = [
        [Cell(each.title, reverse("training:register", args=[each.pk])), formats.moment(each.starts)]
        for each in sessions
    ]
    columns = [Column("Register of"), Column("When")]
    return Table("Sessions you train", columns, rows, stacked=True) if rows else None


def from_teams(matched: Matches, booked: int) -> dict[str, Any]:
    """What the report said, before anything is saved."""
    rows: list[list[str | Cell]] = [
        [found.name, found.email or "not given", formats.number(found.minutes)] for found in matched.strangers
    ]
    columns = [Column("Name"), Column("Email"), Column("Minutes", numeric=True)]
    return {
        "says": f"Of {formats.counted(booked, 'person', 'people')} booked the report names"
        f" {formats.number(len(matched.minutes))}. Look through it, mark the others, and save; nothing is saved yet.",
        "strangers": Table("In the report, but not found among those booked", columns, rows, stacked=True)
        if rows
        else None,
    }


def saved_words(changed: int) -> str:
    return (
        f"{formats.number(changed)} mark{' is' if changed == 1 else 's are'} saved." if changed else "Nothing changed."
    )


def finished_words(made: Sequence[Charge]) -> str:
    """What finishing did with money."""
    charged = sum(charge.reverses_id is None for charge in made)
    taken_back = len(made) - charged
    parts = ["The register is finished."]
    if charged:
        parts.append(f"{formats.number(charged)} charge{' was' if charged == 1 else 's were'} made.")
    if taken_back:
        parts.append(f"{formats.number(taken_back)} charge{' was' if taken_back == 1 else 's were'} reversed.")
    return " ".join(parts)
