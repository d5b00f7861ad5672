"""What training can publish: the sessions on record, which are not the year's total."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from decimal import Decimal

from throughline.foundation.figures.registry import provides
from throughline.foundation.figures.values import Asked, Provenance, RecordRef, Source, Value
from throughline.foundation.ui.formats import LONDON
from throughline.office.training import queries
from throughline.office.training.presenters import session_url
from throughline.office.training.rules import when_words


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
