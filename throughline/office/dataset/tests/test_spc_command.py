"""`manage.py spc FILE`: what it prints, what it refuses, and that it needs no database."""

import csv
import os
import random
import subprocess
import sys
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from throughline.office.dataset.rules import series_file

ROOT = Path(__file__).parents[4]
VECTORS = Path(__file__).with_name("data") / "spc_vectors.csv"
HEADING = "series,period,value,improvement_direction,screen_outliers"


def run(path: Path) -> str:
    out = StringIO()
    call_command("spc", str(path), stdout=out)
    return out.getvalue()


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def agrees(found: list[dict[str, str]], expected: list[dict[str, str]]) -> bool:
    limits = ("mean", "lower", "upper")
    return len(found) == len(expected) and all(
        {k: v for k, v in mine.items() if k not in limits} == {k: v for k, v in theirs.items() if k not in limits}
        and all(abs(Decimal(mine[k]) - Decimal(theirs[k])) < Decimal("0.000001") for k in limits)
        for mine, theirs in zip(found, expected, strict=True)
    )


@pytest.mark.slow
def test_the_reference_comes_out_as_it_went_in_from_its_first_five_columns(tmp_path: Path) -> None:
    printed = run(VECTORS)
    expected = table(VECTORS.read_text(encoding="utf-8"))
    assert printed.splitlines()[0] == VECTORS.read_text(encoding="utf-8").splitlines()[0]
    assert agrees(table(printed), expected)
    five = tmp_path / "five.csv"
    five.write_text("".join(",".join(list(row.values())[:5]) + "\n" for row in [dict.fromkeys(expected[0]) | {
        k: k for k in expected[0]}, *expected]), encoding="utf-8")  # fmt: skip
    assert run(five) == printed


@pytest.mark.slow
def test_rows_in_any_order_come_out_in_that_order_with_the_same_answers(tmp_path: Path) -> None:
    rows = table(VECTORS.read_text(encoding="utf-8"))
    random.Random(7).shuffle(rows)
    mixed = tmp_path / "mixed.csv"
    with mixed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert agrees(table(run(mixed)), rows)


def test_short_series_are_computed_and_one_point_has_no_limits() -> None:
    rows = series_file.read(
        f"{HEADING}\na,2024-04-01,1,1,TRUE\nb,2024-04-01,2,0,false\na,2024-07-01,3,1,TRUE\n".encode()
    )
    assert series_file.write(rows).splitlines()[1:] == [
        "a,2024-04-01,1,1,TRUE,2.000000000,-3.320000000,7.320000000,Common Cause,common_cause",
        "b,2024-04-01,2,0,false,2.000000000,,,Common Cause,common_cause",
        "a,2024-07-01,3,1,TRUE,2.000000000,-3.320000000,7.320000000,Common Cause,common_cause",
    ]


def test_a_byte_order_mark_blank_lines_and_further_columns_are_no_fault() -> None:
    content = f'\ufeff{HEADING},note\r\n\r\na,2024-04-01,.5,1,TRUE,"x\r\ny"\r\n,,,,,\r\na,2024-07-01,1e2,1,TRUE,\r\n'
    assert [(e.row, e.value) for e in series_file.read(content.encode())] == [(3, Decimal("0.5")), (5, Decimal(100))]


def test_a_name_that_a_spreadsheet_would_run_goes_out_as_text() -> None:
    rows = series_file.read(f'{HEADING}\n"=cmd|calc",2024-04-01,1,-1,TRUE\n'.encode())
    assert series_file.write(rows).splitlines()[1].startswith("'=cmd|calc,2024-04-01,1,-1,")


