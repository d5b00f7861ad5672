"""The requirements that come with the product, as data. Sources: Keeping children safe in education; the
Intercollegiate Document. A partnership says which of its courses meet each."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files


@dataclass(frozen=True)
class ShippedRequirement:
    role: str
    what: str
    months: int | None
    hours: Decimal | None
    source: str
    starts: date


def _read() -> tuple[ShippedRequirement, ...]:
    text = files("throughline.office.training").joinpath("requirements.toml").read_text(encoding="utf-8")
    return tuple(
        ShippedRequirement(
            given["role"], given["what"], given.get("months"), given.get("hours"), given["source"], given["starts"]
        )
        for given in tomllib.loads(text, parse_float=Decimal)["requirement"]
    )


SHIPPED = _read()
