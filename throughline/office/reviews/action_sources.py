"""Published reviews as a source of findings and actions in the tracker."""

from collections.abc import Collection

from throughline.foundation.access.actors import Actor
from throughline.office.actions.api import Named, Source, register_source
from throughline.office.reviews.queries import names_of, national_names

KIND = "reviews.review"
NATIONAL = "reviews.national_review"


def _named(ids: Collection[int]) -> dict[int, Named]:
    return {review_id: Named(name) for review_id, name in names_of(ids).items()}


def _may_see(actor: Actor, ids: Collection[int]) -> Collection[int]:
    """A published review is public; one that is not on record here is nobody's."""
    return names_of(ids).keys()


register_source(Source(KIND, "Review", named=_named, may_see=_may_see))


def _national(ids: Collection[int]) -> dict[int, Named]:
    return {pk: Named(name) for pk, name in national_names(ids).items()}


def _may_see_national(actor: Actor, ids: Collection[int]) -> Collection[int]:
    """National reviews are public."""
    return national_names(ids).keys()


register_source(Source(NATIONAL, "National review", named=_national, may_see=_may_see_national))
