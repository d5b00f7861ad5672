"""How a connection waits for SQLite's one writer.

SQLite's own way is to sleep longer and longer, a tenth of a second in the end, however soon the writer is done: with
sixteen people at once nobody wrote for a third of the time. Here it sleeps a few milliseconds and asks again.
"""

import time
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

ASKS_AGAIN = 4  # milliseconds
AT_MOST = 20  # seconds
LOCKED = "database is locked"  # nothing of the statement was done


def wait_in_short_steps(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Of a connection that was just made, when it is SQLite's. What sets it up has waited in SQLite's own way."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {ASKS_AGAIN}")
    if ask_again not in connection.execute_wrappers:  # they outlive the connection
        connection.execute_wrappers.insert(0, ask_again)


def ask_again(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Raises OperationalError ("database is locked") after AT_MOST."""
    until: float | None = None
    while True:
        try:
            return execute(sql, params, many, context)
        except OperationalError as error:
            until = until or time.monotonic() + AT_MOST
            if str(error) != LOCKED or time.monotonic() > until:
                raise
