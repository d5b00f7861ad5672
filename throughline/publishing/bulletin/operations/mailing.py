"""A mail-out: begun, filled, taken in batches, stopped, gone on with, ended; and what became of each delivery."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.jobs.api import enqueue, pause_after
from throughline.foundation.workflow.api import fire
from throughline.publishing.bulletin.models import Batch, Delivery, Issue, IssueLink, MailOut, Subscriber
from throughline.publishing.bulletin.operations.bouncing import note_bounce
from throughline.publishing.bulletin.operations.journal import epoch
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.queries.issues import Standing, facts_for_guards
from throughline.publishing.bulletin.queries.sending import audience, counts_by_state, suppressed_among
from throughline.publishing.bulletin.rules.content import from_data, links_of
from throughline.publishing.bulletin.rules.kinds import IssueKind
from throughline.publishing.bulletin.rules.text import as_text
from throughline.publishing.bulletin.workflow import ISSUE

SEND = "bulletin.send"
BATCH = 200
CHUNK = 200
MOST_TRIES = 6
STALE_AFTER = timedelta(seconds=90)  # a mail server that says nothing is given up long before
State = Delivery.State


@dataclass(frozen=True)
class Taken:
    """A batch that is this worker's alone, with (delivery id, address, token) of its messages in their order."""

    batch_id: int
    rows: tuple[tuple[int, str, str], ...]


@operation(BulletinPermission.SEND)
def start_mail_out(*, issue_id: int, per_minute: int = 0, standing: Standing, by: Actor, at: datetime) -> MailOut:
    """The queue begins; the worker writes its rows. A session cancelled since the approval stops it. Raises Refused."""
    row: Issue = Issue.objects.get(pk=issue_id)
    cancelled = [each.finding.text for each in standing.judged if each.finding.code == "BU-10"]
    if cancelled:
        raise Refused(f"A session in it is past or cancelled since it was approved: {cancelled[0]}. Open it again.")
    return _begin(row, per_minute, by, at)


def _begin(row: Issue, per_minute: int, by: Actor, at: datetime) -> MailOut:
    content = from_data(row.frozen or {})
    changes = {"public_at": at, "search_text": as_text(content)}
    fire(ISSUE, row, "start", by=by, at=at, facts=facts_for_guards(row, Standing(content, ())), changes=changes)
    made: MailOut = MailOut.objects.create(space_id=row.space_id, issue=row, per_minute=per_minute, started_at=at)
    for url, words in links_of(content):
        if url.startswith(("http://", "https://", "/")):
            IssueLink.objects.create(
                space_id=row.space_id, issue=row, url=url[:500], words=words[:200], code=secrets.token_urlsafe(9)
            )
    enqueue(SEND, mail_out_id=made.pk)
    return made


@operation(BulletinPermission.APPROVE)
def approve_urgent(*, issue_id: int, seen: str, standing: Standing, by: Actor, at: datetime) -> MailOut:
    """The shorter way of an urgent notice: a second person's approval sends it at once. Raises Refused."""
    from throughline.publishing.bulletin.operations.approving import approve

    row = Issue.objects.get(pk=issue_id)
    if row.kind != IssueKind.URGENT:
        raise Refused("Only an urgent notice goes this way.")
    approved = approve(issue_id=issue_id, seen=seen, standing=standing, by=by, at=at)
    if not by.may(BulletinPermission.SEND):
        return _begin_for(approved, by, at)
    return _begin(approved, 0, by, at)


def _begin_for(row: Issue, by: Actor, at: datetime) -> MailOut:
    """An accountable officer's approval of an urgent notice carries the sending with it."""
    from throughline.foundation.access.actors import system_actor

    return _begin(row, 0, system_actor("worker"), at)


@operation(BulletinPermission.SEND)
def stop_mail_out(*, issue_id: int, by: Actor, at: datetime) -> None:
    """Whoever has it has it; a message that is flying lands. Raises Refused."""
    fire(ISSUE, Issue.objects.get(pk=issue_id), "stop", by=by, at=at)


