"""AU-07: who has not submitted is written to on the days of the cycle's schedule, one digest a person and day."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.audits.models import ChaseRun, Return
from throughline.office.audits.notices import ChaseDigest
from throughline.office.audits.rules.returns import chased_on, due_words


@operation(None)
def send_chasers(*, today: date, by: Actor, at: datetime) -> int:
    """The schedule's own, without a permission. Returns how many people were written to; 0 when today's have gone.

    `today` is the business day, `at` the real moment. A day on which nothing ran is made good by the next run. A return
    that several partnerships share is chased by the one that runs its cycle.
    """
    home = scope.current().home_id
    last = ChaseRun.objects.filter(space_id=home).order_by("day").last()
    if last is not None and last.day >= today:
        return 0
    since = last.day if last is not None else today - timedelta(days=1)
    lines: defaultdict[str, list[str]] = defaultdict(list)
    rows = (
        Return.objects.filter(cycle__state="open").exclude(state__in=("submitted", "accepted")).exclude(lead_email="")
    )
    rows = rows.filter(Q(space_id=home) | Q(cycle__run_by_id=scope.current().partnership_id))
    for row in rows.select_related("cycle").defer("cycle__content").order_by("due", "name", "pk"):
        if chased_on(row.due, row.cycle.chase_days, since=since, today=today):
            lines[row.lead_email].append(f"{row.name}, {row.cycle.title}: {due_words(row.due, today)}")
    partnership = Partnership.objects.get(pk=scope.current().partnership_id)
    url = site_link(reverse("audits:mine"))
    for email, found in sorted(lines.items()):
        notice = ChaseDigest(partnership=partnership.name, lines=found, url=url)
        put(notice, to=email, key=f"{notice.kind}:{home}:{today}:{email}", at=at)
    ChaseRun.objects.create(space_id=home, day=today, people=len(lines))
    return len(lines)
