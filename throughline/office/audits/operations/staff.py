"""The staff survey beside a cycle: a link for each body's staff, no name anywhere."""

from collections.abc import Sequence
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.surveys.api import (
    Group,
    Naming,
    Shipped,
    Survey,
    expect,
    link_of,
    open_links,
    published_version,
    start_survey,
)
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.ui import formats
from throughline.office.audits.models import AssessmentCycle, Return
from throughline.office.audits.notices import StaffLink
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.queries import staff as reads
from throughline.office.audits.queries.people import one, reader
from throughline.office.audits.rules import staff

INTRODUCTION = (
    "A few statements about how children are kept safe where you work. Say how far you agree. Your answers go to the"
    " partnership, beside what your organisation says of itself. Name no child and no colleague: there is nowhere to."
)


@operation(AuditsPermission.MANAGE)
def start_staff_survey(*, cycle_id: int, closes_on: date, by: Actor, at: datetime, real_at: datetime) -> int:
    """Asks staff what the cycle's question set puts to them; every lead is sent the link of their body's staff. There
    already: links for who has none yet (a partner's own bodies, in a joint cycle). How many links are new. Raises
    Refused."""
    cycle = AssessmentCycle.objects.get(pk=cycle_id)
    if cycle.state != "open":
        raise Refused("Staff are asked while the cycle is open.")
    asked = cycle.questions
    questions = staff.questions_of(asked)
    if not questions:
        raise Refused("The question set of this cycle puts nothing to staff.")
    if closes_on <= at.date():
        raise Refused("The last day must be after today.")
    shipped = Shipped(f"{staff.KIND}.{cycle.pk}", staff.KIND, f"Staff: {cycle.title}", INTRODUCTION, questions)
    version = published_version(shipped=shipped, by=by, today=at.date(), space_id=cycle.space_id)
    survey = start_survey(
        version=version, kind=staff.KIND, about=str(cycle.pk), title=f"Staff survey: {cycle.title}",
        naming=Naming.ANONYMOUS, opens_on=at.date(), closes_on=closes_on, remind_after=(), space_id=cycle.space_id,
        by=by,
    )  # fmt: skip
    return add_links(cycle, list(cycle.returns.order_by("pk")), survey, by=by, real_at=real_at)


def add_links(
    cycle: AssessmentCycle, rows: Sequence[Return], survey: Survey | None, *, by: Actor, real_at: datetime
) -> int:
    """For bodies without a link; nothing where staff are not asked. Inside the caller's operation."""
    if survey is None:
        return 0
    new = open_links(survey=survey, groups=[Group(str(row.pk), row.space_id) for row in rows], by=by)
    if new:
        partnership = Partnership.objects.get(pk=scope.current().partnership_id)
        for row in rows:
            if not row.lead_email:
                continue
            notice = StaffLink(
                partnership=partnership.name, title=cycle.title, body=row.name,
                until=formats.weekday(survey.closes_on) if survey.closes_on else "",
                url=site_link(f"/self-assessments/{row.pk}/staff/"),
            )  # fmt: skip
            put(notice, to=row.lead_email, key=f"{notice.kind}:{row.pk}", at=real_at)
    return new


@operation(AuditsPermission.ANSWER)
def expect_staff(*, return_id: int, people: int | None, by: Actor, at: datetime) -> None:
    """The lead says how many people the link is for, so that answers are seen against them. Raises Refused."""
    row, part = one(reader(by), return_id)
    if not (part.lead or part.manages):
        raise NotPermitted("Only the lead of this return can do this.")
    survey = reads.survey_of(row.cycle_id)
    link = link_of(survey.pk, str(row.pk)) if survey else None
    if link is None:
        raise Refused("Staff are not asked beside this return.")
    expect(link=link, people=people, by=by)
