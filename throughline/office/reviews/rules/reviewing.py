"""The words of a review that follows a case, and what stands between its steps. Pure.

A local child safeguarding practice review is statutory: three partners agree it, its copy goes before publication, its
clock runs. Learning lessons reviews, domestic homicide reviews that we take part in and learning that is taken up
locally go the same way without these steps.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from throughline.foundation.ui import formats
from throughline.office.reviews.rules.words import Labelled, Partner


class WorkKind(Labelled):
    LCSPR = "lcspr", "Local child safeguarding practice review"
    LLR = "llr", "Learning lessons review"
    DHR = "dhr", "Domestic homicide review, in which we take part"
    LOCAL = "local", "Learning taken up locally"

    @property
    def statutory(self) -> bool:
        """RV-K1: bound to the clock, the three signatures and the copy before publication."""
        return self is WorkKind.LCSPR

    @property
    def has_reviewer(self) -> bool:
        """RV-K2: somebody from outside carries it out. A homicide review is the community safety partnership’s, and has
        its chair; learning that is taken up locally has nobody."""
        return self is not WorkKind.LOCAL


class Process(Labelled):
    """What runs beside a review."""

    POLICE = "police", "Police investigation"
    CRIMINAL = "criminal", "Criminal proceedings"
    CORONER = "coroner", "Coroner’s inquest"
    HOMICIDE = "homicide", "Domestic homicide review"
    ADULT = "adult", "Safeguarding adult review"
    DEATH = "death", "Child death review"
    OTHER = "other", "Other"


class Taking(Labelled):
    """Who takes part."""

    FAMILY = "family", "The family"
    PRACTITIONERS = "practitioners", "Practitioners"
    EVENT = "event", "Learning event of those involved"


BRIEFING = (
    "What happened", "Why it was reviewed", "What was found", "What worked well", "What is recommended",
    "What to do in your own practice", "Where to find more",
)  # fmt: skip
"""The seven points of a briefing."""
ONE_SIDE = 450  # words that fit on one side of A4, RV-K3


@dataclass(frozen=True)
class WorkFacts:
    """What the guards look at. `signed`: partners that signed the report. `copy_sent_on` and `copy_latest`: the day the
    copy went, and the last day on which it must have gone to publish today. `found`: words of the record that stand in
    the text and are not cleared; `found_in_summary`: in the part that is public in any case. `pausing`: what runs
    beside it and holds publication."""

    kind: WorkKind = WorkKind.LCSPR
    reviewer: bool = False
    terms: bool = False
    sections: int = 0
    asked: int = 0
    unanswered: int = 0
    findings: int = 0
    without_recommendation: int = 0
    signed: frozenset[str] = frozenset()
    named: bool = False
    planned_on: date | None = None
    copy_sent_on: date | None = None
    copy_latest: date | None = None
    found: tuple[str, ...] = ()
    found_in_summary: tuple[str, ...] = ()
    pausing: tuple[str, ...] = ()
    briefing: Mapping[str, str] = field(default_factory=dict)
    improvements: bool = False


def nobody_reviews(facts: WorkFacts) -> str:
    """RV-G9."""
    if facts.reviewer or not facts.kind.has_reviewer:
        return ""
    return "Say who carries out the review, and why they are independent."


def no_terms(facts: WorkFacts) -> str:
    """RV-G10."""
    return "" if facts.terms else "Write the terms of reference."


def no_draft(facts: WorkFacts) -> str:
    """RV-G11: a draft has sections, and somebody is asked for comments."""
    if not facts.sections:
        return "Write the draft first: it has no section yet."
    return "" if facts.asked else "Ask at least one agency for comments on the draft."


def comments_unanswered(facts: WorkFacts) -> str:
    """RV-G12."""
    if not facts.unanswered:
        return ""
    return f"{formats.counted(facts.unanswered, 'comment')} on the draft must be answered first."


def report_unsigned(facts: WorkFacts) -> str:
    """RV-G13: the three partners sign a statutory review, each for itself, dissent included."""
    if not facts.kind.statutory:
        return ""
    missing = [partner.label for partner in Partner if partner not in facts.signed]
    return f"Not signed yet: {', '.join(missing)}." if missing else ""


def nothing_found(facts: WorkFacts) -> str:
    """RV-G14: findings, each with a recommendation: they go into the tracker."""
    if not facts.findings:
        return "Record the findings first."
    if facts.without_recommendation:
        return f"{facts.without_recommendation} of the findings have no recommendation."
    return ""


def needs_no_copy(facts: WorkFacts) -> str:
    """RV-G15."""
    if not facts.kind.statutory:
        return "A copy before publication is asked for of statutory reviews alone."
    return "" if facts.planned_on else "Say on which day it is to be published."


def record_shows(facts: WorkFacts) -> str:
    """RV-G16: no name, day of birth or place of the restricted record stands in what is published."""
    if not facts.found:
        return ""
    return f"Words of the restricted record stand in the text: {', '.join(facts.found)}. Take them out, or clear them."


def summary_shows(facts: WorkFacts) -> str:
    """RV-G22: likewise in the name, the summary and the recommendations, which are public in any case."""
    return record_shows(replace(facts, found=facts.found_in_summary))


def paused_by_another(facts: WorkFacts) -> str:
    """RV-G17."""
    return f"Publication is paused: {'; '.join(facts.pausing)}." if facts.pausing else ""


def copy_missing(facts: WorkFacts) -> str:
    """RV-G18: the Panel and the Secretary of State have the copy long enough before."""
    if not facts.kind.statutory:
        return ""
    if facts.copy_sent_on is None:
        return "Send the copy to the Panel and the Secretary of State first."
    if facts.copy_latest is not None and facts.copy_sent_on > facts.copy_latest:
        return "It is too early: the Panel and the Secretary of State must have had the copy for longer (RV-04)."
    return ""


def not_presentable(facts: WorkFacts) -> str:
    """RV-G19: the name it is published by, the briefing whole and on one side, the summary of improvements."""
    if not facts.named:
        return "Say by which name it is published."
    return not_one_side(facts.briefing) or improvements_missing(facts)


def not_one_side(briefing: Mapping[str, str]) -> str:
    """RV-K3: why the briefing is not whole, or does not fit on one side of A4; '' when it is fit to be read."""
    missing = [point for point in BRIEFING if not briefing.get(point, "").strip()]
    if missing:
        return f"The briefing is not whole. Missing: {'; '.join(missing)}."
    if words_in(briefing.values()) > ONE_SIDE:
        return f"The briefing has more than {ONE_SIDE} words: it would not fit on one side."
    return ""


def improvements_missing(facts: WorkFacts) -> str:
    """RV-G20: what should improve is published, whether the review is or not."""
    return "" if facts.improvements else "Write the summary of what should improve: it is published in any case."


def words_in(texts: Iterable[str]) -> int:
    return sum(len(each.split()) for each in texts)


def reminder_due(*, due: date, today: date, last: date | None) -> bool:
    """RV-C1: somebody who is asked is reminded on the day before, on the day, and every third day after it; once each,
    also where a day was missed."""
    if today < due - timedelta(days=1):
        return False
    milestone = today if today < due else due + timedelta(days=3 * ((today - due).days // 3))
    return last is None or last < milestone
