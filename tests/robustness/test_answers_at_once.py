"""AU-04 with processes of the real product, on whichever database the tests run on: two people save one answer at once
and nothing is overwritten silently; a process that is killed loses nothing that it had confirmed, and neither does a
machine whose power goes."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from scripts.test_databases import migrated_file

ROOT = Path(__file__).resolve().parents[2]
TIMES = 15
KEPT = "SELECT number, text FROM audits_historicalanswer ORDER BY history_id"

pytestmark = [
    pytest.mark.django_db(transaction=connection.vendor == "postgresql"),  # there the processes share this test's own
    pytest.mark.slow,
]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """start("save", "ada", …) → a process on a database of this test alone; none outlives the test."""
    environment = {**os.environ, "THROUGHLINE_MODE": "local", "DATA_DIR": str(tmp_path)}
    if connection.vendor == "postgresql":
        found = connection.settings_dict
        environment["DATABASE_URL"] = f"postgresql://{found['USER']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
    else:
        environment.pop("DATABASE_URL", None)
        shutil.copy(migrated_file(), tmp_path / "throughline.sqlite3")
    begun = []

    def make(*arguments: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-W", "ignore", "-m", "tests.robustness.answering", *map(str, arguments)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE)
        begun.append(process)
        return process

    yield make
    for process in begun:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def line(process: subprocess.Popen[str]) -> Any:
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def history(folder: Path) -> list[tuple[int, str]]:
    """Of the one answer, the oldest first."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(KEPT)
            return list(cursor.fetchall())
    with contextlib.closing(sqlite3.connect(folder / "throughline.sqlite3")) as file:
        return list(file.execute(KEPT))


def test_AU_04_two_processes_save_one_answer_and_a_killed_one_loses_nothing(start: Start, tmp_path: Path) -> None:
    gate, later = tmp_path / "gate", tmp_path / "later"
    killed = start("prepare", "ada", 100_000, later)
    both = [start("save", who, TIMES, gate) for who in ("ada", "ben")]
    return_id = line(killed)
    assert [line(each) for each in both] == [["ready", True]] * 2  # what is confirmed is on the disk
    gate.write_text(str(return_id))
    lines = [json.loads(each) for process in both for each in process.communicate(timeout=120)[0].splitlines()]
    kept = [words for words, won in lines if won]
    assert (len(lines), [each.returncode for each in both]) == (2 * TIMES, [0, 0])
    assert len(kept) >= TIMES  # of two at once one wins

    later.write_text(str(return_id))
    kept += [line(killed)[0] for _ in range(TIMES)]
    killed.kill()
    kept += [json.loads(each)[0] for each in killed.communicate()[0].splitlines() if each.endswith("]")]

    found = history(tmp_path)
    assert sorted(set(kept) - {text for _, text in found}) == []  # nothing that was confirmed is missing
    assert [number for number, _ in found] == list(range(1, len(found) + 1))  # and each saw what it replaced
    assert len(found) - len(kept) in (0, 1)  # the last may have been written and not confirmed any more
