"""The door for other apps: official statistics, areas and neighbours."""

from throughline.foundation.statistics.operations import import_statistics
from throughline.foundation.statistics.queries import (
    AreaRow,
    NeighbourSet,
    Published,
    area_named,
    areas,
    countries,
    local_authorities,
    neighbours,
    published,
)

__all__ = [
    "AreaRow",
    "NeighbourSet",
    "Published",
    "area_named",
    "areas",
    "countries",
    "import_statistics",
    "local_authorities",
    "neighbours",
    "published",
]
