"""Writes about points of series: explanations, questions and answers, notes and rebases, actions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.tenancy import scope
from throughline.office.actions.api import Action, ActionInput, raise_action
from throughline.office.dataset.models import Indicator, PointExplanation, Question, SeriesNote, SeriesPoint
from throughline.office.dataset.operations.telling import tell_answered, tell_asked
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.queries.narrative import find_question, leads_agency
from throughline.office.dataset.rules.timeline import official_span, own_span
from throughline.office.partnership import api as partnership

SOURCE = "dataset.point"
NOT_YOURS = "Only the agency that answers for this indicator, or the business unit, explains it."


@dataclass(frozen=True)
class Where:
    """A point of a series; `unit` is '' for the official one."""

    indicator_id: int
    kind: str
    unit: str
    period: str


def _point(where: Where) -> SeriesPoint:
    """The point's row, made when it is first spoken of. Raises Indicator.DoesNotExist, Refused."""
    indicator = Indicator.objects.get(pk=where.indicator_id)
    known = own_span(where.period) if where.kind == SeriesPoint.Kind.OWN else official_span(where.period, snapshot=True)
    if known is None or where.kind not in SeriesPoint.Kind.values:
        raise Refused("This is no period of a series.")
    key = {"indicator": indicator, "kind": where.kind, "unit": where.unit, "period": where.period}
    home = scope.current().home_id
    return SeriesPoint.objects.filter(space_id=home, **key).first() or SeriesPoint.objects.create(space_id=home, **key)


@operation(DatasetPermission.ANSWER)
def explain(
    *, where: Where, text: str, value: str, by: Actor, at: datetime, also: Mapping[str, str] | None = None
) -> list[PointExplanation]:
    """A sentence by the owner's people, or by the business unit for them. `also`: period → value of other points of the
    series that the same sentence explains. Raises Refused, NotPermitted."""
    if not text.strip():
        raise Refused("Say in a sentence why it stands out.")
    owner = Indicator.objects.get(pk=where.indicator_id).owner_id
    if not by.may(DatasetPermission.MANAGE) and not leads_agency(by, owner):
        raise NotPermitted(NOT_YOURS)
    points = {period: _point(replace(where, period=period)) for period in (where.period, *(also or {}))}
    values = {**(also or {}), where.period: value}
    return [
        PointExplanation.objects.create(
            space_id=point.space_id, point=point, text=text.strip(), value=values[period][:60], by=by.user, at=at
        )
        for period, point in points.items()
    ]


@operation(DatasetPermission.MANAGE)
def ask_agency(
    *, where: Where, organisation_id: int, text: str, by: Actor, at: datetime, real_at: datetime
) -> tuple[Question, int]:
    """The question, and how many people of the agency were written to. Raises Refused."""
    if not text.strip():
        raise Refused("Say what you want to know.")
    if organisation_id not in {agency.id for agency in partnership.agencies()}:
        raise Refused("Choose an agency of this partnership.")
    point = _point(where)
    made = Question.objects.create(
        space_id=point.space_id, point=point, organisation_id=organisation_id, text=text.strip(), asked_by=by.user,
        asked_at=at,
    )  # fmt: skip
    return made, tell_asked(made, real_at)


@operation(DatasetPermission.ANSWER)
def answer_question(*, question_id: int, text: str, by: Actor, at: datetime, real_at: datetime) -> Question:
    """By the agency that was asked, or the business unit for it; once. Raises Refused, NotPermitted."""
    row = Question.objects.get(pk=question_id)
    if not by.may(DatasetPermission.MANAGE) and not leads_agency(by, row.organisation_id):
        raise NotPermitted("Only the agency that was asked answers.")
    if not text.strip():
        raise Refused("Write an answer.")
    changed = Question.objects.filter(pk=question_id, answer="").update(
        answer=text.strip(), answered_by=by.user, answered_at=at
    )
    if changed != 1:
        raise Refused("This question was answered already.")
    row = find_question(question_id)
    tell_answered(row, real_at)
    return row


@operation(DatasetPermission.MANAGE)
def note(*, where: Where, said: str, rebase: bool, why: str, by: Actor, at: datetime) -> SeriesNote:
    """Something that happened. With `rebase` the limits begin anew there, which needs a reason. Raises Refused."""
    if not said.strip():
        raise Refused("Say what happened.")
    if rebase and not why.strip():
        raise Refused("Say why the limits begin anew: what changed for good.")
    point = _point(where)
    if rebase and point.notes.filter(rebase=True, ended_at=None).exists():
        raise Refused("The limits begin anew at this point already.")
    return SeriesNote.objects.create(
        space_id=point.space_id, point=point, said=said.strip()[:200], rebase=rebase, why=why.strip(), by=by.user, at=at
    )


@operation(DatasetPermission.MANAGE)
def take_back_note(*, note_id: int, why: str, by: Actor, at: datetime) -> None:
    """It stays on record; charts no longer show it. Raises Refused."""
    SeriesNote.objects.get(pk=note_id)
    if not why.strip():
        raise Refused("Say why the note is taken back.")
    changed = SeriesNote.objects.filter(pk=note_id, ended_at=None).update(
        ended_by=by.user, ended_at=at, ended_why=why.strip()
    )
    if changed != 1:
        raise Refused("This note was taken back already.")


@operation(DatasetPermission.MANAGE)
def raise_from_point(
    *, where: Where, title: str, due: date, owner_id: int | None, text: str, by: Actor, at: datetime
) -> Action:
    """An action in the tracker, whose source is the point. Raises Refused."""
    point = _point(where)
    given = ActionInput(title=title, due=due, owner_id=owner_id, text=text, source_kind=SOURCE, source_id=point.pk)
    return raise_action(given=given, by=by, at=at)
