"""What training does by itself."""

import logging
from datetime import datetime, time, timedelta

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.documents.api import save_content
from throughline.foundation.jobs.api import each_partnership, job, scheduled
from throughline.office.training import operations
from throughline.office.training.documents.certificate import certificate_pdf
from throughline.office.training.operations import certificates, following, interest, keeping, learning
from throughline.office.training.presenters.certificates import certificate_facts
from throughline.office.training.queries.charges import sessions_to_settle
from throughline.office.training.queries.keeping import to_remind
from throughline.office.training.queries.waiting import lists_to_tend

log = logging.getLogger(__name__)


@scheduled(
    "training.waiting_lists",
    every=timedelta(minutes=1),
    says="Offers free training places to those who wait, and ends offers that ran out.",
)
def tend_waiting_lists(now: datetime) -> None:
    """One list's accident does not stop the others; the run is kept as failed at the end."""
    by = system_actor("worker")
    failed: list[Exception] = []
    for _ in each_partnership(now):
        for session_id in lists_to_tend(business_now()):
            try:
                operations.tend_waiting_list(session_id=session_id, by=by, at=business_now(), real_at=real_now())
            except Exception as error:  # the others must still have their turn
                log.exception("The waiting list of session %s was not tended.", session_id)
                failed.append(error)
    if failed:
        raise ExceptionGroup("Waiting lists were not tended.", failed)


@scheduled("training.runs_out", daily_at=time(7, 30), says="Reminds people of training and licences that run out.")
def remind_of_what_runs_out(now: datetime) -> None:
    for _ in each_partnership(now):
        learning.remind_of_what_runs_out(by=system_actor("worker"), today=business_today(), at=real_now())


@scheduled(
    "training.settle",
    every=timedelta(minutes=15),
    says="Works out what agencies are charged for sessions that began.",
)
def settle(now: datetime) -> None:
    by = system_actor("worker")
    for _ in each_partnership(now):
        for session_id in sessions_to_settle(business_now()):
            operations.settle_session(session_id=session_id, by=by, at=business_now(), real_at=real_now())


@scheduled("training.remind", every=timedelta(hours=1), says="Reminds people of training sessions that begin soon.")
def remind(now: datetime) -> None:
    by = system_actor("worker")
    for _ in each_partnership(now):
        for booking in to_remind(business_now()):
            keeping.remind(booking=booking, by=by, real_at=real_now())


@scheduled("training.decide", daily_at=time(7, 0), says="Asks the training officers about sessions to decide on.")
def ask_for_decisions(now: datetime) -> None:
    for _ in each_partnership(now):
        interest.ask_for_decisions(
            by=system_actor("worker"), at=business_now(), today=business_today(), real_at=real_now()
        )  # fmt: skip


@scheduled("training.forget", daily_at=time(3, 40), says="Empties what was noted of people for training and is over.")
def forget(now: datetime) -> None:
    for _ in each_partnership(now):
        keeping.forget(by=system_actor("worker"), at=business_now())


@scheduled(
    "training.follow",
    every=timedelta(minutes=5),
    says="Asks before and after sessions, keeps training passports, and issues certificates.",
)
def follow_sessions(now: datetime) -> None:
    for _ in each_partnership(now):
        following.follow_sessions(by=system_actor("worker"), now=business_now(), at=real_now())


@job(certificates.MAKE)
def make_certificate(*, certificate_id: int) -> None:
    """The PDF outside of any transaction, then its row and the message."""
    facts = certificate_facts(certificate_id)
    if facts is not None:
        content = save_content(certificate_pdf(**facts))
        certificates.keep_file(
            certificate_id=certificate_id, content=content, by=system_actor("worker"), at=real_now()
        )  # fmt: skip