@operation(BulletinPermission.SEND)
def resume_mail_out(*, issue_id: int, per_minute: int | None = None, by: Actor, at: datetime) -> None:
    """Raises Refused."""
    row = Issue.objects.get(pk=issue_id)
    fire(ISSUE, row, "resume", by=by, at=at)
    changes = {"pause_until": None, "last_error": ""} | ({"per_minute": per_minute} if per_minute is not None else {})
    MailOut.objects.filter(issue=row).update(**changes)
    enqueue(SEND, mail_out_id=row.mail_out.pk)


@operation(BulletinPermission.SEND)
def end_mail_out(*, issue_id: int, reason: str, by: Actor, at: datetime) -> None:
    """A stopped one is given up: who waits does not get it. Raises Refused."""
    row = Issue.objects.get(pk=issue_id)
    fire(ISSUE, row, "end", by=by, at=at, reason=reason)
    out = row.mail_out
    Delivery.objects.filter(mail_out=out, state=State.QUEUED).update(state=State.SKIPPED, ended_at=at)
    MailOut.objects.filter(pk=out.pk).update(ended_at=at)


# ---- the worker's


@operation(None)
def fill(*, mail_out_id: int, by: Actor, at: datetime) -> int:
    """A row for each reader, once. The worker's: no permission. Returns how many."""
    out = MailOut.objects.select_related("issue").get(pk=mail_out_id)
    if out.recipients is not None:
        return out.recipients
    number = 0
    waiting: list[Delivery] = []
    for reader in audience(out.issue.topic, urgent=out.issue.kind == IssueKind.URGENT):
        waiting.append(
            Delivery(
                space_id=out.space_id, mail_out=out, subscriber_id=reader.pk, email=reader.email,
                token=secrets.token_urlsafe(24), sector=reader.sector, agency=reader.agency, next_try_at=at,
            )
        )  # fmt: skip
        number += 1
        if len(waiting) == CHUNK:
            Delivery.objects.bulk_create(waiting)
            waiting = []
    Delivery.objects.bulk_create(waiting)
    MailOut.objects.filter(pk=out.pk).update(recipients=number)
    return number


@operation(None)
def take(*, mail_out_id: int, worker: str, by: Actor, at: datetime, most: int = BATCH) -> Taken | None:
    """The next deliveries that are due, this worker's alone; None when there are none, or the issue is stopped.

    Who unsubscribed since, or whose address was suppressed, is left out here. The worker's: no permission.
    """
    out = MailOut.objects.select_related("issue").get(pk=mail_out_id)
    if out.issue.state != "sending" or (out.pause_until is not None and out.pause_until > at):
        return None
    due = Delivery.objects.filter(mail_out=out, state=State.QUEUED, next_try_at__lte=at).order_by("next_try_at", "pk")
    ids = list(due.values_list("pk", flat=True)[:most])
    if not ids:
        return None
    batch = Batch.objects.create(
        space_id=out.space_id, mail_out=out, worker=worker, epoch=epoch(), size=0, touched_at=at
    )
    Delivery.objects.filter(pk__in=ids, state=State.QUEUED).update(state=State.TAKEN, batch=batch, tries=F("tries") + 1)
    rows = list(
        Delivery.objects.filter(batch=batch, state=State.TAKEN)
        .order_by("pk").values_list("pk", "email", "token", "subscriber__state")
    )  # fmt: skip
    barred = suppressed_among([email for _, email, _, _ in rows])
    out_of_it = [pk for pk, email, _, state in rows if state != Subscriber.State.ACTIVE or email in barred]
    Delivery.objects.filter(pk__in=out_of_it).update(state=State.SKIPPED, ended_at=at)
    left = tuple((pk, email, token) for pk, email, token, _ in rows if pk not in set(out_of_it))
    Batch.objects.filter(pk=batch.pk).update(size=len(left), **({} if left else {"ended_at": at}))
    return Taken(batch.pk, left)


@operation(None)
def end_batch(*, batch_id: int, over_to: int, by: Actor, at: datetime) -> None:
    """Those up to the id `over_to` are over, the others go back into the queue. Waits for the disk. The worker's."""
    if Batch.objects.filter(pk=batch_id, ended_at=None).update(over_to=over_to, flying=0, ended_at=at):
        _settle(batch_id, over_to, at)


