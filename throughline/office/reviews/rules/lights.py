"""How a clock stands: counted when it is looked at, never by a nightly job. Pure."""

from datetime import date

from throughline.office.reviews.rules.words import Labelled

AMBER_BEFORE = 3  # days of the calendar before the due day on which it turns amber, RV-L1


class Light(Labelled):
    MET = "met", "Met"
    MET_LATE = "met_late", "Met late"
    RUNNING = "running", "Running"
    PAUSED = "paused", "Paused"
    AMBER = "amber", "Due soon"
    RED = "red", "Overdue"

    @property
    def colour(self) -> str:
        return {
            Light.MET: "green", Light.MET_LATE: "orange", Light.RUNNING: "", Light.PAUSED: "grey",
            Light.AMBER: "yellow", Light.RED: "red",
        }[self]  # fmt: skip


def light_of(*, due: date, today: date, met_on: date | None, paused: bool) -> Light:
    """RV-L1: red the day after, amber on the day and up to three days before. A pause makes nothing green."""
    if met_on is not None:
        return Light.MET if met_on <= due else Light.MET_LATE
    if paused:
        return Light.PAUSED
    if today > due:
        return Light.RED
    return Light.AMBER if (due - today).days <= AMBER_BEFORE else Light.RUNNING
