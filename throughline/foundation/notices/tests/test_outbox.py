"""The outbox: once a key, in the operation's transaction, sent by one worker, tried again; only production sends."""

import email
import socket
from datetime import timedelta
from email.policy import default as policy

import pytest
from aiosmtpd.controller import Controller
from django.db import IntegrityError, transaction

from throughline.foundation.access.actors import system_actor
from throughline.foundation.notices import operations, queries, sending, tasks
from throughline.foundation.notices.models import OutboxAttachment, OutboxMessage
from throughline.foundation.notices.rules import Notice, wrapped

pytestmark = pytest.mark.django_db


class Server:
    """A mail server that first gives the answers in `answers`, and then takes everything."""

    def __init__(self) -> None:
        self.taken: list[email.message.EmailMessage] = []
        self.answers: list[str] = []

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        self.taken.append(email.message_from_bytes(envelope.content, policy=policy))
        return "250 OK"


@pytest.fixture
def production(settings):
    server = Server()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    settings.PRODUCTION = True
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }
    yield server
    controller.stop()


def deliver(message: OutboxMessage, at) -> OutboxMessage:
    sending.deliver(by=system_actor("worker"), at=at, message=message)
    return OutboxMessage.objects.get(pk=message.pk)


def test_a_key_sends_once_and_the_first_message_stands(send) -> None:
    first = send("booking:1")
    second = send("booking:1", to="somebody.else@example.org")
    assert second.pk == first.pk
    assert [(m.to, m.subject) for m in OutboxMessage.objects.all()] == [("asha@example.org", "Booked: Neglect")]
    assert OutboxAttachment.objects.count() == 1


def test_the_database_refuses_a_key_twice(send) -> None:
    message = send("booking:1")
    message.pk, message.message_id = None, "<other@example.org>"
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save(force_insert=True)


def test_an_operation_that_fails_leaves_no_message(send) -> None:
    with pytest.raises(RuntimeError, match="fell through"):
        send("booking:1", fail=True)
    assert OutboxMessage.objects.count() == 0


def test_a_notice_outside_an_operation_is_refused(scoped, now, secret) -> None:
    with pytest.raises(RuntimeError, match="inside the operation"):
        operations.put(secret, to="a@example.org", key="k", at=now)


def test_a_notice_that_nobody_registered_is_refused(send) -> None:
    class Unknown(Notice):
        kind = "tests.unknown"

        def subject(self) -> str:
            return "Nobody"

        def text(self) -> str:
            return "Nothing"

    with pytest.raises(ValueError, match=r"tests\.unknown"):
        send(notice=Unknown())


def test_outside_production_nothing_leaves_and_the_message_is_shown_and_kept_as_a_file(
    send, now, settings, tmp_path
) -> None:
    settings.DATA_DIR = tmp_path
    message = deliver(send(), now)
    assert (message.status, message.ended_at, message.attempts) == ("shown", now, 1)
    (path,) = (tmp_path / "outbox").iterdir()
    assert path.name == f"{message.pk:06d}-tests.booked.eml"
    written = email.message_from_bytes(path.read_bytes(), policy=policy)
    assert written["To"] == "asha@example.org"


def test_in_production_it_is_sent_whole(send, now, production) -> None:
    message = deliver(send(), now)
    assert (message.status, message.attempts, message.last_error) == ("sent", 1, "")
    (mail,) = production.taken
    assert mail["From"] == "Medway Safeguarding Children Partnership <no-reply@example.org>"
    assert mail["Reply-To"] == "Throughline <no-reply@example.org>"
    assert mail["Message-ID"] == message.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Subject"] == "Booked: Neglect"
    body, attached = mail.iter_parts()
    assert body.get_content().startswith("You have a place on Neglect.")
    assert (attached.get_filename(), attached.get_content_type()) == ("place.ics", "text/calendar")
    assert attached.get_param("method") == "PUBLISH"
    assert attached.get_payload(decode=True) == b"BEGIN:VCALENDAR\r\n"


def test_a_demonstration_partnership_mails_nobody_even_in_production(send, now, production, partnership) -> None:
    partnership.demonstration = True
    partnership.save()
    assert deliver(send(), now).status == "held"
    assert production.taken == []


