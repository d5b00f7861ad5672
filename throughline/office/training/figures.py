"""What training can publish: what is on record; a year's totals where the records hold the whole year (TR-119).

A session on record says nothing of who came, cancelled or paid: without a register, a booking or a charge of the year
those figures are not available, never 0.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from decimal import Decimal

from throughline.foundation.figures.ids import part_of_id
from throughline.foundation.figures.registry import provides
from throughline.foundation.figures.values import Asked, Provenance, RecordRef, Source, Value
from throughline.foundation.ui.formats import LONDON
from throughline.office.training import queries
from throughline.office.training.presenters import session_url
from throughline.office.training.queries.evaluation import evaluation
from throughline.office.training.queries.year import TrainingYear, training_year
from throughline.office.training.rules import when_words
from throughline.office.training.rules.programme import Delivery


@provides("training")
def training_figures(asked: Asked) -> Iterable[Value]:
    """TR-F1. Not available, never 0, where no session of the year is on record."""
    first = datetime.combine(asked.year.starts, time(), LONDON)
    until = datetime.combine(asked.year.ends + timedelta(days=1), time(), LONDON)
    sessions = list(queries.sessions_between(first, until))
    yield Value(
        id="training.sessions-on-record",
        label="Training sessions on record",
        unit="sessions",
        period=asked.year.label,
        area=asked.area,
        value=Decimal(len(sessions)) if sessions else None,
        provenance=Provenance.COMPUTED,
        source=Source(query="training.queries.sessions_between"),
        says=(
            "The training sessions on record here that start in the year. The record does not hold every session of"
            " the year, so this is not the year's total."
        ),
        records=tuple(
            RecordRef(f"{session.course.title}, {when_words(session.starts, session.ends)}", session_url(session))
            for session in sessions
        ),
    )
    yield from _year(asked, training_year(asked.year))


MODES = {
    Delivery.IN_PERSON: "In-person training completed",
    Delivery.VIRTUAL: "Virtual training completed",
    Delivery.CONFERENCE: "Conference attendance",
}


def _year(asked: Asked, year: TrainingYear) -> Iterable[Value]:
    """TR-F2 the year's totals by mode, TR-F3 what is on record, TR-F4 occupancy and the like."""
    partly = "The records do not hold every session of the year, so this is not the year's total."
    for mode, label in MODES.items():
        number = Decimal(year.by_mode.get(mode, 0))
        yield _value(
            asked,
            f"training.completed.{part_of_id(mode)}",
            label,
            "people",
            number if year.whole else None,
            "Places attended on every day, counted from the registers of every session of the year.",
        )
        yield _value(
            asked,
            f"training.on-record.{part_of_id(mode)}",
            f"{label}, on record",
            "people",
            number if year.registers else None,
            f"Places attended on every day, from the registers here. {partly}",
        )
    yield _value(
        asked,
        "training.completed.e-learning",
        "E-learning courses completed",
        "completions",
        Decimal(year.elearning) if year.whole and year.elearning else None,
        "E-learning courses completed, as recorded or imported here for the whole year.",
    )
    yield _value(
        asked,
        "training.on-record.e-learning",
        "E-learning completed, on record",
        "completions",
        Decimal(year.elearning) if year.elearning else None,
        "E-learning courses completed, as recorded or imported here.",
    )
    for name, words, found in (("sector", "sector", year.by_sector), ("agency", "agency", year.by_agency)):
        for group, people in sorted(found.items()):
            yield _value(
                asked,
                f"training.on-record.by-{name}.{part_of_id(group)}",
                f"Training attended by {words}: {group}",
                "people",
                Decimal(people),
                f"Places attended on every day, from the registers here. {partly}",
            )
    share = Decimal(100 * year.taken) / year.places if year.places and year.bookings else None
    yield _value(
        asked,
        "training.occupancy",
        "Training places taken",
        "percent",
        None if share is None else share.quantize(Decimal("0.1")),
        "Of the places of sessions with a limited number, the share that is booked.",
    )
    yield _value(
        asked,
        "training.no-shows",
        "Training places not taken up",
        "people",
        Decimal(year.no_shows) if year.registers else None,
        "Booked, marked absent on every day, without apologies.",
    )
    yield _value(
        asked,
        "training.cancellations",
        "Training bookings cancelled",
        "bookings",
        Decimal(year.cancelled) if year.bookings else None,
        "Bookings of the year's sessions that were cancelled.",
    )
    yield _value(
        asked,
        "training.income",
        "Training charges",
        "pounds",
        year.income if year.charges else None,
        "Charged to agencies in the year, less what was reversed.",
    )
    for name, label, counted, says in (
        ("people", "People at events without booking", year.counted, "Everybody counted there, school groups too."),
        (
            "school-groups",
            "School groups at events",
            year.school_groups,
            "Groups that schools brought; no name is kept.",
        ),
    ):
        yield _value(
            asked, f"training.events.{name}", label, "people" if name == "people" else "groups",
            Decimal(counted) if year.counts else None, f"Counted at events that need no booking. {says}",
        )  # fmt: skip
    everybody = evaluation(asked.year, "course").everybody
    yield _value(
        asked,
        "training.evaluation.response-rate",
        "Course evaluations answered",
        "percent of those asked",
        (Decimal(100 * everybody.answered) / everybody.asked).quantize(Decimal("0.1")) if everybody.asked else None,
        "Of everybody asked to evaluate a course of the year, the share that did.",
    )
    change = everybody.after.mean if everybody.after else None
    yield _value(
        asked,
        "training.evaluation.change",
        "Change in confidence after training",
        "points of five",
        None if change is None else Decimal(str(round(change, 2))),
        "Mean change between before and after the course, over the people who answered both; five pairs or more.",
    )


def _value(asked: Asked, figure: str, label: str, unit: str, value: Decimal | None, says: str) -> Value:
    return Value(
        id=figure, label=label, unit=unit, period=asked.year.label, area=asked.area, value=value,
        provenance=Provenance.COMPUTED, source=Source(query="training.queries.year.training_year"), says=says,
    )  # fmt: skip
