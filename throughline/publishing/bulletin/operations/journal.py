"""What a worker notes before each message, so that after `kill -9` it is known which one was flying.

A note is one UPDATE that does not wait for the disk (fifty times faster): it survives the death of the process, though
not a power cut. The batch itself was taken with a wait. So each batch carries an *epoch* that changes with a power cut
or a crash of the database; where it changed, the note counts as a lower bound and the rest of the batch is in doubt.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection

from throughline.publishing.bulletin.models import Batch

BOOT = Path("/proc/sys/kernel/random/boot_id")
_of_this_process = secrets.token_hex(8)  # where the machine tells no boot: then a kill leaves its batch in doubt


class Lost(RuntimeError):
    """Somebody else holds this batch for dead and took it over. Nothing of it may be sent any more."""


def epoch() -> str:
    """The same until what was noted may have been lost."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # The second changes when the server came back from a crash without being started anew.
            cursor.execute("SELECT pg_postmaster_start_time(), (SELECT stats_reset FROM pg_stat_bgwriter)")
            started, reset = cursor.fetchone()
            return f"{started:%Y%m%d%H%M%S%f}/{reset:%Y%m%d%H%M%S%f}"
    return BOOT.read_text().strip() if BOOT.exists() else _of_this_process


@contextmanager
def light_commits() -> Iterator[None]:
    """Commits of this connection do not wait for the disk. Not inside a transaction."""
    _wait(False)
    try:
        yield
    finally:
        _wait(True)


def _wait(for_the_disk: bool) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET synchronous_commit TO {'ON' if for_the_disk else 'OFF'}")
        else:
            cursor.execute(f"PRAGMA synchronous={'FULL' if for_the_disk else 'NORMAL'}")


NOTE = (
    f"UPDATE {Batch._meta.db_table} SET over_to = %s, flying = %s, touched_at = %s WHERE id = %s AND ended_at IS NULL"  # noqa: S608  our own table's name
)


def note(*, batch_id: int, over_to: int, flying: int, at: datetime) -> None:
    """Deliveries up to the id `over_to` are over; the one of the id `flying` begins now (0: none). Raises Lost."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [over_to, flying, connection.ops.adapt_datetimefield_value(at), batch_id])
        if cursor.rowcount != 1:
            raise Lost
