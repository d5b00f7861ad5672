"""Certificates, what runs out, who is in date, licences. Pure.

Codes: TR-100 a certificate needs attendance on every day and the evaluation; TR-101 its code cannot be guessed; TR-102
whoever checks it sees name, course, day, valid or withdrawn; TR-103 withdrawn with a reason, for good; TR-104 checking
is limited; TR-105 what was learnt runs out after the course's refresh interval; TR-106 an own statement has its
evidence, is marked as such, and counts once the office accepted it; TR-107 in date; TR-108 a requirement is in force
between two days; TR-110 a licence needs a passed assessment; TR-111 only a licensed trainer trains; TR-112 a licence
expires and is renewed; TR-113 trained but not using; TR-115 the evaluation is asked of whoever attended; TR-116 before
means before the start; TR-117 the follow-up comes after three months; TR-118 a change is shown for five pairs or more;
TR-119 records stand for a year once the office says that they hold all of it.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from throughline.office.training.rules.booking import REFERENCE_ALPHABET

CODE_LENGTH = 16  # 28 ** 16, more than 10 ** 23
FOLLOW_UP_MONTHS = 3
EVALUATION_DAYS = 28
FOLLOW_UP_DAYS = 28
ASK_BEFORE_DAYS = 14
REMIND_BEFORE_DAYS = (60, 14)  # before something runs out
CHECKS = 30  # of a certificate, a caller and CHECKS_WITHIN seconds
CHECKS_WITHIN = 600


class LearntBy(StrEnum):
    """Where a record of learning comes from."""

    ATTENDED = "attended"
    ELEARNING = "elearning"
    STATED = "stated"


LEARNT_WORDS = {
    LearntBy.ATTENDED: "Attended here",
    LearntBy.ELEARNING: "E-learning",
    LearntBy.STATED: "Own statement",
}


def plain_code(text: str) -> str:
    """A code as typed, without spaces and hyphens, in capitals; '' when it cannot be one (TR-101)."""
    code = "".join(text.split()).replace("-", "").upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(REFERENCE_ALPHABET) else ""


def shown_code(code: str) -> str:
    """In groups of four: 2345-6789-BCDF-GHJK."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def certificate_refusal(*, days_held: int, days_attended: int, evaluated: bool) -> str:
    """TR-100: why there is no certificate; '' when there is."""
    if days_held == 0 or days_attended < days_held:
        return "A certificate needs attendance on every day of the course."
    if not evaluated:
        return "A certificate follows once the course evaluation is sent."
    return ""


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the month's last: 31 August and one month is 30 September."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_before(day: date, months: int) -> date:
    return months_later(day, -months)


def counts_from(today: date, months: int) -> date:
    """The first day of which something still counts today, as `runs_out` has it: of 28 February 2021 and 36 months not
    on 29 February 2024."""
    day = months_before(today, months)
    return day if months_later(day, months) >= today else day + timedelta(days=1)


def runs_out(day: date, refresh_months: int | None) -> date | None:
    """TR-105: the last day on which it counts; None where it does not run out."""
    return None if refresh_months is None else months_later(day, refresh_months)


def in_date(*, days: Sequence[date], today: date, months: int | None) -> bool:
    """TR-107: something counted within so many months up to today; once and for all where months is None."""
    since = date.min if months is None else counts_from(today, months)
    return any(since <= day <= today for day in days)


def in_force(*, starts: date, ends: date | None, today: date) -> bool:
    """TR-108: both days included."""
    return starts <= today and (ends is None or today <= ends)


def follow_up_day(ended: date) -> date:
    """TR-117."""
    return months_later(ended, FOLLOW_UP_MONTHS)


class LicenceState(StrEnum):
    IN_DATE = "In date"
    EXPIRES_SOON = "Expires within 60 days"
    EXPIRED = "Expired"
    WITHDRAWN = "Withdrawn"
    RENEWED = "Renewed"


def licence_state(*, expires_on: date | None, withdrawn: bool, renewed: bool, today: date) -> LicenceState:
    """TR-112. `expires_on` is the last day on which it holds."""
    if withdrawn:
        return LicenceState.WITHDRAWN
    if renewed:
        return LicenceState.RENEWED
    if expires_on is not None and expires_on < today:
        return LicenceState.EXPIRED
    if expires_on is not None and expires_on <= today + timedelta(days=REMIND_BEFORE_DAYS[0]):
        return LicenceState.EXPIRES_SOON
    return LicenceState.IN_DATE


@dataclass(frozen=True)
class Use:
    """An agency's licences in date and its uses with families in the last four quarters; None: nothing returned."""

    licensed: int
    families: int | None


def use_words(use: Use) -> str:
    """TR-113: trained but not using is a finding; nothing returned is a question, not a zero."""
    if use.licensed == 0:
        return "Nobody licensed"
    if use.families is None:
        return "Nothing returned"
    return "Trained but not using" if use.families == 0 else "In use"


def quarter_start(day: date) -> date:
    """The first day of the day's quarter: 1 January, April, July or October."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def last_quarters(today: date, number: int = 4) -> list[date]:
    """First days of the last whole quarters, the latest first."""
    found, start = [], quarter_start(today)
    for _ in range(number):
        start = quarter_start(start - timedelta(days=1))
        found.append(start)
    return found


def quarter_words(start: date) -> str:
    """January to March 2024."""
    end = months_later(start, 2)
    return f"{start:%B} to {end:%B} {end.year}"