def test_a_failure_that_may_pass_is_tried_again_after_a_pause(send, now, production) -> None:
    production.answers.append("451 Try later")
    message = deliver(send(), now)
    assert (message.status, message.attempts, message.last_error) == ("queued", 1, "451 Try later")
    assert message.next_try_at == now + timedelta(minutes=1)
    assert deliver(message, now + timedelta(seconds=59)).attempts == 1  # not due
    message = deliver(message, now + timedelta(minutes=1))
    assert (message.status, message.attempts, message.last_error) == ("sent", 2, "")
    assert len(production.taken) == 1


def test_an_address_that_the_server_refuses_for_good_fails_at_once(send, now, production) -> None:
    production.answers.append("550 No such mailbox")
    message = deliver(send(), now)
    assert (message.status, message.last_error) == ("failed", "550 No such mailbox")
    assert deliver(message, now + timedelta(days=1)).attempts == 1


def test_a_server_that_cannot_be_reached_is_given_up_after_eight_tries(send, now, production, settings) -> None:
    settings.MAILERS["default"]["OPTIONS"]["port"] = 1
    message, at = send(), now
    for _ in range(8):
        message = deliver(message, at)
        at = max(at, message.next_try_at)
    assert (message.status, message.attempts) == ("failed", 8)
    assert message.last_error.startswith("The mail server could not be reached: ")


def test_two_workers_cannot_claim_one_message(send, now) -> None:
    send()
    by, first, second = system_actor("worker"), *queries.waiting(now), *queries.waiting(now)
    assert operations.claim(by=by, at=now, message=first) is True
    assert (first.status, first.claimed_at, first.attempts) == ("sending", now, 1)
    assert operations.claim(by=by, at=now, message=second) is False


def test_what_another_worker_tried_since_it_was_read_cannot_be_claimed(send, now, production) -> None:
    send()
    (read_before,) = queries.waiting(now)
    production.answers.append("451 Try later")
    deliver(queries.waiting(now)[0], now)
    much_later = now + timedelta(hours=1)
    assert operations.claim(by=system_actor("worker"), at=much_later, message=read_before) is False


def test_a_message_whose_worker_was_killed_goes_again_and_its_late_word_counts_for_nothing(
    send, now, production
) -> None:
    by = system_actor("worker")
    killed = send()
    assert operations.claim(by=by, at=now, message=killed) is True
    soon, later = now + timedelta(minutes=9), now + timedelta(minutes=11)
    tasks.sweep(soon)
    assert OutboxMessage.objects.get().status == "sending"
    tasks.sweep(later)
    assert (OutboxMessage.objects.get().status, len(production.taken)) == ("sent", 1)
    operations.mark_not_sent(by=by, at=later, message=killed, error="late", for_good=True)
    assert OutboxMessage.objects.get().status == "sent"


def test_the_sweep_sends_for_every_partnership(send, now, production, scoped, other_partnership) -> None:
    from throughline.foundation.tenancy import scope
    from throughline.foundation.tenancy.queries import scope_of

    send("ours")
    with scope.activate(scope_of(other_partnership, now.date())):
        send("theirs", to="ben@example.org")
    tasks.sweep(now)
    assert sorted(mail["To"] for mail in production.taken) == ["asha@example.org", "ben@example.org"]


def test_a_secret_is_emptied_once_sent_and_other_text_is_kept(send, now, production, secret) -> None:
    usual, hidden = send("usual"), send("hidden", notice=secret)
    assert (hidden.context, usual.context) == ({}, {"course": "Neglect"})
    deliver(usual, now)
    deliver(hidden, now)
    texts = {m.kind: m.text for m in OutboxMessage.objects.all()}
    assert texts["tests.secret"] == ""
    assert texts["tests.booked"].startswith("You have a place on Neglect.")
    assert production.taken[1].get_content().strip() == "Your code is 314159."


def test_mail_that_nobody_tried_to_send_is_stuck_after_a_quarter_of_an_hour(send, now) -> None:
    send()
    assert queries.outbox_is_stuck(now + timedelta(minutes=14)) is False
    assert queries.outbox_is_stuck(now + timedelta(minutes=16)) is True


def test_text_is_wrapped_but_links_lists_and_breaks_stay_whole() -> None:
    link = "https://medway.example.org/" + "a" * 80
    text = "word " * 20 + f"\n\n- {'thing ' * 14}\n- two\n\n{link}"
    assert wrapped(text).splitlines() == [
        " ".join(["word"] * 14), " ".join(["word"] * 6), "",
        "- " + " ".join(["thing"] * 11), "  " + " ".join(["thing"] * 3), "- two", "", link,
    ]  # fmt: skip
