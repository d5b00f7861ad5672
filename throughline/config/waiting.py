"""How a connection waits for SQLite's one writer.

SQLite's own way is to sleep longer and longer, a tenth of a second in the end, however soon the writer is done: with
sixteen people at once nobody wrote for a third of the time. Here it sleeps a few milliseconds and asks again.
"""

import sqlite3
import time
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

ASKS_AGAIN = 4  # milliseconds
AT_MOST = 20  # seconds
# Not SQLITE_BUSY_SNAPSHOT: what was read then is too old for ever.
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY)


def wait_in_short_steps(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Of a connection that was just made, when it is SQLite's and readers do not hinder the writer (WAL), so that
    nothing but the beginning of a write waits. What sets it up has waited in SQLite's own way."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        if cursor.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            return
        cursor.execute(f"PRAGMA busy_timeout = {ASKS_AGAIN}")
    if ask_again not in connection.execute_wrappers:  # they outlive the connection
        connection.execute_wrappers.insert(0, ask_again)


def ask_again(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Raises OperationalError ("database is locked") after AT_MOST, and at once where waiting cannot help or where a
    part may have been done: many rows outside a transaction."""
    until = time.monotonic() + AT_MOST
    while True:
        asked = time.monotonic()
        try:
            return execute(sql, params, many, context)
        except OperationalError as error:
            busy = getattr(error.__cause__, "sqlite_errorcode", None) in BUSY
            if not busy or (many and not context["connection"].in_atomic_block) or asked > until:
                raise
        # SQLite does not sleep at all where the connection itself still reads.
        time.sleep(max(0.0, asked + ASKS_AGAIN / 1000 - time.monotonic()))
