"""An accepted return goes on record: observations, what they replace, and restatements with both values."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.office.dataset.models import (
    Observation,
    ObservationRevision,
    Restatement,
    Return,
    ReturnLine,
)
from throughline.office.dataset.queries import returns as queries
from throughline.office.dataset.rules.returned import Given, Standing

KEPT = (
    "value", "precision", "version", "source_text", "source_file", "source_row", "returned_by", "returned_at",
)  # fmt: skip
type Key = tuple[int, str, str, str, str, str]


@operation(None)
def take_values(*, row: Return, by: Actor, at: datetime, real_at: datetime) -> None:
    """A step of accepting, which has the permission. A value that differs from what was accepted before is a
    restatement; on record it replaces the old one, which stays as a revision. What has no number any more is withdrawn.
    `at` is the business moment, `real_at` the real one. A demonstration's business clock goes back at midnight: what
    follows an acceptance is then as late as that one."""
    record = _Record(row, by, real_at)
    for line in row.lines.all():
        given, before = line.given, line.accepted
        if before == given:
            record.put(line, given)
            continue
        moment = max(at, line.accepted_at or at)
        if before is not None:
            Restatement.objects.create(
                space_id=line.space_id, line=line, before_standing=before.standing, before_number=before.number,
                before_at=line.accepted_at, after_standing=given.standing, after_number=given.number, after_at=moment,
                by=by.user,
            )  # fmt: skip
            record.withdraw(line, before, given)
        line.accepted_standing, line.accepted_number, line.accepted_at = given.standing, given.number, moment
        line.save()
        record.put(line, given)


class _Record:
    """The observations that this return touches, read once."""

    def __init__(self, row: Return, by: Actor, real_at: datetime) -> None:
        self.row, self.by, self.real_at = row, by, real_at
        self.areas = {Standing.NUMBER: queries.area(), Standing.WIDER_AREA: row.round.wider_area}
        indicators = {line.indicator_id for line in row.lines.all()}
        self.known: dict[Key, Observation] = {
            (each.indicator_id, each.area, each.period, each.unit, each.breakdown, each.category): each
            for each in Observation.objects.filter(space_id=row.space_id, indicator_id__in=indicators)
        }

    def _key(self, line: ReturnLine, given: Given) -> Key | None:
        """None where the answer has no number to keep."""
        if given.number is None:
            return None
        area = self.areas[given.standing]
        return (line.indicator_id, area, line.period, line.unit, line.breakdown, line.category)

    def put(self, line: ReturnLine, given: Given) -> None:
        key = self._key(line, given)
        if key is None:
            return
        values: dict[str, Any] = {
            "value": given.number, "precision": "", "version": line.version, "withdrawn": False,
            "source_text": "Return", "source_file": f"Return of {self.row}"[:200], "source_row": line.position + 1,
            "returned_by": line.said_by, "returned_at": self.real_at,
        }  # fmt: skip
        found = self.known.get(key)
        if found is None:
            indicator, area, period, unit, breakdown, category = key
            self.known[key] = Observation.objects.create(
                space_id=line.space_id, indicator_id=indicator, area=area, period=period, unit=unit,
                breakdown=breakdown, category=category, **values,
            )  # fmt: skip
        elif found.value != given.number or found.withdrawn or found.precision:
            self._keep_the_old(found)
            for name, value in values.items():
                setattr(found, name, value)
            found.save()

    def withdraw(self, line: ReturnLine, before: Given, after: Given) -> None:
        """What was accepted before, unless it is only replaced by another number of the same area."""
        key = self._key(line, before)
        if key is None or key == self._key(line, after):
            return
        found = self.known.get(key)
        if found is not None and not found.withdrawn and found.value == Decimal(before.number or 0):
            self._keep_the_old(found)
            found.withdrawn = True
            found.save()

    def _keep_the_old(self, found: Observation) -> None:
        if found.withdrawn:
            return  # its value was kept when it was withdrawn
        old = {name: getattr(found, name) for name in KEPT}
        ObservationRevision.objects.create(
            space_id=found.space_id, observation=found, replaced_by=self.by.user, replaced_at=self.real_at, **old
        )
