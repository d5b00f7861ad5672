"""How a return stands: who answers and why, what is missing, when it is chased, what its content's hash is. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from throughline.office.audits.rules.question_sets import QuestionSet

WHY = {"statutory": "Statutory body", "contract": "By contract", "invited": "Invited"}
EDITABLE = ("not_started", "under_way", "returned")
IN = ("submitted", "accepted")
CHASE_DAYS = (-14, -3, 1, 7, 14)


@dataclass(frozen=True)
class Given:
    """An answer as rules see it."""

    grade: int | None = None
    not_applicable: bool = False
    text: str = ""
    improvement: str = ""

    @property
    def is_answered(self) -> bool:
        return self.grade is not None or self.not_applicable


@dataclass(frozen=True)
class Facts:
    """What the guards of a return look at. `missing`: questions not answered; `unproven`: graded without a word;
    `expired`: answers whose evidence has all expired; `awaits`: who was asked to sign as well and has not."""

    missing: int = 0
    unproven: int = 0
    expired: int = 0
    signs: bool = True
    hash_holds: bool = True
    awaits: str = ""


def missing(asked: QuestionSet, kind: str, given: Mapping[str, Given]) -> list[str]:
    """AU-05. Codes of the questions without an answer, in the set's order."""
    return [
        question.code
        for _, questions in asked.asked_of(kind)
        for question in questions
        if question.code not in given or not given[question.code].is_answered
    ]


def unproven(asked: QuestionSet, kind: str, given: Mapping[str, Given]) -> list[str]:
    """AU-05b. Graded above the lowest, or said not to apply, without a word on how one knows."""
    return [
        question.code
        for _, questions in asked.asked_of(kind)
        for question in questions
        if (answer := given.get(question.code)) and answer.is_answered
        and (answer.not_applicable or (answer.grade or 0) > 0) and not answer.text.strip()
    ]  # fmt: skip


def still_missing(facts: Facts) -> str:
    if not facts.missing:
        return ""
    return f"{facts.missing} question{' is' if facts.missing == 1 else 's are'} not answered yet."


def still_unproven(facts: Facts) -> str:
    if not facts.unproven:
        return ""
    number = facts.unproven
    return f"{number} answer{' does' if number == 1 else 's do'} not say how you know."


def expired(asked: QuestionSet, kind: str, ends: Mapping[str, Sequence[date | None]], today: date) -> list[str]:
    """AU-05c. Questions that had evidence, all of which has expired by today. `ends`: question → until when each piece
    holds, None where no day was given. They are open again until evidence that holds is there, or the old is gone."""
    return [
        question.code
        for _, questions in asked.asked_of(kind)
        for question in questions
        if (found := ends.get(question.code)) and all(end is not None and end <= today for end in found)
    ]


def still_expired(facts: Facts) -> str:
    if not facts.expired:
        return ""
    number = facts.expired
    rests = "answer rests" if number == 1 else "answers rest"
    return f"{number} {rests} on evidence that has expired: give what holds, or take the old away."


def second_awaited(facts: Facts) -> str:
    return f"{facts.awaits} was asked to sign as well, and has not yet." if facts.awaits else ""


def may_not_sign(facts: Facts) -> str:
    return "" if facts.signs else "Only the lead of this return, or somebody named to sign it off, can do this."


def hash_is_old(facts: Facts) -> str:
    return "" if facts.hash_holds else "Something changed after it was signed. Sign it again before it is submitted."


def content_hash(
    title: str, name: str, answers: Mapping[str, Given], evidence: Iterable[tuple[str, str, Sequence[str]]]
) -> str:
    """AU-06. SHA-256 over what is signed: answers by question, and evidence as (title, hash or link, questions)."""
    content = {
        "cycle": title,
        "name": name,
        "answers": {
            code: [each.grade, each.not_applicable, each.text, each.improvement]
            for code, each in sorted(answers.items())
        },
        "evidence": sorted([title, mark, sorted(codes)] for title, mark, codes in evidence),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def chased_on(due: date, chase_days: Iterable[int], *, since: date, today: date) -> bool:
    """AU-07. Whether a day of the schedule lies after `since` and not after today."""
    return any(since < due + timedelta(days=days) <= today for days in chase_days)


def due_words(due: date, today: date) -> str:
    """ "due in 3 days", "due today", "overdue by 1 day"."""
    days = (due - today).days
    number = abs(days)
    unit = "day" if number == 1 else "days"
    if days == 0:
        return "due today"
    return f"due in {number} {unit}" if days > 0 else f"overdue by {number} {unit}"


@dataclass(frozen=True)
class Sums:
    """Grades of one standard added up."""

    graded: int
    total: int
    lowest: int


def sums(grades: Sequence[int]) -> Sums | None:
    """None where nothing was graded."""
    return Sums(len(grades), sum(grades), min(grades)) if grades else None


def settled_rank(graded: int, total: int) -> int:
    """AU-08. The grade of a standard from its questions: their mean to the nearest, halves down: it never flatters."""
    return (2 * total + graded - 1) // (2 * graded)
