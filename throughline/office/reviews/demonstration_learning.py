"""What came of the review of 2023, and national reviews, for the demonstration: the two national ones are those that
Medway’s bulletin of February 2024 names; the test that is planned is invented."""

from datetime import date

from throughline.foundation.access.actors import Actor
from throughline.office.reviews.demonstration import _moment
from throughline.office.reviews.models import NationalReview, PracticeChange
from throughline.office.reviews.operations import learning
from throughline.office.reviews.rules.learning import Test

BODY = "Child Safeguarding Practice Review Panel"
NATIONAL = (
    ("Baby M", date(2024, 5, 31)),
    ("Child sexual abuse within the family environment", None),
)
TESTED = "senior managers review every checklist; subject to audit"


def load(*, unit: Actor) -> None:
    """Once; in the scope of a partnership that has the review."""
    if NationalReview.objects.exists():
        return
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
