"""How figures are written in a report: '290', 'about 80', '£146,799', '44.4 per 10,000', '69.5%', 'c'. Pure."""

import re
from datetime import date
from decimal import Decimal

from throughline.foundation.figures.values import Precision, UnitKind, Value, kind_of

NOT_AVAILABLE = "not available"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SECTIONS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
}  # fmt: skip


def plain(value: Decimal) -> str:
    """Thousands by commas, no trailing zeros, a real minus sign."""
    tidy = value.normalize()
    if tidy == tidy.to_integral_value():
        tidy = tidy.quantize(Decimal(1))
    return f"{tidy:,f}".replace("-", "−")


def amount(value: Value | Decimal, like: Value | None = None) -> str:
    """A figure's value with what belongs to the number itself (£, %, 'about'); 'not available' for none. A bare number
    is written in the unit of `like`."""
    figure = like if isinstance(value, Decimal) else value
    number = value if isinstance(value, Decimal) else value.value
    if figure is None or number is None:
        return NOT_AVAILABLE
    kind = kind_of(figure.unit)
    if kind is UnitKind.MONEY:
        pounds = number.quantize(Decimal("0.01"))
        text = f"£{abs(pounds):,.0f}" if pounds == pounds.to_integral_value() else f"£{abs(pounds):,.2f}"
        text = f"−{text}" if number < 0 else text
    elif kind is UnitKind.PERCENT:
        text = f"{plain(number)}%"
    elif kind is UnitKind.RATE and figure.provenance != "returned":
        text = f"{number:,.1f}"
    else:
        text = plain(number)
    stated = isinstance(value, Value) and value.precision in (Precision.ABOUT, Precision.AT_LEAST)
    return f"{value.precision.value} {text}" if stated and isinstance(value, Value) else text


def unit_words(unit: str) -> str:
    """The unit after a number: '290 children', '44 per 10,000'; '' where the number already says it."""
    if kind_of(unit) in (UnitKind.MONEY, UnitKind.PERCENT):
        return unit.removeprefix("percent").strip() if unit.startswith("percent") else ""
    return re.sub(r"\b10000\b", "10,000", unit)


def date_or_period(period: str) -> str:
    """'2024-03-31' as 31 March 2024, '2024-04' as April 2024; '2023-24' and the rest as they are."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", period):
        day = date.fromisoformat(period)
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    month = re.fullmatch(r"(\d{4})-(\d{2})", period)
    if month and 1 <= int(month[2]) <= 12 and int(month[2]) != (int(month[1]) + 1) % 100:
        return f"{_MONTHS[int(month[2]) - 1]} {month[1]}"
    return period


def section_number(words: str) -> int | None:
    """'section five (rounded)' → 5; 'Section 3' → 3; None where the source names no section of the report."""
    found = re.match(r"\s*section\s+(\w+)", words, re.IGNORECASE)
    if not found:
        return None
    word = found[1].lower()
    number = _SECTIONS.get(word) or (int(word) if word.isdigit() and word.isascii() else None)
    return number if number is not None and 1 <= number <= len(_SECTIONS) else None
