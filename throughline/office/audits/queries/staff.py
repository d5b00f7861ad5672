"""What staff said beside a cycle, small groups hidden (AU-10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from throughline.foundation.surveys.api import (
    LinkStanding,
    Naming,
    Survey,
    counted,
    group_choices,
    hidden_groups,
    link_standings,
    results_wait,
    surveys_of,
)
from throughline.office.audits.models import AssessmentCycle, Return
from throughline.office.audits.rules import staff
from throughline.office.audits.rules.question_sets import QuestionSet


@dataclass(frozen=True)
class StaffSaid:
    """`waits`: not shown before the survey has closed. `everybody`: standard → share who agree, empty where too few
    answered; `by_return`: the same for each body that may be shown; `answered`: how many answered in all."""

    survey: Survey
    waits: bool
    answered: int
    everybody: Mapping[str, float] = field(default_factory=dict)
    by_return: Mapping[int, Mapping[str, float]] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()


def survey_of(cycle_id: int) -> Survey | None:
    """One query."""
    return next(iter(surveys_of(staff.KIND, [str(cycle_id)])), None)


def standings(survey: Survey, rows: Sequence[Return]) -> dict[int, LinkStanding]:
    """By return. Two queries."""
    found = link_standings(survey.pk, [str(row.pk) for row in rows])
    return {int(each.group): each for each in found}


def said(survey: Survey, asked: QuestionSet, today: date) -> StaffSaid:
    """Three queries, whatever was answered."""
    sizes = {each.group: each.answered for each in link_standings(survey.pk)}
    answered = sum(sizes.values())
    if results_wait(Naming(survey.naming), survey.closes_on, today):
        return StaffSaid(survey, True, answered)
    rows, codes = group_choices(survey.pk), staff.standard_codes(asked)
    hidden = hidden_groups(sizes, survey.threshold)
    shares = staff.agreement(rows, codes)
    together = staff.agreement(((("all"), question, choice, number) for _, question, choice, number in rows), codes)
    return StaffSaid(
        survey, False, answered,
        everybody=together.get("all", {}) if answered >= survey.threshold else {},
        by_return={int(group): found for group, found in shares.items() if group not in hidden},
        hidden=frozenset(int(group) for group in hidden),
    )  # fmt: skip


def said_of_cycle(cycle_id: int, asked: QuestionSet, today: date) -> StaffSaid | None:
    found = survey_of(cycle_id)
    return said(found, asked, today) if found else None


def answers_of_year(year: str) -> int | None:
    """How many answers the staff surveys of a year have; None where staff were not asked. Three queries."""
    ids = [str(pk) for pk in AssessmentCycle.objects.filter(year=year).values_list("pk", flat=True)]
    found = surveys_of(staff.KIND, ids)
    return counted([each.pk for each in found])[1] if found else None
