"""Rules by example and by property, and every state × transition of the three machines."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.office.actions import rules
from throughline.office.actions.rules import Age, Delivery, Effect, Facts, Standing
from throughline.office.actions.workflow import DELIVERY, EFFECT, RECOMMENDATION

DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))
READY = Facts(person=1, owners=frozenset({2}), givers=frozenset({2}), evidence=1, closed=True, should_differ="Safer.")


@pytest.mark.parametrize("machine", [DELIVERY, EFFECT, RECOMMENDATION], ids=lambda m: m.name)
def test_every_state_and_transition(machine) -> None:
    """With all guards content, the table alone decides."""
    for state, transition, allowed in machine.pairs():
        assert (machine.refusals(state, transition, READY, reason="A reason") == []) is allowed, (state, transition)


def test_the_tables_are_these() -> None:
    def ways(machine):
        return {(s, t) for s, t, allowed in machine.pairs() if allowed}

    assert ways(DELIVERY) == {
        ("not_started", "start"), ("not_started", "deliver"), ("not_started", "cancel"), ("under_way", "deliver"),
        ("under_way", "cancel"), ("delivered", "close"), ("delivered", "send_back"), ("delivered", "cancel"),
        ("closed", "reopen"), ("cancelled", "reopen"),
    }  # fmt: skip
    assert ways(RECOMMENDATION) == {("proposed", "accept"), ("proposed", "decline"), ("declined", "accept")}
    judged = ("proven", "partly", "not_shown")
    assert ways(EFFECT) == {
        ("unplanned", "plan"),
        *((state, f"judge_{verdict}") for state in ("planned", *judged) for verdict in judged),
        *((state, "start_again") for state in judged),
    }


@pytest.mark.parametrize(
    ("machine", "state", "transition", "facts", "says"),
    [
        (DELIVERY, "under_way", "deliver", {"evidence": 0}, "Give the evidence first"),
        (DELIVERY, "delivered", "close", {"person": 2}, "somebody else than the owner"),
        (DELIVERY, "delivered", "close", {"owners": frozenset({1})}, "somebody else than the owner"),
        (DELIVERY, "delivered", "send_back", {"givers": frozenset({1})}, "somebody else than the owner"),
        (EFFECT, "planned", "judge_proven", {"owners": frozenset({1, 9})}, "or owned it before"),
        (EFFECT, "planned", "judge_partly", {"closed": False}, "once the delivery was checked"),
        (EFFECT, "planned", "judge_not_shown", {"should_differ": " "}, "Say first what should be different"),
    ],
)
def test_AC_01_AC_02_AC_03_AC_08_guards_say_why(machine, state, transition, facts, says) -> None:
    (refusal,) = machine.refusals(state, transition, replace(READY, **facts), reason="A reason")
    assert says in refusal


def test_every_pair_of_states_has_one_standing() -> None:
    pairs = [(d, e) for d in Delivery for e in Effect]
    assert sorted(pair for standing in Standing for pair in rules.pairs_of(standing)) == sorted(pairs)
    assert rules.standing_of(Delivery.CLOSED, Effect.PROVEN) is Standing.PROVEN
    assert {rules.standing_of(Delivery.CLOSED, e) for e in Effect if e is not Effect.PROVEN} == {Standing.UNPROVEN}


@pytest.mark.parametrize(
    ("closed", "days"),
    [
        (date(2023, 8, 31), (date(2024, 2, 29), date(2024, 8, 31))),
        (date(2024, 2, 29), (date(2024, 8, 29), date(2025, 2, 28))),
        (date(2023, 12, 5), (date(2024, 6, 5), date(2024, 12, 5))),
    ],
)
def test_AC_05_looked_at_again_after_six_and_twelve_months(closed, days) -> None:
    assert rules.look_again_days(closed) == days


@given(DAYS, st.integers(1, 36))
def test_months_later_is_later_and_in_that_month(day, months) -> None:
    later = rules.add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(st.integers(-10, 400))
def test_every_overdue_day_has_one_age(days) -> None:
    ages = [age for age in Age if days >= age.least and (age.most is None or days <= age.most)]
    assert ages == ([rules.age_of(days)] if days > 0 else [])


def test_what_is_delivered_is_not_overdue() -> None:
    late = {d: rules.overdue_days(date(2024, 2, 1), date(2024, 2, 5), d) for d in Delivery}
    assert late == {d: 4 if d in (Delivery.NOT_STARTED, Delivery.UNDER_WAY) else 0 for d in Delivery}


DUE = date(2024, 2, 20)


def test_reminders_before_on_and_after_the_day() -> None:
    told = {}
    for offset in range(-20, 90):
        day = DUE + timedelta(days=offset)
        remind = rules.reminder_of(DUE, since=day - timedelta(days=1), today=day)
        if remind:
            told[offset] = remind.says
    assert list(told) == [-14, -7, -1, 0, 1, 7, 14, 28, 56, 84]
    assert (told[-14], told[-1], told[0], told[1]) == (
        "due in 14 days", "due in 1 day", "due today", "overdue by 1 day"
    )  # fmt: skip


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_days_on_which_nothing_ran_are_made_good_once(gaps) -> None:
    """However the runs are spaced, a mark that was crossed between two of them reminds in the later, and only once."""
    marks = [-14, -7, -1, 0, 1, 7, 14, *range(28, 400, 28)]
    since = -20
    for gap in gaps:
        today = since + gap
        got = rules.reminder_of(DUE, since=DUE + timedelta(days=since), today=DUE + timedelta(days=today))
        assert (got is not None) is any(since < mark <= today for mark in marks)
        since = today
