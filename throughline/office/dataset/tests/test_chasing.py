"""RT-10: who is reminded of which return, one digest a person and day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.models import RoleAssignment
from throughline.foundation.notices.models import OutboxMessage
from throughline.office.dataset.models import Return, ReturnsDigestRun
from throughline.office.dataset.operations.chasing import send_returns_digests
from throughline.office.dataset.operations.returning import Answer, move, save_values
from throughline.office.dataset.rules.returned import Given, Standing
from throughline.office.dataset.tests.conftest import AT, DUE


@pytest.fixture(autouse=True)
def analyst(unit: Any, scoped: Any) -> Any:
    RoleAssignment.objects.create(user=unit.user, role="business_unit", space_id=scoped.home_id)
    return unit


def run(day: date) -> dict[str, list[str]]:
    OutboxMessage.objects.all().delete()
    send_returns_digests(today=day, by=system_actor("worker"), at=AT)
    return {row.to: row.context["lines"] for row in OutboxMessage.objects.all()}


def test_RT_10_before_on_and_after_the_due_day(opened: Any, council: Any, police: Any, person: Any) -> None:
    person("lead@example.org", council, leads=True)
    person("filler@example.org", council)
    person("police@example.org", police)
    line, theirs = "Medway Council, 2023-24 Q3: to be filled, {}", "Kent Police, 2023-24 Q3: to be filled, {}"
    for days, says in [(-14, "due in 14 days"), (-7, "due in 7 days"), (0, "due today"), (1, "overdue by 1 day")]:
        assert run(DUE + timedelta(days=days)) == {
            "lead@example.org": [line.format(says)], "filler@example.org": [line.format(says)],
            "police@example.org": [theirs.format(says)],
        }  # fmt: skip
    assert run(DUE + timedelta(days=2)) == {}


def test_RT_10_one_digest_a_day_and_one_a_person(opened: Any, council: Any, police: Any, person: Any) -> None:
    both = person("both@example.org", council)
    person("both@example.org", police)
    assert both is not None
    found = run(DUE)
    assert list(found) == ["both@example.org"]
    assert len(found["both@example.org"]) == 1 or len(found["both@example.org"]) == 2
    assert run(DUE) == {}
    assert ReturnsDigestRun.objects.count() == 1


def moved() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(kind="dataset.return_moved").order_by("pk")
    return list(rows.values_list("to", "subject"))


def test_RT_10_who_approves_and_who_accepts_is_reminded(
    opened: Any, council: Any, police: Any, person: Any, unit: Any
) -> None:
    lead, filler = person("lead@example.org", council, leads=True), person("filler@example.org", council)
    row = Return.objects.get(agency=council)
    answers = {row.lines.get().pk: Answer(Given(Standing.NUMBER, Decimal(5)))}
    save_values(return_id=row.pk, answers=answers, by=filler, at=AT)
    move(return_id=row.pk, transition="submit", by=filler, at=AT, real_at=AT)
    assert moved() == [("lead@example.org", "Return to be approved: Medway Council, 2023-24 Q3")]
    nobody = "Kent Police, 2023-24 Q3: to be filled, and nobody there is known to remind, {}"
    assert run(DUE) == {
        "lead@example.org": ["Medway Council, 2023-24 Q3: to be approved, due today"],
        "unit@example.org": [nobody.format("due today")],
    }
    move(return_id=row.pk, transition="approve", by=lead, at=AT, real_at=AT)
    assert moved() == [("unit@example.org", "Return to be accepted: Medway Council, 2023-24 Q3")]
    assert run(DUE + timedelta(days=1)) == {
        "unit@example.org": [
            nobody.format("overdue by 1 day"), "Medway Council, 2023-24 Q3: to be accepted, overdue by 1 day",
        ]
    }  # fmt: skip
    move(return_id=row.pk, transition="accept", by=unit, at=AT, real_at=AT)
    assert run(DUE + timedelta(days=7)) == {"unit@example.org": [nobody.format("overdue by 7 days")]}
