"""How each figure is shown to one audience: the draft's readers see small numbers, the public sees `c`. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from throughline.foundation.figures.disclosure import MEANING, SYMBOL, Hidden
from throughline.foundation.figures.values import Precision, Provenance, Source, Value
from throughline.publishing.yearly_report.rules.wording import amount, unit_words

__all__ = ["MEANING", "Audience", "Revision", "Shown", "as_data", "show"]


class Audience(StrEnum):
    DRAFT = "draft"
    PUBLIC = "public"


@dataclass(frozen=True)
class Shown:
    """A figure for one audience. `value` is the figure with nothing left in it that this audience may not see: hidden
    from the public it has neither value, numerator, denominator nor the source's own words. `text` is the number as
    written; `number` for charts, None where hidden or not available. `status`: known, not available or suppressed."""

    value: Value
    text: str
    number: Decimal | None
    status: str

    @property
    def with_unit(self) -> str:
        unit = unit_words(self.value.unit) if self.status == "known" else ""
        return f"{self.text} {unit}".strip()


def show(values: Mapping[str, Value], hidden: Mapping[str, Hidden], audience: Audience) -> dict[str, Shown]:
    """Every figure as the audience sees it, by id."""
    return {figure_id: _show(value, figure_id in hidden, audience) for figure_id, value in values.items()}


def _show(value: Value, is_hidden: bool, audience: Audience) -> Shown:
    if is_hidden and audience is Audience.PUBLIC:
        source = replace(value.source, column=_without_numbers(value.source.column))
        blank = replace(value, value=None, numerator=None, denominator=None, source=source, records=(), returned_by="")
        return Shown(blank, SYMBOL, None, "suppressed")
    if value.value is None:
        return Shown(value, amount(value), None, "not available")
    text = amount(value)
    if audience is Audience.PUBLIC:
        value = replace(value, records=(), returned_by="")  # who returned it is the office's to know
    return Shown(value, f"{text} (published as {SYMBOL})" if is_hidden else text, value.value, "known")


def _without_numbers(words: str) -> str:
    """The source's own words might say the number again."""
    return "" if any(character.isdigit() for character in words) else words


@dataclass(frozen=True)
class Revision:
    """What a figure was before: None where it was not available, and the day from which it was so."""

    value: Decimal | None
    recorded_at: str


def as_data(shown: Shown, revisions: Sequence[Revision] = ()) -> dict[str, Any]:
    """One figure as open data. `value` is a JSON number in the stated unit, null with `status` where there is none."""
    value = shown.value
    return {
        "id": value.id,
        "label": value.label,
        "value": _json_number(shown.number),
        "status": shown.status,
        "unit": value.unit,
        "precision": value.precision.value,
        "period": value.period,
        "area": value.area,
        "provenance": value.provenance.value,
        "source": _source(value.source),
        "inputs": list(value.inputs),
        "numerator": _json_number(value.numerator),
        "denominator": _json_number(value.denominator),
        "returned_by": value.returned_by,
        "returned_at": value.returned_at.isoformat() if value.returned_at else None,
        "says": value.says,
        "version": value.version,
        "difference": value.difference,
        "revisions": [{"value": _json_number(r.value), "recorded_at": r.recorded_at} for r in revisions],
    }


def from_data(row: Mapping[str, Any]) -> Value:
    """The figure of open data as a value. Hidden: without its numbers, as it was written."""
    source = Source(**{"row": None, **row["source"]})
    return Value(
        id=row["id"], label=row["label"], unit=row["unit"], period=row["period"], area=row["area"],
        value=_decimal(row["value"]), provenance=Provenance(row["provenance"]), source=source, says=row["says"],
        inputs=tuple(row["inputs"]), precision=Precision(row["precision"]), numerator=_decimal(row["numerator"]),
        denominator=_decimal(row["denominator"]),
        returned_at=datetime.fromisoformat(row["returned_at"]) if row["returned_at"] else None,
        version=row["version"], difference=row["difference"],
    )  # fmt: skip


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _source(source: Source) -> dict[str, Any]:
    stated = {
        "file": source.file, "row": source.row, "column": source.column, "query": source.query,
        "formula": source.formula,
    }  # fmt: skip
    return {name: what for name, what in stated.items() if what not in ("", None)}


def _json_number(value: Decimal | None) -> int | float | None:
    """A whole number without a point. A float is exact here: six decimals at most, and it is written shortest."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def source_words(value: Value) -> str:
    """Where a figure comes from, in a sentence's part."""
    source = value.source
    if source.formula:
        return f"derived: {source.formula}"
    if source.query:
        return f"computed from the records: {source.query}"
    row = f", row {source.row}" if source.row is not None else ""
    column = f" ({source.column})" if source.column else ""
    by = f"; returned by {value.returned_by}" if value.returned_by else ""
    at = f" on {value.returned_at.date().isoformat()}" if value.returned_at else ""
    return f"returned: {source.file}{row}{column}{by}{at}"
