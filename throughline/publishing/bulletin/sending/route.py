"""The way out: SMTP by hand, one connection, commands in one packet where the server allows; or any Django backend.

What can go wrong is told apart by what it means for the message: not gone (try again), refused (for now or for good),
or in doubt (the server had all of it and did not answer).
"""

import smtplib
from collections.abc import Callable
from email import message_from_bytes, policy
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from throughline.publishing.bulletin.rendering.mould import undotted

NO_CONNECTION = ("ConnectTimeout", "ConnectTimeoutError", "NewConnectionError", "NameResolutionError", "gaierror")
TOO_MUCH = 421  # "I am closing the connection": the whole mail-out waits


class NotGone(Exception):
    """The message did not leave; the connection is no good. Everything waits a while."""


class Refusal(Exception):
    """The server answered no. `code` as SMTP's; `address`: it was the recipient that it refused."""

    def __init__(self, code: int, says: str, *, address: bool = False, sender: bool = False) -> None:
        super().__init__(f"{code} {says}")
        self.code, self.address, self.sender = code, address, sender

    @property
    def for_good(self) -> bool:
        return self.code >= 500


class InDoubt(Exception):
    """The server had the whole message and did not answer. `pause`: whatever it is meets the next one as well."""

    def __init__(self, says: str, *, pause: bool = False) -> None:
        super().__init__(says)
        self.pause = pause


class Route(Protocol):
    def send(self, sender: str, to: str, message: bytes, before_data: Callable[[], None]) -> None:
        """`before_data()` is called when the message is about to leave; what it raises keeps it from leaving."""

    def close(self) -> None: ...


def open_route() -> Route:
    """Raises NotGone when the mail server cannot be reached."""
    backend = mailers["bulletin" if "bulletin" in settings.MAILERS else "default"]
    if isinstance(backend, SmtpBackend):
        return SmtpRoute(backend)
    return BackendRoute(backend)


class SmtpRoute:
    def __init__(self, backend: SmtpBackend) -> None:
        self.backend = backend
        try:
            backend.open()
        except (OSError, smtplib.SMTPException) as error:
            raise NotGone(f"The mail server could not be reached: {error}") from error
        if backend.connection is None:
            raise NotGone("The mail server could not be reached.")
        self.smtp: smtplib.SMTP = backend.connection
        self.smtp.ehlo_or_helo_if_needed()
        self.pipelining = self.smtp.has_extn("pipelining")

    def send(self, sender: str, to: str, message: bytes, before_data: Callable[[], None]) -> None:
        replies = self._envelope([f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>", "DATA"])
        (code, said), (to_code, to_said), (data_code, data_said) = replies
        if code >= 400 or to_code >= 400 or data_code != 354:
            self._leave_data(data_code)
            if code >= 400:
                raise Refusal(code, _words(said), sender=True)
            if to_code >= 400:
                raise Refusal(to_code, _words(to_said), address=True)
            raise Refusal(data_code, _words(data_said))
        try:
            before_data()
        except BaseException:
            self.smtp.close()  # the server waits for text: without it nothing is delivered
            raise
        try:
            self.smtp.send(message + b".\r\n")
            code, said = self.smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise InDoubt(f"The mail server had the message and did not answer: {error}") from error
        if code >= 400:
            raise Refusal(code, _words(said))

    def _envelope(self, commands: list[str]) -> list[tuple[int, bytes]]:
        """The replies. Without pipelining one at a time, and none after a refusal."""
        try:
            if self.pipelining:
                self.smtp.send("".join(f"{command}\r\n" for command in commands))
                return [self.smtp.getreply() for _ in commands]
            replies: list[tuple[int, bytes]] = []
            for command in commands:
                if replies and replies[-1][0] >= 400:
                    replies.append((503, b""))
                    continue
                self.smtp.putcmd(command)
                replies.append(self.smtp.getreply())
            return replies
        except (OSError, smtplib.SMTPException) as error:
            raise NotGone(f"The connection to the mail server broke: {error}") from error

    def _leave_data(self, data_code: int) -> None:
        """After a refusal: a server that asks for the text all the same gets none; then the envelope is dropped."""
        try:
            if data_code == 354:
                self.smtp.send(b".\r\n")
                self.smtp.getreply()
            self.smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.smtp.close()

    def close(self) -> None:
        self.backend.close()


class BackendRoute:
    """A provider's API through Django's mail interface (django-anymail), one message a call."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend
        backend.open()

    def send(self, sender: str, to: str, message: bytes, before_data: Callable[[], None]) -> None:
        email = as_django(message, to)
        before_data()
        try:
            self.backend.send_messages([email])
        except Exception as error:  # each provider's backend has errors of its own; what they mean is the same
            raise meaning(error) from error

    def close(self) -> None:
        self.backend.close()


def meaning(error: Exception) -> NotGone | Refusal | InDoubt:
    """A provider's answer in the words of this module.

    A key that is not taken (401, 403) and a limit (429, 503) stop the whole mail-out; another 4xx is about the message.
    After any other 5xx, and where the answer did not come, nobody knows whether it went: it is in doubt, and the rest
    waits.
    """
    from anymail.exceptions import AnymailRecipientsRefused

    code, says = getattr(error, "status_code", None), " ".join(str(error).split())
    if isinstance(error, AnymailRecipientsRefused):
        return Refusal(550, says, address=True)
    if code in (401, 403):
        return Refusal(535, says, sender=True)
    if code in (429, 503):
        return Refusal(TOO_MUCH, says)
    if isinstance(code, int) and 400 <= code < 500:
        return Refusal(550, says)
    if isinstance(error, ValueError | UnicodeError):
        return Refusal(550, says)
    return NotGone(says) if _never_reached(error) else InDoubt(says, pause=True)


def _never_reached(error: BaseException | None) -> bool:
    """Whether no connection came about, by what stands behind the error: requests and urllib3 wrap one in another."""
    for _ in range(10):
        if error is None or type(error).__name__ in NO_CONNECTION:
            return error is not None
        inner = getattr(error, "reason", None) or (error.args[0] if error.args else None)
        error = inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__
    return False


def as_django(message: bytes, to: str) -> EmailMultiAlternatives:
    """The same message as Django's, with its own headers."""
    parsed = message_from_bytes(undotted(message), policy=policy.default)
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    own = ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Archive", "X-Bulletin-Delivery", "Message-ID")
    email = EmailMultiAlternatives(
        subject=str(parsed["Subject"]),
        body=text.get_content() if text else "",
        from_email=str(parsed["From"]),
        to=[to],
        reply_to=[str(parsed["Reply-To"])],
        headers={name: str(parsed[name]) for name in own if parsed[name]},
    )
    if html is not None:
        email.attach_alternative(html.get_content(), "text/html")
    return email


def _words(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
