"""What publishing offers to the end of a review: it says so when it starts, as this app knows nothing of the site."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from throughline.foundation.access.actors import Actor


@dataclass(frozen=True)
class Publication:
    """A review as everybody may read it; without sections where the report itself is not published."""

    review_id: int
    slug: str
    name: str
    kind: str
    themes: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]
    briefing: tuple[tuple[str, str], ...]
    improvements: str
    on: date


Step = Callable[[Publication, Actor, datetime], None]
_steps: list[Step] = []


def register_publishing_step(step: Step) -> None:
    """`step(publication, by, at)` runs in the transaction that ends the review."""
    if step not in _steps:
        _steps.append(step)


def publish(publication: Publication, by: Actor, at: datetime) -> None:
    for step in _steps:
        step(publication, by, at)
