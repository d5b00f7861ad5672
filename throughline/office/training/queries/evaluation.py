"""What a year's courses changed: the same items before, after and three months later, in pairs of the same people."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from django.db.models import Count

from throughline.foundation.figures.values import ReportYear
from throughline.foundation.surveys import api as surveys
from throughline.foundation.surveys.api import THRESHOLD, PairedChange, group_means, hidden_groups, paired_change
from throughline.office.training.kinds import BEFORE, EVALUATION, FOLLOW_UP, MANAGER_VIEW
from throughline.office.training.models import Booking, CodedText, Session, Theme
from throughline.office.training.queries.attended import midnight
from throughline.office.training.questionnaires import CONFIDENCE

OPINIONS = ("useful", "trainer")
# The free texts that are sorted by theme: address → (question, kind of survey, words).
TEXTS = {
    "will-do": ("will-do", EVALUATION, "What people will do differently"),
    "better": ("better", EVALUATION, "What would have made the course better"),
    "example": ("example", FOLLOW_UP, "What is different after three months"),
    "barriers": ("barriers", FOLLOW_UP, "What stops people from using it"),
    "seen": ("example", MANAGER_VIEW, "What line managers have seen"),
}

# subject (a booking's reference) → item → score
type Scores = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Line:
    """A group's evaluation. A change is None where hidden (TR-118); so is an opinion's mean (SV-05, SV-06)."""

    group: str
    asked: int
    answered: int
    after: PairedChange | None
    later: PairedChange | None
    opinions: tuple[float | None, ...]


@dataclass(frozen=True)
class Evaluation:
    """`everybody` has the change over all; `lines` one for each group, by name. `asked` and `answered` by kind."""

    everybody: Line
    lines: tuple[Line, ...]
    counts: Mapping[str, tuple[int, int]]


def evaluation(year: ReportYear, by: str) -> Evaluation:
    """`by`: 'course', 'trainer' or 'sector'. Of sessions that start in the year. The same few queries for any number.

    A session's several trainers each count its people.
    """
    ids = _surveys(year)
    invited = {kind: surveys.invited(ids[kind]) for kind in (BEFORE, EVALUATION, FOLLOW_UP)}
    asked = [subject for subject, _ in invited[EVALUATION]]
    answered = {subject for subject, done in invited[EVALUATION] if done}
    groups = _groups(by, {subject for rows in invited.values() for subject, _ in rows})
    before = _scores(ids[BEFORE], CONFIDENCE)
    after = _scores(ids[EVALUATION], (*CONFIDENCE, *OPINIONS))
    later = _scores(ids[FOLLOW_UP], CONFIDENCE)
    changes = [_changes(_pairs(before, other), groups) for other in (after, later)]
    opinions = [_opinions(after, item, groups) for item in OPINIONS]
    names = sorted({name for found in groups.values() for name in found})
    lines = tuple(
        Line(
            group=name,
            asked=sum(name in groups.get(subject, ()) for subject in asked),
            answered=sum(name in groups.get(subject, ()) for subject in answered),
            after=changes[0].get(name),
            later=changes[1].get(name),
            opinions=tuple(found.get(name) for found in opinions),
        )
        for name in names
    )
    everybody = Line(
        "Everybody", len(asked), len(answered), _whole(_pairs(before, after)), _whole(_pairs(before, later)),
        tuple(_mean([s[item] for s in after.values() if item in s]) for item in OPINIONS),
    )  # fmt: skip
    counts = {kind: (len(rows), sum(done for _, done in rows)) for kind, rows in invited.items()}
    return Evaluation(everybody, lines, counts)


def _surveys(year: ReportYear) -> dict[str, list[int]]:
    """Kind → ids of the surveys about sessions that start in the year."""
    sessions = Session.objects.filter(
        starts__gte=midnight(year.starts), starts__lt=midnight(year.ends.fromordinal(year.ends.toordinal() + 1))
    )
    abouts = [str(pk) for pk in sessions.order_by("pk").values_list("pk", flat=True)]
    return {
        kind: [survey.pk for survey in surveys.surveys_of(kind, abouts)]
        for kind in (BEFORE, EVALUATION, FOLLOW_UP, MANAGER_VIEW)
    }


def _groups(by: str, subjects: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Subject → the groups it is counted in."""
    bookings = Booking.objects.filter(reference__in=sorted(subjects)).select_related("session__course")
    if by == "trainer":
        return {
            booking.reference: tuple(t.name for t in booking.session.trainers.all()) or ("Trainer not on record",)
            for booking in bookings.prefetch_related("session__trainers").order_by("pk")
        }
    if by == "sector":
        return {b.reference: (b.sector.capitalize() or "Sector not known",) for b in bookings.order_by("pk")}
    return {b.reference: (str(b.session.course),) for b in bookings.order_by("pk")}


