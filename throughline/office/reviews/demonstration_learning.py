"""What came of the review of 2023, and national reviews, for the demonstration: the two national ones are those that
Medway’s bulletin of February 2024 names. The briefing, the film, the event, whom they reached, the survey’s answers and
the test that is planned are invented."""

from datetime import date, datetime
from itertools import cycle, islice
from typing import Any

from throughline.foundation import turnout
from throughline.foundation.access.actors import Actor
from throughline.foundation.surveys import api as surveys
from throughline.office.partnership import api as partnership
from throughline.office.reviews.demonstration import COMMUNITY, COUNCIL, MIDWIVES, REVIEW, _moment
from throughline.office.reviews.models import NationalReview, PracticeChange, Review
from throughline.office.reviews.operations import learning
from throughline.office.reviews.rules.learning import Product, Test
from throughline.office.reviews.rules.reviewing import BRIEFING

BODY = "Child Safeguarding Practice Review Panel"
NATIONAL = (
    ("Baby M", date(2024, 5, 31)),
    ("Child sexual abuse within the family environment", None),
)
TESTED = "senior managers review every checklist; subject to audit"
POINTS = (
    "A baby died while sharing a place to sleep with a parent. The family was known to several services.",
    "The partnership looked at how services worked together before the birth and in the first weeks.",
    "Worries about an unborn baby reached the maternity hub without the detail that a decision needs. Where the baby"
    " would sleep was asked, and not seen. The father was spoken about more than spoken with.",
    "Midwives came back after missed appointments and told others what they saw.",
    "Record how each decision at the hub is made; see the places where a baby sleeps; know what starts the checklist"
    " when somebody does not attend.",
    "Ask to see where the baby sleeps, by day and by night. Talk with fathers. When somebody does not attend, start the"
    " checklist the same day. Say what you are worried about in plain words when you refer.",
    "The safe sleeping procedures, the did-not-attend policy and the golden thread of this review, all on this site.",
)
FILM = "Isabel: twelve minutes on safe sleep"
SHOWN = ((date(2023, 10, 31), 61), (date(2023, 12, 31), 98), (date(2024, 1, 31), 117))
REACHED = ((MIDWIVES, 64, 51), (COUNCIL, 120, 73), (COMMUNITY, 38, None))
EVENT = "Learning from reviews"
ASKED = 14
ANSWERS: tuple[dict[str, Any], ...] = (
    {"aware": "Yes", "aware-here": "Yes", "reached-by": ["A briefing", "An event or a course"], "changed": "Yes",
     "example": "I ask to see where the baby sleeps at every visit."},
    {"aware": "Yes", "aware-here": "Yes", "reached-by": ["A video"], "changed": "Not yet"},
    {"aware": "Yes", "aware-here": "No", "reached-by": ["My manager or team"], "changed": "Nothing had to change"},
    {"aware": "No", "aware-here": "No", "reached-by": ["It did not reach me"], "changed": "Not yet"},
)  # fmt: skip
ANSWERED = 11


def load(*, unit: Actor, real_at: datetime) -> int:
    """Once; in the scope of a partnership that has the review. Returns how many learning products were made."""
    review = Review.objects.filter(name=REVIEW).first()
    if review is None or NationalReview.objects.exists():
        return 0
    _national_and_tests(unit)
    published, asked = _moment(date(2023, 10, 2)), _moment(date(2024, 1, 8))
    learning.write_published_briefing(
        review_id=review.pk, points=dict(zip(BRIEFING, POINTS, strict=True)), by=unit, at=published
    )
    film = learning.add_product(
        review_id=review.pk, kind=Product.VIDEO, title=FILM, url="", on=published.date(), by=unit, at=published
    )
    for on, number in SHOWN:
        learning.record_views(product_id=film.pk, on=on, number=number, by=unit, at=_moment(on))
    for product in review.products.all():
        for agency, sent, took in REACHED:
            found = partnership.organisation_named(agency)
            if found is not None:
                learning.record_reached(
                    product_id=product.pk, agency_id=found.id, sent=sent, took=took, by=unit, at=asked
                )
    for kind, event in turnout.choices(date(2024, 2, 5)):
        if EVENT in event.title:
            learning.add_event(review_id=review.pk, kind=kind, event_id=event.id, by=unit, at=asked)
    _survey(unit, asked, real_at)
    return review.products.count()


def _survey(unit: Actor, asked: datetime, real_at: datetime) -> None:
    """Closed on 2 February 2024; eleven of fourteen answered, and nobody can tell who."""
    emails = [f"asked-{number}@practice.example.org" for number in range(1, ASKED + 1)]
    survey = learning.start_awareness(
        year="2023-24", everybody=False, emails=emails, closes_on=date(2024, 2, 2), by=unit, today=asked.date(),
        at=real_at,
    )  # fmt: skip
    codes = {q.key: {words: code for code, words in q.options} for q in survey.version.asked}
    waiting = surveys.Invitation.objects.filter(survey=survey).order_by("pk").values_list("token", flat=True)
    for token, answers in zip(list(waiting)[:ANSWERED], islice(cycle(ANSWERS), ANSWERED), strict=True):
        chosen = {key: _chosen(codes[key], answer) for key, answer in answers.items()}
        surveys.send_answers(token=token, answers=chosen, by=unit, today=date(2024, 1, 15))


def _chosen(codes: dict[str, str], answer: Any) -> Any:
    """The codes of the choices in words; what was written, as it is."""
    if isinstance(answer, list):
        return [codes[words] for words in answer]
    return codes[answer] if codes else answer


def _national_and_tests(unit: Actor) -> None:
    at = _moment(date(2024, 2, 5))
    for name, expected in NATIONAL:
        learning.write_national(
            national_id=None, name=name, body=BODY, url="", expected_on=expected, published_on=None, by=unit, at=at
        )
    for change in PracticeChange.objects.filter(change=TESTED):
        learning.plan_test(
            change_id=change.pk, how=Test.AUDIT, what="Audit of the did-not-attend checklists",
            planned_on=date(2024, 3, 28), by=unit, at=at,
        )  # fmt: skip
