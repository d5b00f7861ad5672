"""The clocks of every edition as a page of Markdown (`docs/generated/clocks.md`)."""

from .calendars import working_calendar
from .days import say_date
from .editions import SURE, Edition, editions

_INTRODUCTION = """\
# Statutory clocks

Generated from the editions and the calendar in `throughline/foundation/statute`; a test fails when this page is out
of date. The first day is day 0, the next working day is day 1. A clock keeps the edition in force when it started.
`./manage due RV-02 2024-03-22` shows how one due day is counted.
"""


def render_clocks() -> str:
    """The whole page, ending in one newline."""
    return "\n".join([_INTRODUCTION, *(_edition(edition) for edition in editions().all), _calendars()])


def _edition(edition: Edition) -> str:
    rows = [
        f"| {clock.code} | {clock.title} | {clock.days} {clock.unit} | {clock.anchor} | {clock.duty_of} "
        f"| {clock.source} | {SURE[clock.sure]} | {clock.note} |"
        for clock in edition.clocks
    ]
    return "\n".join(
        [
            f"## {edition.title}",
            "",
            f"In force from {say_date(edition.starts)} ({SURE[edition.starts_sure]}); published "
            f"{say_date(edition.published)}. {edition.starts_note}",
            "",
            f"Source: {edition.source}",
            "",
            "| Code | Clock | Time | From | For | Source | How sure | Note |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
            *_tells(edition),
        ]
    )


def _tells(edition: Edition) -> list[str]:
    """Whom else to tell, where the edition says it."""
    rows = [f"| {each.when} | {each.who} | {each.source} | {SURE[each.sure]} |" for each in edition.tells]
    return ["| When | Tell also | Source | How sure |", "| --- | --- | --- | --- |", *rows, ""] if rows else []


def _calendars() -> str:
    used = sorted({clock.calendar for edition in editions().all for clock in edition.clocks})
    rows = [
        f"| {calendar.name} | {say_date(calendar.first_day)} | {say_date(calendar.last_day)} "
        f"| {len(calendar.bank_holidays)} | {say_date(calendar.taken_on)} | {calendar.source} |"
        for calendar in map(working_calendar, used)
    ]
    return "\n".join(
        [
            "## Calendars",
            "",
            "Monday to Friday without bank holidays. Before the first and after the last day no due day is given.",
            "",
            "| Working days of | First day | Last day | Bank holidays | As known on | Source |",
            "| --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )
