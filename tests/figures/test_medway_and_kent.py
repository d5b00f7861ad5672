"""The figures of a real year: what Medway published, what is worked out from it, and what Kent has not."""

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from throughline.foundation.figures import operations, queries
from throughline.foundation.figures.models import FigureRun
from throughline.foundation.figures.values import UnitKind, kind_of
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of

pytestmark = [pytest.mark.django_db, pytest.mark.quick]
FOLDERS = Path(__file__).resolve().parents[2] / "throughline" / "demonstration"
CARE, PLANS = "dataset.children-in-care.medway", "dataset.children-subject-to-a-child-protection-plan.medway"


@pytest.fixture
def loaded(db: None) -> None:
    for folder in ("medway-2023-24", "kent"):
        call_command("load_partnership", str(FOLDERS / folder), verbosity=0)


@pytest.fixture
def medway(loaded: None) -> Iterator[None]:
    with scope.activate(scope_of(Partnership.objects.get(slug="medway"), date(2024, 2, 5))):
        yield


# Registers, bookings, charges and evaluations of the year: neither folder holds any, so none of these is available.
NOT_KEPT: dict[str, None] = dict.fromkeys(
    (
        "training.cancellations",
        "training.completed.conference",
        "training.completed.e-learning",
        "training.completed.in-person",
        "training.completed.virtual",
        "training.evaluation.change",
        "training.evaluation.response-rate",
        "training.events.people",
        "training.events.school-groups",
        "training.income",
        "training.no-shows",
        "training.occupancy",
        "training.on-record.conference",
        "training.on-record.e-learning",
        "training.on-record.in-person",
        "training.on-record.virtual",
    )
)


def run(actor: Any, day: int = 30) -> dict[str, FigureRun]:
    return dict(
        operations.run_figures(
            year=queries.report_year("2023-24"), as_at=date(2024, 9, day), by=actor("business_unit"),
            at=datetime(2024, 9, day, tzinfo=UTC),
        ).runs
    )  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDERS / "medway-2023-24" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_of_the_files_is_a_returned_figure_with_its_place(medway, actor) -> None:
    found = run(actor)
    places = Counter((r.source["file"], r.source["row"], r.source["column"], r.number) for r in found.values())
    expected = Counter(
        ("observations.csv", n, row["source"], Decimal(row["value"]))
        for n, row in enumerate(rows("observations.csv"), 2)
    )
    for n, row in enumerate(rows("contributions.csv"), 2):
        expected["contributions.csv", n, "amount_gbp", Decimal(row["amount_gbp"])] += 1
        if row["share_percent_as_published"]:
            share = Decimal(row["share_percent_as_published"])
            expected["contributions.csv", n, "share_percent_as_published", share] += 1
    expected["finance.toml", 3, "total_income_gbp", Decimal(212117)] += 1
    expected["finance.toml", 4, "drawn_from_reserve_gbp", Decimal(29600)] += 1
    expected["finance.toml", 5, "one_off_grants: amount_gbp", Decimal(47300)] += 1
    for row, value in [(17, 263900), (21, 279800), (25, 65289)]:
        expected["partnership.toml", row, "population: value", Decimal(value)] += 1
    assert Counter({place: n for place, n in places.items() if place[0]}) == expected
    assert {r.provenance for r in found.values() if r.source["file"]} == {"returned"}
    assert all(r.returned_at and r.returned_by for r in found.values() if r.source["file"])


def test_the_figures_worked_out(medway, actor) -> None:
    found = run(actor)
    derived = {i: (r.number, r.unit) for i, r in found.items() if r.provenance == "derived" and "share." not in i}
    assert derived == {
        f"{CARE}.2024-03-31.rate": (Decimal("72.8"), "per 10000"),
        f"{PLANS}.2024-03-31.rate": (Decimal("44.4"), "per 10000"),
        f"{CARE}.2024-03-31.children.change": (8, "children"),
        f"{PLANS}.2024-03-31.children.change": (2, "children"),
        "dataset.rapid-reviews-completed.medway.2023-24.reviews.change": (3, "reviews"),
        "finance.contributions-total.2023-24": (211117, "pounds"),
        "finance.total-income.2023-24": (212117, "pounds"),
        "finance.published-shares-sum.2023-24": (Decimal("99.9"), "percent"),
    }
    rate = found[f"{CARE}.2024-03-31.rate"].as_value()
    assert rate.inputs == (f"{CARE}.2024-03-31.children", "dataset.child-population-0-17.medway.2022-23.children")
    assert (rate.numerator, rate.denominator) == (475, 65289)
    shares = {i.split(".")[2]: r.number for i, r in found.items() if i.startswith("finance.share.")}
    published = {i.split(".")[2]: r.number for i, r in found.items() if i.startswith("finance.published-share.")}
    assert shares == published  # as it happens, each one agrees; Other income has none
    assert (len(shares), shares["medway-council"]) == (10, Decimal("69.5"))


