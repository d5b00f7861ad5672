"""What a cell of a return says: a number, or which of five reasons there is none. Pure.

Zero is a number: somebody counted and found none. Nobody having counted is another thing, and there are four kinds of
it; a cell in which nobody said anything at all is missing. None of them is ever taken for another.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from throughline.foundation.figures.values import UnitKind, kind_of
from throughline.foundation.names import key_of

MOST = Decimal(10) ** 13
PLACES = 4


class Standing(StrEnum):
    NUMBER = "number"
    NOT_HELD = "not_held"
    WIDER_AREA = "wider_area"
    NOT_YET = "not_yet"
    SUPPRESSED = "suppressed"
    MISSING = "missing"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: dict[Standing, str] = {
    Standing.NUMBER: "A number, zero included",
    Standing.NOT_HELD: "Not held",
    Standing.WIDER_AREA: "Held only for a wider area",
    Standing.NOT_YET: "Not yet",
    Standing.SUPPRESSED: "Suppressed at source",
    Standing.MISSING: "Missing",
}
# What people and their systems write for each; the first is how we write it.
WRITTEN: dict[Standing, tuple[str, ...]] = {
    Standing.NOT_HELD: ("not held", "x", "n/a", "not recorded", "not collected"),
    Standing.WIDER_AREA: ("wider area", "wider", "held only for a wider area"),
    Standing.NOT_YET: ("not yet", "pending", "to follow"),
    Standing.SUPPRESSED: ("suppressed", "c", "suppressed at source"),
    Standing.MISSING: ("",),
}
_STANDINGS = {key_of(text): standing for standing, texts in WRITTEN.items() for text in texts if text}
_WIDER = re.compile(r"(?:held only for a )?wider(?: area)?\s*:?\s*(\S.*)", re.IGNORECASE)
LIKE = "a number, or ‘not held’, ‘wider area’, ‘not yet’ or ‘suppressed’"


class Unclear(ValueError):
    """The text says none of it. The message says what it must be: "must be a whole number"."""


@dataclass(frozen=True)
class Given:
    """`number` is there for NUMBER; for WIDER_AREA where the wider area's own number is known."""

    standing: Standing
    number: Decimal | None = None

    def __post_init__(self) -> None:
        if self.standing is Standing.NUMBER and self.number is None:
            raise ValueError("A number needs its number.")
        if self.number is not None and self.standing not in (Standing.NUMBER, Standing.WIDER_AREA):
            raise ValueError(f"{self.standing.label} has no number.")

    @property
    def written(self) -> str:
        """As it stands in a cell: '12', '0', 'not held', 'wider area 412', ''."""
        if self.standing is Standing.NUMBER:
            return plain(self.number)
        if self.standing is Standing.WIDER_AREA and self.number is not None:
            return f"{WRITTEN[self.standing][0]} {plain(self.number)}"
        return WRITTEN[self.standing][0]

    @property
    def said(self) -> str:
        """For a reader: as written, a missing one in words."""
        return self.written or Standing.MISSING.label.lower()

    @property
    def known(self) -> Decimal | None:
        """The number of the area itself, None where there is none."""
        return self.number if self.standing is Standing.NUMBER else None


MISSING = Given(Standing.MISSING)


def plain(number: Decimal | None) -> str:
    if number is None:
        return ""
    whole = number.to_integral_value()
    return f"{whole:f}" if whole == number else f"{number.normalize():f}"


def read(text: str, unit: str) -> Given:
    """What somebody wrote in a cell. Raises Unclear, so that a guess never becomes a figure."""
    text = text.strip()
    if not text:
        return MISSING
    standing = _STANDINGS.get(key_of(text))
    if standing is not None:
        return Given(standing)
    wider = _WIDER.fullmatch(text)
    if wider:
        return Given(Standing.WIDER_AREA, number_of(wider[1], unit))
    return Given(Standing.NUMBER, number_of(text, unit))


def number_of(text: str, unit: str) -> Decimal:
    """Raises Unclear: counts are whole and not below zero, percentages end at 100."""
    kind = kind_of(unit)
    bare = text.strip().removesuffix("%").strip() if kind is UnitKind.PERCENT else text.strip()
    if not re.fullmatch(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", bare, re.ASCII):
        raise Unclear(f"must be {LIKE}")
    try:
        number = Decimal(bare.replace(",", ""))
    except InvalidOperation as error:
        raise Unclear(f"must be {LIKE}") from error
    if number < 0:
        raise Unclear("must be 0 or more")
    if number >= MOST:
        raise Unclear("is too large")
    if kind is UnitKind.PERCENT and number > 100:
        raise Unclear("must be 100 or less: it is a percentage")
    if kind in (UnitKind.CHILDREN, UnitKind.PEOPLE, UnitKind.THINGS) and number != number.to_integral_value():
        raise Unclear("must be a whole number")
    if -number.as_tuple().exponent > PLACES:  # type: ignore[operator]
        raise Unclear(f"must have {PLACES} decimal places or fewer")
    return number


def unit_asked(unit: str, numerator: str) -> str:
    """What a return counts for an indicator: of a rate its numerator, since its population is the partnership's to
    divide by; of anything else the unit itself."""
    if kind_of(unit) is not UnitKind.RATE:
        return unit
    return "children" if numerator.casefold().startswith(("children", "child ")) else "cases"
