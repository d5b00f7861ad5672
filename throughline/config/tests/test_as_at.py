"""AS_AT: a day stays past midnight, in every process and after a restart; a moment runs on; else the day is real."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from throughline.foundation import clock

DAY = date(2024, 2, 5)


@pytest.mark.parametrize(
    ("really", "wanted"),
    [
        ("2026-11-27T23:59:50+00:00", "2024-02-05T23:59:50+00:00"),
        ("2026-11-28T00:00:10+00:00", "2024-02-05T00:00:10+00:00"),
        ("2026-07-01T23:30:00+00:00", "2024-02-05T00:30:00+00:00"),  # half past midnight in London's summer
    ],
)
def test_a_day_stays_and_has_the_real_time_of_day(
    settings: Any, time_machine: Any, monkeypatch: Any, really: str, wanted: str
) -> None:
    settings.AS_AT = DAY
    monkeypatch.setattr(clock, "_started", datetime(2026, 5, 4, 3, 2, tzinfo=UTC))  # whenever the process was started
    time_machine.move_to(datetime.fromisoformat(really), tick=False)
    assert (clock.business_now(), clock.business_today()) == (datetime.fromisoformat(wanted), DAY)
    assert clock.real_now() == datetime.fromisoformat(really)


def test_a_day_of_summer_has_summers_clock(settings: Any, time_machine: Any) -> None:
    settings.AS_AT = date(2024, 7, 1)
    time_machine.move_to(datetime(2026, 11, 27, 12, tzinfo=UTC), tick=False)
    assert clock.business_now().isoformat() == "2024-07-01T12:00:00+01:00"


def test_a_moment_runs_on_into_the_next_day(settings: Any, time_machine: Any, monkeypatch: Any) -> None:
    settings.AS_AT = datetime(2024, 2, 5, 23, 59, 50, tzinfo=clock.LONDON)
    monkeypatch.setattr(clock, "_started", datetime(2026, 11, 27, 12, tzinfo=UTC))
    time_machine.move_to(datetime(2026, 11, 27, 12, tzinfo=UTC) + timedelta(seconds=20), tick=False)
    assert clock.business_now() == datetime(2024, 2, 6, 0, 0, 10, tzinfo=clock.LONDON)


def test_without_it_the_day_is_londons(settings: Any, time_machine: Any) -> None:
    settings.AS_AT = None
    time_machine.move_to(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), tick=False)
    assert clock.business_now().isoformat() == "2026-07-01T00:30:00+01:00"
