"""Figures of cases that are on record here (there may have been others before the site was used): how many of each
kind, days taken against the clock. Their records are told by days taken alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from throughline.foundation.figures import ids
from throughline.foundation.figures.values import Asked, Provenance, RecordRef, Source, Value
from throughline.foundation.ui import formats
from throughline.office.reviews.queries.counting import CaseFacts, case_facts, working_days
from throughline.office.reviews.rules.reviewing import WorkKind
from throughline.office.reviews.rules.words import Origin

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class _Counted:
    name: str
    unit: str
    label: str
    says: str
    value: Decimal | None
    records: tuple[str, ...]


def case_figures(asked: Asked) -> Iterator[Value]:
    """Nothing where no case was ever recorded here: then cases are kept elsewhere, and their number is not known."""
    cases = case_facts()
    if not cases:
        return
    for each in (*_rapid(asked, cases), *_asked_of_us(asked, cases), *_reviews(asked, cases)):
        yield Value(
            id=ids.id_of("reviews", each.name, asked.year.label), label=each.label, unit=each.unit,
            period=asked.year.label, area=asked.area, value=each.value, provenance=Provenance.COMPUTED,
            source=Source(query=f"reviews.{each.name.replace(' ', '_')}"), says=each.says, section="section six",
            records=tuple(RecordRef(words) for words in each.records),
        )  # fmt: skip


def _count(name: str, unit: str, label: str, says: str, records: list[str]) -> _Counted:
    return _Counted(name, unit, label, says, Decimal(len(records)), tuple(records))


def _average(name: str, unit: str, label: str, says: str, days: list[int], words: list[str]) -> _Counted:
    """Not available where nothing was finished."""
    value = (Decimal(sum(days)) / len(days)).quantize(Decimal("0.1")) if days else None
    return _Counted(name, unit, label, says, value, tuple(words))


def _rapid(asked: Asked, cases: list[CaseFacts]) -> Iterator[_Counted]:
    year = asked.year

    def within(day: "date | None") -> bool:
        return day is not None and year.starts <= day <= year.ends

    referred = [row for row in cases if row.origin == Origin.REFERRAL and within(row.came_on)]
    notified = [row for row in cases if within(row.notified_on)]
    taken = [
        (working_days(row.notified_on, row.pack_sent_on), row.pack_due is not None and row.pack_sent_on <= row.pack_due)
        for row in notified
        if row.notified_on and row.pack_sent_on
    ]
    words = [f"Rapid review: {formats.counted(days, 'working day')}" for days, _ in taken]
    yield _count(
        "referrals for a review",
        "referrals",
        "Cases referred for a review, on record",
        "Cases that agencies referred for a review in the report year.",
        ["Referral for a review"] * len(referred),
    )
    yield _count("rapid reviews", "reviews", "Rapid reviews on record",
                 "Serious incidents of which the Panel was notified in the report year, each with a rapid review.",
                 ["Rapid review"] * len(notified))  # fmt: skip
    yield _count("rapid reviews in time", "reviews", "Rapid reviews on record: sent in time",
                 "Rapid reviews of the year that were sent to the Panel by the day that the guidance sets.",
                 [said for said, (_, met) in zip(words, taken, strict=True) if met])  # fmt: skip
    yield _average("rapid review working days", "working days", "Working days to send a rapid review on record",
                   "Working days from the notification to the day on which the rapid review was sent, on average.",
                   [days for days, _ in taken], words)  # fmt: skip


def _asked_of_us(asked: Asked, cases: list[CaseFacts]) -> Iterator[_Counted]:
    year = asked.year
    answered = [row for row in cases if row.answered_on and year.starts <= row.answered_on <= year.ends]
    days = [(row.answered_on - row.came_on).days for row in answered if row.answered_on]
    words = [f"Request: {formats.counted(number, 'day')}" for number in days]
    in_time = [said for said, row in zip(words, answered, strict=True)
               if row.expected_on and row.answered_on and row.answered_on <= row.expected_on]  # fmt: skip
    yield _count(
        "requests answered",
        "requests",
        "Requests of other areas and boards answered",
        "Requests of other areas’ and boards’ reviews that were answered in the report year.",
        words,
    )
    yield _count("requests answered in time", "requests", "Requests of other areas and boards answered in time",
                 "Those of them that were answered by the day on which the answer was expected.", in_time)  # fmt: skip


def _reviews(asked: Asked, cases: list[CaseFacts]) -> Iterator[_Counted]:
    year = asked.year
    for kind in WorkKind:
        of_kind = [row for row in cases if row.kind == kind and row.began_on]
        begun = [row for row in of_kind if row.began_on and year.starts <= row.began_on <= year.ends]
        ended = [row for row in of_kind if row.ended_on and year.starts <= row.ended_on <= year.ends]
        days = [(row.ended_on - row.began_on).days for row in ended if row.ended_on and row.began_on]
        words = [f"{kind.label}: {formats.counted(number, 'day')}" for number in days]
        yield _count(f"begun {kind}", "reviews", f"{kind.label}, on record: begun",
                     "Reviews of this kind that began in the report year.", [kind.label] * len(begun))  # fmt: skip
        yield _count(
            f"ended {kind}",
            "reviews",
            f"{kind.label}, on record: ended",
            "Reviews of this kind that were published, or decided not to be, in the report year.",
            words,
        )
        if kind.statutory:
            met = [said for said, row in zip(words, ended, strict=True)
                   if row.ended_on and row.review_due and row.ended_on <= row.review_due]  # fmt: skip
            yield _count(f"ended in time {kind}", "reviews", f"{kind.label}, on record: ended in time",
                         "Those that ended within the time that the regulations set.", met)  # fmt: skip
        yield _average(f"days {kind}", "days", f"{kind.label}, on record: days taken",
                       "Days from the beginning of a review to its end, on average.", days, words)  # fmt: skip
