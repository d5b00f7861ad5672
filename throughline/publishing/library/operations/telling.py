"""People are told by mail what waits for them: an approval, a draft to comment on, a document to confirm."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.notices.api import Notice, put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.ui.formats import day
from throughline.publishing.library import queries
from throughline.publishing.library.notices import DraftForComment, ReadAndUnderstood, WaitsForApproval

CLOSES_SOON = timedelta(days=3)
DUE_SOON = timedelta(days=7)
Told = tuple[str, Sequence[str], Notice]
"""(what is told, told once to each; to whom; the notice)"""


@operation(None)
def tell(*, today: date, by: Actor, at: datetime) -> int:
    """The schedule's own, without a permission. The outbox keeps anything from being told twice. Returns how many
    messages were written."""
    name = Partnership.objects.get(pk=scope.current().partnership_id).name
    written = 0
    for what, people, notice in (*_waiting(name, today), *_drafts(name, today), *_readings(name, today)):
        for person in people:
            written += put(notice, to=person, key=f"{notice.kind}:{what}:{person}", at=at).put_at == at
    return written


def _waiting(name: str, today: date) -> Iterator[Told]:
    here = scope.current().partnership_id
    waiting = list(queries.waiting())
    people = queries.approvers() if waiting else []
    for row in waiting:
        if here in {each.pk for each in queries.missing_approvals(row, today)}:
            url = site_link(reverse("library_office:approve", args=[row.pk]))
            yield str(row.pk), people, WaitsForApproval(name, row.title, row.label, url)


def _drafts(name: str, today: date) -> Iterator[Told]:
    for row in queries.asking_agencies(today):
        people = queries.people_of([each.organisation_id for each in row.agencies.all()])
        url = site_link(reverse("library:comment", args=[row.pk]))
        ends = day(row.closes_on)
        yield f"{row.pk}", people, DraftForComment(name, row.title, row.introduction, ends, is_reminder=False, url=url)
        if row.opens_on < row.closes_on - CLOSES_SOON <= today:
            soon = DraftForComment(name, row.title, row.introduction, ends, is_reminder=True, url=url)
            yield f"{row.pk}:soon", people, soon


def _readings(name: str, today: date) -> Iterator[Told]:
    for row in queries.unconfirmed():
        people = queries.people_of([row.organisation_id], leads=True)
        url = site_link(reverse("library_office:reading", args=[row.pk]))
        notice = ReadAndUnderstood(
            name, f"{row.version.title}, version {row.version.label}", row.organisation.name, day(row.due),
            is_late=row.due < today, url=url,
        )  # fmt: skip
        step = "late" if row.due < today else "soon" if row.asked_on < row.due - DUE_SOON <= today else "asked"
        yield f"{row.pk}:{step}", people, notice
