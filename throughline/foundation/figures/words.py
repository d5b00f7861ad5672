"""How a figure's number is written for people: '£146,799', '44.4 per 10,000', 'about 80 children'. Pure."""

import re
from decimal import Decimal

from throughline.foundation.figures.disclosure import SYMBOL
from throughline.foundation.figures.values import Precision, Provenance, UnitKind, Value, kind_of
from throughline.foundation.ui.formats import NOT_AVAILABLE, money, number

_ONE = {"children": "child", "young people": "young person", "people": "person"}


def unit_words(unit: str, value: Decimal | None = None) -> str:
    """'per 10,000' for 'per 10000'; 'child' for one child."""
    if kind_of(unit) is UnitKind.RATE:
        return re.sub(r"\d{4,}", lambda found: f"{int(found[0]):,}", unit)
    if value == 1:
        return _ONE.get(unit) or (f"{unit[:-3]}y" if unit.endswith("ies") else unit.removesuffix("s"))
    return unit


def bare_number(value: Decimal | None, unit: str, provenance: Provenance = Provenance.RETURNED) -> str:
    """The number without its unit, as a table's cell has it: '146,799', '44.4'. Worked-out rates and shares keep their
    one decimal (72.0); returned ones are written as returned."""
    worked_out = provenance is Provenance.DERIVED and kind_of(unit) in (UnitKind.RATE, UnitKind.PERCENT)
    if kind_of(unit) is UnitKind.MONEY:
        return money(value)
    return number(value, 1 if worked_out and value is not None else None)


def written(value: Value, *, hidden: bool = False) -> str:
    """The whole: precision, number, unit. 'c' where it is hidden."""
    if hidden:
        return SYMBOL
    if value.value is None:
        return NOT_AVAILABLE
    plain = bare_number(value.value, value.unit, value.provenance)
    if value.difference and value.value > 0:
        plain = f"+{plain}"
    if value.precision in (Precision.ABOUT, Precision.AT_LEAST):
        plain = f"{value.precision} {plain}"
    match value.kind:
        case UnitKind.MONEY:
            return plain
        case UnitKind.PERCENT:
            rest = value.unit.lower().removeprefix("percent").removeprefix("per cent").removeprefix("%")
            return f"{plain}%{rest}"
        case _:
            return f"{plain} {unit_words(value.unit, value.value)}"
