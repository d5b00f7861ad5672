"""Sessions come in from a file, and a training officer writes what the public reads about one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.foundation.ui import formats
from throughline.office.training import rules
from throughline.office.training.models import Course, Session, SessionDay
from throughline.office.training.operations.making import tell_of_change
from throughline.office.training.operations.taking import fit_rest
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.rules import PlacesLeft
from throughline.office.training.rules.programme import delivery_of


@dataclass(frozen=True)
class SessionRow:
    """One row of a file of sessions. Times are aware. `places_left` counts at the day of the load; None: not stated.

    `booking` is 'open' or 'invite only'. `row` is counted as a person counts, the heading is row 1.
    """

    title: str
    mode: str
    starts: datetime
    ends: datetime
    places_left: PlacesLeft
    booking: str
    note: str
    file: str
    row: int


class Change(NamedTuple):
    """What a row did: `label` names the session, `details` says what changed from what to what."""

    what: Literal["added", "changed", "unchanged"]
    label: str
    details: str


@operation(TrainingPermission.RECORD)
def record_sessions(*, rows: Iterable[SessionRow], by: Actor, at: datetime) -> list[Change]:
    """Adds and revises sessions of the partnership's home space, one Change a row, in the rows' order.

    A session is known again by title, mode and the start that the file gives. What the file gives is applied only
    where it differs from what was loaded last. Raises Refused, with file and row, for a row that cannot stand; then
    nothing is written.
    """
    rows = list(rows)
    _refuse_wrong_rows(rows)
    space_id = scope.current().home_id
    courses = {(course.title, course.mode): course for course in Course.objects.filter(space_id=space_id)}
    known = {
        (session.course_id, session.loaded_starts or session.starts): session
        for session in Session.objects.filter(space_id=space_id).select_for_update()
    }
    changes = []
    for row in rows:
        course = courses.get((row.title, row.mode))
        if course is None:
            course = courses[row.title, row.mode] = Course.objects.create(
                space_id=space_id, title=row.title, mode=row.mode, delivery=delivery_of(row.mode)
            )
        session = known.get((course.pk, row.starts))
        label = f"{row.title} ({row.mode}), {formats.moment(row.starts)}"
        if session is None:
            _add(course, row)
            changes.append(Change("added", label, ""))
            continue
        details = _revise(session, row, at)
        changes.append(Change("changed" if details else "unchanged", label, details))
    return changes


def _refuse_wrong_rows(rows: list[SessionRow]) -> None:
    seen: dict[tuple[str, str, datetime], int] = {}
    for row in rows:
        if row.starts.tzinfo is None or row.ends.tzinfo is None:
            raise ValueError("A session's times are aware.")
        where = f"{row.file}, row {row.row}"
        if not row.title or not row.mode:
            raise Refused(f"{where}: a session needs a title and a mode.")
        if row.ends <= row.starts:
            raise Refused(f"{where}: the session ends before it starts.")
        if row.booking not in rules.BOOKING_WORDS:
            raise Refused(f"{where}: booking is '{row.booking}'; it is one of {', '.join(rules.BOOKING_WORDS)}.")
        if isinstance(row.places_left, int) and row.places_left < 0:
            raise Refused(f"{where}: {row.places_left} places left; give 0 or more, 'unlimited', or leave it empty.")
        first = seen.setdefault((row.title, row.mode, row.starts), row.row)
        if first != row.row:
            raise Refused(f"{where}: the same session stands in row {first}.")


def _add(course: Course, row: SessionRow) -> None:
    stated = rules.stated(row.places_left)
    kind, places = rules.places_from(stated, 0)
    session = Session.objects.create(
        space_id=course.space_id, course=course, starts=row.starts, ends=row.ends, places_kind=kind, places=places,
        booking_kind=rules.BOOKING_WORDS[row.booking], note=row.note, public_note=rules.booking_terms(row.note),
        loaded_starts=row.starts, loaded_ends=row.ends, loaded_booking=row.booking, loaded_places_left=stated,
        source_file=row.file, source_row=row.row,
    )  # fmt: skip
    SessionDay.objects.create(space_id=session.space_id, session=session, starts=row.starts, ends=row.ends)


def _revise(session: Session, row: SessionRow, at: datetime) -> str:
    """Applies what the row says differently and says so; '' when it says the same. The session's row is locked. Who has
    a place is told when the time or the public words are others, unless the session is over."""
    said = []
    seen_before = (session.ends, session.public_note)
    if session.loaded_ends != row.ends:
        said.append(f"end: {formats.moment(session.ends)} → {formats.moment(row.ends)}")
        session.loaded_ends = session.ends = row.ends
        _move_last_end(session, row)
    stated = rules.stated(row.places_left)
    if session.loaded_places_left != stated:
        said.append(f"places left: {session.loaded_places_left or 'not stated'} → {stated or 'not stated'}")
        session.loaded_places_left = stated
        session.places_kind, session.places = rules.places_from(stated, session.taken)
        _keep_shares_and_minimum(session, row)
    if session.loaded_booking != row.booking:
        said.append(f"booking: {session.loaded_booking} → {row.booking}")
        session.loaded_booking = row.booking
        session.booking_kind = rules.BOOKING_WORDS[row.booking]
    if session.note != row.note:
        said.append(f"note: {session.note or 'none'} → {row.note or 'none'}")
        if session.public_note == rules.booking_terms(session.note):
            session.public_note = rules.booking_terms(row.note)
        session.note = row.note
    if said:
        session.source_file, session.source_row = row.file, row.row
        session.save(
            update_fields=[
                "ends", "places_kind", "places", "booking_kind", "note", "public_note", "loaded_ends",
                "loaded_booking", "loaded_places_left", "source_file", "source_row",
            ]
        )  # fmt: skip
    if (session.ends, session.public_note) != seen_before:
        tell_of_change(session, at, at)
    return "; ".join(said)


def _move_last_end(session: Session, row: SessionRow) -> None:
    day = session.days.latest("starts")
    if row.ends <= day.starts:
        raise Refused(f"{row.file}, row {row.row}: the session ends before its last day here begins.")
    day.ends = row.ends
    day.save(update_fields=["ends"])


def _keep_shares_and_minimum(session: Session, row: SessionRow) -> None:
    """What an officer settled about the places must still be possible with the file's."""
    if session.minimum is not None and session.places is not None and session.places < session.minimum:
        raise Refused(f"{row.file}, row {row.row}: at least {session.minimum} people are wanted; give more places.")
    if not fit_rest(session):
        raise Refused(f"{row.file}, row {row.row}: the places do not suffice for the shares that are kept here.")


@operation(TrainingPermission.MANAGE)
def write_public_note(*, session_id: int, text: str, by: Actor, at: datetime) -> Session:
    """What everyone reads about the session; a later load keeps it. Raises Session.DoesNotExist."""
    session = Session.objects.select_for_update().get(pk=session_id)
    session.public_note = text.strip()
    session.save(update_fields=["public_note"])
    return session
