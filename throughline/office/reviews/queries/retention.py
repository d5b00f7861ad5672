"""When a case ended, whether it is held, what lies in its space."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps

from throughline.foundation.workflow.api import way_of
from throughline.office.reviews.models import Case, Deletion, LegalHold, RetentionRule, Work
from throughline.office.reviews.workflow import CASE, REVIEW


def rule() -> RetentionRule | None:
    """The active partnership's. One query."""
    return RetentionRule.objects.select_related("set_by").first()


def ended_on(case: Case) -> date | None:
    """Inside the space: the day on which the case, and the review that follows it, came to their end; else None."""
    if not CASE.state(case.state).final:
        return None
    work = Work.objects.filter(case=case).first()
    if work is not None:
        return work.ended_on if REVIEW.state(work.state).final else None
    last = list(way_of(CASE, case.pk))[-1]
    day: date = last.at.date()
    return day


def holds_of(case: Case) -> list[LegalHold]:
    return list(LegalHold.objects.filter(case=case).select_related("by"))


def is_held(case: Case) -> bool:
    return LegalHold.objects.filter(case=case, ended_on=None).exists()


def deletions() -> list[Deletion]:
    """What is to be deleted first, then what was. One query."""
    found = Deletion.objects.select_related("restricted", "proposed_by", "approved_by")
    return sorted(found, key=lambda row: (row.deleted_at is not None, -row.pk))


def deletion(deletion_id: int) -> Deletion:
    """Raises Deletion.DoesNotExist."""
    return Deletion.objects.select_related("restricted").get(pk=deletion_id)


def tables_in(space_id: int) -> Iterator[tuple[Any, int]]:
    """(model, number of rows) of every table that has rows in the space: records, their histories, the states they
    entered, whatever app keeps them. Inside the space. A query a table."""
    for model in apps.get_models(include_auto_created=True):
        if any(field.name == "space" for field in model._meta.concrete_fields):
            number = model._default_manager.filter(space_id=space_id).count()
            if number:
                yield model, number
