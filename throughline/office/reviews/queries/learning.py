"""Reads of what came of published reviews, and of national ones. In the home space."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from throughline.foundation import turnout as turnouts
from throughline.foundation.access.models import Membership
from throughline.foundation.links.api import Relation, targets_of
from throughline.foundation.surveys.api import Survey, ToAsk, surveys_of
from throughline.foundation.turnout import Event, OfAgency
from throughline.office.actions import api as actions
from throughline.office.reviews.models import LearningProduct, NationalReview, PracticeChange, PracticeTest, Review

PRODUCT = "reviews.product"


@dataclass(frozen=True)
class HeldEvent:
    """The event of a product, as who holds it has it now. `turnout`: by agency."""

    event: Event
    turnout: Sequence[OfAgency]


@dataclass(frozen=True)
class Loop:
    """How far the learning of a source came. Counts of recommendations, and of actions by how they stand."""

    recommendations: int
    accepted: int
    declined: int
    actions: int
    closed: int
    proven: int


def all_reviews() -> QuerySet[Review]:
    return Review.objects.all()


def review(review_id: int) -> Review:
    """Raises Review.DoesNotExist."""
    return Review.objects.get(pk=review_id)


def products_of(found: Review) -> list[LearningProduct]:
    """With their views and whom they reached. Three queries."""
    return list(found.products.prefetch_related("views", "reached__agency"))


def events_of(product_ids: Collection[int]) -> dict[int, HeldEvent]:
    """Of the products that are events held elsewhere here. One query, and those of who holds them."""
    chosen = {
        pk: (ref.kind, ref.id)
        for pk, refs in targets_of(PRODUCT, product_ids, Relation.TAUGHT_IN).items()
        for ref in refs[:1]
    }
    events, turnout = turnouts.events_of(chosen.values()), turnouts.turnout_of(chosen.values())
    return {pk: HeldEvent(events[named], turnout.get(named, [])) for pk, named in chosen.items() if named in events}


def event_of(product_id: int) -> HeldEvent | None:
    return events_of([product_id]).get(product_id)


def product(product_id: int) -> LearningProduct:
    """Raises LearningProduct.DoesNotExist."""
    return LearningProduct.objects.select_related("review").get(pk=product_id)


def changes_of(found: Review) -> list[PracticeChange]:
    """With their tests. Two queries."""
    return list(PracticeChange.objects.filter(review=found).prefetch_related("tests"))


def change(change_id: int) -> PracticeChange:
    """Raises PracticeChange.DoesNotExist."""
    return PracticeChange.objects.select_related("review").get(pk=change_id)


def practice_test(test_id: int) -> PracticeTest:
    """Raises PracticeTest.DoesNotExist."""
    return PracticeTest.objects.select_related("change__review").get(pk=test_id)


def tests_due(today: date) -> list[PracticeTest]:
    """Planned for a day that has come, and not done. One query."""
    return list(PracticeTest.objects.filter(done_on=None, planned_on__lte=today).select_related("change__review"))


def loop_of(rows: Sequence[actions.Recommendation]) -> Loop:
    """Of recommendations with their actions, as `recommendations_of_source` gives them."""
    of_all = [action for row in rows for action in row.actions.all()]
    return Loop(
        recommendations=len(rows),
        accepted=len([row for row in rows if row.state == "accepted"]),
        declined=len([row for row in rows if row.state == "declined"]),
        actions=len(of_all),
        closed=len([action for action in of_all if action.delivery == "closed"]),
        proven=len([action for action in of_all if action.effect == "proven"]),
    )


def national_reviews() -> QuerySet[NationalReview]:
    return NationalReview.objects.all()


def national(national_id: int) -> NationalReview:
    """Raises NationalReview.DoesNotExist."""
    return NationalReview.objects.get(pk=national_id)


def awareness_surveys() -> list[Survey]:
    return list(surveys_of("reviews.awareness"))


def everyone() -> list[ToAsk]:
    """Whoever has an account here. One query."""
    rows = Membership.objects.filter(suspended=False, user__is_active=True, user__is_system=False).order_by("user")
    return [ToAsk(email=email, person_id=pk) for email, pk in rows.values_list("user__email", "user_id")]
