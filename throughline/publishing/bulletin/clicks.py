"""Visits to a mail's links, kept in files for some minutes until they are counted: a GET writes no row.

DATA_DIR/clicks/<partnership>-<minute>.log, a JSON line a visit.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from throughline.publishing.bulletin.rules.clicks import Visit

MINUTES = 5  # a file takes the visits of so many, and is counted after as many more


def folder() -> Path:
    found: Path = settings.DATA_DIR / "clicks"
    return found


def keep(request: HttpRequest, code: str, partnership_id: int, at: datetime) -> None:
    """One write of one line, which the system appends whole."""
    slot = int(at.timestamp()) // 60 // MINUTES * MINUTES
    address = str(request.META.get("HTTP_X_FORWARDED_FOR") or request.META.get("REMOTE_ADDR") or "")
    key = f"{settings.SECRET_KEY}:{slot}".encode()
    line = json.dumps(
        {
            "s": round(at.timestamp(), 1), "w": hmac.new(key, address.encode(), hashlib.sha256).hexdigest()[:16],
            "c": code, "m": request.method, "a": request.headers.get("User-Agent", "")[:200],
            "l": request.headers.get("Accept-Language", "")[:20],
        }
    )  # fmt: skip
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / f"{partnership_id}-{slot}.log").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def ripe(partnership_id: int, at: datetime) -> list[Path]:
    """Files that nothing is written to any more."""
    slot = int(at.timestamp()) // 60 // MINUTES * MINUTES
    found = folder().glob(f"{partnership_id}-*.log") if folder().is_dir() else []
    return sorted(path for path in found if int(path.stem.rpartition("-")[2]) < slot - MINUTES)


def visits_in(path: Path) -> Iterator[Visit]:
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found = json.loads(line)
            yield Visit(found["s"], found["w"], found["c"], found["m"], found["a"], found["l"])
        except (ValueError, KeyError, TypeError):
            continue  # a line that a power cut left half-written