def test_what_is_counted_from_the_records(medway, actor) -> None:
    found = run(actor)
    computed = {i.removesuffix(".2023-24"): r.number for i, r in found.items() if r.provenance == "computed"}
    tracker = {i: number for i, number in computed.items() if i.startswith("actions.")}
    assert (len(tracker), set(tracker.values())) == (10, {None})  # nothing is in the tracker yet: not available, not 0
    assert {i: number for i, number in computed.items() if i not in tracker} == {
        "audits.on-record": 3,
        "finance.contributors": 10,
        "partnership.agencies": 28,
        "partnership.agencies-education": 5,
        "partnership.agencies-health": 9,
        "partnership.agencies-local-authority": 1,
        "partnership.agencies-other": 8,
        "partnership.agencies-police": 1,
        "partnership.agencies-probation": 1,
        "partnership.agencies-secure-estate": 1,
        "partnership.agencies-voluntary": 2,
        "partnership.groups": 14,
        "partnership.groups-joint": 4,
        "partnership.relevant-agencies": 25,
        "partnership.safeguarding-partners": 3,
        "reviews.practice-changes-on-record": 8,
        "reviews.published": 2,
        "reviews.published-learning-lessons-review": 1,
        "reviews.published-local-child-safeguarding-practice-review": 1,
        "reviews.theme-domestic-abuse": 1,
        "reviews.theme-escalation": 1,
        "reviews.theme-fathers-and-significant-males": 1,
        "reviews.theme-long-term-neglect": 1,
        "reviews.theme-professional-curiosity": 1,
        "reviews.theme-safe-sleeping": 1,
        "reviews.theme-sustained-change-against-engagement": 1,
        "strategy.commitments-on-record": 11,
        "strategy.priorities": 6,
        "training.sessions-on-record": 9,
        **NOT_KEPT,
    }
    counted = {i: len(r.records) for i, r in found.items() if r.provenance == "computed" and r.records}
    assert counted == {i: found[i].number for i in counted}


def test_built_again_all_is_equal_and_a_changed_record_keeps_its_old_value(medway, actor) -> None:
    from throughline.office.dataset.models import Observation

    first = run(actor)
    assert run(actor, 30) == first
    count = FigureRun.objects.count()
    Observation.objects.filter(indicator__name="children in care", period="2024-03-31", unit="children").update(
        value=476
    )
    second = run(actor)
    changed = {i: (first[i].number, second[i].number) for i in first if first[i].number != second[i].number}
    assert changed == {
        f"{CARE}.2024-03-31.children": (475, 476),
        f"{CARE}.2024-03-31.children.change": (8, 9),
        f"{CARE}.2024-03-31.rate": (Decimal("72.8"), Decimal("72.9")),
    }
    assert FigureRun.objects.count() == count + 3
    assert set(queries.revised("2023-24")) == set(changed)
    assert [r.number for r in queries.chain("2023-24", f"{CARE}.2024-03-31.children")] == [476, 475]


def test_a_publication_hides_the_five_and_nothing_else(medway, actor) -> None:
    run(actor)
    year = queries.report_year("2023-24")
    found = queries.disclosure_of(year, year.ends)
    five = "dataset.of-whom-had-experienced-restraint.medway.2023-24.children"
    assert {i: (h.rule, found.values[i].value) for i, h in found.hidden.items()} == {five: ("SN-01", 5)}
    assert found.shown(five) is None
    assert found.shown("dataset.young-people-in-restraint-conversations.medway.2023-24.children") == 6
    small = [v for v in found.values.values() if kind_of(v.unit) is UnitKind.THINGS and v.value and v.value < 6]
    assert len(small) > 5
    assert found.given_away == ()