def _settle(batch_id: int, over_to: int, at: datetime) -> None:
    mine = Delivery.objects.filter(batch_id=batch_id, state=State.TAKEN)
    mine.filter(pk__lte=over_to).update(state=State.SENT, ended_at=at, error="")
    mine.filter(pk__gt=over_to).update(state=State.QUEUED, batch=None, tries=F("tries") - 1)


@operation(None)
def take_over_the_dead(*, mail_out_id: int, stale_after: timedelta = STALE_AFTER, by: Actor, at: datetime) -> int:
    """Batches whose worker died. What was over is sent; what was flying is in doubt and never goes again; the rest
    waits again. After a power cut (another epoch) the rest is in doubt as well. Returns how many are in doubt."""
    doubts = 0
    stale = Batch.objects.filter(mail_out_id=mail_out_id, ended_at=None, touched_at__lte=at - stale_after)
    for batch in list(stale):
        if not Batch.objects.filter(pk=batch.pk, ended_at=None).update(ended_at=at):
            continue
        batch.refresh_from_db()  # it cannot move any more
        open_ones = Delivery.objects.filter(batch=batch, state=State.TAKEN)
        if batch.epoch != epoch():
            doubtful, says = open_ones.filter(pk__gt=batch.over_to), "The machine went down while this batch flew."
        else:
            doubtful, says = open_ones.filter(pk=batch.flying), "The worker died while this message flew."
        doubts += doubtful.update(state=State.DOUBT, ended_at=at, error=says)
        _settle(batch.pk, batch.over_to, at)
    return doubts


@operation(None)
def mark_doubt(*, delivery_id: int, error: str, by: Actor, at: datetime) -> None:
    """The mail server had the message and did not answer. The worker's: no permission."""
    Delivery.objects.filter(pk=delivery_id, state=State.TAKEN).update(state=State.DOUBT, ended_at=at, error=error[:300])


@operation(None)
def mark_refused(
    *, delivery_id: int, error: str, for_good: bool, address_is_wrong: bool = False, by: Actor, at: datetime
) -> None:
    """The mail server said no: for now (tried again after growing pauses) or for good. The worker's: no permission."""
    row = Delivery.objects.get(pk=delivery_id)
    mine = Delivery.objects.filter(pk=row.pk, state=State.TAKEN)
    if for_good or row.tries >= MOST_TRIES:
        mine.update(state=State.FAILED, ended_at=at, error=error[:300])
        if address_is_wrong:
            note_bounce(event=f"refused:{row.pk}", email=row.email, kind="hard", says=error, delivery=row, at=at)
        return
    mine.update(state=State.QUEUED, next_try_at=at + pause_after(row.tries), error=error[:300])


@operation(None)
def pause_mail_out(*, mail_out_id: int, error: str, until: datetime, by: Actor, at: datetime) -> None:
    """The mail server cannot be reached or takes nothing: all of it waits. The worker's: no permission."""
    MailOut.objects.filter(pk=mail_out_id).update(last_error=error[:500], pause_until=until)


@operation(None)
def mark_shown(*, delivery_ids: Iterable[int], by: Actor, at: datetime) -> None:
    """On a site that sends no mail. The worker's: no permission."""
    Delivery.objects.filter(pk__in=list(delivery_ids), state=State.TAKEN).update(state=State.SHOWN, ended_at=at)


@operation(None)
def finish_if_empty(*, mail_out_id: int, by: Actor, at: datetime) -> bool:
    """True when nothing waits or flies any more: the issue is sent. The worker's: no permission."""
    out = MailOut.objects.select_related("issue").get(pk=mail_out_id)
    counts = counts_by_state(mail_out_id)
    if out.recipients is None or counts.get(State.QUEUED) or counts.get(State.TAKEN):
        return False
    if out.issue.state == "sending":
        fire(ISSUE, out.issue, "finish", by=by, at=at)
        MailOut.objects.filter(pk=out.pk).update(ended_at=at, last_error="", pause_until=None)
    return True


@operation(None)
def hold_back(*, issue_id: int, says: str, by: Actor, at: datetime) -> None:
    """A scheduled issue that may not go: off the schedule, with the reason in its way. The worker's: no permission."""
    row = Issue.objects.get(pk=issue_id)
    fire(ISSUE, row, "unschedule", by=by, at=at, reason=f"Not sent: {says}", changes={"send_at": None})
