"""What staff say beside what their body says of itself. Pure.

AU-10: a group of staff is shown from the threshold on, with its complement (SV-05, SV-06), and after the survey closed.
AU-11: own grade and staff are apart where their shares differ by a quarter or more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from throughline.office.audits.rules.question_sets import QuestionSet

CHOICES = ("Strongly disagree", "Disagree", "Agree", "Strongly agree", "I do not know")
AGREES = frozenset({"3", "4"})  # places among CHOICES, counted from 1
APART = 0.25
KIND = "audits.staff"


def questions_of(asked: QuestionSet) -> list[dict[str, Any]]:
    """What a survey asks: every statement of every standard, each with the same choices. Empty where there is none."""
    return [
        {"key": f"s{place}-{number}", "kind": "single", "text": says, "options": list(CHOICES)}
        for place, standard in enumerate(asked.standards)
        for number, says in enumerate(standard.staff, 1)
    ]


def standard_codes(asked: QuestionSet) -> dict[str, str]:
    """The key of a survey's question → the standard that it belongs to."""
    return {
        f"s{place}-{number}": standard.code
        for place, standard in enumerate(asked.standards)
        for number, _ in enumerate(standard.staff, 1)
    }


def agreement(rows: Iterable[tuple[str, str, str, int]], codes: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """From (group, question, choice, number): group → standard → the share of answers that agree, 0 to 1. Who does not
    know does not agree."""
    all_, agree = defaultdict[tuple[str, str], int](int), defaultdict[tuple[str, str], int](int)
    for group, question, choice, number in rows:
        code = codes.get(question)
        if code is None:
            continue
        all_[group, code] += number
        agree[group, code] += number if choice in AGREES else 0
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for (group, code), number in all_.items():
        found[group][code] = agree[group, code] / number
    return dict(found)


@dataclass(frozen=True)
class Beside:
    """One standard: the body's own grade and what staff say, each a share from 0 to 1, None where there is none."""

    own: float | None
    staff: float | None

    @property
    def apart(self) -> float | None:
        """AU-11. Own less staff, where it matters."""
        if self.own is None or self.staff is None or abs(self.own - self.staff) < APART:
            return None
        return self.own - self.staff

    @property
    def words(self) -> str:
        if self.staff is None:
            return "nothing shown of staff"
        if self.own is None:
            return "not graded by the body"
        if self.apart is None:
            return "much the same"
        return "graded higher than staff see it" if self.apart > 0 else "graded lower than staff see it"
