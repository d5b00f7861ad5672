"""A slice of a mail-out: some seconds of sending, so that other work has its turn in between."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from throughline.foundation.access.actors import Actor
from throughline.publishing.bulletin.operations import mailing, showing
from throughline.publishing.bulletin.operations.journal import Lost, light_commits, note
from throughline.publishing.bulletin.queries.issues import issue as issue_of
from throughline.publishing.bulletin.queries.sending import to_send
from throughline.publishing.bulletin.sending.message import mould_of, partnership_here, sender_for
from throughline.publishing.bulletin.sending.route import TOO_MUCH, InDoubt, NotGone, Refusal, Route, open_route

Clock = Callable[[], datetime]
LOOK_EVERY = 1.0  # seconds between looks whether somebody stopped it
PAUSE = timedelta(minutes=2)


@dataclass(frozen=True)
class Slice:
    """`more`: the queue is not empty. `wait`: seconds before it makes sense to go on."""

    sent: int
    more: bool
    wait: float = 0


def leaves_the_machine() -> bool:
    """Only production sends; and a bench, to a sink on this machine."""
    return bool(settings.BULLETIN_LEAVES) and not partnership_here().demonstration


def send_slice(
    *, mail_out_id: int, worker: str, by: Actor, clock: Clock, seconds: float,
    stale_after: timedelta = mailing.STALE_AFTER,
) -> Slice:  # fmt: skip
    """Must not be called inside a transaction."""
    mailing.fill(mail_out_id=mail_out_id, by=by, at=clock())
    mailing.take_over_the_dead(mail_out_id=mail_out_id, stale_after=stale_after, by=by, at=clock())
    if not leaves_the_machine():
        showing.show_all(mail_out_id=mail_out_id, worker=worker, mould=mould_of(to_send(mail_out_id), clock()), by=by,
                         at=clock())  # fmt: skip
        mailing.finish_if_empty(mail_out_id=mail_out_id, by=by, at=clock())
        return Slice(0, more=False)
    return _Sender(mail_out_id, worker, by, clock, seconds).run()


class _Sender:
    def __init__(self, mail_out_id: int, worker: str, by: Actor, clock: Clock, seconds: float) -> None:
        self.out, self.worker, self.by, self.clock = mail_out_id, worker, by, clock
        self.issue = to_send(mail_out_id)
        self.per_minute: int = self.issue.mail_out.per_minute
        self.mould = mould_of(self.issue, clock())
        self.ends = time.monotonic() + seconds
        self.looked = time.monotonic()
        self.next_at = 0.0
        self.sent = 0
        self.route: Route | None = None
        self.paused = False

    def run(self) -> Slice:
        try:
            while time.monotonic() < self.ends and not self.paused:
                taken = mailing.take(mail_out_id=self.out, worker=self.worker, by=self.by, at=self.clock(),
                                     most=self._batch_size())  # fmt: skip
                if taken is None:
                    break
                if taken.rows:
                    self._batch(taken)
        except Lost:
            pass  # another worker goes on with it
        finally:
            if self.route is not None:
                self.route.close()
        done = mailing.finish_if_empty(mail_out_id=self.out, by=self.by, at=self.clock())
        stopped = issue_of(self.issue.pk).state != "sending"
        return Slice(self.sent, more=not done and not stopped, wait=PAUSE.total_seconds() if self.paused else 0)

    def _batch_size(self) -> int:
        """With a throttle no more than a slice sends, so that none are held without need."""
        return mailing.BATCH if not self.per_minute else max(1, min(mailing.BATCH, self.per_minute // 10))

    def _batch(self, taken: mailing.Taken) -> None:
        over_to = 0
        with light_commits():
            for delivery_id, email, token in taken.rows:
                if self._must_stop():
                    break
                self._throttle()
                if not self._one(taken.batch_id, over_to, delivery_id, email, token):
                    break
                over_to = delivery_id
            # The last one landed: said at once, so that from here on no kill leaves it in doubt.
            note(batch_id=taken.batch_id, over_to=over_to, flying=0, at=self.clock())
        mailing.end_batch(batch_id=taken.batch_id, over_to=over_to, by=self.by, at=self.clock())

    def _one(self, batch_id: int, over_to: int, delivery_id: int, email: str, token: str) -> bool:
        """False: it did not leave and nothing else should be tried now."""

        def before_data() -> None:
            note(batch_id=batch_id, over_to=over_to, flying=delivery_id, at=self.clock())

        try:
            if self.route is None:
                self.route = open_route()
            self.route.send(sender_for(token), email, self.mould.pour(email, token), before_data)
            self.sent += 1
        except NotGone as error:
            self._pause(str(error))
            return False
        except InDoubt as error:
            self._close()
            mailing.mark_doubt(delivery_id=delivery_id, error=str(error), by=self.by, at=self.clock())
            if error.pause:
                self._pause(str(error))
                return False
        except Refusal as refusal:
            if refusal.sender or refusal.code == TOO_MUCH:
                self._pause(str(refusal))
                return False
            mailing.mark_refused(delivery_id=delivery_id, error=str(refusal), for_good=refusal.for_good,
                                 address_is_wrong=refusal.address and refusal.for_good, by=self.by,
                                 at=self.clock())  # fmt: skip
        except UnicodeError:
            mailing.mark_refused(delivery_id=delivery_id, error="The address has letters that mail cannot carry.",
                                 for_good=True, by=self.by, at=self.clock())  # fmt: skip
        return True

    def _pause(self, error: str) -> None:
        self._close()
        self.paused = True
        now = self.clock()
        mailing.pause_mail_out(mail_out_id=self.out, error=error, until=now + PAUSE, by=self.by, at=now)

    def _close(self) -> None:
        if self.route is not None:
            self.route.close()
        self.route = None

    def _must_stop(self) -> bool:
        now = time.monotonic()
        if now >= self.ends:
            return True
        if now - self.looked < LOOK_EVERY:
            return False
        self.looked = now
        return issue_of(self.issue.pk).state != "sending"

    def _throttle(self) -> None:
        if not self.per_minute:
            return
        wait = self.next_at - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self.next_at = max(self.next_at, time.monotonic()) + 60 / self.per_minute
