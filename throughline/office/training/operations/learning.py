"""What people learnt: their own statements, what the office accepts, and reminders before something runs out."""

import secrets
from datetime import date, datetime, timedelta
from decimal import Decimal

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.ui import formats
from throughline.office.training.models import Course, LearningRecord, Licence
from throughline.office.training.notices.learning import LicenceExpires, TrainingRunsOut
from throughline.office.training.permissions import TrainingPermission
from throughline.office.training.queries.licences import expiring
from throughline.office.training.queries.passport import running_out
from throughline.office.training.rules.learning import REMIND_BEFORE_DAYS, LearntBy, runs_out
from throughline.office.training.rules.people import mail_address


@operation(TrainingPermission.BOOK)
def state_learning(
    *, title: str, course_id: int | None, day: date, hours: Decimal | None, evidence: str, by: Actor, today: date
) -> LearningRecord:
    """TR-106: something the person learnt elsewhere, with what proves it. Raises Refused."""
    if by.user is None:
        raise Refused("Sign in to add to your training passport.")
    if day > today:
        raise Refused("The day must be today or before.")
    if not evidence.strip():
        raise Refused("Say what proves it, such as the number on the certificate.")
    course = Course.objects.filter(pk=course_id).first() if course_id else None
    return LearningRecord.objects.create(
        space_id=scope.current().home_id, person=by.user, course=course, title=title.strip(), by=LearntBy.STATED,
        source_key=secrets.token_hex(16), day=day, hours=hours, evidence=evidence.strip(), counts=False,
        runs_out=runs_out(day, course.refresh_months) if course else None,
    )  # fmt: skip


@operation(TrainingPermission.BOOK)
def take_back_statement(*, record_id: int, by: Actor) -> None:
    """One's own statement, while the office has not accepted it. Raises LearningRecord.DoesNotExist, Refused."""
    record = LearningRecord.objects.select_for_update().get(pk=record_id, person=by.user, by=LearntBy.STATED)
    if record.counts:
        raise Refused("The office has accepted this statement, so it stays.")
    record.delete()


@operation(TrainingPermission.SEE_IN_DATE)
def accept_statement(*, record_id: int, by: Actor) -> LearningRecord:
    """TR-106: from now on it counts for requirements. Raises LearningRecord.DoesNotExist."""
    record = LearningRecord.objects.select_for_update().get(pk=record_id, by=LearntBy.STATED)
    if not record.counts:
        record.counts = True
        record.save(update_fields=["counts"])
    return record


@operation(None)
def remind_of_what_runs_out(*, by: Actor, today: date, at: datetime) -> int:
    """One message a record and licence at each of REMIND_BEFORE_DAYS; returns how many. Of several stages that are due
    only the latest goes. The worker's own."""
    partnership = Partnership.objects.get(pk=scope.current().partnership_id)
    sent = 0
    for stage, days in reversed(list(enumerate(REMIND_BEFORE_DAYS, 1))):
        until = today + timedelta(days=days)
        for record in running_out(today, until, stage):
            notice = TrainingRunsOut(
                partnership=partnership.name, title=record.title, last_day=formats.day(record.runs_out or until),
                url=site_link("/training/"), passport=site_link("/training/passport/"),
            )  # fmt: skip
            put(notice, to=mail_address(record.person.email), key=f"{notice.kind}:{record.pk}:{stage}", at=at)
            sent += LearningRecord.objects.filter(pk=record.pk, reminded__lt=stage).update(reminded=stage)
        for licence in expiring(today, until):
            if licence.reminded < stage and licence.expires_on:
                said = LicenceExpires(
                    partnership=partnership.name, tool=str(licence.tool), last_day=formats.day(licence.expires_on),
                    passport=site_link("/training/passport/"),
                )  # fmt: skip
                put(said, to=mail_address(licence.person.email), key=f"{said.kind}:{licence.pk}:{stage}", at=at)
                sent += Licence.objects.filter(pk=licence.pk, reminded__lt=stage).update(reminded=stage)
    return sent
