"""The door for higher apps: observations and how indicators belong together; how the load records them; open data."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from throughline.office.dataset.operations.loading import ObservationInput, record_observations, record_relations
from throughline.office.dataset.queries.observations import (
    ObservationRow,
    RelationRow,
    RevisionRow,
    observations,
    observations_of,
    populations,
    relations,
)
from throughline.office.dataset.queries.releasing import released_between
from throughline.office.dataset.release_content import in_words
from throughline.office.dataset.rules.relations import RelationInput

__all__ = [
    "ObservationInput",
    "ObservationRow",
    "OpenFigures",
    "RelationInput",
    "RelationRow",
    "RevisionRow",
    "observations",
    "observations_of",
    "open_figures",
    "populations",
    "record_observations",
    "record_relations",
    "relations",
]


@dataclass(frozen=True)
class OpenFigures:
    """An indicator's latest release. `url` of that very one, which stays as it is; `says`: its latest values, each
    official one with its benchmarks and its denominator, small numbers hidden."""

    title: str
    url: str
    says: str


def open_figures(first: date, last: date) -> list[OpenFigures]:
    """Released to the public as at a day between the two, both included; by title."""
    return [
        OpenFigures(
            row.content["title"], reverse("open_data:release", args=[row.indicator.slug, row.number]),
            in_words(row.content),
        )
        for row in released_between(first, last)
    ]  # fmt: skip
