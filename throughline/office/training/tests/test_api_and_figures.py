"""What training hands to the apps above it: sessions as finished values, and one figure."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from throughline.foundation.figures.registry import evaluate
from throughline.foundation.figures.values import Asked, ReportYear, UnitKind
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.training import api
from throughline.office.training.figures import training_figures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scoped")]

LONDON = ZoneInfo("Europe/London")
ASKED = Asked(ReportYear("2023-24", date(2023, 4, 1), date(2024, 3, 31)), date(2024, 2, 5), "Medway")


def test_sessions_as_finished_values(record, at) -> None:
    later = record("Later", "unlimited")
    past = record("Past", 3, starts=datetime(2024, 2, 1, 9, 30, tzinfo=LONDON), mode="Microsoft Teams")
    assert [session.title for session in api.sessions()] == ["Past", "Later"]
    assert api.sessions()[0] == api.SessionSummary(
        past.pk, "Past", "Microsoft Teams", past.starts, past.ends, "Thursday 1 February 2024, 9:30am to 4:30pm",
        "3 places left", f"/training/{past.pk}/past-2024-02-01/",
    )  # fmt: skip
    assert [session.id for session in api.coming_sessions(at, at_most=3)] == [later.pk]


@pytest.mark.parametrize("sessions", [1, 3])
def test_a_list_is_two_questions(record, at, sessions, django_assert_num_queries) -> None:
    for number in range(sessions):
        record(f"Session {number}")
    with django_assert_num_queries(2):
        assert len(api.sessions()) == sessions
    with django_assert_num_queries(2):
        assert len(api.coming_sessions(at, at_most=3)) == sessions


def test_TR_F1_counts_the_sessions_on_record_that_start_in_the_year(record) -> None:
    first = record("First moment", starts=datetime(2023, 4, 1, 0, 0, tzinfo=LONDON))
    last = record("Last evening", starts=datetime(2024, 3, 31, 22, 30, tzinfo=LONDON))
    record("Before", starts=datetime(2023, 3, 31, 23, 30, tzinfo=LONDON))
    record("After", starts=datetime(2024, 4, 1, 0, 0, tzinfo=LONDON))
    value, *_ = training_figures(ASKED)
    assert (value.id, value.label, value.value, value.unit, value.kind) == (
        "training.sessions-on-record",
        "Training sessions on record",
        Decimal(2),
        "sessions",
        UnitKind.THINGS,
    )
    assert [record.url for record in value.records] == [
        f"/training/{first.pk}/first-moment-2023-04-01/",
        f"/training/{last.pk}/last-evening-2024-03-31/",
    ]
    assert "not the year's total" in value.says
    assert evaluate(ASKED)["training.sessions-on-record"] == value


def test_TR_F1_without_a_record_is_not_available(record, other_partnership, at) -> None:
    record("Medway's")
    with scope.activate(scope_of(other_partnership, at.date())):
        value, *_ = training_figures(ASKED)
    assert (value.value, value.records) == (None, ())
