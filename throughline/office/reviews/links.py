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
from throughline.foundation.ui import formats
from throughline.office.reviews.action_sources import KIND as REVIEW
from throughline.office.reviews.action_sources import NATIONAL
from throughline.office.reviews.models import LearningProduct, NationalReview, PracticeChange, PracticeTest, Review
from throughline.office.reviews.queries.learning import PRODUCT
from throughline.office.reviews.rules.learning import Product, Test

CHANGE = "reviews.practice_change"
TEST = "reviews.practice_test"
FOUND = 20


def _review(row: Review) -> Named:
    published = f"published {formats.month(row.published_from)}" if row.published_from else "not published"
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
        for above, pk in LearningProduct.objects.filter(review_id__in=ids).values_list("review_id", "pk"):
            yield Edge(Ref(REVIEW, above), Relation.TOLD_IN, Ref(PRODUCT, pk))
    if ids := frontier.get(CHANGE):
        for above, pk in PracticeTest.objects.filter(change_id__in=ids).values_list("change_id", "pk"):
            yield Edge(Ref(CHANGE, above), Relation.TESTED_BY, Ref(TEST, pk))


def _backwards(frontier: Frontier) -> Iterator[Edge]:
    if ids := frontier.get(CHANGE):
        for pk, above in PracticeChange.objects.filter(pk__in=ids).values_list("pk", "review_id"):
            yield Edge(Ref(REVIEW, above), Relation.LED_TO, Ref(CHANGE, pk))
    if ids := frontier.get(PRODUCT):
        for pk, above in LearningProduct.objects.filter(pk__in=ids).values_list("pk", "review_id"):
            yield Edge(Ref(REVIEW, above), Relation.TOLD_IN, Ref(PRODUCT, pk))
    if ids := frontier.get(TEST):
        for pk, above in PracticeTest.objects.filter(pk__in=ids).values_list("pk", "change_id"):
            yield Edge(Ref(CHANGE, above), Relation.TESTED_BY, Ref(TEST, pk))


def _products(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    return {
        row.pk: Named(row.title, row.url if row.url.startswith("/") else "", Product(row.kind).label)
        for row in LearningProduct.objects.filter(pk__in=ids)
    }


def _tests(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    """What a test showed is for everyone to see, as the change is; its finding stays in the office."""
    return {row.pk: _test(row) for row in PracticeTest.objects.filter(pk__in=ids)}


def _test(row: PracticeTest) -> Named:
    note = "planned" if row.holds is None else "the change holds" if row.holds else "the change does not hold"
    return Named(f"{Test(row.how).label}: {row.what}", "", note)


def _national(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
    return {
        row.pk: Named(row.name, "", f"national review, {row.body}") for row in NationalReview.objects.filter(pk__in=ids)
    }


register_kind(Kind(REVIEW, "Review", seen=_reviews, find=_find_reviews, public=True))
register_kind(Kind(CHANGE, "Change in practice", seen=_changes, find=_find_changes, public=True))
register_kind(Kind(PRODUCT, "Learning product", seen=_products, public=True))
register_kind(Kind(TEST, "Test of a change", seen=_tests, public=True))
register_kind(Kind(NATIONAL, "National review", seen=_national, public=True))
register_edges(Edges("reviews", forwards=_forwards, backwards=_backwards, public=True))
