"""One digest a person and day, for what came near, fell due or grew late since the last one."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.actions.models import Action, DigestRun, ImpactCheck
from throughline.office.actions.notices import ActionsDigest
from throughline.office.actions.rules import OPEN_DELIVERY, reminder_of

Lines = defaultdict[User, list[tuple[int, date, str]]]


@operation(None)
def send_digests(*, today: date, by: Actor, at: datetime) -> int:
    """The schedule's own, without a permission. Returns how many people were written to; 0 when today's have gone.

    `today` is the business day, `at` the real moment. A day on which nothing ran is made good by the next run.
    """
    last = DigestRun.objects.order_by("day").last()
    if last is not None and last.day >= today:
        return 0
    since = last.day if last is not None else today - timedelta(days=1)
    lines: Lines = defaultdict(list)
    _owners(lines, since, today)
    _judges(lines, since, today)
    partnership = Partnership.objects.get(pk=scope.current().partnership_id)
    url = site_link(f"{reverse('actions:list')}?whose=mine")
    for person, found in sorted(lines.items(), key=lambda each: each[0].pk):
        notice = ActionsDigest(partnership=partnership.name, lines=[text for *_, text in sorted(found)], url=url)
        put(notice, to=person.email, key=f"{notice.kind}:{today}:{person.pk}", at=at)
    DigestRun.objects.create(space_id=scope.current().home_id, day=today, people=len(lines))
    return len(lines)


def _owners(lines: Lines, since: date, today: date) -> None:
    """To the owner, or to the deputy of a vacant post."""
    rows = Action.objects.filter(delivery__in=OPEN_DELIVERY, due__lte=today + timedelta(days=14))
    for row in rows.select_related("owner", "post__deputy"):
        person = row.owner or (row.post.deputy if row.post else None)
        remind = reminder_of(row.due, since=since, today=today)
        if remind is not None and person is not None and person.is_active:
            lines[person].append((remind.order, row.due, f"{row.reference}: {remind.says}"))


def _judges(lines: Lines, since: date, today: date) -> None:
    """On the day on which an effect is to be looked at, to whoever was named to judge it."""
    checks = ImpactCheck.objects.filter(verdict="", due__gt=since, due__lte=today, action__judge__isnull=False)
    for check in checks.select_related("action__judge"):
        if check.action.judge.is_active:
            lines[check.action.judge].append((3, check.due, f"{check.action.reference}: judge its effect"))
