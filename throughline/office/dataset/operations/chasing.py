"""One digest a person and day, for returns that came near, fell due or grew late since the last one."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.dataset.models import Return, ReturnsDigestRun
from throughline.office.dataset.notices import ReturnsDigest
from throughline.office.dataset.operations.telling import analysts, person_of
from throughline.office.dataset.rules.chasing import reminder_of
from throughline.office.partnership import api as partnership

Lines = defaultdict[User, list[str]]


@operation(None)
def send_returns_digests(*, today: date, by: Actor, at: datetime) -> int:
    """RT-10: the schedule's own, without a permission. Returns how many people were written to; 0 when today's have
    gone. `today` is the business day, `at` the real moment. A day on which nothing ran is made good by the next run.

    What is to be filled goes to all who hold a post in the agency, what is to be approved to those who answer for it;
    what is to be accepted, and an agency in which nobody holds a post, to the analysts.
    """
    last = ReturnsDigestRun.objects.order_by("day").last()
    if last is not None and last.day >= today:
        return 0
    since = last.day if last is not None else today - timedelta(days=1)
    lines: Lines = defaultdict(list)
    posts = list(partnership.posts())
    accepting = analysts()
    rows = Return.objects.exclude(state="accepted").select_related("round", "agency")
    for row in rows.order_by("round__due", "agency__name", "pk"):
        says = reminder_of(row.round.due, since=since, today=today)
        if not says:
            continue
        in_post = [post for post in posts if post.organisation_id == row.agency_id]
        if row.state == "approved":
            people, what = accepting, "to be accepted"
        else:
            to_approve = row.state == "submitted"
            people = {
                person for post in in_post if post.leads or not to_approve for person in [person_of(post)] if person
            }
            what = "to be approved" if to_approve else "to be filled"
            if not people:
                people, what = accepting, f"{what}, and nobody there is known to remind"
        for person in people:
            lines[person].append(f"{row}: {what}, {says}")
    _write(lines, accepting, today, at)
    ReturnsDigestRun.objects.create(space_id=scope.current().home_id, day=today, people=len(lines))
    return len(lines)


def _write(lines: Lines, accepting: set[User], today: date, at: datetime) -> None:
    name = Partnership.objects.get(pk=scope.current().partnership_id).name
    for person, found in sorted(lines.items(), key=lambda each: each[0].pk):
        page = "dataset:returns" if person in accepting else "dataset:my_returns"
        notice = ReturnsDigest(partnership=name, lines=found, url=site_link(reverse(page)))
        put(notice, to=person.email, key=f"{notice.kind}:{today}:{person.pk}", at=at)
