"""The waiting list: who is next, when a place is offered and until when. Pure.

Codes: TR-50 places go to those who wait, in the order in which they came; TR-51 an offer is made in working hours and
runs to the same hour of a later working day; TR-52 no offer from some hours before the session on; TR-53 a held offer
is a taken place; TR-54 what may become of an entry; TR-55 one live entry a person, and none for who has a place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from throughline.foundation.ui import formats

type WorkingDay = Callable[[date], bool]


class WaitingStatus(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Step(StrEnum):
    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    CLOSE = "close"


LIVE = frozenset({WaitingStatus.WAITING, WaitingStatus.OFFERED})

# TR-54. What is not here cannot happen. CLOSE: the session began, or was called off, before a place came.
STEPS: dict[tuple[WaitingStatus, Step], WaitingStatus] = {
    (WaitingStatus.WAITING, Step.OFFER): WaitingStatus.OFFERED,
    (WaitingStatus.WAITING, Step.WITHDRAW): WaitingStatus.WITHDRAWN,
    (WaitingStatus.WAITING, Step.CLOSE): WaitingStatus.CLOSED,
    (WaitingStatus.OFFERED, Step.ACCEPT): WaitingStatus.ACCEPTED,
    (WaitingStatus.OFFERED, Step.DECLINE): WaitingStatus.DECLINED,
    (WaitingStatus.OFFERED, Step.LAPSE): WaitingStatus.LAPSED,
    (WaitingStatus.OFFERED, Step.WITHDRAW): WaitingStatus.WITHDRAWN,
    (WaitingStatus.OFFERED, Step.CLOSE): WaitingStatus.CLOSED,
}

STATUS_WORDS = {
    WaitingStatus.WAITING: "Waiting",
    WaitingStatus.OFFERED: "Place offered",
    WaitingStatus.ACCEPTED: "Took the place",
    WaitingStatus.DECLINED: "Let the place go",
    WaitingStatus.LAPSED: "Did not answer in time",
    WaitingStatus.WITHDRAWN: "Left the list",
    WaitingStatus.CLOSED: "No place came free",
}


class ImpossibleStep(ValueError):
    """The entry's state does not allow the step."""


def after(status: WaitingStatus, step: Step) -> WaitingStatus:
    """Raises ImpossibleStep."""
    try:
        return STEPS[status, step]
    except KeyError:
        raise ImpossibleStep(f"An entry that is {status} cannot {step}.") from None


@dataclass(frozen=True)
class OfferTimes:
    """When offers are made and how long they stand. The partnership sets them on one page; these are the first ones.

    `opens` and `closes` in London, on working days. `days` working days to answer, `days_in_holidays` in school
    holidays. `stop`: hours before the session from which on nothing is offered. `shortest`: an offer that could not
    stand for so long is not made.
    """

    opens: time = time(8)
    closes: time = time(18)
    days: int = 1
    days_in_holidays: int = 3
    stop: timedelta = timedelta(hours=24)
    shortest: timedelta = timedelta(hours=2)

    def last_offer(self, starts: datetime) -> datetime:
        """The last moment at which a place may be offered (TR-52)."""
        return starts - self.stop - self.shortest


def offer_until(
    *, at: datetime, starts: datetime, times: OfferTimes, working_day: WorkingDay, in_holidays: bool
) -> datetime | None:
    """Until when an offer that is made at that moment stands; None when none may be made now (TR-51, TR-52)."""
    local = at.astimezone(formats.LONDON)
    if at > times.last_offer(starts) or not working_day(local.date()):
        return None
    if not times.opens <= local.time() < times.closes:
        return None
    day = local.date()
    for _ in range(times.days_in_holidays if in_holidays else times.days):
        day = _next_working_day(day, working_day)
    return min(datetime.combine(day, local.time(), formats.LONDON), starts - times.stop)


def _next_working_day(day: date, working_day: WorkingDay) -> date:
    day += timedelta(days=1)
    while not working_day(day):
        day += timedelta(days=1)
    return day


def newcomers_wait(*, at: datetime, starts: datetime, waiting: int, times: OfferTimes) -> bool:
    """TR-50: a free place belongs to those who wait, also at night, until offers have stopped."""
    return waiting > 0 and at <= times.last_offer(starts)


def join_refusals(*, starts: datetime, at: datetime, times: OfferTimes) -> list[str]:
    """Why the waiting list is closed at that moment, in words; [] when it is open."""
    if at >= starts:
        return [f"This session began on {formats.moment(starts)}."]
    if at > times.last_offer(starts):
        return ["Places are not offered any more so shortly before the session. A place that comes free can be booked."]
    return []


def place_words(ahead: int) -> str:
    """'You are next' or 'You are number 4: 3 people are ahead of you'."""
    if ahead == 0:
        return "You are next."
    people = "1 person is" if ahead == 1 else f"{formats.number(ahead)} people are"
    return f"You are number {formats.number(ahead + 1)}: {people} ahead of you."


def age_words(joined: datetime, at: datetime) -> str:
    """How long somebody has waited: 'since today', '1 day', '12 days'."""
    days = (at.astimezone(formats.LONDON).date() - joined.astimezone(formats.LONDON).date()).days
    return "since today" if days == 0 else formats.counted(days, "day")
