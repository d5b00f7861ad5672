"""The review that follows a case: set up, carried out, agreed. Its draft is in drafts.py, its end in publication.py."""

from collections.abc import Mapping
from datetime import date, datetime

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.restricted.api import Entered, RestrictedPermission
from throughline.foundation.ui import formats
from throughline.foundation.workflow.api import fire
from throughline.office.reviews.models import (
    Attendee,
    CaseClock,
    Contribution,
    PanelMember,
    ParallelProcess,
    PartnerView,
    Slip,
    Work,
)
from throughline.office.reviews.notices import AskedToEvent
from throughline.office.reviews.operations.cases import READ_ONLY, start_clock
from throughline.office.reviews.queries.works import work_facts, work_in
from throughline.office.reviews.rules.reviewing import Process, Taking, WorkKind
from throughline.office.reviews.rules.words import Stage
from throughline.office.reviews.workflow import REVIEW

ENDED = "The review has ended. What it says cannot be changed any more."
SET_UP = ("led_by", "reviewer", "independent", "period", "terms", "delay")


def open_work(inside: Entered, *states: str) -> Work:
    """The review, for who may write, while it is in one of the states; in any but a final one where none is given."""
    if not inside.may_write:
        raise NotPermitted(READ_ONLY)
    work = work_in(inside)
    if REVIEW.state(work.state).final:
        raise Refused(ENDED)
    if states and work.state not in states:
        raise Refused(f"This is done while the state is ‘{REVIEW.state(states[0]).label}’.")
    return work


@operation(RestrictedPermission.ENTER)
def set_up(*, inside: Entered, words: Mapping[str, str], by: Actor, at: datetime) -> Work:
    """Who carries it out, the terms of reference, the reasons for a delay."""
    work = open_work(inside)
    for name in SET_UP:
        setattr(work, name, words[name].strip())
    work.save(update_fields=list(SET_UP))
    return work


@operation(RestrictedPermission.ENTER)
def add_panel_member(*, inside: Entered, name: str, agency: str, by: Actor, at: datetime) -> PanelMember:
    work = open_work(inside)
    if not name.strip() or not agency.strip():
        raise Refused("Give the name and the agency.")
    if PanelMember.objects.filter(work=work, name=name.strip()).exists():
        raise Refused(f"{name.strip()} is on the panel already.")
    return PanelMember.objects.create(space_id=work.space_id, work=work, name=name.strip(), agency=agency.strip())


@operation(RestrictedPermission.ENTER)
def add_process(
    *, inside: Entered, kind: Process, what: str, since: date, pauses: bool, reason: str, by: Actor, at: datetime
) -> ParallelProcess:
    """What runs beside it. One that pauses publication says why."""
    work = open_work(inside)
    if not what.strip():
        raise Refused("Say what it is.")
    if pauses and not reason.strip():
        raise Refused("Say why publication waits for it.")
    return ParallelProcess.objects.create(
        space_id=work.space_id, work=work, kind=kind.value, what=what.strip(), since=since, pauses=pauses,
        reason=reason.strip() if pauses else "",
    )  # fmt: skip


@operation(RestrictedPermission.ENTER)
def end_process(*, inside: Entered, process_id: int, on: date, by: Actor, at: datetime) -> ParallelProcess:
    """From that day on it holds nothing up any more."""
    row = ParallelProcess.objects.get(work=open_work(inside), pk=process_id)
    if on < row.since:
        raise Refused("It cannot have ended before it began.")
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    return row


@operation(RestrictedPermission.ENTER)
def write_contribution(
    *, inside: Entered, contribution_id: int | None, kind: Taking, what: str, where: str, on: date | None, said: str,
    by: Actor, at: datetime,
) -> Contribution:  # fmt: skip
    work = open_work(inside)
    if not what.strip():
        raise Refused("Say who takes part, or what event it is.")
    if contribution_id is None:
        row = Contribution(space_id=work.space_id, work=work)
    else:
        row = Contribution.objects.get(work=work, pk=contribution_id)
    row.kind, row.what, row.where, row.on, row.said = kind.value, what.strip(), where.strip(), on, said.strip()
    row.save()
    return row


@operation(RestrictedPermission.ENTER)
def ask_to_event(
    *, inside: Entered, contribution_id: int, person_id: int, by: Actor, at: datetime, real_at: datetime
) -> Attendee:
    """Somebody who was involved. The mail says a reference and a day; the page, day and place; nothing says whom the
    review is about."""
    event = Contribution.objects.get(work=open_work(inside), pk=contribution_id)
    if event.kind != Taking.EVENT:
        raise Refused("People are asked to a learning event alone.")
    if event.on is None or not event.where:
        raise Refused("Say first when and where the event is.")
    if Attendee.objects.filter(event=event, person_id=person_id).exists():
        raise Refused("They were asked already.")
    row = Attendee.objects.create(space_id=inside.space_id, event=event, person_id=person_id)
    slip = Slip.objects.create(
        space_id=event.work.case.restricted.space_id, restricted_id=inside.id, person_id=person_id,
        kind=Slip.Kind.EVENT, record_id=row.pk, made_on=at.date(), due=event.on,
    )  # fmt: skip
    url = site_link(reverse("reviews:slip", args=[slip.pk]))
    notice = AskedToEvent(reference=inside.reference, on=formats.day(event.on), url=url)
    put(notice, to=row.person.email, key=f"{notice.kind}:{row.pk}", at=real_at)
    return row


@operation(RestrictedPermission.ENTER)
def mark_attendance(*, inside: Entered, contribution_id: int, came: set[int], by: Actor, at: datetime) -> None:
    """Who came: ids of attendees. Everybody else did not."""
    for row in Attendee.objects.filter(event__work=open_work(inside), event_id=contribution_id):
        row.came = row.pk in came
        row.save(update_fields=["came"])


@operation(RestrictedPermission.ENTER)
def remove_panel_member(*, inside: Entered, member_id: int, by: Actor, at: datetime) -> None:
    for row in PanelMember.objects.filter(work=open_work(inside), pk=member_id):
        row.delete()


@operation(RestrictedPermission.ENTER)
def plan_publication(
    *, inside: Entered, name: str, themes: str, improvements: str, planned_on: date | None, by: Actor, at: datetime
) -> Work:
    """By which name, which themes, what should improve, when. A statutory review's RV-04 counts back from the day."""
    work = open_work(inside)
    work.name, work.themes, work.improvements = name.strip(), themes.strip(), improvements.strip()
    work.planned_on = planned_on
    work.save(update_fields=["name", "themes", "improvements", "planned_on"])
    if WorkKind(work.kind).statutory and planned_on is not None:
        start_clock(work.case, "RV-04", planned_on)
    return work


@operation(RestrictedPermission.ENTER)
def go_on(*, inside: Entered, transition: str, reason: str, by: Actor, at: datetime) -> Work:
    """Starts it, takes the draft back, ends the time for comments, writes it anew, agrees it."""
    if transition not in ("start", "take_back", "close_comments", "redraft", "agree"):
        raise Refused("This is done on a page of its own.")
    work = open_work(inside)
    again = transition == "redraft"
    fire(
        REVIEW, work, transition, by=by, at=at, facts=work_facts(work, at.date()), reason=reason,
        changes={"copy_sent_on": None} if again else {},
    )  # fmt: skip
    if again:  # another text: who signed signed the one before, and the Panel has that one
        for view in PartnerView.objects.filter(case=work.case_id, stage=Stage.REPORT):
            view.delete()
        for clock in CaseClock.objects.filter(case=work.case_id, code="RV-04"):
            clock.delete()
    return work
