"""A message in the bounces' mailbox → what it says of which address: RFC 3464, RFC 5965, older forms. Pure."""

import re
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

MOST_SOFT = 5  # in a row, without a success between; then the address is left alone
TOKEN = re.compile(r"[\w-]{32}")


@dataclass(frozen=True)
class Said:
    """`kind`: "soft", "hard" or "complaint". `token`: of the delivery, "" where the message does not name it."""

    email: str
    kind: str
    token: str
    says: str


def read_bounce(message: Message) -> list[Said]:
    """[] where the message is no bounce and no complaint: an answer on holiday, a person's own words."""
    token = _token(message)
    if _report_type(message) == "feedback-report":
        return [Said(email, "complaint", token, "Called spam by its owner.") for email in _complained(message)]
    temporary, permanent = all_failures(message)
    says = _diagnosis(message)
    found = [Said(_text(email), "hard", token, says) for email in sorted(permanent)]
    return found + [Said(_text(email), "soft", token, says) for email in sorted(temporary - permanent)]


def event_of(message: Message, number: int) -> str:
    """The same each time that the message is read."""
    return f"mailbox:{(message.get('Message-ID') or message.get('Date') or '').strip()[:150]}:{number}"


def _report_type(message: Message) -> str:
    return (
        str(message.get_param("report-type") or "").lower() if message.get_content_type() == "multipart/report" else ""
    )


def _text(email: bytes | str) -> str:
    return (email.decode("ascii", "replace") if isinstance(email, bytes) else email).lower()


def _token(message: Message) -> str:
    """From the address it came to (bounces+TOKEN@…), or from our own header in what it brings back."""
    for name in ("X-Original-To", "Delivered-To", "To"):
        found = re.search(r"\+([\w-]{32})@", str(message.get(name) or ""))
        if found:
            return found[1]
    for part in message.walk():
        if part.get("X-Bulletin-Delivery"):
            found = TOKEN.fullmatch(str(part["X-Bulletin-Delivery"]).strip())
            if found:
                return found[0]
        if part.get_content_type() in ("text/rfc822-headers", "text/plain"):
            payload = part.get_payload(decode=True)
            text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
            found = re.search(r"(?im)^X-Bulletin-Delivery:\s*([\w-]{32})\s*$", text)
            if found:
                return found[1]
    return ""


def _complained(message: Message) -> list[str]:
    emails: list[str] = []
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            text = "\n".join(inner.as_string() for inner in _below(part)) or str(part.get_payload())
            emails += re.findall(r"(?im)^Original-Rcpt-To:\s*<?([^\s<>]+@[^\s<>]+?)>?\s*$", text)
    return [email.lower() for email in dict.fromkeys(emails)]


def _below(part: Message) -> list[Message]:
    """The messages that a part holds."""
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def _diagnosis(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for fields in _below(part):
                if fields.get("Diagnostic-Code") or fields.get("Status"):
                    return " ".join(str(fields.get("Diagnostic-Code") or fields.get("Status")).split())[:300]
    return str(message.get("Subject") or "")[:300]
