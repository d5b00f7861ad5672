"""An area's value beside its benchmarks. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from throughline.foundation.figures.formulas import rounded
from throughline.foundation.figures.rates import Aggregator, Standing, benchmark
from throughline.foundation.figures.values import UnitKind, kind_of

AGGREGATORS: tuple[Aggregator, ...] = ("mean", "median")
QUARTILES = {1: "first quarter", 2: "second quarter", 3: "third quarter", 4: "last quarter"}


def as_registered(unit: str, registered: str) -> str:
    """The register's unit where the returned one says the same in short: 'per 10000' of an indicator per 10,000
    children. Else the returned one, as it is."""
    if kind_of(unit) is UnitKind.RATE and f"{registered} ".replace(",", "").startswith(f"{unit} ".replace(",", "")):
        return registered
    return unit


@dataclass(frozen=True)
class Beside:
    """A benchmark. `kind`: neighbours, region or country. `model` and `aggregator` of neighbours: never left out where
    they are neighbours. `distance`: own less the benchmark, both as shown. `areas` went in, `missing` had no value.
    `may_be`: the value that the publisher may have come to from counts that are not rounded."""

    name: str
    kind: Literal["neighbours", "region", "country"]
    value: Decimal | None
    distance: Decimal | None
    model: str = ""
    aggregator: Aggregator | Literal[""] = ""
    areas: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    symbol: str = ""
    may_be: Decimal | None = None


def neighbours_beside(
    own: Decimal | None, values: Mapping[str, Decimal | None], *, model: str, aggregator: Aggregator, places: Decimal
) -> Beside:
    """`values`: neighbour → value, None where it has none."""
    found = benchmark(values, aggregator)
    value = rounded(found.value, places) if found else None
    return Beside(
        neighbours_name(model, aggregator), "neighbours", value, distance(own, value), model, aggregator,
        found.areas if found else (), found.missing if found else tuple(values),
    )  # fmt: skip


def neighbours_name(model: str, aggregator: str) -> str:
    return f"Statistical neighbours (model of {model}, {aggregator})"


def distance(own: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if own is None or other is None else own - other


def standing_said(standing: Standing | None, *, better: int) -> str:
    """Rank and quartile in words; which end is first depends on which way is better."""
    if standing is None:
        return ""
    first = {1: "the highest, which is better, first", -1: "the lowest, which is better, first"}.get(
        better, "the highest first"
    )
    return f"Rank {standing.rank} of {standing.of}, {first}; in the {QUARTILES[standing.quartile]} of authorities."
