"""What follows a case begins. Steps of the operations of cases."""

from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.workflow.api import begin
from throughline.office.reviews.models import Case, Work
from throughline.office.reviews.rules.reviewing import WorkKind
from throughline.office.reviews.workflow import REVIEW


def begin_work(case: Case, kind: WorkKind, by: Actor, at: datetime) -> Work:
    """Called inside an operation."""
    work = Work.objects.create(space_id=case.space_id, case=case, kind=kind.value, began_on=at.date())
    begin(REVIEW, work, by=by, at=at)
    return work