GOOD = "a,2024-04-01,1,1,TRUE"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Row 1, column 1: the heading must be “series” here, not “”."),
        (f"{HEADING}\n", "Row 2, column series: there is no row below the heading."),
        (f"period,series,value,improvement_direction,screen_outliers\n{GOOD}\n",
         "Row 1, column 1: the heading must be “series” here, not “period”.\n"
         "Row 1, column 2: the heading must be “period” here, not “series”."),
        (f"{HEADING}\n,2024-04-01,1,1,TRUE\n", "Row 2, column series: there is no name of a series."),
        (f"{HEADING}\n{GOOD}\na,2024-02-30,1,1,TRUE\n",
         "Row 3, column period: “2024-02-30” is not a day in the form YYYY-MM-DD."),
        (f"{HEADING}\na,1 April,1,1,TRUE\n", "Row 2, column period: “1 April” is not a day in the form YYYY-MM-DD."),
        (f"{HEADING}\na,2024-04-01,,1,TRUE\n",
         "Row 2, column value: there is no value. Leave out a period that has none."),
        (f"{HEADING}\na,2024-04-01,c,1,TRUE\n", "Row 2, column value: “c” is not a number."),
        (f"{HEADING}\na,2024-04-01,nan,1,TRUE\n", "Row 2, column value: “nan” is not a number."),
        (f"{HEADING}\na,2024-04-01,Infinity,1,TRUE\n", "Row 2, column value: “Infinity” is not a number."),
        (f"{HEADING}\na,2024-04-01,1e999999,1,TRUE\n", "Row 2, column value: “1e999999” is not a number."),
        (f"{HEADING}\na,2024-04-01,1e99,1,TRUE\n",
         "Row 2, column value: “1e99” is too large: below 1,000,000,000,000,000 is possible."),
        (f"{HEADING}\na,2024-04-01,1,up,TRUE\n",
         "Row 2, column improvement_direction: “up” is not 1 (higher is better), -1 (lower) or 0 (neither)."),
        (f"{HEADING}\na,2024-04-01,1,1\n", "Row 2, column screen_outliers: “” is not TRUE or FALSE."),
        (f"{HEADING}\n{GOOD}\nb,2024-04-01,1,1,TRUE\n{GOOD}\n",
         "Row 4, column period: series “a” already has 2024-04-01 in row 2."),
        (f"{HEADING}\n{GOOD}\na,2024-07-01,1,0,TRUE\na,2024-10-01,1,1,FALSE\n",
         "Row 3, column improvement_direction: series “a” has another one in row 2.\n"
         "Row 4, column screen_outliers: series “a” has another one in row 2."),
        (f"{HEADING}\n{GOOD}\nd\u00e9j\u00e0".encode("latin-1"),
         "Row 3, column unknown: the file is not in UTF-8. Save it as “CSV UTF-8”."),
        (f'{HEADING}\n{GOOD}\n"a,2024-07-01,1,1,TRUE\n',
         "Row 3, column unknown: this is not CSV (unexpected end of data)."),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_row_column_and_reason(tmp_path: Path, content: str | bytes, said: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("spc", str(path), stdout=out)
    first, *faults = str(caught.value).splitlines()
    assert first == "Nothing was computed, because of:"
    assert faults[: len(said.splitlines())] == said.splitlines()
    assert caught.value.returncode == 1
    assert out.getvalue() == ""


def test_every_fault_is_named_and_very_many_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(HEADING + "\na,never,x,1,TRUE" * 40, encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        call_command("spc", str(path))
    lines = str(caught.value).splitlines()
    assert (len(lines), lines[1], lines[2], lines[-1]) == (
        52,
        "Row 2, column period: “never” is not a day in the form YYYY-MM-DD.",
        "Row 2, column value: “x” is not a number.",
        "… and 30 more.",
    )


def manage(tmp_path: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    own = {"THROUGHLINE_MODE": "local", "DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": "not an address"}
    return subprocess.run(
        [sys.executable, "manage.py", "spc", *arguments],
        cwd=ROOT, env={**os.environ, **own}, input=given, capture_output=True, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_the_command_line_reads_standard_input_without_a_database(tmp_path: Path) -> None:
    done = manage(tmp_path, "-", given=VECTORS.read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert agrees(table(done.stdout.decode()), table(VECTORS.read_text(encoding="utf-8")))
    assert list((tmp_path / "data").glob("*.sqlite3")) == []


@pytest.mark.slow
def test_the_command_line_refuses_with_nothing_on_standard_output(tmp_path: Path) -> None:
    done = manage(tmp_path, "no-such-file.csv")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == "CommandError: no-such-file.csv cannot be read: No such file or directory.\n"
