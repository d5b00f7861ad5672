"""Each check by its code: an example that is found, and a counter-example that is not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from throughline.foundation.figures.disclosure import suppress
from throughline.foundation.figures.values import Precision, Provenance, Source, Value, Whole
from throughline.publishing.yearly_report.rules.checks import Material, SectionText, findings_of
from throughline.publishing.yearly_report.rules.elements import coverage, edition_for
from throughline.publishing.yearly_report.rules.findings import How, Settled, Severity, judge


def value(figure_id: str, number: str | None, unit: str = "young people", **more: Any) -> Value:
    given: dict[str, Any] = {
        "id": figure_id, "label": more.pop("label", figure_id.split(".")[1].replace("-", " ")), "unit": unit,
        "period": "2023-24", "area": "Medway", "value": None if number is None else Decimal(number),
        "provenance": Provenance.RETURNED, "source": Source(file="observations.csv", row=7),
    }  # fmt: skip
    return Value(**{**given, **more})


def found(*values: Value, code: str, **more: Any) -> list[Any]:
    material = Material(values={v.id: v for v in values}, wholes=more.pop("wholes", ()), area="Medway", **more)
    return [finding for finding in findings_of(material) if finding.code == code]


def words(*values: Value, code: str, **more: Any) -> list[str]:
    return [finding.words for finding in found(*values, code=code, **more)]


WHOLE = value("dataset.engaged", "1946")
PARTS = (value("dataset.lessons", "1333"), value("dataset.surveys", "256"), value("dataset.mapping", "304"))
IDS = tuple(part.id for part in PARTS)


def test_YR_C01_parts_that_do_not_make_their_whole() -> None:
    (finding,) = found(WHOLE, *PARTS, code="YR-C01", wholes=[Whole(WHOLE.id, IDS, exhaustive=True)])
    assert finding.severity is Severity.ERROR
    assert finding.place == "observations.csv, row 7"
    assert "1,946" in finding.words
    assert "1,333 + 256 + 304 make 1,893" in finding.words


@pytest.mark.parametrize(
    ("total", "relation", "expected"),
    [
        ("1893", {"exhaustive": True}, 0),  # they add up
        ("1946", {"exhaustive": False}, 0),  # nobody said that they are everybody
        ("1800", {"exhaustive": True, "exclusive": False}, 0),  # they may overlap
        ("1800", {"exhaustive": True, "exclusive": True}, 1),
        ("1946", {"exhaustive": True, "exclusive": False}, 1),  # overlapping parts cannot be fewer than all
    ],
)
def test_YR_C01_goes_by_what_the_relation_says(total: str, relation: dict[str, bool], expected: int) -> None:
    whole = replace(WHOLE, value=Decimal(total))
    assert len(found(whole, *PARTS, code="YR-C01", wholes=[Whole(whole.id, IDS, **relation)])) == expected


def test_YR_C01_is_silent_where_a_part_is_not_available() -> None:
    values = (WHOLE, *PARTS[:2], replace(PARTS[2], value=None))
    assert found(*values, code="YR-C01", wholes=[Whole(WHOLE.id, IDS, exhaustive=True)]) == []


def test_YR_C02_a_part_larger_than_its_whole() -> None:
    reached = value("dataset.assemblies", "3000")
    relation = Whole(WHOLE.id, (reached.id,), exclusive=False, kind="compare")
    assert words(WHOLE, reached, code="YR-C02", wholes=[relation]) == [
        "assemblies is 3,000, more than engaged, 1,946. Do the groups overlap, or is the whole incomplete?"
    ]
    equal = replace(reached, value=Decimal(1946))
    assert found(WHOLE, equal, code="YR-C02", wholes=[relation]) == []


def test_YR_C03_more_children_than_live_here() -> None:
    population = value("dataset.child-population", "65289", "children")
    heard = value("dataset.voices", "90000", "children")
    relation = Whole(population.id, (heard.id,), exclusive=False, kind="ceiling")
    (finding,) = found(population, heard, code="YR-C03", wholes=[relation])
    assert "90,000" in finding.words
    assert "65,289" in finding.words
    assert found(population, replace(heard, value=Decimal(65289)), code="YR-C03", wholes=[relation]) == []


def shares(*numbers: str) -> list[Value]:
    parts = [value(f"finance.published-share-{i}", n, "percent") for i, n in enumerate(numbers)]
    total = value(
        "finance.published-shares-sum", str(sum(map(Decimal, numbers))), "percent", provenance=Provenance.DERIVED,
        inputs=tuple(part.id for part in parts), source=Source(formula="the sum of the parts"),
    )  # fmt: skip
    return [*parts, total]


@pytest.mark.parametrize(
    ("numbers", "severity"),
    [
        (("69.5", "3.2", "27.2"), Severity.WARNING),
        (("69.5", "3.2", "20"), Severity.ERROR),
        (("50", "50.1"), Severity.WARNING),
    ],
)
def test_YR_C04_shares_that_do_not_add_up(numbers: tuple[str, ...], severity: Severity) -> None:
    assert [finding.severity for finding in found(*shares(*numbers), code="YR-C04")] == [severity]


def test_YR_C04_shares_that_do() -> None:
    assert found(*shares("69.5", "30.5"), code="YR-C04") == []


def rates(published: str, precision: Precision = Precision.EXACT) -> list[Value]:
    count = value("dataset.plans.count", "290", "children")
    said = value("dataset.plans.said", published, "per 10000", restates=count.id, precision=precision)
    ours = value(
        "dataset.plans.rate", "44.4", "per 10000", provenance=Provenance.DERIVED, inputs=(count.id, "x"),
        source=Source(formula="count ÷ population × 10,000"),
    )  # fmt: skip
    return [count, said, ours]


@pytest.mark.parametrize(
    ("published", "severities"),
    [("44", [Severity.NOTE]), ("44.4", []), ("45", [Severity.ERROR]), ("44.3", [Severity.ERROR])],
)
def test_YR_C05_a_published_rate_and_the_computed_one(published: str, severities: list[Severity]) -> None:
    assert [finding.severity for finding in found(*rates(published), code="YR-C05")] == severities


@pytest.mark.parametrize(("published", "count"), [("212117", 0), ("212118", 1)])
def test_YR_C05_a_published_total_and_ours(published: str, count: int) -> None:
    said = value("finance.published-total-income.2023-24", published, "pounds")
    ours = value("finance.total-income.2023-24", "212117", "pounds", provenance=Provenance.DERIVED)
    assert len(found(said, ours, code="YR-C05")) == count


def test_YR_C05_a_published_share_and_ours() -> None:
    said = value("finance.published-share.council.2023-24", "70.5", "percent")
    ours = value("finance.share.council.2023-24", "69.5", "percent", provenance=Provenance.DERIVED)
    assert [finding.severity for finding in found(said, ours, code="YR-C05")] == [Severity.ERROR]


def section(body: str) -> list[SectionText]:
    return [SectionText("voice", "4", "The voice of children", body, True)]


def test_YR_C06_a_typed_number_with_its_place() -> None:
    (finding,) = found(WHOLE, code="YR-C06", sections=section("In 2023:\n\nWe met 1,946 of them."))
    assert finding.place == "section 4, The voice of children, line 3, column 8"
    assert (finding.section, finding.typed, finding.figures) == ("voice", "1,946", (WHOLE.id,))


def test_YR_C06_a_reference_is_no_typed_number() -> None:
    assert found(WHOLE, code="YR-C06", sections=section("We met {{ figure:dataset.engaged }} in 2023.")) == []


def test_YR_C07_rates_of_different_times() -> None:
    ours = value("dataset.plans.rate", "44.4", "per 10000", period="2024-03-31", provenance=Provenance.DERIVED)
    theirs = value("dataset.plans.england", "43.2", "per 10000", period="2022-23", area="England")
    (finding,) = found(ours, theirs, code="YR-C07")
    assert "2024-03-31" in finding.words
    assert "2022-23" in finding.words
    assert found(ours, replace(theirs, period="2024-03-31"), code="YR-C07") == []
    other = replace(theirs, id="dataset.another.england")
    assert found(ours, other, code="YR-C07") == []


@pytest.mark.parametrize(
    ("label", "unit", "count"),
    [
        ("practitioners aware of Medway reviews", "percent of respondents", 1),
        ("trauma informed training rated excellent", "percent", 1),
        ("in-person post-course evaluation completion", "percent", 0),
        ("GCP2 implementation rating", "percent", 0),
    ],
)
def test_YR_C08_a_percentage_without_its_respondents(label: str, unit: str, count: int) -> None:
    assert len(found(value("dataset.asked.percent", "90", unit, label=label), code="YR-C08")) == count


def test_YR_C08_respondents_of_the_same_indicator_answer_it() -> None:
    share = value("dataset.asked.percent", "90", "percent of respondents")
    asked = value("dataset.asked.respondents", "250", "respondents")
    assert found(share, asked, code="YR-C08") == []
    assert len(found(share, replace(asked, period="2022-23"), code="YR-C08")) == 1


def test_YR_C09_an_element_that_nothing_covers() -> None:
    elements = edition_for(date(2024, 3, 31)).for_area([])
    assert "YR14" not in [e.code for e in elements]
    covered = coverage(elements, [("7", "Resources", True, ("YR08",))], {"reviews": "the reviews"})
    keys = [finding.key for finding in found(code="YR-C09", coverage=covered)]
    assert keys == [f"YR-C09:{e.code}" for e in elements if e.code not in ("YR05", "YR08")]


def test_YR_C10_a_small_number_is_said_with_what_becomes_of_it() -> None:
    small, courses = value("dataset.restraint", "5"), value("dataset.courses", "4", "courses")
    whole = value("dataset.asked", "6")
    values = {v.id: v for v in (small, courses, whole)}
    relation = Whole(whole.id, (small.id,))
    hidden = suppress(values, [relation])
    findings = found(small, courses, whole, code="YR-C10", hidden=hidden, wholes=[relation])
    assert small.id in [f.figures[0] for f in findings]
    assert courses.id not in [f.figures[0] for f in findings]
    assert all("published output shows c" in f.words for f in findings)


def test_YR_C12_and_C13_references_that_lead_nowhere() -> None:
    missing = replace(WHOLE, value=None)
    text = section("{{ figure:dataset.engaged }} and {{ figure:no.such }}")
    assert len(found(missing, code="YR-C12", sections=text)) == 1
    assert len(found(missing, code="YR-C13", sections=text)) == 1
    assert found(WHOLE, code="YR-C12", sections=section("{{ figure:dataset.engaged }}")) == []


def test_YR_C14_a_section_without_text() -> None:
    empty, written = SectionText("a", "1", "A", "", False), SectionText("b", "2", "B", "Text.", False)
    assert [f.key for f in found(code="YR-C14", sections=[empty])] == ["YR-C14:all"]
    assert [f.key for f in found(code="YR-C14", sections=[empty, written])] == ["YR-C14:a"]
    assert found(code="YR-C14", sections=[written]) == []


def test_YR_C16_a_typed_number_that_gives_a_hidden_one_away() -> None:
    small = value("dataset.restraint", "5")
    hidden = suppress({small.id: small}, [])
    assert len(found(small, code="YR-C16", hidden=hidden, sections=section("Five young people spoke."))) == 1
    assert found(small, code="YR-C16", hidden=hidden, sections=section("We ran 5 courses.")) == []


def test_a_settlement_holds_only_for_the_numbers_that_it_was_given_for() -> None:
    relation = [Whole(WHOLE.id, IDS, exhaustive=True)]
    before = found(WHOLE, *PARTS, code="YR-C01", wholes=relation)
    settled = {before[0].key: Settled(before[0].key, before[0].about, How.EXPLAIN, "Incomplete.", "A", "")}
    assert [judged.open for judged in judge(before, settled)] == [False]
    after = found(replace(WHOLE, value=Decimal(2000)), *PARTS, code="YR-C01", wholes=relation)
    (judged,) = judge(after, settled)
    assert judged.blocks
    assert judged.lapsed == settled[before[0].key]


def test_nothing_is_found_where_everything_adds_up() -> None:
    whole = replace(WHOLE, value=Decimal(1893))
    sections = section("All is well with {{ figure:dataset.engaged }} young people.")
    material = Material({v.id: v for v in (whole, *PARTS)}, [Whole(whole.id, IDS, exhaustive=True)], "Medway", sections)
    assert findings_of(material) == []


def test_each_edition_is_whole_and_the_one_in_force_at_the_years_end_applies() -> None:
    assert edition_for(date(2024, 3, 31)).id == "working-together-2023"
    assert edition_for(date(2023, 3, 31)).id == "working-together-2018"
    assert edition_for(date(2026, 3, 31)).id == "working-together-2026"
    codes = [e.code for e in edition_for(date(2024, 3, 31)).for_area(["secure estate"])]
    assert codes == [f"YR{number:02}" for number in range(1, 15)]
