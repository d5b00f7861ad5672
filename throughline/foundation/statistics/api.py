"""The door for other apps: official statistics, areas and neighbours."""

from throughline.foundation.statistics.operations import import_statistics
from throughline.foundation.statistics.queries import (
    COUNTRY,
    LOCAL_AUTHORITY,
    AreaRow,
    NeighbourSet,
    Published,
    area_named,
    areas,
    local_authorities,
    neighbours,
    published,
)

__all__ = [
    "COUNTRY",
    "LOCAL_AUTHORITY",
    "AreaRow",
    "NeighbourSet",
    "Published",
    "area_named",
    "areas",
    "import_statistics",
    "local_authorities",
    "neighbours",
    "published",
]
