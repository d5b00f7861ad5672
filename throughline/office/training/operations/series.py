"""Many sessions in one step: a series, and last year's programme a year on. All of them or none."""

from collections.abc import Sequence
from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.office.training.models import Course, Session
from throughline.office.training.operations.programme import WrongPlan, make_session
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.series import copy_of, could_be_copied, days_off
from throughline.office.training.rules.series import MOST_MONTHS
from throughline.office.training.rules.words import when_words
from throughline.office.training.rules.writing import SessionPlan

MOST_COPIES = 300


@operation(TrainingPermission.MANAGE)
def make_series(*, course_id: int, plans: Sequence[SessionPlan], by: Actor, at: datetime) -> list[Session]:
    """A session of the course for each plan. Raises Refused naming the day that cannot stand, Course.DoesNotExist."""
    if not plans:
        raise Refused("No day is left to make a session of.")
    if len(plans) > MOST_MONTHS:
        raise Refused(f"Make at most {MOST_MONTHS} sessions in one step.")
    course = Course.objects.select_for_update().get(pk=course_id)
    return [_made(course, plan, None) for plan in plans]


@operation(TrainingPermission.MANAGE)
def copy_programme(*, session_ids: Sequence[int], by: Actor, at: datetime) -> list[Session]:
    """TR-154: a draft a year on for each of these sessions; what was copied already is left out. Raises Refused."""
    if not session_ids:
        raise Refused("Choose at least one session to copy.")
    if len(session_ids) > MOST_COPIES:
        raise Refused(f"Copy at most {MOST_COPIES} sessions in one step.")
    found = Session.objects.filter(pk__in=session_ids).order_by("starts")
    span = [session.starts.date() for session in found]
    if len(span) != len(set(session_ids)):
        raise Refused("A session on this list is not there any more. Look at the list again.")
    free = days_off(school=False)
    made = []
    for session in could_be_copied(span[0], span[-1]).filter(pk__in=session_ids):
        if not session.copies.all():
            course = Course.objects.select_for_update().get(pk=session.course_id)
            made.append(_made(course, copy_of(session, free).plan, session))
    return made


def _made(course: Course, plan: SessionPlan, copied_from: Session | None) -> Session:
    try:
        return make_session(course, plan, copied_from)
    except WrongPlan as wrong:
        said = " ".join(each.says for each in wrong.found)
        when = when_words(plan.starts, plan.ends)
        raise Refused(f"{course.title}, {when}: {said} Nothing was made.") from wrong
