"""When places are offered from the waiting lists."""

from datetime import date, datetime, time

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.office.training.models import SchoolHoliday, WaitingTimes
from throughline.office.training.permissions import TrainingPermission


@operation(TrainingPermission.MANAGE)
def set_waiting_times(
    *, opens: time, closes: time, days: int, days_in_holidays: int, stop_hours: int, by: Actor, at: datetime
) -> WaitingTimes:
    """Holds for offers made from now on; an offer that was made stands."""
    home = scope.current().home_id
    row = WaitingTimes.objects.filter(space_id=home).first() or WaitingTimes(space_id=home)
    row.opens, row.closes, row.days = opens, closes, days
    row.days_in_holidays, row.stop_hours = days_in_holidays, stop_hours
    row.save()
    return row


@operation(TrainingPermission.MANAGE)
def add_school_holiday(*, name: str, first: date, last: date, by: Actor, at: datetime) -> SchoolHoliday:
    """Raises Refused where one with the same first day is on record."""
    home = scope.current().home_id
    if SchoolHoliday.objects.filter(space_id=home, first=first).exists():
        raise Refused("A school holiday that begins on this day is on record already")
    return SchoolHoliday.objects.create(space_id=home, name=name, first=first, last=last)


@operation(TrainingPermission.MANAGE)
def remove_school_holiday(*, holiday_id: int, by: Actor, at: datetime) -> None:
    SchoolHoliday.objects.get(pk=holiday_id).delete()
