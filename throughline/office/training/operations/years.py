"""Saying that the records hold a whole year."""

from datetime import date

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.figures.values import ReportYear
from throughline.foundation.tenancy import scope
from throughline.office.training.models import WholeYear
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.year import training_year


@operation(TrainingPermission.EVALUATE)
def state_whole_year(*, year: ReportYear, by: Actor, today: date) -> WholeYear:
    """TR-119. Raises Refused while the year runs, without sessions, or while a session's register is not marked."""
    found = training_year(year)
    if today <= year.ends:
        raise Refused(f"The year {year.label} has not ended.")
    if found.sessions == 0:
        raise Refused(f"No session of {year.label} is on record.")
    if found.unmarked:
        missing = (
            "1 session with bookings has" if found.unmarked == 1 else f"{found.unmarked} sessions with bookings have"
        )
        raise Refused(f"{missing} no register. Mark that first.")
    stated, _ = WholeYear.objects.get_or_create(
        space_id=scope.current().home_id, year=year.label, defaults={"stated_on": today, "stated_by": by.user}
    )
    return stated


@operation(TrainingPermission.EVALUATE)
def take_back_whole_year(*, year: ReportYear, by: Actor) -> None:
    """It was not whole after all. Not stated: nothing changes."""
    for stated in WholeYear.objects.filter(year=year.label):
        stated.delete()
