"""What came of published reviews: products, whom they reached, changes in practice with evidence and tests; national
reviews with our response; the survey on awareness. In the home space."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from throughline.foundation import turnout
from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.clock import LONDON
from throughline.foundation.figures.pages import page_of
from throughline.foundation.links import api as links
from throughline.foundation.surveys import api as surveys
from throughline.foundation.surveys.api import Naming, Survey, ToAsk
from throughline.foundation.tenancy import scope
from throughline.foundation.ui import formats
from throughline.office.actions import api as actions
from throughline.office.reviews.action_sources import NATIONAL
from throughline.office.reviews.models import (
    LearningProduct,
    NationalReview,
    PracticeChange,
    PracticeTest,
    ProductViews,
    Reached,
    Review,
)
from throughline.office.reviews.permissions import ReviewsPermission
from throughline.office.reviews.queries.learning import PRODUCT, event_of, everyone
from throughline.office.reviews.questionnaires import awareness
from throughline.office.reviews.rules.learning import Product, Test
from throughline.office.reviews.rules.reviewing import BRIEFING, not_one_side

LEARN = ReviewsPermission.LEARN
REMIND_AFTER = (7, 14)


@operation(LEARN)
def add_product(
    *, review_id: int, kind: Product, title: str, url: str, on: date, by: Actor, at: datetime
) -> LearningProduct:
    """Raises Refused, Review.DoesNotExist."""
    review = Review.objects.get(pk=review_id)
    if not title.strip():
        raise Refused("Give its title.")
    if LearningProduct.objects.filter(review=review, kind=kind.value, title=title.strip()).exists():
        raise Refused(f"‘{title.strip()}’ is on record already.")
    return LearningProduct.objects.create(
        space_id=review.space_id, review=review, kind=kind.value, title=title.strip(), url=url.strip(), on=on
    )


@operation(LEARN)
def add_event(*, review_id: int, kind: str, event_id: int, by: Actor, at: datetime) -> LearningProduct:
    """An event that another app holds and whose people it counts (`turnout`); the product is linked with it. Raises
    Refused, Review.DoesNotExist."""
    event = turnout.events_of([(kind, event_id)]).get((kind, event_id))
    if event is None:
        raise Refused("Choose an event that everyone can see.")
    product = add_product(
        review_id=review_id, kind=Product.EVENT, title=f"{event.title[:170]}, {formats.day(event.on)}", url=event.url,
        on=event.on, by=by, at=at,
    )  # fmt: skip
    links.link(
        source=links.Ref(PRODUCT, product.pk),
        says=links.Relation.TAUGHT_IN,
        target=links.Ref(kind, event_id),
        by=by,
        at=at,
    )
    return product


@operation(LEARN)
def write_published_briefing(*, review_id: int, points: Mapping[str, str], by: Actor, at: datetime) -> None:
    """The seven points of a review that is published already, for everyone to read beside it. It stands among the
    learning products from then on. Raises Refused, Review.DoesNotExist."""
    review = Review.objects.get(pk=review_id)
    if not review.published:
        raise Refused("A review that is not published has no public briefing.")
    refused = not_one_side(points)
    if refused:
        raise Refused(refused)
    review.briefing = [[point, points[point].strip()] for point in BRIEFING]
    review.save(update_fields=["briefing"])
    title = f"{review.name} in seven points"[:200]
    if not LearningProduct.objects.filter(review=review, kind=Product.BRIEFING.value, title=title).exists():
        add_product(
            review_id=review.pk, kind=Product.BRIEFING, title=title, url=page_of("review", review.slug),
            on=at.astimezone(LONDON).date(), by=by, at=at,
        )  # fmt: skip


@operation(LEARN)
def record_views(*, product_id: int, on: date, number: int, by: Actor, at: datetime) -> ProductViews:
    """How often in all by that day: never fewer than on a day before. A second word for one day corrects the first."""
    product = LearningProduct.objects.get(pk=product_id)
    before = ProductViews.objects.filter(product=product, on__lt=on).order_by("on").last()
    after = ProductViews.objects.filter(product=product, on__gt=on).order_by("on").first()
    if before is not None and number < before.number:
        raise Refused(
            f"It had been watched {formats.counted(before.number, 'time')} before that day: give the number in all."
        )
    if after is not None and number > after.number:
        raise Refused(
            f"It had been watched {formats.counted(after.number, 'time')} on a later day: give the number in all."
        )
    row = ProductViews.objects.filter(product=product, on=on).first()
    row = row or ProductViews(space_id=product.space_id, product=product, on=on)
    row.number = number
    row.save()
    return row


@operation(LEARN)
def record_reached(*, product_id: int, agency_id: int, sent: int, took: int | None, by: Actor, at: datetime) -> Reached:
    """Of one agency. A second word corrects the first. Raises Refused, LearningProduct.DoesNotExist."""
    product = LearningProduct.objects.get(pk=product_id)
    if event_of(product_id) is not None:
        raise Refused("Who came is counted from the register of the event: correct it there.")
    if took is not None and took > sent:
        raise Refused("More people cannot have taken it up than it was sent to.")
    row = Reached.objects.filter(product=product, agency_id=agency_id).first()
    row = row or Reached(space_id=product.space_id, product=product, agency_id=agency_id)
    row.sent, row.took = sent, took
    row.save()
    return row


@operation(LEARN)
def write_change(
    *, review_id: int, change_id: int | None, where: str, change: str, since: date | None, evidence: str, by: Actor,
    at: datetime,
) -> PracticeChange:  # fmt: skip
    """A new change in practice after the review, or other words for one. Raises Refused, DoesNotExist."""
    review = Review.objects.get(pk=review_id)
    if not where.strip() or not change.strip():
        raise Refused("Say which service or policy it is, and what is different.")
    if change_id is None:
        last = PracticeChange.objects.filter(review=review).count()
        row = PracticeChange(space_id=review.space_id, review=review, position=last)
    else:
        row = PracticeChange.objects.get(review=review, pk=change_id)
    row.service_or_policy, row.change = where.strip(), change.strip()
    row.since, row.evidence = since, evidence.strip()
    row.save()
    return row


@operation(LEARN)
def plan_test(*, change_id: int, how: Test, what: str, planned_on: date, by: Actor, at: datetime) -> PracticeTest:
    """The audit or indicator that will show whether the change holds."""
    change = PracticeChange.objects.get(pk=change_id)
    if not what.strip():
        raise Refused("Say which audit, indicator or survey it is.")
    return PracticeTest.objects.create(
        space_id=change.space_id, change=change, how=how.value, what=what.strip(), planned_on=planned_on
    )


@operation(LEARN)
def record_test(*, test_id: int, on: date, holds: bool, found: str, by: Actor, at: datetime) -> PracticeTest:
    row = PracticeTest.objects.get(pk=test_id)
    if not found.strip():
        raise Refused("Say what was found.")
    row.done_on, row.holds, row.found = on, holds, found.strip()
    row.save(update_fields=["done_on", "holds", "found"])
    return row


@operation(LEARN)
def write_national(
    *, national_id: int | None, name: str, body: str, url: str, expected_on: date | None, published_on: date | None,
    by: Actor, at: datetime,
) -> NationalReview:  # fmt: skip
    """Raises Refused, NationalReview.DoesNotExist."""
    if not name.strip() or not body.strip():
        raise Refused("Give its name, and who carries it out.")
    if NationalReview.objects.filter(name=name.strip()).exclude(pk=national_id).exists():
        raise Refused(f"‘{name.strip()}’ is on record already.")
    if national_id is None:
        row = NationalReview(space_id=scope.current().home_id)
    else:
        row = NationalReview.objects.get(pk=national_id)
    row.name, row.body, row.url = name.strip(), body.strip(), url.strip()
    row.expected_on, row.published_on = expected_on, published_on
    row.save()
    return row


@operation(LEARN)
def take_up(
    *, national_id: int, text: str, recommendation: str, agency_id: int, by: Actor, at: datetime
) -> actions.Recommendation:
    """A recommendation of a national review goes into the tracker, where the agency accepts it or says why not."""
    review = NationalReview.objects.get(pk=national_id)
    finding = actions.raise_finding(text=text, source_kind=NATIONAL, source_id=review.pk, by=by, at=at)
    return actions.recommend(finding_id=finding.pk, text=recommendation, to_agency_id=agency_id, by=by, at=at)


@operation(LEARN)
def start_awareness(
    *, year: str, everybody: bool, emails: Sequence[str], closes_on: date, by: Actor, today: date, at: datetime
) -> Survey:
    """The survey of a report year, anonymous. Started again, it asks those who were not asked yet. Raises Refused."""
    people = {one.email.lower(): one for one in (everyone() if everybody else [])}
    for email in emails:
        people.setdefault(email.strip().lower(), ToAsk(email=email))
    if not people:
        raise Refused("There is nobody to ask: give at least one address.")
    if closes_on <= today:
        raise Refused("The last day must be after today.")
    given = awareness()
    survey = surveys.start_survey(
        version=surveys.published_version(shipped=given, by=by, today=today), kind=given.kind, about=year,
        title=f"{given.title} {year}", naming=Naming.ANONYMOUS, opens_on=today, closes_on=closes_on,
        remind_after=REMIND_AFTER, by=by,
    )  # fmt: skip
    if not survey.is_open(today):
        raise Refused(f"‘{survey.title}’ has closed already.")
    surveys.ask(survey=survey, people=people.values(), tell=True, by=by, today=today, at=at)
    return survey
