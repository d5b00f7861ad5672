"""What was said of points, what is still to be said, and who may say it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from throughline.foundation.access.actors import Actor
from throughline.office.dataset.models import Indicator, PointExplanation, Question, SeriesNote, SeriesPoint
from throughline.office.partnership import api as partnership

type PointKey = tuple[str, str, str]
"""(kind, unit, period) within an indicator."""


@dataclass(frozen=True)
class Said:
    """Everything that was said of one point, the latest first; notes in the order they were made."""

    point_id: int
    explanations: tuple[PointExplanation, ...]
    questions: tuple[Question, ...]
    notes: tuple[SeriesNote, ...]


def said_of(indicator_id: int) -> dict[PointKey, Said]:
    """By point. Four queries."""
    points = SeriesPoint.objects.filter(indicator_id=indicator_id).prefetch_related(
        "explanations__by", "questions__organisation", "questions__answered_by", "notes__by", "notes__ended_by"
    )
    return {(row.kind, row.unit, row.period): _said(row) for row in points}


def _said(row: SeriesPoint) -> Said:
    return Said(row.pk, tuple(row.explanations.all()), tuple(row.questions.all()), tuple(row.notes.all()))


def explained_points() -> set[tuple[int, str, str, str]]:
    """(indicator, kind, unit, period) of every point that has an explanation. One query."""
    rows = SeriesPoint.objects.filter(explanations__isnull=False).distinct()
    return set(rows.values_list("indicator_id", "kind", "unit", "period"))


def live_notes() -> dict[int, list[SeriesNote]]:
    """Indicator → notes that were not taken back. One query."""
    found: dict[int, list[SeriesNote]] = {}
    for row in SeriesNote.objects.filter(ended_at=None).select_related("point"):
        found.setdefault(row.point.indicator_id, []).append(row)
    return found


def events_of(said: Mapping[PointKey, Said]) -> dict[tuple[str, str], list[tuple[str, str, bool]]]:
    """(kind, unit) → (period, what happened, limits begin anew), for charts; notes taken back left out."""
    found: dict[tuple[str, str], list[tuple[str, str, bool]]] = {}
    for (kind, unit, period), what in said.items():
        for each in what.notes:
            if each.ended_at is None:
                found.setdefault((kind, unit), []).append((period, each.said, each.rebase))
    return found


def leads_agency(actor: Actor, organisation_id: int | None) -> bool:
    """Whether the person answers for the agency. One query."""
    return organisation_id is not None and organisation_id in led_agencies(actor)


def led_agencies(actor: Actor) -> set[int]:
    """The agencies whose leading post the person holds, or deputises for while it is vacant."""
    held = partnership.posts_held_by(actor.user.pk if actor.user else None)
    return {post.organisation_id for post in held if post.leads and post.organisation_id is not None}


def own_indicators(actor: Actor) -> list[Indicator]:
    """Those that the person's agencies answer for."""
    led = led_agencies(actor)
    return list(Indicator.objects.filter(owner_id__in=led).order_by("code")) if led else []


def questions_for(actor: Actor) -> list[Question]:
    """Questions to the person's agencies, open ones first."""
    led = led_agencies(actor)
    rows = Question.objects.filter(organisation_id__in=led).select_related("point__indicator", "organisation")
    return sorted(rows, key=lambda row: (bool(row.answer), -row.pk)) if led else []


def open_questions() -> list[Question]:
    return list(Question.objects.filter(answer="").select_related("point__indicator", "organisation"))


def find_question(question_id: int) -> Question:
    """Raises Question.DoesNotExist."""
    return Question.objects.select_related("point__indicator", "organisation", "asked_by").get(pk=question_id)


def find_note(note_id: int) -> SeriesNote:
    """Raises SeriesNote.DoesNotExist."""
    return SeriesNote.objects.select_related("point__indicator").get(pk=note_id)


def points_named(ids: Collection[int]) -> dict[int, tuple[str, int]]:
    """Point → (its words, its indicator). One query."""
    rows = SeriesPoint.objects.filter(pk__in=ids).select_related("indicator")
    return {row.pk: (str(row), row.indicator_id) for row in rows}
