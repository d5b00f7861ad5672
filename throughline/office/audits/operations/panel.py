"""The scrutiny panel: seats, conflicts, hidden grades, the moderated grade with its reason, feedback, actions."""

from collections.abc import Mapping
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.actions import api as actions
from throughline.office.audits.models import (
    AssessmentCycle,
    Feedback,
    Moderation,
    PanelConflict,
    PanelGrade,
    PanelMember,
    Return,
)
from throughline.office.audits.notices import FeedbackGiven, OnThePanel
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.queries import answers as reads
from throughline.office.audits.queries.panel import panel_of
from throughline.office.audits.queries.people import Part, one, reader
from throughline.office.audits.rules.returns import IN

KIND = "audits.return"
NO_SEAT = "You have no seat in the panel for this return, or said that you cannot judge it."


@operation(AuditsPermission.MANAGE)
def seat(*, cycle_id: int, name: str, email: str, by: Actor, at: datetime, real_at: datetime) -> PanelMember:
    """A member of this partnership's own panel, told by mail. Raises Refused."""
    cycle = AssessmentCycle.objects.get(pk=cycle_id)
    email = email.strip().lower()
    member, made = PanelMember.objects.get_or_create(
        space_id=scope.current().home_id, cycle=cycle, email=email, defaults={"name": name.strip()}
    )
    if not made:
        raise Refused("This person sits in the panel already.")
    partnership = Partnership.objects.get(pk=scope.current().partnership_id)
    notice = OnThePanel(partnership=partnership.name, title=cycle.title, url=site_link("/self-assessments/panel/"))
    put(notice, to=email, key=f"{notice.kind}:{member.pk}", at=real_at)
    return member


@operation(AuditsPermission.MANAGE)
def unseat(*, cycle_id: int, member_id: int, by: Actor, at: datetime) -> None:
    """With the grades that they gave, which stay in the history. Raises PanelMember.DoesNotExist."""
    PanelMember.objects.get(pk=member_id, cycle_id=cycle_id).delete()


@operation(AuditsPermission.ANSWER)
def declare_conflict(*, return_id: int, reason: str, by: Actor, at: datetime) -> PanelConflict:
    """The member sees this return no more; what they had graded of it does not count. Raises Refused, NotPermitted."""
    row, part = one(reader(by), return_id)
    if part.panel_id is None:
        raise NotPermitted(NO_SEAT)
    if not reason.strip():
        raise Refused("Say why you cannot judge it.")
    return PanelConflict.objects.create(
        space_id=scope.current().home_id, member_id=part.panel_id, of=row, reason=reason.strip(), at=at
    )


@operation(AuditsPermission.ANSWER)
def grade(*, return_id: int, grades: Mapping[str, tuple[int, str]], by: Actor, at: datetime) -> int:
    """Standard → (rank, note), as many as were thought about. Once all members are in, no grade changes any more, since
    the others' are seen from then on. Returns how many changed. Raises Refused, NotPermitted."""
    row, part = one(reader(by), return_id)
    if part.panel_id is None:
        raise NotPermitted(NO_SEAT)
    asked = reads.asked(row)
    if row.state not in IN:
        raise Refused("It is not handed in yet.")
    if panel_of(row, asked, part).open:
        raise Refused("All grades are in and were shown: they stand as they are.")
    codes = {standard.code for standard, _ in asked.asked_of(row.kind)}
    changed = 0
    for code, (rank, note) in grades.items():
        if code not in codes or not 0 <= rank <= asked.scale.top:
            raise Refused("This standard or grade is not part of the set.")
        found, made = PanelGrade.objects.get_or_create(
            member_id=part.panel_id, of=row, standard=code,
            defaults={"space_id": scope.current().home_id, "grade": rank, "note": note.strip(), "at": at},
        )  # fmt: skip
        if not made and (found.grade, found.note) != (rank, note.strip()):
            found.grade, found.note, found.at = rank, note.strip(), at
            found.save()
            made = True
        changed += made
    return changed


@operation(AuditsPermission.MANAGE)
def settle(*, return_id: int, grades: Mapping[str, tuple[int, str]], by: Actor, at: datetime) -> int:
    """Standard → (rank, reason): the moderated grade. The body's own and the members' stay. A panel that has members
    settles once all are in (AU-09). Returns how many changed. Raises Refused."""
    row = Return.objects.select_related("cycle").get(pk=return_id)
    asked = reads.asked(row)
    if row.state not in IN:
        raise Refused("It is not handed in yet.")
    found = panel_of(row, asked, Part())
    if found.seats and not found.open and any(not seat.conflict for seat in found.seats):
        raise Refused("Not all members of the panel have graded it. Wait for them, or take them out of the panel.")
    changed = 0
    for code, (rank, reason) in grades.items():
        if code not in found.layers or not 0 <= rank <= asked.scale.top:
            raise Refused("This standard or grade is not part of the set.")
        if not reason.strip():
            raise Refused(f"Give the reason for the grade of standard {code}.")
        old = found.moderated.get(code)
        if old is not None and (old.grade, old.reason) == (rank, reason.strip()):
            continue
        Moderation.objects.update_or_create(
            space_id=scope.current().home_id, of=row, standard=code,
            defaults={"grade": rank, "reason": reason.strip(), "by": by.user, "at": at},
        )  # fmt: skip
        changed += 1
    return changed


@operation(AuditsPermission.MANAGE)
def give_feedback(*, return_id: int, text: str, by: Actor, at: datetime, real_at: datetime) -> Feedback:
    """The body sees it, with the moderated grades and their reasons, from now on. Raises Refused."""
    row = Return.objects.select_related("cycle").get(pk=return_id)
    if not text.strip():
        raise Refused("Write the feedback.")
    if row.state not in IN:
        raise Refused("It is not handed in yet.")
    made, _ = Feedback.objects.update_or_create(
        space_id=scope.current().home_id, of=row, defaults={"text": text.strip(), "by": by.user, "at": at}
    )
    if row.lead_email:
        partnership = Partnership.objects.get(pk=scope.current().partnership_id)
        notice = FeedbackGiven(
            partnership=partnership.name, title=row.cycle.title, body=row.name,
            url=site_link(f"/self-assessments/{row.pk}/"),
        )  # fmt: skip
        put(notice, to=row.lead_email, key=f"{notice.kind}:{made.pk}:{real_at.isoformat()}", at=real_at)
    return made


@operation(AuditsPermission.MANAGE)
def raise_action(
    *, return_id: int, title: str, owner_id: int, due: date, should_differ: str, by: Actor, at: datetime
) -> actions.Action:
    """Into the one tracker, with this return as its source. Raises Refused."""
    row = Return.objects.select_related("body").get(pk=return_id)
    given = actions.ActionInput(
        title=title, due=due, owner_id=owner_id, source_kind=KIND, source_id=row.pk,
        agency_id=row.body.organisation_id, should_differ=should_differ,
    )  # fmt: skip
    return actions.raise_action(given=given, space_id=scope.current().home_id, by=by, at=at)
