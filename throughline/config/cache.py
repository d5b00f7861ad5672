"""The cache in the database, with one statement where Django's own takes six.

Signing in counts four limits in it, each with a lock, so this is half of what a sign-in asks of the database. What is
counted need not survive a power cut: a write does not wait for the disk. What ran out is culled by one write in a
hundred, by Django's own way. Within a transaction a lock is the transaction's: no row is written for it.
"""

import base64
import pickle
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connections, router, transaction

CULL_ONE_IN = 100
LOCK = ":lock"  # so the sign-in library ends the key of a row that lets one at a time count
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)
# Before and after, by the database's kind.
NO_WAITING = {
    "sqlite": ("PRAGMA synchronous = NORMAL", "PRAGMA synchronous = FULL"),
    "postgresql": ("SET synchronous_commit TO off", "RESET synchronous_commit"),
}


class QuickDatabaseCache(DatabaseCache):
    """Same table, same meaning, same answers as Django's DatabaseCache."""

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        if mode == "touch":
            return bool(super()._base_set(mode, key, value, timeout))  # type: ignore[misc]
        connection = connections[router.db_for_write(self.cache_model_class)]
        if random.random() * CULL_ONE_IN < 1:  # noqa: S311  (nothing secret hangs on it)
            # Never while a transaction holds rows: it takes those of others.
            transaction.on_commit(self.cull, using=connection.alias, robust=True)
        until = self.get_backend_timeout(timeout)
        expires = FOR_EVER if until is None else datetime.fromtimestamp(until, UTC).replace(microsecond=0)
        adapt = connection.ops.adapt_datetimefield_value
        table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]
        sql = (
            f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s)"  # noqa: S608  (our own table)
            " ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
        )
        text = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1")
        given = [key, text, adapt(expires)]
        if mode == "add":
            sql += f" WHERE {table}.expires < %s"
            given.append(adapt(datetime.fromtimestamp(time.time(), UTC).replace(microsecond=0)))
        try:
            with without_waiting(connection), connection.cursor() as cursor:
                cursor.execute(sql, given)
                return bool(cursor.rowcount)
        except DatabaseError:
            return False  # as Django's own: whoever comes next tries again

    def cull(self) -> None:
        """What ran out goes, and more where still too many are left."""
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]
        with without_waiting(connection), connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608  (our own table)
            now = datetime.fromtimestamp(time.time(), UTC).replace(microsecond=0)
            self._cull(connection.alias, cursor, now, cursor.fetchone()[0])  # type: ignore[attr-defined]

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        connection = connections[router.db_for_write(self.cache_model_class)]
        if not (key.endswith(LOCK) and connection.in_atomic_block):
            return bool(super().add(key, value, timeout, version))
        if connection.vendor == "postgresql":  # on SQLite whoever writes is alone already
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        return True

    def delete(self, key: str, version: int | None = None) -> bool:
        connection = connections[router.db_for_write(self.cache_model_class)]
        if key.endswith(LOCK) and connection.in_atomic_block:
            return True  # it ends with the transaction
        with without_waiting(connection):
            return bool(super().delete(key, version))


@contextmanager
def without_waiting(connection: Any) -> Iterator[None]:
    """The write within does not wait for the disk, unless it is part of somebody's transaction."""
    if connection.in_atomic_block or connection.vendor not in NO_WAITING:
        yield
        return
    before, after = NO_WAITING[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(before)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(after)
