"""Published reviews and changes in practice in the golden thread. What was published is for everyone to see."""

from collections.abc import Collection, Iterator, Mapping

from throughline.foundation.access.actors import Actor
from throughline.foundation.figures.pages import page_of
from throughline.foundation.links.api import (
    Edge,
    Edges,
    Frontier,
    Kind,
    Named,
    Ref,
    Relation,
    register_edges,
    register_kind,
)
from throughline.office.reviews.action_sources import KIND as REVIEW
from throughline.office.reviews.models import PracticeChange, Review

CHANGE = "reviews.practice_change"
FOUND = 20


def _review(row: Review) -> Named:
    published = f"published {row.published}" if row.published else "not published"
    return Named(row.name, page_of("review", row.slug) if row.published else "", f"{row.kind}, {published}")


def _change(row: PracticeChange) -> Named:
    return Named(f"{row.service_or_policy}: {row.change}")


def _reviews(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    return {row.pk: _review(row) for row in Review.objects.filter(pk__in=ids)}


def _changes(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    return {row.pk: _change(row) for row in PracticeChange.objects.filter(pk__in=ids)}


def _find_reviews(actor: Actor, words: str) -> Mapping[int, Named]:
    return {row.pk: _review(row) for row in Review.objects.filter(name__icontains=words.strip())[:FOUND]}


def _find_changes(actor: Actor, words: str) -> Mapping[int, Named]:
    found = PracticeChange.objects.all()
    for word in words.split():
        found = found.filter(change__icontains=word) | found.filter(service_or_policy__icontains=word)
    return {row.pk: _change(row) for row in found[:FOUND]}


def _forwards(frontier: Frontier) -> Iterator[Edge]:
    if ids := frontier.get(REVIEW):
        for above, pk in PracticeChange.objects.filter(review_id__in=ids).values_list("review_id", "pk"):
            yield Edge(Ref(REVIEW, above), Relation.LED_TO, Ref(CHANGE, pk))


def _backwards(frontier: Frontier) -> Iterator[Edge]:
    if ids := frontier.get(CHANGE):
        for pk, above in PracticeChange.objects.filter(pk__in=ids).values_list("pk", "review_id"):
            yield Edge(Ref(REVIEW, above), Relation.LED_TO, Ref(CHANGE, pk))


register_kind(Kind(REVIEW, "Review", seen=_reviews, find=_find_reviews))
register_kind(Kind(CHANGE, "Change in practice", seen=_changes, find=_find_changes))
register_edges(Edges("reviews", forwards=_forwards, backwards=_backwards))
