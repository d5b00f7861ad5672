"""Where uploaded courses run: a host of their own (`content.` before the partnership's), reached by a signed address.

docs/adr/0012 has the reasons. A pass opens one package for one visit of one person, for half a day.
"""

import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.core import signing

SALT = "training.content"
SECONDS = 12 * 60 * 60


@dataclass(frozen=True)
class Pass:
    """What an address of the content host opens. `part` counts from 0."""

    attempt_id: int
    package_id: int
    part: int


def sign(opened: Pass) -> str:
    return signing.dumps([opened.attempt_id, opened.package_id, opened.part], salt=SALT)


def read(text: str) -> Pass | None:
    """None for a pass that is none, or has run out."""
    try:
        return Pass(*signing.loads(text, salt=SALT, max_age=SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def content_origin(scheme: str, host: str) -> str:
    """'http://content.medway.localhost:8000'; '' where uploaded courses cannot be played at this host."""
    name = host.rsplit(":", 1)[0]
    if not settings.CONTENT_PREFIX or _is_address(name):
        return ""
    return f"{scheme}://{settings.CONTENT_PREFIX}{host}"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
