"""A mailbox of bounce messages, for sites that send over plain SMTP: BOUNCES_URL.

imaps://user:password@mail.example.org/INBOX (imap:// asks for TLS before the password), or maildir:///var/mail/bounces.
Each message is read once and taken out. The server shows a certificate that this machine trusts, or nothing is read.
"""

import imaplib
import mailbox
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

from throughline.foundation.access.actors import Actor
from throughline.foundation.jobs.api import each_partnership
from throughline.publishing.bulletin.operations.bouncing import record_bounce
from throughline.publishing.bulletin.queries.sending import knows_delivery, knows_reader
from throughline.publishing.bulletin.rules.bounces import Said, event_of, read_bounce

MOST = 500  # messages at a time
SECONDS = 30  # how long an answer of the mail server is waited for


def read_all(*, by: Actor, at: datetime) -> int:
    """How many bounces and complaints were recorded. Nothing where no mailbox is set."""
    if not settings.BOUNCES_URL:
        return 0
    number = 0
    with _messages(settings.BOUNCES_URL) as messages:
        for message in messages:
            number += sum(_record(said, event_of(message, place), by, at)
                          for place, said in enumerate(read_bounce(message)))  # fmt: skip
    return number


def _record(said: Said, event: str, by: Actor, at: datetime) -> bool:
    """In the partnership whose delivery it was; without a token, in each that sends to the address."""
    found = False
    for _ in each_partnership(at):
        known = knows_delivery(said.token) if said.token else knows_reader(said.email)
        if known:
            kept = record_bounce(event=event, email=said.email, kind=said.kind, says=said.says, token=said.token, by=by,
                                 at=at)  # fmt: skip
            found = found or kept is not None
    return found


@contextmanager
def _messages(url: str) -> Iterator[Iterator[Message]]:
    parts = urlsplit(url)
    if parts.scheme == "maildir":
        yield _from_maildir(parts.path)
        return
    client = _client(parts)
    try:
        client.login(unquote(parts.username or ""), unquote(parts.password or ""))
        client.select(parts.path.strip("/") or "INBOX")
        yield _from_imap(client)
        client.expunge()
    finally:
        client.logout()


def _client(parts: SplitResult) -> imaplib.IMAP4:
    """Under TLS. Raises OSError, imaplib.IMAP4.error."""
    host, context = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "imaps":
        return imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=SECONDS)
    client = imaplib.IMAP4(host, parts.port or 143, timeout=SECONDS)
    try:
        client.starttls(context)
    except BaseException:
        with suppress(OSError):  # it may be closed already
            client.shutdown()
        raise
    return client


def _from_maildir(path: str) -> Iterator[Message]:
    box = mailbox.Maildir(path, create=False)
    for key in list(box.keys())[:MOST]:
        yield message_from_bytes(box.get_bytes(key))
        box.discard(key)


def _from_imap(client: imaplib.IMAP4) -> Iterator[Message]:
    _, found = client.search(None, "UNDELETED")
    for number in (found[0] or b"").split()[:MOST]:
        _, parts = client.fetch(number.decode(), "(RFC822)")
        content = next((part[1] for part in parts if isinstance(part, tuple)), None)
        if isinstance(content, bytes):
            yield message_from_bytes(content)
        client.store(number.decode(), "+FLAGS", "\\Deleted")
