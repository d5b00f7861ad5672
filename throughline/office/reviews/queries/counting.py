"""Facts of cases for figures: days and kinds alone, read inside each restricted space and handed out without a name, a
reference or a place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from throughline.foundation.restricted import api as restricted
from throughline.office.reviews.models import Case, CaseClock, Work
from throughline.office.reviews.queries.cases import calendar
from throughline.office.reviews.restricted_spaces import CASE


@dataclass(frozen=True)
class CaseFacts:
    """`pack_due`, `review_due`: by the statute. `kind`: of the review that follows, '' for none."""

    origin: str
    came_on: date
    notified_on: date | None
    pack_sent_on: date | None
    pack_due: date | None
    expected_on: date | None
    answered_on: date | None
    kind: str = ""
    began_on: date | None = None
    ended_on: date | None = None
    review_due: date | None = None


def case_facts() -> list[CaseFacts]:
    """Of every case of the active partnership that was not deleted. Three queries a case: a partnership has few."""
    return list(_case_facts())


def _case_facts() -> Iterator[CaseFacts]:
    for space in restricted.all_spaces().filter(kind=CASE):
        with restricted.as_system(space.pk):
            case = Case.objects.filter(restricted_id=space.pk).first()
            if case is None:
                continue
            due = dict(CaseClock.objects.filter(case=case).values_list("code", "due_on"))
            work = Work.objects.filter(case=case).first()
            yield CaseFacts(
                origin=case.origin, came_on=case.came_on, notified_on=case.notified_on, pack_sent_on=case.pack_sent_on,
                pack_due=due.get("RV-02"), expected_on=case.expected_on, answered_on=case.answered_on,
                kind=work.kind if work else "", began_on=work.began_on if work else None,
                ended_on=work.ended_on if work else None, review_due=due.get("RV-03"),
            )  # fmt: skip


def working_days(first: date, last: date) -> int:
    """Working days after the first day up to the last one."""
    known = calendar()
    return sum(known.is_working_day(first + timedelta(days=number)) for number in range(1, (last - first).days + 1))
