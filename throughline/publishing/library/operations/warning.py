"""LB-03: owners, the business unit and at last the approvers hear of review days: each step once, and a late one each
month anew."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.ui.formats import day
from throughline.publishing.library import queries
from throughline.publishing.library.notices import ReviewDay
from throughline.publishing.library.rules import reminder_of, step_of, warns


@operation(None)
def send_warnings(*, unit: Sequence[str], today: date, by: Actor, at: datetime) -> int:
    """The schedule's own, without a permission. `unit`: the addresses of the business unit's people. Returns how many
    messages this run wrote for; the outbox keeps a step from being told twice."""
    partnership = Partnership.objects.get(pk=scope.current().partnership_id)
    approvers, written = queries.approvers(), 0
    for version in queries.due_for_review(today):
        step = step_of(version.review_on, today)
        who = warns(step)
        people = [version.document.owner_email] if who.owner and version.document.owner_email else []
        people += unit if who.unit or (who.owner and not people) else []
        people += approvers if who.approvers else []
        url = site_link(reverse("library:document", args=[version.document.slug]))
        assert version.review_on is not None  # noqa: S101  (they are the ones that have a day)
        months = reminder_of(version.review_on, today)
        notice = ReviewDay(
            partnership=partnership.name, title=version.title, day=day(version.review_on),
            is_past=version.review_on <= today, months_late=months, url=url,
        )  # fmt: skip
        again = f":{months}" if months > 1 else ""
        for person in dict.fromkeys(people):
            key = f"{notice.kind}:{version.pk}:{version.review_on}:{step}{again}:{person}"
            written += put(notice, to=person, key=key, at=at).put_at == at
    return written
