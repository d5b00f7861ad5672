"""Importing in the browser: preview, columns of a new heading kept, rows left out, revisions, what is refused."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughline.foundation.statistics.models import DataSet, Statistic, StatisticRevision, StatisticsFile

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AT = "/office/statistics/import/"
HEADING = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
    "new_la_code,la_name,category,code,number"
)
MEDWAY = "2024,Reporting year,Local authority,E92000001,England,E12000008,South East,887,E06000035,Medway,Plans,7,281"
ENGLAND = "2024,Reporting year,National,E92000001,England,,,,,,Plans,7,49900"


def file(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("new_2024.csv", "\n".join([HEADING, *rows]).encode())


@pytest.fixture
def unit(partnership: Any, sign_in: Any) -> Any:
    return sign_in(partnership, "business_unit")


def posted(unit: Any, answer: Any, **more: str) -> Any:
    return unit.post(AT, {"upload": answer.context["upload"], "name": "new_2024.csv", **more})


def test_a_new_heading_is_decided_once_and_kept(unit: Any) -> None:
    answer = unit.post(AT, {"file": file(MEDWAY, ENGLAND)})
    assert answer.status_code == 200
    assert "a heading that was not met before" in answer.content.decode()
    assert Statistic.objects.count() == DataSet.objects.count() == StatisticsFile.objects.count() == 0
    assert posted(unit, answer, indicators="nonsense").status_code == 422
    chosen = posted(unit, answer, indicators="number")
    assert [row.value for row in chosen.context["rows"] if row.key == "Filters"] == ["category, code"]
    done = posted(unit, chosen, indicators="number", confirm="yes")
    assert done.status_code == 302
    assert (DataSet.objects.get().filters, DataSet.objects.get().indicators) == (["category", "code"], ["number"])
    assert Statistic.objects.count() == 2
    again = unit.post(AT, {"file": file(MEDWAY.replace(",281", ",282"), ENGLAND)})
    assert "add 0 values, revise 1 and leave 1" in again.content.decode()
    assert again.context["form"] is None
    assert posted(unit, again, confirm="yes").status_code == 302
    assert [row.number for row in StatisticRevision.objects.all()] == [281]
    assert "new_2024.csv" in unit.get("/office/statistics/").content.decode()


def test_refused_rows_have_their_place_and_are_left_out_when_asked(unit: Any) -> None:
    wrong = MEDWAY.replace("E06000035", "nowhere")
    answer = unit.post(AT, {"file": file(ENGLAND, wrong)})
    assert "new_la_code" in answer.content.decode()
    refused = posted(unit, answer, confirm="yes")
    assert refused.status_code == 409
    assert Statistic.objects.count() == 0
    again = unit.post(AT, {"file": file(ENGLAND, wrong)})
    assert posted(unit, again, confirm="yes", leave_out="yes").status_code == 302
    assert Statistic.objects.values_list("area__name", flat=True).distinct().get() == "England"
    assert posted(unit, again, confirm="yes").status_code == 409


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"\x00" * 50])
def test_what_is_no_such_file_is_refused_with_a_reason(unit: Any, content: bytes) -> None:
    answer = unit.post(AT, {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_who_may_not_import_does_not(partnership: Any, sign_in: Any) -> None:
    assert sign_in(partnership, "scrutineer").get(AT).status_code == 403
