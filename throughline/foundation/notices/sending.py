"""One message from the outbox to the mail server, or, outside production, to a file."""

import re
import smtplib
from datetime import datetime
from email.headerregistry import BaseHeader, HeaderRegistry
from email.policy import default
from email.utils import formataddr, parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, mailers

from throughline.foundation.access.actors import Actor
from throughline.foundation.notices import operations
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.kept import partnership_with
from throughline.foundation.tenancy.models import Partnership

Status = OutboxMessage.Status


class KnownHeaders(HeaderRegistry):
    """Most headers are the same in every message, and reading one anew is a third of the work of writing a message."""

    @lru_cache(maxsize=200)  # noqa: B019  (there is one)
    def __call__(self, name: str, value: str) -> BaseHeader:
        return super().__call__(name, value)


KNOWN = KnownHeaders()


class OutboxEmail(EmailMessage):
    def message(self, *, policy: Any = default) -> Any:
        return super().message(policy=policy.clone(header_factory=KNOWN))


def as_email(message: OutboxMessage, partnership: Partnership) -> EmailMessage:
    """From the site's address in the partnership's name; marked as sent by a machine."""
    email = OutboxEmail(
        subject=message.subject,
        body=message.text,
        from_email=formataddr((partnership.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[message.to],
        reply_to=[settings.REPLY_TO],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    for attachment in message.attachments.all():
        email.attach(attachment.name, bytes(attachment.content), attachment.content_type)
    return email


def deliver(*, by: Actor, at: datetime, message: OutboxMessage) -> None:
    """Sends the message, as it was read, if it is this caller's to send. Must not be called inside a transaction."""
    if not operations.claim(by=by, at=at, message=message):
        return
    partnership = partnership_with(scope.current().partnership_id)
    email = as_email(message, partnership)
    if not settings.PRODUCTION:
        write_to_folder(message, email)
        operations.mark_ended(by=by, at=at, message=message, status=Status.SHOWN)
        return
    if partnership.demonstration:
        operations.mark_ended(by=by, at=at, message=message, status=Status.HELD)
        return
    try:
        mailers.default.send_messages([email])
    except (OSError, smtplib.SMTPException, UnicodeError, ValueError) as error:
        operations.mark_not_sent(by=by, at=at, message=message, error=_words(error), for_good=_never_goes(error))
    else:
        operations.mark_ended(by=by, at=at, message=message, status=Status.SENT)


def _never_goes(error: Exception) -> bool:
    """The server said no to this address or message (5xx), or it cannot be written as mail. All else may pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, (UnicodeError, ValueError))


def _words(error: Exception) -> str:
    """What the mail server said, for the mail log."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {said.decode('utf-8', 'replace')}" for code, said in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    return f"The mail server could not be reached: {error}" if isinstance(error, OSError) else str(error)


def write_to_folder(message: OutboxMessage, email: EmailMessage) -> Path:
    """DATA_DIR/outbox/000012-training.booked.eml, whole or not at all."""
    folder: Path = settings.DATA_DIR / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{message.pk:06d}-{re.sub(r'[^a-z0-9._-]', '-', message.kind.lower())}.eml"
    partial = path.with_suffix(".partial")
    partial.write_bytes(email.message().as_bytes())
    partial.replace(path)
    return path
