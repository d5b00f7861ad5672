"""All writes of the reviews. Steps of the load, which has the permission and holds the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.names import key_of, slug_of
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.keeping_operations import Change, Row, keep
from throughline.office.reviews.models import PracticeChange, Review


@dataclass(frozen=True)
class ReviewInput:
    """`published` as written and the first day it can mean, or ('', None)."""

    kind: str
    name: str
    published: str
    published_from: date | None
    themes: Sequence[str]


@dataclass(frozen=True)
class PracticeChangeInput:
    review: str
    service_or_policy: str
    change: str


@operation(None)
def record_reviews(*, rows: Sequence[ReviewInput], by: Actor, at: datetime) -> list[Change]:
    """Reviews by name. A step of the load, with no permission of its own."""
    kept = keep(
        Review,
        [
            Row(
                label=row.name,
                key={"name": row.name},
                values={
                    "kind": row.kind,
                    "slug": slug_of(row.name),
                    "published": row.published,
                    "published_from": row.published_from,
                    "themes": list(row.themes),
                },
                quiet={"position": position},
            )
            for position, row in enumerate(rows)
        ],
        space_id=scope.current().home_id,
    )
    return [each.change for each in kept]


@operation(None)
def record_practice_changes(*, rows: Sequence[PracticeChangeInput], by: Actor, at: datetime) -> list[Change]:
    """Changes in practice; a reworded one of the same review and service is revised. A step of the load, with no
    permission of its own."""
    home = scope.current().home_id
    reviews = {key_of(review.name): review for review in Review.objects.filter(space_id=home)}
    kept = keep(
        PracticeChange,
        [
            Row(
                label=f"{row.review}, {row.service_or_policy}: {row.change}",
                key={
                    "review": reviews[key_of(row.review)],
                    "service_or_policy": row.service_or_policy,
                    "change": row.change,
                },
                quiet={"position": position},
            )
            for position, row in enumerate(rows)
        ],
        space_id=home,
        pair_by=["review", "service_or_policy"],
    )
    return [each.change for each in kept]
