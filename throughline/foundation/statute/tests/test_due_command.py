import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from throughline.foundation.statute.clocks import due_on
from throughline.foundation.statute.days import parse_day

ROOT = Path(__file__).parents[4]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("due", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("code", "started_on", "due"),
    [
        ("RV-02", "2024-03-22", "2024-04-16"),
        ("rv-02", "2024-12-20", "2025-01-15"),
        ("RV-02", "2024-05-03", "2024-05-28"),
        ("RV-01", "2024-03-22", "2024-04-02"),
    ],
)
def test_RV_01_RV_02_due_prints_the_day_alone_then_how_it_was_counted(code: str, started_on: str, due: str) -> None:
    lines = run(code, started_on).splitlines()
    assert lines[0] == due
    assert lines[1:] == list(due_on(code, parse_day(started_on)).explanation)


def test_the_clocks_of_all_editions_are_listed() -> None:
    clocks = (
        ("RV-01", "5 working days", "Notify the Panel of a serious incident"),
        ("RV-02", "15 working days", "Send the rapid review to the Panel"),
        ("RV-03", "6 months", "Publish the local child safeguarding practice review"),
        ("RV-04", "7 working days", "Send the review to the Panel and the Secretary of State before it is published"),
    )
    assert run("--list").splitlines() == [
        f"{code}  {time}  from {day}  {title}"
        for day in ("1 July 2018", "15 December 2023", "18 March 2026")
        for code, time, title in clocks
    ]


WRONG = [
    (
        ("RV-9", "2024-03-22"),
        "There is no clock “RV-9”. The clocks are: RV-01 (Notify the Panel of a serious incident); "
        "RV-02 (Send the rapid review to the Panel); RV-03 (Publish the local child safeguarding practice review); "
        "RV-04 (Send the review to the Panel and the Secretary of State before it is published).",
    ),
    (("RV-02", "22/03/2024"), "“22/03/2024” is not a date in the form YYYY-MM-DD, for example 2024-03-22."),
    (("RV-02", "2024-02-30"), "“2024-02-30” is not a day: the calendar has no such date."),
    (
        ("RV-02", "2018-06-30"),
        "Clocks are held from 1 July 2018, the first day of Working Together to Safeguard Children 2018. "
        "30 June 2018 is before that.",
    ),
    (
        ("RV-02", "2028-12-27"),
        "15 working days from 27 December 2028 run past 31 December 2028, the last day for which the bank holidays "
        "of England and Wales are known here. No due day can be given.",
    ),
    (
        ("RV-01", "2031-01-01"),
        "The bank holidays of England and Wales are known here from 1 January 2012 to 31 December 2028. "
        "1 January 2031 is outside that, so working days cannot be counted.",
    ),
    (("RV-02",), "Give the clock and its first day, for example: due RV-02 2024-03-22"),
    ((), "Give the clock and its first day, for example: due RV-02 2024-03-22"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_what_cannot_be_answered_is_said_plainly(arguments: tuple[str, ...], said: str) -> None:
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("due", *arguments, stdout=out)
    assert str(caught.value) == said
    assert caught.value.returncode == 1
    assert out.getvalue() == ""


def manage(tmp_path: Path, *arguments: str, database: str) -> subprocess.CompletedProcess[str]:
    """The real command line, with the address of a database that is not there."""
    own = {"THROUGHLINE_MODE": "local", "DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": database}
    environment = {**os.environ, **own}
    return subprocess.run(
        [sys.executable, "manage.py", "due", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("database", ["postgres://nobody:nothing@127.0.0.1:9/none", "not an address"])
def test_RV_02_due_answers_on_the_command_line_without_a_database(tmp_path: Path, database: str) -> None:
    done = manage(tmp_path, "RV-02", "2024-03-22", database=database)
    assert (done.returncode, done.stderr, done.stdout.splitlines()[0]) == (0, "", "2024-04-16")
    assert list((tmp_path / "data").glob("*.sqlite3")) == []


@pytest.mark.slow
def test_due_refuses_on_the_command_line_with_nothing_on_the_standard_output(tmp_path: Path) -> None:
    done = manage(tmp_path, "RV-02", "22/03/2024", database="not an address")
    said = "CommandError: “22/03/2024” is not a date in the form YYYY-MM-DD, for example 2024-03-22.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
