"""A file shown to ClamAV's daemon before it is kept, over its socket (INSTREAM of the clamd protocol).

Never inside a transaction: a scan may take seconds. Nothing of the file is kept by the daemon.
"""

import socket
import struct
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 64 * 1024
SECONDS = 60  # for one answer; a large archive takes a while


class VirusFound(ValueError):
    """`str()` is the signature's name."""


class ScannerUnavailable(RuntimeError):
    """It is not there, does not answer in time, or would not take the file."""


@dataclass(frozen=True)
class Scan:
    """`scanner` is the daemon's own name and date of its signatures; empty when the file was not scanned."""

    scanner: str

    @property
    def done(self) -> bool:
        return bool(self.scanner)


NOT_SCANNED = Scan("")


def scan(file: IO[bytes]) -> Scan:
    """Raises VirusFound; raises ScannerUnavailable where the settings want every file scanned. The file is left at its
    start. CLAMAV_URL is `unix:///run/clamav/clamd.ctl` or `tcp://host:3310`; without one nothing is scanned.
    """
    if not settings.CLAMAV_URL:
        return NOT_SCANNED
    try:
        version = _ask(b"zVERSION\0")
        answer = _ask(b"zINSTREAM\0", file)
    except OSError as error:
        return _unavailable(str(error))
    finally:
        file.seek(0)
    if answer.endswith(" FOUND"):
        raise VirusFound(answer.removeprefix("stream: ").removesuffix(" FOUND"))
    if answer != "stream: OK":
        return _unavailable(answer)
    return Scan(version[:200] or "ClamAV")


def _unavailable(why: str) -> Scan:
    if settings.CLAMAV_REQUIRED:
        raise ScannerUnavailable(why)
    return NOT_SCANNED


def _ask(command: bytes, file: IO[bytes] | None = None) -> str:
    with _connected() as connection:
        connection.sendall(command)
        if file is not None:
            file.seek(0)
            try:
                while chunk := file.read(CHUNK):
                    connection.sendall(struct.pack(">I", len(chunk)) + chunk)
                connection.sendall(struct.pack(">I", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it answers and hangs up as soon as it has seen enough: too large, most often
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 4096:
            part = connection.recv(4096)
            if not part:
                break
            answer += part
        return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected() -> socket.socket:
    where = urlsplit(settings.CLAMAV_URL)
    if where.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(where.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((where.hostname or "localhost", where.port or 3310), timeout=SECONDS)
