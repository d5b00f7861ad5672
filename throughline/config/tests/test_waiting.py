"""Two connections to one SQLite file: who waits for the writer asks in short steps, and is told when it is too long."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.utils import ConnectionHandler

from throughline.config import waiting

pytestmark = pytest.mark.django_db


def opened(path: Path, mode: str = "WAL") -> DatabaseWrapper:
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": f"PRAGMA journal_mode={mode}"}
    found = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}
    made = ConnectionHandler({"default": found})["default"]
    made.inc_thread_sharing()
    assert isinstance(made, DatabaseWrapper)
    return made


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[DatabaseWrapper, DatabaseWrapper]]:
    with closing(opened(tmp_path / "file.sqlite3")) as first, closing(opened(tmp_path / "file.sqlite3")) as second:
        says(first, "CREATE TABLE t (n INTEGER PRIMARY KEY)")
        second.ensure_connection()
        yield first, second


def says(connection: DatabaseWrapper, sql: str) -> list[tuple[int]]:
    with connection.cursor() as cursor:
        return list(cursor.execute(sql).fetchall())


@contextmanager
def tries(connection: DatabaseWrapper) -> Iterator[list[str]]:
    """What the connection is asked within, each try of it."""
    asked: list[str] = []

    def note(execute: Any, sql: str, *others: Any) -> Any:
        asked.append(sql)
        return execute(sql, *others)

    with connection.execute_wrapper(note):
        yield asked


@pytest.mark.parametrize("sql", ["BEGIN IMMEDIATE", "INSERT INTO t VALUES (2)"])
def test_who_waits_writes_when_the_writer_is_done(two: tuple[DatabaseWrapper, DatabaseWrapper], sql: str) -> None:
    first, second = two
    says(first, "BEGIN IMMEDIATE")
    says(first, "INSERT INTO t VALUES (1)")
    waits = threading.Thread(target=says, args=(second, sql))
    waits.start()
    waits.join(timeout=30 * waiting.ASKS_AGAIN / 1000)  # long enough for SQLite itself to have given up
    assert waits.is_alive()
    says(first, "COMMIT")
    waits.join(timeout=30)
    assert not waits.is_alive()
    assert says(second, "SELECT n FROM t")[0] == (1,)  # what the first wrote stands, and the second went on after it
    if sql.startswith("BEGIN"):
        says(second, "INSERT INTO t VALUES (2)")
        says(second, "COMMIT")
    assert says(first, "SELECT n FROM t") == [(1,), (2,)]


def test_who_waits_too_long_is_told(
    two: tuple[DatabaseWrapper, DatabaseWrapper], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    monkeypatch.setattr(waiting, "AT_MOST", 0.05)
    says(first, "BEGIN IMMEDIATE")
    with tries(second) as counted, pytest.raises(OperationalError, match="database is locked"):
        says(second, "INSERT INTO t VALUES (1)")
    assert len(counted) > 1
    says(first, "COMMIT")
    assert says(second, "INSERT INTO t VALUES (1) RETURNING n") == [(1,)]


def test_what_waiting_cannot_help_is_told_at_once(two: tuple[DatabaseWrapper, DatabaseWrapper]) -> None:
    first, second = two
    with tries(first) as counted, pytest.raises(OperationalError, match="no such table"):
        says(first, "SELECT * FROM nowhere")
    assert len(counted) == 1
    says(first, "INSERT INTO t VALUES (1), (2)")
    with first.cursor() as reads:
        reads.execute("SELECT n FROM t")
        assert reads.fetchone() == (1,)  # and has not read to its end
        says(second, "INSERT INTO t VALUES (3)")
        with tries(first) as counted, pytest.raises(OperationalError, match="database is locked"):
            says(first, "INSERT INTO t VALUES (4)")
    assert len(counted) == 1


def test_many_rows_outside_a_transaction_are_not_begun_again(two: tuple[DatabaseWrapper, DatabaseWrapper]) -> None:
    first, second = two
    says(first, "BEGIN IMMEDIATE")
    with tries(second) as counted, second.cursor() as cursor, pytest.raises(OperationalError):
        cursor.executemany("INSERT INTO t VALUES (%s)", [(1,), (2,)])
    assert len(counted) == 1


def test_without_wal_sqlite_waits_in_its_own_way(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "other.sqlite3", mode="DELETE")) as connection:
        assert says(connection, "PRAGMA busy_timeout") == [(20_000,)]
        assert connection.execute_wrappers == []


def test_a_connection_that_is_made_again_waits_the_same_way_once(
    two: tuple[DatabaseWrapper, DatabaseWrapper],
) -> None:
    first, _ = two
    first.close()
    assert says(first, "PRAGMA busy_timeout") == [(waiting.ASKS_AGAIN,)]
    assert first.execute_wrappers == [waiting.ask_again]
