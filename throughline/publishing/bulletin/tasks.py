"""The bulletin's background work: scheduled issues start, the queue is emptied in slices, links are asked for."""

import os
import socket
from datetime import datetime, time, timedelta

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import LONDON, business_now, real_now
from throughline.foundation.jobs.api import each_partnership, enqueue, job, scheduled
from throughline.publishing.bulletin import asking, clicks
from throughline.publishing.bulletin.bouncing import mailbox
from throughline.publishing.bulletin.operations import approving, bouncing, counting, mailing, reading_list
from throughline.publishing.bulletin.queries import issues, sending
from throughline.publishing.bulletin.rules.clicks import count
from throughline.publishing.bulletin.sending.worker import send_slice

SECONDS = 5.0  # of sending at a time; sign-in codes wait no longer than that
SILENT = timedelta(seconds=100)


def worker_name() -> str:
    return f"{socket.gethostname()[:30]}-{os.getpid()}"


@job(mailing.SEND, tries=1)  # the queue has its own count of tries, and the sweep asks again
def send(*, mail_out_id: int) -> None:
    done = send_slice(
        mail_out_id=mail_out_id, worker=worker_name(), by=system_actor("worker"), clock=real_now, seconds=SECONDS
    )
    if not done.more:
        return
    now = real_now()
    due = sending.next_try(mail_out_id)
    after = now + timedelta(seconds=done.wait)
    if due is not None and due > after:
        after = due
    if due is not None:
        enqueue(mailing.SEND, after=after if after > now else None, mail_out_id=mail_out_id)


@scheduled(
    "bulletin.sweep", every=timedelta(minutes=1), says="Starts issues whose time has come, and wakes their queue."
)
def sweep(now: datetime) -> None:
    by = system_actor("worker")
    for _ in each_partnership(now):
        for row in issues.due_to_start(now):
            try:
                mailing.start_mail_out(issue_id=row.pk, standing=issues.standing(row, business_now(), 0), by=by, at=now)
            except Refused as refused:
                mailing.hold_back(issue_id=row.pk, says=str(refused), by=by, at=now)
        for mail_out_id in sending.mail_outs_at_work():
            if sending.is_silent(mail_out_id, now, SILENT):
                enqueue(mailing.SEND, mail_out_id=mail_out_id)


@job(approving.CHECK_LINKS, tries=2)
def check_links(*, issue_id: int) -> None:
    by = system_actor("worker")
    for url, state, says in asking.asked(issue_id):
        approving.record_link(url=url, state=state, says=says, by=by, at=real_now())


@scheduled("bulletin.clicks", every=timedelta(minutes=5), says="Counts the visits to links of the bulletin.")
def count_clicks(now: datetime) -> None:
    by = system_actor("worker")
    for partnership in each_partnership(now):
        for path in clicks.ripe(partnership.pk, now):
            found = count(clicks.visits_in(path))
            path.unlink()  # first: a visit lost is better than one counted twice
            counting.count_clicks(found=found, day=now.astimezone(LONDON).date(), by=by, at=now)


@scheduled(
    "bulletin.bounces", every=timedelta(minutes=10), says="Reads the mailbox to which the bulletin’s mail comes back."
)
def read_bounces(now: datetime) -> None:
    mailbox.read_all(by=system_actor("worker"), at=now)


@scheduled(
    "bulletin.tidy", daily_at=time(4, 0), says="Forgets subscriptions never confirmed, and soft bounces that passed."
)
def tidy(now: datetime) -> None:
    by = system_actor("worker")
    for _ in each_partnership(now):
        reading_list.drop_unconfirmed(by=by, at=now)
        for mail_out_id in sending.ended_between(now - timedelta(days=4), now - timedelta(days=3)):
            bouncing.forget_soft_bounces(mail_out_id=mail_out_id, by=by, at=now)
