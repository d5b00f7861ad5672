"""How days, times, sums and numbers are written, after the GOV.UK style. Pure; templates have them as filters.

A number that is not there is written "not available", never 0. A day that is not there is a mistake and raises.
"""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

NOT_AVAILABLE = "not available"
LONDON = ZoneInfo("Europe/London")
EN_DASH = "–"


def day(value: dt.date) -> str:
    """26 February 2024. A date-time is taken to London first."""
    value = _local_day(value)
    return f"{value.day} {value:%B %Y}"


def weekday(value: dt.date) -> str:
    """Monday 26 February 2024."""
    value = _local_day(value)
    return f"{value:%A} {day(value)}"


def month(value: dt.date) -> str:
    """February 2024."""
    return f"{_local_day(value):%B %Y}"


def clock(value: dt.time | dt.datetime) -> str:
    """9:30am, 2pm, midday, midnight."""
    if isinstance(value, dt.datetime):
        value = _local(value).time()
    if (value.hour, value.minute) == (0, 0):
        return "midnight"
    if (value.hour, value.minute) == (12, 0):
        return "midday"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def moment(value: dt.datetime) -> str:
    """26 February 2024 at 9:30am."""
    return f"{day(value)} at {clock(value)}"


def day_range(first: dt.date, last: dt.date) -> str:
    """1 to 3 March 2024; 28 February to 1 March 2024; 1 April 2023 to 31 March 2024; one day when they are the same."""
    first, last = _local_day(first), _local_day(last)
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    if first.month != last.month:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{first.day} to {day(last)}"


def number(value: Decimal | float | None, places: int | None = None) -> str:
    """1,946; 72.8; with `places` rounded half up to so many. A minus sign is a real one."""
    if value is None:
        return NOT_AVAILABLE
    exact = Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    elif exact == exact.to_integral_value():
        exact = exact.quantize(Decimal(1))
    else:
        exact = exact.normalize()
    return f"{exact:,f}".replace("-", "−")


def counted(count: int | Decimal, one: str, many: str = "") -> str:
    """1 place, 0 places, 1,200 people; `many` where it is not made by an s."""
    return f"{number(count)} {one if count == 1 else many or f'{one}s'}"


def number_range(first: Decimal | float, last: Decimal | float) -> str:
    """1–5."""
    return f"{number(first)}{EN_DASH}{number(last)}"


def money(value: Decimal | float | None) -> str:
    """Pounds: £146,799; £12.50 only when there are pence; −£3."""
    if value is None:
        return NOT_AVAILABLE
    exact = Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    whole = exact == exact.to_integral_value()
    return f"{'−' if exact < 0 else ''}£{abs(exact):,.{0 if whole else 2}f}"


def percent(value: Decimal | float | None, places: int | None = None) -> str:
    """90%; the value is already out of 100."""
    return NOT_AVAILABLE if value is None else f"{number(value, places)}%"


def file_size(octets: int) -> str:
    """312 bytes, 45 KB, 1.2 MB (thousands, as file managers count)."""
    if octets < 1000:
        return counted(octets, "byte")
    if octets < 999_500:
        return f"{number(octets / 1000, 0)} KB"
    return f"{number(octets / 1_000_000, 1)} MB"


def dialled(phone: str) -> str:
    """The number as a telephone dials it: digits, with a leading + kept."""
    digits = "".join(character for character in phone if character.isdigit())
    return f"+{digits}" if phone.strip().startswith("+") else digits


def _local(value: dt.datetime) -> dt.datetime:
    return value.astimezone(LONDON) if value.tzinfo else value


def _local_day(value: dt.date) -> dt.date:
    return _local(value).date() if isinstance(value, dt.datetime) else value