def test_kent_has_what_is_on_record_and_the_rest_is_not_available(loaded, actor) -> None:
    with scope.activate(scope_of(Partnership.objects.get(slug="kent"), date(2024, 2, 5))):
        found = run(actor)
    assert {r.number for i, r in found.items() if i.startswith("actions.")} == {None}
    assert {i.removesuffix(".2023-24"): r.number for i, r in found.items() if not i.startswith("actions.")} == {
        "audits.on-record": None,
        "finance.contributions-total": None,
        "finance.contributors": None,
        "partnership.agencies": 3,
        "partnership.agencies-health": 1,
        "partnership.agencies-local-authority": 1,
        "partnership.agencies-police": 1,
        "partnership.groups": 4,
        "partnership.groups-joint": 4,
        "partnership.relevant-agencies": None,
        "partnership.safeguarding-partners": 3,
        "reviews.practice-changes-on-record": None,
        "reviews.published": None,
        "strategy.commitments-on-record": None,
        "strategy.priorities": None,
        "training.sessions-on-record": None,
        **NOT_KEPT,
    }
    assert {r.status for r in found.values() if r.number is None} == {"not_available"}


def test_without_a_counted_population_rates_stand_on_the_one_that_the_partnership_states(
    db: None, actor: Any, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(FOLDERS / "medway-2023-24", tmp_path / "medway"))
    lines = (folder / "observations.csv").read_text().splitlines(keepends=True)
    (folder / "observations.csv").write_text("".join(x for x in lines if not x.startswith("child population")))
    call_command("load_partnership", str(folder), verbosity=0)
    with scope.activate(scope_of(Partnership.objects.get(slug="medway"), date(2024, 2, 5))):
        rates = [r for r in run(actor).values() if r.unit == "per 10000" and r.provenance == "derived"]
    assert sorted(str(r.number) for r in rates) == ["44.4", "72.8"]
    assert {r.denominator for r in rates} == {Decimal(65289)}
    assert all(any(i.startswith("partnership.population.") for i in r.input_ids) for r in rates)


def test_YR_C03_without_a_counted_population_the_stated_one_is_the_ceiling(
    db: None, actor: Any, tmp_path: Path
) -> None:
    from throughline.publishing.yearly_report.queries import standing

    folder = Path(shutil.copytree(FOLDERS / "medway-2023-24", tmp_path / "medway"))
    lines = (folder / "observations.csv").read_text().splitlines(keepends=True)
    (folder / "observations.csv").write_text("".join(x for x in lines if not x.startswith("child population")))
    call_command("load_partnership", str(folder), verbosity=0)
    with scope.activate(scope_of(Partnership.objects.get(slug="medway"), date(2024, 2, 5))):
        run(actor)
        judged = standing(queries.report_year("2023-24"), date(2024, 9, 30)).judged
    (found,) = [j.finding for j in judged if j.finding.code == "YR-C03"]
    assert "90,000" in found.words
    assert "65,289 children live in Medway" in found.words


def test_the_records_behind_a_computed_figure_lead_to_their_pages(medway, actor) -> None:
    found = run(actor)
    urls = {i.removesuffix(".2023-24"): {r["url"] for r in v.records} for i, v in found.items() if v.records}
    assert urls["partnership.agencies"] == {"/partnership/"}
    assert len(urls["partnership.groups"]) == 14
    assert all(url.startswith("/partnership/groups/") for url in urls["partnership.groups"])
    assert urls["reviews.published"] == {"/learning/#isabel", "/learning/#jones-family"}
    assert urls["reviews.practice-changes-on-record"] == {"/learning/#isabel"}
    assert urls["strategy.priorities"] == urls["strategy.commitments-on-record"] == {"/priorities/"}
    assert urls["finance.contributors"] == {"/partnership/", ""}  # an outside body is in no list of agencies
    assert urls["audits.on-record"] == {""}  # audits have no page yet
    client = Client(headers={"host": "medway.localhost"})
    pages = {url.partition("#")[0] for each in urls.values() for url in each if url}
    assert {client.get(page).status_code for page in sorted(pages)} == {200}
