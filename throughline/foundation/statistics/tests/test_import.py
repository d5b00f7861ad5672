"""Importing: all or nothing, twice changes nothing, another file revises."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.operations import NotPermitted
from throughline.foundation.statistics.models import (
    Area,
    DataSet,
    Neighbour,
    NeighbourModel,
    Statistic,
    StatisticRevision,
    StatisticsFile,
)
from throughline.foundation.statistics.operations import Imported, RowsRefused, import_statistics

AT = datetime(2024, 2, 5, 9, tzinfo=UTC)
HEAD = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name,category,plans,rate"
)
MEDWAY = (
    "2024,Reporting year,Local authority,E92000001,England,E12000008,South East,887,E06000035,Medway,Plans,281,42.1"
)
REGION = "2024,Reporting year,Regional,E92000001,England,E12000008,South East,,,,Plans,7510,c"
NEIGHBOURS = "old_la_code,la_name,SN_1,SN_1P\n887,Medway,886,Close\n886,Kent,887,Very close\n"

ROOT = Path(__file__).parents[4]

pytestmark = pytest.mark.django_db


def put(*rows: str, head: str = HEAD, **more: Any) -> Imported:
    content = "\n".join([head, *rows]).encode()
    return import_statistics(content=content, name="plans_2024.csv", by=system_actor("test"), at=AT, **more)


def everything() -> list[Any]:
    models = (Area, DataSet, Statistic, StatisticRevision, StatisticsFile)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_what_is_imported_is_what_the_file_says() -> None:
    done = put(REGION, MEDWAY)
    assert (done.new, done.revised, done.same) == (4, 0, 0)
    plans = Statistic.objects.get(series__indicator="plans", area__name="Medway")
    assert (plans.number, plans.symbol, plans.row, plans.file.name) == (Decimal(281), "", 3, "plans_2024.csv")
    hidden = Statistic.objects.get(series__indicator="rate", area__name="South East")
    assert (hidden.number, hidden.symbol) == (None, "c")
    medway = Area.objects.get(code="E06000035")
    assert medway.region is not None
    assert (medway.old_code, medway.region.name) == ("887", "South East")


def test_twice_changes_nothing() -> None:
    put(REGION, MEDWAY)
    before = everything()
    done = put(MEDWAY, REGION)
    assert (done.new, done.revised, done.same) == (0, 0, 4)
    assert everything() == before


def test_a_later_file_revises_and_the_old_value_stays_with_its_file() -> None:
    put(REGION, MEDWAY)
    done = put(MEDWAY.replace(",281,", ",283,"), head=HEAD)
    assert (done.new, done.revised, done.same) == (0, 1, 1)
    revision = StatisticRevision.objects.get()
    assert (revision.number, revision.row, revision.statistic.number) == (Decimal(281), 3, Decimal(283))
    assert revision.file_id != revision.replaced_by_id == revision.statistic.file_id


def test_next_years_file_with_its_columns_in_another_order_is_the_same_data_set() -> None:
    put(MEDWAY)
    names, values = HEAD.split(","), MEDWAY.replace("2024,", "2025,", 1).split(",")
    put(",".join(reversed(values)), head=",".join(reversed(names)))
    assert DataSet.objects.count() == 1
    assert Statistic.objects.count() == 4


def test_a_known_data_set_refuses_text_even_where_a_whole_column_holds_it() -> None:
    put(MEDWAY)
    with pytest.raises(RowsRefused) as caught:
        put(MEDWAY.replace("2024,", "2025,", 1).replace(",281,", ",many,"))
    assert [(r.row, r.column) for r in caught.value.table.refused] == [(2, "plans")]


def test_a_heading_that_the_product_knows_refuses_text_in_its_very_first_file() -> None:
    head = HEAD.replace("plans,rate", "CPP_start,CPP_subsequent,CPP_subsequent_percent")
    with pytest.raises(RowsRefused) as caught:
        put(MEDWAY.replace("281,42.1", "many,c,25.7"), head=head)
    assert [(r.row, r.column) for r in caught.value.table.refused] == [(2, "CPP_start")]


def test_one_wrong_row_and_nothing_is_written() -> None:
    before = everything()
    with pytest.raises(RowsRefused):
        put(REGION, MEDWAY, MEDWAY.replace("E06000035", ""))
    assert everything() == before


def test_the_wrong_rows_may_be_left_out_expressly() -> None:
    done = put(REGION, MEDWAY.replace(",281,", ",n/a,"), leave_out_refused=True, head=HEAD)
    assert [(r.row, r.column) for r in done.refused] == [(3, "plans")]
    assert Statistic.objects.count() == 2


def test_an_area_takes_its_new_name_and_says_so() -> None:
    put(MEDWAY)
    done = put(MEDWAY.replace(",Medway,", ",Medway Towns,").replace("2024,", "2025,", 1))
    assert done.notes == ["E06000035 was called ‘Medway’ and is now ‘Medway Towns’."]
    assert Area.objects.get(code="E06000035").name == "Medway Towns"


def test_neighbours_are_stored_once_and_replaced_by_a_later_table() -> None:
    def neighbours(text: str) -> Imported:
        return import_statistics(content=text.encode(), name="model_2025.csv", by=system_actor("test"), at=AT)

    assert neighbours(NEIGHBOURS).new == 2
    assert neighbours(NEIGHBOURS).same == 2
    assert StatisticsFile.objects.count() == 1
    assert neighbours(NEIGHBOURS.replace(",Close", ",Not close")).revised == 1
    assert list(Neighbour.objects.values_list("area", "neighbour_name", "closeness")) == [
        ("886", "Medway", "very close"),
        ("887", "Kent", "not close"),
    ]
    assert NeighbourModel.objects.get().year == "2025"


@pytest.mark.parametrize(
    "wrong",
    [{"number": None, "symbol": ""}, {"symbol": "q"}],
)
def test_the_database_refuses_a_value_that_is_neither_number_nor_symbol(wrong: dict[str, Any]) -> None:
    put(MEDWAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statistic.objects.filter(series__indicator="plans").update(**wrong)


def test_the_database_refuses_a_second_value_for_the_same() -> None:
    put(MEDWAY)
    double = Statistic.objects.filter(series__indicator="plans").get()
    double.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        double.save()


def test_only_who_may_imports(actor: Any) -> None:
    with pytest.raises(NotPermitted):
        import_statistics(content=b"", name="x.csv", by=actor("practitioner"), at=AT)


def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_num_queries: Any) -> None:
    put(REGION, MEDWAY)
    with django_assert_num_queries(11):
        put(MEDWAY.replace("2024,", "2021,", 1))
    with django_assert_num_queries(11):
        put(*(MEDWAY.replace("2024,", f"{year},", 1) for year in (2018, 2019, 2020)))


def test_the_command_prints_one_json_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plans.csv"
    file.write_text("\n".join([HEAD, REGION, MEDWAY]))
    call_command("import_statistics", str(file), "--dry-run", "--json")
    assert json.loads(capsys.readouterr().out) == {
        "rows": 2, "areas": 2, "periods": 1, "indicators": 2, "observations": 4, "symbols": {"c": 1}, "refused": [],
    }  # fmt: skip
    assert Statistic.objects.count() == 0
    call_command("import_statistics", str(file), "--json")
    assert Statistic.objects.count() == 4
    capsys.readouterr()
    model = tmp_path / "anything.csv"
    model.write_text(NEIGHBOURS)
    call_command("import_statistics", str(model), "--json")
    assert json.loads(capsys.readouterr().out) == {
        "rows": 2, "areas": 2, "periods": 0, "indicators": 0, "observations": 0, "symbols": {}, "refused": [],
    }  # fmt: skip
    assert NeighbourModel.objects.get().year == "2025"  # told by the heading


def test_the_command_refuses_with_places_on_stderr_and_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plans.csv"
    file.write_text("\n".join([HEAD, REGION, MEDWAY.replace(",281,", ",n/a,")]))
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("import_statistics", str(file), "--json")
    printed = capsys.readouterr()
    reason = "‘n/a’ is neither a number nor a symbol."
    assert json.loads(printed.out)["refused"] == [{"row": 3, "column": "plans", "reason": reason}]
    assert printed.err == f"Row 3, column plans: {reason}\n"
    assert Statistic.objects.count() == 0


@pytest.mark.slow
@pytest.mark.parametrize(("more", "code"), [((), 1), (("--leave-out-refused",), 0)])
def test_a_dry_run_before_there_is_any_table_refuses_as_an_import_does(
    tmp_path: Path, more: tuple[str, ...], code: int
) -> None:
    file = tmp_path / "plans.csv"
    file.write_text("\n".join([HEAD, REGION, MEDWAY.replace(",281,", ",n/a,")]))
    own = {"THROUGHLINE_MODE": "local", "DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", "import_statistics", str(file), "--dry-run", "--json", *more],
        cwd=ROOT, env={**os.environ, **own}, capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert (done.returncode, [each["row"] for each in json.loads(done.stdout)["refused"]]) == (code, [3])
