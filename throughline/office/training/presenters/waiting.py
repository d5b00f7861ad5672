"""Waiting lists as pages show them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.office.training import rules as booking_rules
from throughline.office.training.models import SchoolHoliday, WaitingEntry
from throughline.office.training.presenters.sessions import session_rows
from throughline.office.training.rules.programme import SessionStatus
from throughline.office.training.rules.waiting import (
    STATUS_WORDS,
    OfferTimes,
    WaitingStatus,
    age_words,
    place_words,
)


def times_sentences(times: OfferTimes) -> list[str]:
    """How offers work, for somebody who joins."""
    day = "the next working day" if times.days == 1 else f"{times.days} working days later"
    hours = int(times.stop.total_seconds() // 3600)
    return [
        "A place that comes free is offered to the first in the line, in the order in which people joined.",
        f"You are told by email, on a working day between {formats.clock(times.opens)} and"
        f" {formats.clock(times.closes)}. The place is held for you until the same time on {day};"
        f" in school holidays for {formats.counted(times.days_in_holidays, 'working day')}.",
        f"Offers stop {formats.counted(hours, 'hour')} before the session."
        if hours
        else "Offers stop when the session begins.",
    ]


def own_entry(entry: WaitingEntry, at: datetime, ahead: int) -> dict[str, Any]:
    """The entry as its owner reads it. `offered`: a place is held and can be taken at that moment."""
    until = entry.offered_until
    begun = at >= entry.session.starts
    offered = entry.status == WaitingStatus.OFFERED and until is not None and at < until and not begun
    ended = not offered and entry.status != WaitingStatus.WAITING
    heading = {True: "A place is held for you"}.get(offered) or (
        "You are on the waiting list" if not ended else "You are not on the waiting list"
    )
    rows = [SummaryRow("Session", entry.session.title), *session_rows(entry.session, with_places=False)]
    rows.append(SummaryRow("Joined the list", formats.moment(entry.joined_at)))
    if offered and until is not None:
        rows.append(SummaryRow("Held for you until", formats.moment(until)))
    if ended:
        rows.append(SummaryRow("What happened", _ended_words(entry, begun=begun)))
    if entry.ended_reason:
        rows.append(SummaryRow("Reason given", entry.ended_reason))
    return {
        "title": entry.session.title,
        "heading": heading,
        "offered": offered,
        "waits": entry.status == WaitingStatus.WAITING,
        "until": formats.moment(until) if offered and until else "",
        "place": place_words(ahead) if entry.status == WaitingStatus.WAITING else "",
        "may_join": ended and not begun and entry.session.status == SessionStatus.PUBLISHED,
        "rows": rows,
    }


def _ended_words(entry: WaitingEntry, *, begun: bool) -> str:
    """What became of an entry, also of one that the schedule has not ended yet."""
    closed = entry.status == WaitingStatus.CLOSED or (entry.live and begun)
    if closed and entry.session.status == SessionStatus.CANCELLED:
        return "The session is cancelled"
    if closed and entry.offered_at is not None:
        return "The session began before you took the place"
    return STATUS_WORDS[WaitingStatus.LAPSED if entry.live else WaitingStatus(entry.status)]


def left_words(entry: WaitingEntry) -> str:
    title = entry.session.title
    if entry.status == WaitingStatus.DECLINED:
        return f"You let the place on {title} go. It goes to the next person."
    return f"You are no longer on the waiting list for {title}."


def own_table(entries: Sequence[WaitingEntry], at: datetime) -> Table | None:
    """Where somebody waits. None when nowhere."""
    if not entries:
        return None
    return Table(
        "Waiting lists",
        [Column("Session"), Column("When"), Column("State")],
        [
            [
                Cell(entry.session.title, reverse("training:waiting", args=[entry.reference])),
                booking_rules.when_words(entry.session.starts, entry.session.ends),
                f"Held for you until {formats.moment(entry.offered_until)}"
                if entry.offered_until and at < entry.offered_until
                else "Waiting",
            ]
            for entry in entries
        ],
        stacked=True,
    )


def office_list(entries: Sequence[WaitingEntry], at: datetime) -> Table | None:
    """The list as the office sees it, the next at the top, with reasons. None when nobody waits."""
    if not entries:
        return None
    place = 0
    rows: list[list[str | Cell]] = []
    for entry in entries:
        waits = entry.status == WaitingStatus.WAITING
        place += waits
        state = "Waiting" if waits else f"Offered until {formats.moment(entry.offered_until or at)}"
        if entry.front_at is not None:
            state += f". Put first by {entry.front_by}: {entry.front_reason}"
        person = entry.person
        rows.append(
            [
                formats.number(place) if waits else "offered",
                (person.name or person.email) if person else "not kept",
                entry.agency_name or "not given",
                f"{formats.moment(entry.joined_at)} ({age_words(entry.joined_at, at)})",
                state,
                Cell("Change", reverse("training:office_waiting", args=[entry.session_id, entry.pk])),
            ]
        )
    columns = [Column("Place"), Column("Name"), Column("Agency"), Column("Joined"), Column("State"), Column("Change")]
    return Table("Waiting list", columns, rows, stacked=True)


def list_rows(entries: Sequence[WaitingEntry], at: datetime) -> list[list[str]]:
    """The same as rows of a file, with a heading."""
    place = 0
    rows = [["Place", "Name", "Agency", "Email", "Joined", "State", "Offered until", "Put first because"]]
    for entry in entries:
        waits = entry.status == WaitingStatus.WAITING
        place += waits
        person = entry.person
        rows.append(
            [
                str(place) if waits else "", person.name if person else "", entry.agency_name,
                person.email if person else "", _local(entry.joined_at), STATUS_WORDS[WaitingStatus(entry.status)],
                _local(entry.offered_until), entry.front_reason,
            ]
        )  # fmt: skip
    return rows


def holidays_table(holidays: Sequence[SchoolHoliday]) -> Table | None:
    if not holidays:
        return None
    return Table(
        "School holidays",
        [Column("Name"), Column("Days"), Column("Change")],
        [
            [
                holiday.name,
                formats.day_range(holiday.first, holiday.last),
                Cell("Remove", reverse("training:holiday_remove", args=[holiday.pk])),
            ]
            for holiday in holidays
        ],
    )


def _local(moment: datetime | None) -> str:
    return moment.astimezone(formats.LONDON).strftime("%Y-%m-%d %H:%M") if moment else ""
