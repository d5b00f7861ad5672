"""Services, campaigns with resources and pledges, reviews elsewhere: written, corrected, refused, kept at home."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.publishing.library import operations, queries
from throughline.publishing.library.operations import CampaignWords, ElsewhereWords, ServiceWords
from throughline.publishing.library.rules import DayRule
from throughline.publishing.library.tests.conftest import TODAY

pytestmark = pytest.mark.django_db
WORDS = ServiceWords("Steady Ground", "Groups", "Parents of teenagers", "Call", "Anybody", theme="Exploitation")


def test_LB_05_a_service_is_written_checked_changed_and_ended(
    unit: Any, editor: Any, actor: Any, at: Any, other_partnership: Any
) -> None:
    row = operations.write_service(service_id=None, words=WORDS, by=editor)
    twin = operations.write_service(service_id=None, words=WORDS, by=unit)
    assert (row.slug, twin.slug) == ("steady-ground", "steady-ground-2")
    with pytest.raises(NotPermitted):
        operations.write_service(service_id=None, words=WORDS, by=actor("practitioner"))
    reader = Client(headers={"host": "medway.localhost"})
    assert "Nobody has checked this entry yet" in reader.get("/library/services/steady-ground/").content.decode()
    operations.check_service(service_id=row.pk, today=TODAY, by=unit)
    row = operations.write_service(service_id=row.pk, words=replace(WORDS, name="Solid Ground"), by=unit)
    assert (row.slug, row.checked_on) == ("steady-ground", TODAY)  # its address stays
    shown = reader.get("/library/services/?q=teenagers").content.decode()
    assert "Solid Ground" in shown
    assert "Solid Ground" not in reader.get("/library/services/?q=toddlers").content.decode()
    operations.end_service(service_id=row.pk, today=TODAY, by=unit)
    with pytest.raises(Refused, match="ended already"):
        operations.end_service(service_id=row.pk, today=TODAY, by=unit)
    assert reader.get("/library/services/steady-ground/").status_code == 404
    kent = Client(headers={"host": "kent.localhost"})
    assert kent.get("/library/services/steady-ground-2/").status_code == 404


def test_LB_06_a_campaign_comes_each_year_with_what_belongs_to_it(unit: Any, at: Any) -> None:
    row = operations.write_campaign(
        campaign_id=None, words=CampaignWords("Safer Sleep Week", DayRule(3, nth=2, weekday=0, lasts=7)), by=unit
    )
    days = queries.campaign_days(row, 2024)
    assert (days.first, days.last) == (date(2024, 3, 11), date(2024, 3, 17))
    announced = {"campaign_id": row.pk, "theme": "Whose bed?", "by": unit}
    operations.announce_days(first=date(2024, 3, 4), last=date(2024, 3, 10), **announced)
    operations.announce_days(first=date(2024, 3, 5), last=date(2024, 3, 11), **announced)
    days = queries.campaign_days(row, 2024)
    assert (days.first, days.theme, row.years.count()) == (date(2024, 3, 5), "Whose bed?", 1)
    with pytest.raises(Refused, match="before the first"):
        operations.announce_days(first=date(2024, 3, 5), last=date(2024, 3, 4), **announced)
    for url in ("javascript:alert(1)", "//evil.example.org/", "leaflet.pdf"):
        with pytest.raises(Refused, match="must start with"):
            operations.add_resource(campaign_id=row.pk, label="Leaflet", url=url, by=unit)
    operations.add_resource(campaign_id=row.pk, label="Leaflet", url="/library/leaflet/", by=unit)
    with pytest.raises(Refused, match="already"):
        operations.add_resource(campaign_id=row.pk, label="Again", url="/library/leaflet/", by=unit)
    pledge = operations.add_pledge(campaign_id=row.pk, year=2024, who="A school", text="A lesson", by=unit)
    operations.report_pledge(pledge_id=pledge.pk, done="Given in four classes", by=unit)
    shown = Client(headers={"host": "medway.localhost"}).get("/library/campaigns/safer-sleep-week/").content.decode()
    for words in ("5 to 11 March 2024: Whose bed?", "Leaflet", "A school", "Given in four classes"):
        assert words in shown


def test_reviews_elsewhere_by_region_and_theme(unit: Any, at: Any) -> None:
    for title, region, themes in (
        ("A", "South East", ("Neglect",)),
        ("B", "London", ("Neglect", "Fathers and men in families")),
    ):
        words = ElsewhereWords(f"Review {title}", "Example", region, themes, date(2023, 5, 1), "What it says")
        operations.write_elsewhere(elsewhere_id=None, words=words, by=unit)
    reader = Client(headers={"host": "medway.localhost"})

    def found(query: str) -> list[str]:
        page = reader.get(f"/library/learning-elsewhere/?{query}").content.decode()
        return [title for title in ("Review A", "Review B") if title in page]

    assert found("") == ["Review A", "Review B"]
    assert found("region=London") == ["Review B"]
    assert found("region=&theme=Neglect") == ["Review A", "Review B"]
    assert found("region=South+East&theme=Fathers+and+men+in+families") == []
