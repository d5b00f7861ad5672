"""A message made once and poured for each recipient: bytes with gaps for the address, its own token and its own id.

Both parts are quoted-printable with a soft line break before and after each gap, so that a token never breaks and no
line grows too long; lines that begin with a dot are doubled once for all (RFC 5321). A message is then one join.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.quoprimime import body_encode
from email.utils import format_datetime, formataddr

from throughline.publishing.bulletin.rendering.mail import TOKEN

TO, ID = "\x01TO\x01", "\x01ID\x01"
GAPS = re.compile(b"(\x01TO\x01|\x01ID\x01|" + TOKEN.encode() + b")")


@dataclass(frozen=True)
class Envelope:
    """What the headers say. `list_id` as "bulletin.example.org"; `leave` is the address whose POST unsubscribes."""

    subject: str
    from_name: str
    from_address: str
    reply_to: str
    list_name: str
    list_id: str
    leave: str
    archive: str
    at: datetime


class Mould:
    """`pour(email, token)` → the message's bytes with CRLF line ends, ready for SMTP's DATA (dots doubled)."""

    def __init__(self, envelope: Envelope, *, html: str, text: str) -> None:
        self.domain = envelope.from_address.rpartition("@")[2]
        self.parts = GAPS.split(_whole(envelope, html=html, text=text))

    def pour(self, email: str, token: str) -> bytes:
        own = {b"\x01TO\x01": email.encode("ascii"), b"\x01ID\x01": f"{token}@{self.domain}".encode()}
        written = token.encode("ascii")
        parts = self.parts.copy()
        for gap in range(1, len(parts), 2):
            parts[gap] = own.get(parts[gap], written)
        return b"".join(parts)


def _whole(envelope: Envelope, *, html: str, text: str) -> bytes:
    boundary = f"=_{secrets.token_hex(16)}"
    head = EmailMessage(policy=policy.SMTP)
    head["From"] = formataddr((envelope.from_name, envelope.from_address))
    head["Reply-To"] = envelope.reply_to
    head["Subject"] = envelope.subject
    head["Date"] = format_datetime(envelope.at)
    lines = [
        head.as_bytes().decode("ascii").split("\r\n\r\n")[0].rstrip("\r\n"),
        f"To: {TO}",
        f"Message-ID: <{ID}>",
        f"List-Id: {_phrase(envelope.list_name)} <{envelope.list_id}>",
        f"List-Unsubscribe: <{envelope.leave}>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        f"List-Archive: <{envelope.archive}>",
        f"X-Bulletin-Delivery: {TOKEN}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative; boundary="{boundary}"',
        "",
        f"--{boundary}",
        *_part("text/plain", text),
        f"--{boundary}",
        *_part("text/html", html),
        f"--{boundary}--",
        "",
    ]
    return re.sub(rb"(?m)^\.", b"..", "\r\n".join(lines).encode("ascii"))


def _phrase(words: str) -> str:
    """A name for List-Id in ASCII, quoted."""
    return '"' + re.sub(r'[^\x20-\x7e]|["\\]', "", words) + '"'


def _part(kind: str, body: str) -> list[str]:
    return [f"Content-Type: {kind}; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "", _quoted(body)]


def _quoted(body: str) -> str:
    normal = body.replace("\r\n", "\n").strip("\n") + "\n"
    latin = [part.encode("utf-8").decode("latin-1") for part in normal.split(TOKEN)]  # bytes, as body_encode wants
    soft = f"=\r\n{TOKEN}=\r\n"
    return soft.join(body_encode(part, maxlinelen=76, eol="\r\n") for part in latin)


def undotted(message: bytes) -> bytes:
    """As it is kept in a file or read by a program."""
    return re.sub(rb"(?m)^\.\.", b".", message)
