from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from throughline.foundation.figures import formulas, registry
from throughline.foundation.figures.values import Asked, Provenance, Source, Value, Whole


@dataclass
class Records:
    """What a made-up app has on record: counts by name. Its figures are these and the rates of them."""

    counts: dict[str, int | None] = field(default_factory=dict)
    population: int | None = 65289
    wholes: list[Whole] = field(default_factory=list)
    more: list[Value] = field(default_factory=list)

    def given(self, asked: Asked) -> Iterable[Value]:
        for row, (name, count) in enumerate({"population": self.population, **self.counts}.items(), start=2):
            yield Value(
                f"made-up.{name}", name.capitalize(), "children", asked.year.label, asked.area,
                None if count is None else Decimal(count), Provenance.RETURNED,
                Source(file="observations.csv", row=row, column="section one"), says=f"How many {name} there were.",
            )  # fmt: skip
        yield from self.more

    def derived(self, asked: Asked) -> Iterable[Value]:
        for name in self.counts:
            ids = (f"made-up.{name}", "made-up.population")
            worked = formulas.rate_per_10000(*(asked.known[i].value for i in ids))
            yield Value(
                f"made-up.{name}.rate", f"{name.capitalize()}, rate", "per 10000", asked.year.label, asked.area,
                worked.value, Provenance.DERIVED, Source(formula=worked.formula), inputs=ids,
                numerator=worked.numerator, denominator=worked.denominator,
            )  # fmt: skip


@pytest.fixture
def records(monkeypatch: pytest.MonkeyPatch) -> Records:
    """One made-up app in place of those that registered themselves."""
    found = Records()
    monkeypatch.setattr(registry, "_providers", {"made-up": found.given})
    monkeypatch.setattr(registry, "_derivers", {"made-up": found.derived})
    monkeypatch.setattr(registry, "_relaters", {"made-up": lambda asked: found.wholes})
    return found


@pytest.fixture
def run(actor: Callable[..., Any]) -> Callable[..., Any]:
    """run(day) → works out 2023-24 as at that day of April 2024, in the active scope."""
    from datetime import UTC, date, datetime

    from throughline.foundation.figures import operations, queries

    def work(day: int = 1, roles: tuple[str, ...] = ("business_unit",)) -> operations.RunResult:
        return operations.run_figures(
            year=queries.report_year("2023-24"), as_at=date(2024, 4, day), by=actor(*roles),
            at=datetime(2024, 4, day, 12, tzinfo=UTC),
        )  # fmt: skip

    return work
