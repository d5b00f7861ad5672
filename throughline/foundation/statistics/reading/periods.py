"""The time a row is about: `time_period` (2025, or 202425 for a year across two) and `time_identifier`."""

import re

IDENTIFIERS = frozenset(
    {
        "Academic year", "Calendar year", "Financial year", "Reporting year", "Tax year",
        *(f"{kind} year Q{n}" for kind in ("Academic", "Calendar", "Financial", "Tax") for n in (1, 2, 3, 4)),
        *(f"{kind} year Q{n}-Q{m}" for kind in ("Academic", "Calendar", "Financial", "Tax")
          for n in (1, 2, 3) for m in (2, 3, 4) if m > n),
        *(f"Q{n}" for n in (1, 2, 3, 4)),
        "Autumn term", "Spring term", "Summer term", "Autumn and spring term", "Part 1 (April to September)",
        "Part 2 (October to March)", "January", "February", "March", "April", "May", "June", "July", "August",
        "September", "October", "November", "December", *(f"Week {n}" for n in range(1, 54)),
    }
)  # fmt: skip
_PERIOD = re.compile(r"(\d{4})(\d{2})?", re.ASCII)


def wrong_period(period: str, identifier: str) -> tuple[str, str] | None:
    """(column, reason) of what is wrong, or None. 2025 and 202425 are right; 202426 is not."""
    found = _PERIOD.fullmatch(period)
    if found is None or not 1950 <= int(found[1]) <= 2100:
        return "time_period", f"‘{period}’ is no year such as 2025, nor two such as 202425."
    if found[2] is not None and int(found[2]) != (int(found[1]) + 1) % 100:
        return "time_period", f"‘{period}’ is no year and the one after it, such as 202425."
    if identifier not in IDENTIFIERS:
        return "time_identifier", f"‘{identifier}’ is no kind of period that is read here, such as ‘Reporting year’."
    return None
