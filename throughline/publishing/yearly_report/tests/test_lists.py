"""The lists cost the same number of queries with one row and with three, and show this partnership's alone."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from throughline.foundation.access.models import User
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of
from throughline.publishing.yearly_report.models import Edition, Report

NOW = datetime(2024, 10, 1, 9, tzinfo=UTC)


def publish(partnership: Any, year: str, numbers: tuple[int, ...] = (1,)) -> None:
    user = User.objects.filter(email="unit@example.org").first() or User.objects.create_user(
        email="unit@example.org", name="Unit"
    )
    tenant = scope_of(partnership, date(2024, 2, 5))
    with scope.activate(tenant):
        report = Report(space_id=tenant.home_id, year=year, title=f"Report of {year}", started_at=NOW)
        report.save()
        for number in numbers:
            Edition(
                space_id=tenant.home_id, report=report, number=number, title=report.title, as_at=date(2024, 9, 30),
                statute="", content={"figures": [], "shown": {}}, html=f"<p>Text {number}</p>", published_at=NOW,
                published_by=user,
            ).save()  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("years", [("2023-24",), ("2021-22", "2022-23", "2023-24")], ids=len)
def test_public_list(
    partnership: Any, other_partnership: Any, years: tuple[str, ...], django_assert_max_num_queries: Any
) -> None:
    for year in years:
        publish(partnership, year)
    publish(other_partnership, "2019-20")
    reader = Client(headers={"host": "medway.localhost"})
    with django_assert_max_num_queries(10) as asked:
        page = reader.get("/reports/").content.decode()
    assert [year for year in ("2019-20", "2021-22", "2022-23", "2023-24") if f"Report of {year}" in page] == list(years)
    assert sum("yearly_report" in query["sql"] for query in asked.captured_queries) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("numbers", [(1, 2), (1, 2, 3, 4)], ids=len)
def test_editions_of_a_year(partnership: Any, numbers: tuple[int, ...], django_assert_max_num_queries: Any) -> None:
    publish(partnership, "2023-24", numbers)
    reader = Client(headers={"host": "medway.localhost"})
    with django_assert_max_num_queries(10) as asked:
        latest = reader.get("/reports/2023-24/").content.decode()
    assert sum("yearly_report" in query["sql"] for query in asked.captured_queries) == 3
    assert f"Text {numbers[-1]}" in latest
    assert "superseded by" not in latest
    first = reader.get("/reports/2023-24/1/").content.decode()
    assert "It was superseded" in first
    assert "Text 1" in first
    assert reader.get("/reports/2023-24/9/").status_code == 404
