"""Which indicators belong together by their names. Pure."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from throughline.foundation.figures.values import UnitKind, kind_of
from throughline.foundation.names import slug_of

STARTER = Path(__file__).parents[1] / "relations.toml"
OF_WHOM = "of-whom-"
CHILD_POPULATION = "child-population"


@dataclass(frozen=True)
class RelationInput:
    """One part of one whole, by the indicators' slugs. What the kinds mean: models.Relation."""

    kind: Literal["part", "compare", "ceiling"]
    whole: str
    part: str
    exhaustive: bool
    exclusive: bool
    why: str
    source: str


@dataclass(frozen=True)
class Seen:
    """What the rules need of an observation."""

    indicator: str
    area: str
    unit: str


def starter() -> list[RelationInput]:
    """Relations that ship with the product, for indicators of these names."""
    found = []
    for entry in tomllib.loads(STARTER.read_text(encoding="utf-8"))["relation"]:
        for part in entry["parts"]:
            found.append(
                RelationInput(
                    entry["kind"], slug_of(entry["whole"]), slug_of(part), entry.get("exhaustive", False),
                    entry.get("exclusive", False), entry["why"], "relations.toml",
                )
            )  # fmt: skip
    return found


def of_whom(seen: Sequence[Seen]) -> list[RelationInput]:
    """A row that begins 'of whom' counts some of the nearest row above it that does not, in the same area."""
    found = []
    above: Seen | None = None
    for each in seen:
        if not each.indicator.startswith(OF_WHOM):
            above = each
        elif above is not None and above.area == each.area:
            found.append(
                RelationInput(
                    "part", above.indicator, each.indicator, False, True, "It begins 'of whom' and follows that row.",
                    "observations.csv",
                )
            )  # fmt: skip
    return found


def ceilings(seen: Sequence[Seen]) -> list[RelationInput]:
    """A count of different children of an area cannot be larger than the area's child population."""
    populations = {each.area: each.indicator for each in seen if each.indicator.startswith(CHILD_POPULATION)}
    return [
        RelationInput(
            "ceiling", populations[each.area], each.indicator, False, False,
            "It counts children or young people of that area.", "observations.csv",
        )
        for each in seen
        if kind_of(each.unit) is UnitKind.CHILDREN
        and each.area in populations
        and not each.indicator.startswith(CHILD_POPULATION)
    ]  # fmt: skip
