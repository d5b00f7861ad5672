"""What is written about messages: put into the outbox, and what became of them.

Sending claims the row first (compare-and-set), sends outside of any transaction, and then writes the result, so two
workers never send one message; see `take_back` for a worker that died in between.
"""

import functools
import uuid
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation, operation_is_open
from throughline.foundation.jobs.api import enqueue_unless_waiting, pause_after
from throughline.foundation.notices import registry
from throughline.foundation.notices.models import OutboxAttachment, OutboxMessage
from throughline.foundation.notices.rules import MOST_TRIES, SENDING_AT_MOST, Notice, one_line, wrapped
from throughline.foundation.tenancy import scope

Status = OutboxMessage.Status
DELIVER = "notices.deliver"


def put(notice: Notice, *, to: str, key: str, at: datetime, new: bool = False) -> OutboxMessage:
    """Writes the message in the transaction of the operation that is open; raises RuntimeError outside of one.

    `key` is unique in the partnership: a second message with it is not written, the first is returned. `at` is real.
    `new`: the key names something that this very transaction made, so nobody can have put it before.
    """
    if not operation_is_open():
        raise RuntimeError("A notice is put into the outbox inside the operation that causes it.")
    if registry.find(notice.kind) is not type(notice):
        raise ValueError(f"The notice '{notice.kind}' is not registered.")
    home = scope.current().home_id
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    secret = not notice.keeps_text
    values = {
        "kind": notice.kind, "category": notice.category, "to": to.strip().lower(),
        "subject": one_line(notice.subject()), "text": wrapped(notice.text()), "keeps_text": notice.keeps_text,
        "context": {} if secret else notice.context(), "message_id": f"<{uuid.uuid4()}@{domain}>",
        "put_at": at, "next_try_at": at,
    }  # fmt: skip
    if new:
        message, made = OutboxMessage.objects.create(space_id=home, key=key, **values), True
    else:
        message, made = OutboxMessage.objects.get_or_create(space_id=home, key=key, defaults=values)
    if made:
        for attachment in notice.attachments():
            OutboxAttachment.objects.create(
                space_id=home, message=message, name=attachment.name, content_type=attachment.content_type,
                content=attachment.content,
            )  # fmt: skip
        transaction.on_commit(functools.partial(enqueue_unless_waiting, DELIVER))
    return message


@operation(None)
def put_account_mail(*, by: Actor, at: datetime, notice: Notice, to: str) -> OutboxMessage:
    """The sign-in library's mail. Anyone may ask for a code; the library itself limits how often."""
    return put(notice, to=to, key=f"account:{uuid.uuid4()}", at=at, new=True)


@operation(None)
def claim(*, by: Actor, at: datetime, message: OutboxMessage) -> bool:
    """Is the message, as it was read, this worker's alone to send? Not when another had it since, or it has ended."""
    as_read = {"pk": message.pk, "status": Status.QUEUED, "attempts": message.attempts, "next_try_at__lte": at}
    claimed = {"status": Status.SENDING, "claimed_at": at, "attempts": message.attempts + 1}
    if not OutboxMessage.objects.filter(**as_read).update(**claimed):
        return False
    for name, value in claimed.items():
        setattr(message, name, value)
    return True


def _ended(message: OutboxMessage, **values: object) -> None:
    """Writes only where the claim still stands."""
    OutboxMessage.objects.filter(pk=message.pk, status=Status.SENDING, claimed_at=message.claimed_at).update(**values)


@operation(None)
def mark_ended(*, by: Actor, at: datetime, message: OutboxMessage, status: str) -> None:
    """Sent, held or shown. A secret text is emptied once it was sent (in the demonstration it must be read here)."""
    values: dict[str, object] = {"status": status, "ended_at": at, "last_error": ""}
    if status == Status.SENT and not message.keeps_text:
        values["text"] = ""
    _ended(message, **values)


@operation(None)
def mark_not_sent(*, by: Actor, at: datetime, message: OutboxMessage, error: str, for_good: bool) -> None:
    """Queued again after a pause; failed when it can never go, or after eight tries. A failed secret is emptied too."""
    if for_good or message.attempts >= MOST_TRIES:
        gone = {} if message.keeps_text else {"text": ""}
        _ended(message, status=Status.FAILED, ended_at=at, last_error=error[:500], **gone)
    else:
        _ended(
            message, status=Status.QUEUED, next_try_at=at + pause_after(message.attempts), last_error=error[:500]
        )  # fmt: skip


@operation(None)
def take_back(*, by: Actor, at: datetime) -> int:
    """Messages whose worker died while sending wait again. The mail server may have taken one just before: then it
    goes twice, with the same Message-ID."""
    stuck = OutboxMessage.objects.filter(status=Status.SENDING, claimed_at__lt=at - SENDING_AT_MOST)
    return stuck.update(status=Status.QUEUED, next_try_at=at)
