"""A file of many years: what it may hold, what is refused where, what is written past the ORM and revised."""

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from throughline.foundation.access.operations import NotPermitted
from throughline.foundation.statistics.reading.text import Unreadable
from throughline.office.dataset.models import Observation
from throughline.office.dataset.operations.history import RowsRefused, record_history
from throughline.office.dataset.rules.history_file import Known, read_history
from throughline.office.dataset.tests.points import NOW, Kept

HEADING = "indicator,area,period,unit,value,breakdown,category"
KNOWN = Known({"X-1": (7, ("children", "per 10000"))}, {"Medway"}, {"sex": ("Female", "Male")})
RIGHT = "X-1,Medway,2023-24 Q1,children,12,,"


def read(*lines: str) -> Any:
    return read_history("\n".join((HEADING, *lines)).encode(), KNOWN)


def test_columns_stand_in_any_order_and_categories_may_be_left_out() -> None:
    found = read_history("\ufeffvalue,unit,period,area,indicator\n1,children,2023-24 Q1,Medway,X-1\n".encode(), KNOWN)
    assert found.values == {(7, "Medway", "2023-24 Q1", "children", "", ""): (Decimal(1), 2)}
    found = read(RIGHT, "X-1,Medway,2023-24 Q1,children,0,sex,Female", "X-1,Medway,2023-24 Q1,per 10000,4.2,,")
    assert [value for value, _ in found.values.values()] == [12, 0, Decimal("4.2")]
    assert found.refused == []


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        ("X-9,Medway,2023-24 Q1,children,12,,", "indicator", "no code of the register"),
        ("X-1,Atlantis,2023-24 Q1,children,12,,", "area", "no area that is known"),
        ("X-1,Medway,soon,children,12,,", "period", "is no period"),
        ("X-1,Medway,2023-24 Q1,boxes,12,,", "unit", "must be one of: children, per 10000"),
        ("X-1,Medway,2023-24 Q1,children,=cmd|' /C calc'!A0,,", "value", "must be"),
        ("X-1,Medway,2023-24 Q1,children,many,,", "value", "must be"),
        ("X-1,Medway,2023-24 Q1,children,,,", "value", "must be"),
        ("X-1,Medway,2023-24 Q1,children,1.5,,", "value", "whole number"),
        ("X-1,Medway,2023-24 Q1,children,1,sex,", "category", "needs its breakdown"),
        ("X-1,Medway,2023-24 Q1,children,1,sex,Both", "category", "no category by sex"),
        (RIGHT, "", "The same as row 2"),
        ("X-1,Medway", "", "The row has 2 cells"),
    ],
)
def test_each_wrong_row_is_refused_with_its_place(line: str, column: str, says: str) -> None:
    found = read(RIGHT, line)
    (refused,) = found.refused
    assert (refused.row, refused.column) == (3, column)
    assert says in refused.reason
    assert len(found.values) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"), (HEADING.encode(), "no rows"), (b"indicator,area\n1,2", "one column"), (b"\xff\xfe", "UTF-8"),
        (f"{HEADING},more\n{RIGHT},1".encode(), "The columns are"), (b"a\0b", "zero byte"),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_whole(content: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read_history(content, KNOWN)


@pytest.mark.slow
def test_new_values_revisions_and_the_same_again(kept: Kept, tmp_path: Path, partnership: Any) -> None:
    def lines(*values: int) -> bytes:
        rows = [f"X-1,Medway,{2009 + n}-03-31,children,{value},," for n, value in enumerate(values)]
        return "\n".join(
            [HEADING, *rows, "X-1,Medway,2024-25 Q1,children,5,,", "X-1,Nowhere,2023,children,5,,"]
        ).encode()

    with pytest.raises(RowsRefused, match="1 place"):
        record_history(content=lines(38, 47), name="old.csv", by=kept.unit, at=NOW)
    with pytest.raises(NotPermitted):
        record_history(content=lines(38, 47), name="old.csv", by=kept.lead, at=NOW)
    given = {"name": "old.csv", "leave_out_refused": True, "by": kept.unit, "at": NOW}
    done = record_history(content=lines(38, 47), **given)
    assert (done.rows, done.new, done.revised, done.same, len(done.refused)) == (4, 1, 1, 1, 1)
    made = Observation.objects.get(period="2024-25 Q1")
    assert (made.value, made.source_file, made.source_row, made.returned_by) == (5, "old.csv", 4, kept.unit.user)
    revised = Observation.objects.get(period="2010-03-31")
    assert (revised.value, revised.revisions.get().value) == (47, 46)
    again = record_history(content=lines(38, 47), **given)
    assert (again.new, again.revised, again.same) == (0, 0, 3)
    path = tmp_path / "old.csv"
    path.write_bytes(lines(39, 47))
    with pytest.raises(CommandError, match="1 place"):
        call_command("import_observations", str(path), partnership="medway", json=True, stdout=io.StringIO())
    out = io.StringIO()
    options = {"partnership": "medway", "leave_out_refused": True, "json": True, "stdout": out}
    call_command("import_observations", str(path), dry_run=True, **options)
    assert json.loads(out.getvalue()) == {
        "rows": 4, "new": 0, "revised": 1, "same": 2,
        "refused": [{"row": 5, "column": "area", "reason": "‘Nowhere’ is no area that is known here."}],
    }  # fmt: skip
    assert Observation.objects.get(period="2009-03-31").value == 38
    call_command("import_observations", str(path), **options)
    assert Observation.objects.get(period="2009-03-31").value == 39