def _scores(survey_ids: list[int], items: tuple[str, ...]) -> Scores:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for subject, item, score in surveys.scores(survey_ids, items):
        found[subject][item] = score
    return found


def _pairs(before: Scores, after: Scores) -> dict[str, tuple[float, float]]:
    """Subject → (before, after): means over the items answered both times."""
    pairs = {}
    for subject, first in before.items():
        both = [item for item in CONFIDENCE if item in first and item in after.get(subject, {})]
        if both:
            pairs[subject] = (fmean(first[item] for item in both), fmean(after[subject][item] for item in both))
    return pairs


def _whole(pairs: Mapping[str, tuple[float, float]]) -> PairedChange | None:
    """TR-118 for everybody together."""
    return paired_change([pairs[subject] for subject in sorted(pairs)]) if len(pairs) >= THRESHOLD else None


def _changes(
    pairs: Mapping[str, tuple[float, float]], groups: Mapping[str, tuple[str, ...]]
) -> dict[str, PairedChange]:
    """Only the groups that are shown (TR-118)."""
    members: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for subject in sorted(pairs):
        for name in groups.get(subject, ()):
            members[name].append(pairs[subject])
    hidden = hidden_groups({name: len(found) for name, found in members.items()})
    return {name: paired_change(found) for name, found in members.items() if name not in hidden}


def _opinions(after: Scores, item: str, groups: Mapping[str, tuple[str, ...]]) -> dict[str, float | None]:
    given: dict[str, list[float]] = defaultdict(list)
    for subject, scores in after.items():
        for name in groups.get(subject, ()) if item in scores else ():
            given[name].append(scores[item])
    return {found.group: found.mean for found in group_means(given)}


def _mean(scores: list[int]) -> float | None:
    return fmean(scores) if len(scores) >= THRESHOLD else None


@dataclass(frozen=True)
class Words:
    """A question's free texts: `left` are (answer id, text) that nobody has sorted; `themes` are (theme, texts).

    `hidden`: fewer than the threshold wrote something.
    """

    title: str
    written: int
    hidden: bool
    left: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, int], ...]


def words(year: ReportYear, which: str) -> Words:
    """Raises KeyError for a question that is not sorted."""
    question, kind, title = TEXTS[which]
    texts = surveys.written(_surveys(year)[kind], question)
    if len(texts) < THRESHOLD:
        return Words(title, len(texts), True, (), ())
    ids = [uuid.UUID(pk) for pk, _ in texts]
    done = {str(pk) for pk in CodedText.objects.filter(answer__in=ids).order_by("pk").values_list("answer", flat=True)}
    counted = (
        Theme.objects.filter(texts__answer__in=ids)
        .annotate(number=Count("texts"))
        .order_by("-number", "title")
        .values_list("title", "number")
    )
    left = tuple((pk, said) for pk, said in texts if pk not in done)
    return Words(title, len(texts), False, left, tuple(counted))


def themes() -> list[tuple[int, str]]:
    return list(Theme.objects.order_by("title").values_list("pk", "title"))
