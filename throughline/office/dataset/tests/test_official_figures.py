"""Official values by reference: each observation's own official value, its benchmarks, their denominators."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from throughline.foundation.figures.registry import evaluate
from throughline.foundation.figures.values import Asked, Provenance, ReportYear
from throughline.office.dataset.tests import official_files as files
from throughline.office.dataset.tests.test_indicator_page import record, registered, returned

pytestmark = pytest.mark.slow
YEAR = ReportYear("2023-24", date(2023, 4, 1), date(2024, 3, 31))
PLANS = "benchmark.children-subject-to-a-child-protection-plan"


def test_an_observation_has_its_official_value_benchmarks_and_denominators(scoped: Any) -> None:
    asked = Asked(YEAR, date(2024, 11, 1), "Medway")
    files.load(files.PLANS, files.SECTION_47, files.POPULATION)
    found = registered("CSC-17")
    assert not any(each.startswith("benchmark.") for each in evaluate(asked))  # nothing was returned yet
    record(returned(found.name, "2024-03-31", "290"))
    values = evaluate(asked)
    official = {each: value for each, value in values.items() if each.startswith("benchmark.")}
    assert {each.removeprefix(f"{PLANS}.") for each in official} == {
        f"{area}.{day}.per-10-000-children"
        for area in ("medway", "south-east", "england", "statistical-neighbours-model-of-2025-mean")
        for day in ("2023-03-31", "2024-03-31")
    } | {f"medway.{day}.children" for day in ("2023-03-31", "2024-03-31")}
    own = official[f"{PLANS}.medway.2024-03-31.per-10-000-children"]
    assert (own.value, own.numerator, own.denominator) == (Decimal("42.1"), 281, 66_678)
    assert (own.unit, own.provenance, own.source.formula) == (
        "per 10000", Provenance.DERIVED, "281 ÷ 66,678 × 10,000",
    )  # fmt: skip
    assert "as the department used it" in own.says
    assert official[f"{PLANS}.medway.2024-03-31.children"].value == 281
    assert official[f"{PLANS}.england.2024-03-31.per-10-000-children"].value == Decimal("41.6")
    mean = official[f"{PLANS}.statistical-neighbours-model-of-2025-mean.2024-03-31.per-10-000-children"]
    assert (mean.value, mean.provenance) == (Decimal("35.8"), Provenance.DERIVED)
    assert mean.source.formula.startswith("mean of 10 authorities")
    assert values["dataset.children-subject-to-a-child-protection-plan.medway.2024-03-31.children"].value == 290
