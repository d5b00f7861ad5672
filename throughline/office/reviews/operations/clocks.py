"""Clocks pause with reasons; a changed calendar counts open ones again; an administrator confirms time limits."""

from datetime import date, datetime

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.restricted import api as restricted
from throughline.foundation.restricted.api import Entered, RestrictedPermission
from throughline.foundation.statute.calendars import WorkingCalendar
from throughline.foundation.statute.clocks import due_on
from throughline.foundation.tenancy import scope
from throughline.foundation.ui import formats
from throughline.office.reviews.models import CaseClock, ClockPause, Confirmation, PlanStep
from throughline.office.reviews.notices import ClockMoved
from throughline.office.reviews.operations.cases import writable
from throughline.office.reviews.permissions import ReviewsPermission
from throughline.office.reviews.restricted_spaces import CASE

PLANNED = "RV-02"  # the clock from whose first day the plan of days counts


@operation(RestrictedPermission.ENTER)
def pause_clock(*, inside: Entered, clock_id: int, reason: str, by: Actor, at: datetime) -> ClockPause:
    row = CaseClock.objects.get(case=writable(inside), pk=clock_id)
    if not reason.strip():
        raise Refused("Give the reason for the pause.")
    if row.met_on is not None:
        raise Refused("This clock has stopped.")
    if row.pauses.filter(ends=None).exists():
        raise Refused("This clock is paused already.")
    return ClockPause.objects.create(
        space_id=row.space_id, clock=row, starts=at.date(), reason=reason.strip(), by=by.user
    )


@operation(RestrictedPermission.ENTER)
def end_pause(*, inside: Entered, clock_id: int, by: Actor, at: datetime) -> None:
    row = CaseClock.objects.get(case=writable(inside), pk=clock_id)
    for pause in row.pauses.filter(ends=None):
        pause.ends = max(at.date(), pause.starts)
        pause.save(update_fields=["ends"])


@operation(ReviewsPermission.CONFIRM)
def confirm_limit(*, edition: str, code: str, note: str, by: Actor, at: datetime) -> Confirmation:
    """Checked against the published text; the note says where. A second time changes nothing."""
    if by.user is None:
        raise NotPermitted("Sign in to do this.")
    if not note.strip():
        raise Refused("Say where in the published text it stands.")
    made, _ = Confirmation.objects.get_or_create(
        space_id=scope.current().home_id, edition=edition, code=code,
        defaults={"note": note.strip(), "by": by.user, "at": at},
    )  # fmt: skip
    return made


@operation(None)
def count_again(*, calendar: WorkingCalendar, by: Actor, at: datetime) -> int:
    """The schedule's own, without a permission: clocks that are open and were counted with another version of the
    calendar. The leads are told of every day that moved, and what is left of the plan moves with it. Returns how
    many moved. `at` is real."""
    moved = 0
    for space in restricted.all_spaces().filter(kind=CASE):
        with restricted.as_system(space.pk) as inside:
            for row in CaseClock.objects.filter(met_on=None).exclude(calendar=calendar.version):
                moved += _count_again(row, inside, calendar, at)
                if row.code == PLANNED:
                    _plan_again(row, calendar)
    return moved


def _plan_again(row: CaseClock, calendar: WorkingCalendar) -> None:
    """The steps of the rapid review's plan that are not done stand on working days after the same first day."""
    for each in PlanStep.objects.filter(case=row.case_id, done_on=None):
        each.on = calendar.count(row.started_on, each.working_day).counted[-1]
        each.save(update_fields=["on"])


def _count_again(row: CaseClock, inside: Entered, calendar: WorkingCalendar, at: datetime) -> bool:
    before: date = row.due_on
    row.due_on, row.calendar = due_on(row.code, row.started_on, calendar).due_on, calendar.version
    row.save(update_fields=["due_on", "calendar"])
    if row.due_on == before:
        return False
    url = site_link(reverse("reviews:clock", args=[inside.id, row.pk]))
    notice = ClockMoved(reference=inside.reference, code=row.code, before=formats.day(before),
                        after=formats.day(row.due_on), url=url)  # fmt: skip
    for lead in restricted.leads(inside.id):
        put(notice, to=lead.email, key=f"{notice.kind}:{row.pk}:{calendar.version}:{lead.pk}", at=at)
    return True
