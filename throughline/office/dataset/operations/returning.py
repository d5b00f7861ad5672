"""Writes of one return: its values, its explanations, its way from the agency to the analyst."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.sheets.api import take_upload
from throughline.foundation.workflow.api import fire
from throughline.office.dataset.models import ApiKey, Explanation, Return
from throughline.office.dataset.operations.accepting import take_values
from throughline.office.dataset.operations.telling import tell_moved
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.queries import returns as queries
from throughline.office.dataset.queries.returns import Returner
from throughline.office.dataset.rules.returned import Given, Standing
from throughline.office.dataset.workflow import RETURN

NOT_YOURS = "Only who holds a post in this agency, or the business unit, fills its return."
NOT_OPEN = "This return is not being filled any more. Nothing was saved."
SAVED_SINCE = "Somebody else saved this return since you opened it. Look at what they wrote, then save again."
NO_WIDER = "This round names no wider area. Say ‘not held’, or ask the business unit to name it."


class SavedSince(Refused):
    """Another revision was saved since the one that this change was made on."""


@dataclass(frozen=True)
class Answer:
    """What is said in one line."""

    given: Given
    note: str = ""


def _who(by: Actor, key: ApiKey | None) -> Returner:
    return queries.returner_of_key(key) if key is not None else queries.returner(by)


@operation(DatasetPermission.RETURN)
def save_values(
    *,
    return_id: int,
    answers: Mapping[int, Answer],
    revision: int | None = None,
    key: ApiKey | None = None,
    upload_id: int | None = None,
    purpose: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Line's id → what is said, all or nothing → how many lines changed. `revision`: the one that the answers were made
    on; None for whoever does not care what stood there. Raises SavedSince, Refused, Return.DoesNotExist."""
    if upload_id is not None:
        take_upload(upload_id=upload_id, purpose=purpose, by=by, at=at)
    who = _who(by, key)
    row = queries.one(who, return_id)
    if not who.may_fill(row.agency_id):
        raise Refused(NOT_YOURS)
    lines = {line.pk: line for line in row.lines.all()}
    if not set(answers) <= set(lines):
        raise Refused("This return does not ask for all of these lines.")
    wider = any(answer.given.standing is Standing.WIDER_AREA for answer in answers.values())
    if wider and not row.round.wider_area:
        raise Refused(NO_WIDER)
    changed = [
        (lines[pk], answer)
        for pk, answer in answers.items()
        if (lines[pk].given, lines[pk].note) != (answer.given, answer.note)
    ]
    _next_revision(row, revision)
    for line, answer in changed:
        line.standing, line.number, line.note = answer.given.standing, answer.given.number, answer.note
        line.said_by, line.said_at = by.user, at
        line.save()
    return len(changed)


def _next_revision(row: Return, revision: int | None) -> None:
    """Exactly one row must change: still open, and nobody saved in between."""
    same = Return.objects.filter(pk=row.pk, state=RETURN.initial)
    if revision is not None:
        same = same.filter(revision=revision)
    if same.update(revision=F("revision") + 1) != 1:
        still_open = Return.objects.filter(pk=row.pk, state=RETURN.initial).exists()
        raise SavedSince(SAVED_SINCE) if still_open else Refused(NOT_OPEN)


@operation(DatasetPermission.RETURN)
def explain(*, return_id: int, texts: Mapping[str, str], key: ApiKey | None = None, by: Actor, at: datetime) -> int:
    """Mark of a broken rule → why it is right all the same → how many were explained. An earlier explanation stays.
    Raises Refused, Return.DoesNotExist."""
    who = _who(by, key)
    row = queries.one(who, return_id)
    if not who.may_fill(row.agency_id):
        raise Refused(NOT_YOURS)
    if row.state == "accepted":
        raise Refused("This return was accepted. Open it again before anything is explained.")
    found = {each.mark: each for each in queries.broken_by(row)}
    if not set(texts) <= set(found):
        raise Refused("The numbers have changed since. Look at what is broken now.")
    said = {mark: text.strip() for mark, text in texts.items() if text.strip()}
    now = queries.explained(row, found.values())
    made = 0
    for mark, text in said.items():
        if mark in now and now[mark].text == text:
            continue
        each = found[mark]
        Explanation.objects.create(
            space_id=row.space_id, agency_return=row, code=each.code, about=each.check.about, mark=mark,
            says=each.says, text=text, by=by.user, at=at,
        )  # fmt: skip
        made += 1
    return made


@operation(DatasetPermission.RETURN)
def move(
    *,
    return_id: int,
    transition: str,
    reason: str = "",
    key: ApiKey | None = None,
    by: Actor,
    at: datetime,
    real_at: datetime,
) -> Return:
    """One step of the machine; accepting puts the values on record. Raises Refused, NotPermitted, DoesNotExist."""
    who = _who(by, key)
    row = queries.one(who, return_id)
    changes: dict[str, Any] = {}
    if transition == "approve":
        changes = {"approved_by": by.user}
    elif transition == "accept":
        changes = {"accepted_at": at}
    fire(RETURN, row, transition, by=by, at=at, facts=queries.facts_of(row, who), reason=reason, changes=changes)
    if transition == "accept":
        take_values(row=row, by=by, at=at, real_at=real_at)
    tell_moved(row, by, real_at)
    return row
