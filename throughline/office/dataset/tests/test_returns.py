"""Rounds and returns: what is asked, filled, approved, accepted, opened again; what the database refuses."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.figures.years import year_of
from throughline.foundation.workflow.api import way_of
from throughline.office.dataset.api import ObservationInput, observations_of, record_observations
from throughline.office.dataset.models import (
    Explanation,
    Observation,
    ObservationRevision,
    Restatement,
    Return,
    ReturnLine,
    ReturnRule,
)
from throughline.office.dataset.operations.returning import Answer, SavedSince, explain, move, save_values
from throughline.office.dataset.operations.rounds import Asked, ask_agency, ask_for, open_round, set_rule
from throughline.office.dataset.queries import returns as queries
from throughline.office.dataset.rules.returned import Given, Standing
from throughline.office.dataset.rules.standing import Facts
from throughline.office.dataset.tests.conftest import AT, DUE
from throughline.office.dataset.workflow import RETURN

LATER = AT + timedelta(days=30)
S = Standing


def number(value: int) -> Given:
    return Given(S.NUMBER, Decimal(value))


def return_of(agency: Any) -> Return:
    return Return.objects.get(agency=agency)


def say(row: Return, by: Any, *said: Given, at: datetime = AT, **more: Any) -> int:
    """The return's lines in order say this."""
    lines = list(row.lines.order_by("position"))[: len(said)]
    answers = {line.pk: Answer(given) for line, given in zip(lines, said, strict=True)}
    return save_values(return_id=row.pk, answers=answers, by=by, at=at, **more)


def go(row: Return, *steps: tuple[str, Any], at: datetime = AT, reason: str = "") -> Return:
    for transition, by in steps:
        row = move(return_id=row.pk, transition=transition, reason=reason, by=by, at=at, real_at=at)
    return row


@pytest.fixture
def lead(person: Any, council: Any) -> Any:
    return person("lead@example.org", council, leads=True)


@pytest.fixture
def filler(person: Any, council: Any) -> Any:
    return person("filler@example.org", council)


@pytest.fixture
def accepted(opened: Any, council: Any, filler: Any, lead: Any, unit: Any) -> Any:
    """accepted(Given, …) → the council's return with these, accepted."""

    def make(*said: Given, at: datetime = AT) -> Return:
        row = return_of(council)
        if row.state == "accepted":
            go(row, ("reopen", unit), at=at, reason="They found more.")
        say(row, filler, *said, at=at)
        return go(row, ("submit", filler), ("approve", lead), ("accept", unit), at=at)

    return make


# Rounds


def test_a_round_asks_each_owner_for_its_indicators(opened: Any, council: Any, police: Any) -> None:
    asked = {
        row.agency.name: [(line.key, line.unit, line.period, line.standing) for line in row.lines.all()]
        for row in opened.returns.select_related("agency")
    }
    assert asked == {
        "Kent Police": [("POL-04", "episodes", "2023-24 Q3", "missing")],
        "Medway Council": [("CSC-17", "children", "2023-12-31", "missing")],
    }


def test_a_round_is_asked_for_once_and_due_after_its_quarter(opened: Any, unit: Any) -> None:
    with pytest.raises(Refused, match="asked for already"):
        open_round(year="2023-24", quarter=3, due=DUE, by=unit, at=AT)
    with pytest.raises(Refused, match="after the quarter’s end"):
        open_round(year="2023-24", quarter=4, due=date(2024, 3, 31), by=unit, at=AT)


def test_without_owners_there_is_nobody_to_ask(scoped: Any, unit: Any, register: Any) -> None:
    register("X-1", "Nobody's", None)
    with pytest.raises(Refused, match="No indicator has an owner yet"):
        open_round(year="2023-24", quarter=3, due=DUE, by=unit, at=AT)


def test_what_is_asked_can_be_chosen_until_it_is_answered(opened: Any, council: Any, plans: Any, unit: Any, filler: Any,
                                                          missing_episodes: Any) -> None:  # fmt: skip
    row = return_of(council)
    both = [Asked(plans.pk), Asked(plans.pk, "sex")]
    assert ask_for(return_id=row.pk, asked=both, by=unit, at=AT) == (3, 0)
    assert [line.key for line in row.lines.all()][1:] == [
        "CSC-17 sex Female", "CSC-17 sex Male", "CSC-17 sex Not recorded or neither",
    ]  # fmt: skip
    with pytest.raises(Refused, match="together with the whole"):
        ask_for(return_id=row.pk, asked=both[1:], by=unit, at=AT)
    assert ask_for(return_id=row.pk, asked=[*both, Asked(missing_episodes.pk)], by=unit, at=AT) == (1, 0)
    say(row, filler, number(3))
    with pytest.raises(Refused, match="has been answered"):
        ask_for(return_id=row.pk, asked=[Asked(missing_episodes.pk)], by=unit, at=AT)
    assert ask_for(return_id=row.pk, asked=both[:1], by=unit, at=AT) == (0, 4)


def test_one_more_agency_is_asked_once(opened: Any, agency: Any, unit: Any) -> None:
    trust = agency("Medway NHS Foundation Trust")
    assert ask_agency(round_id=opened.pk, agency_id=trust.pk, by=unit, at=AT).state == "open"
    with pytest.raises(Refused, match="already"):
        ask_agency(round_id=opened.pk, agency_id=trust.pk, by=unit, at=AT)


# Filling


def test_only_the_agency_or_the_analyst_fills(opened: Any, council: Any, person: Any, police: Any, filler: Any,
                                              unit: Any) -> None:  # fmt: skip
    row = return_of(council)
    stranger = person("police@example.org", police)
    with pytest.raises(Return.DoesNotExist):
        say(row, stranger, number(1))
    assert say(row, filler, number(1)) == 1
    assert say(row, unit, number(1)) == 0
    assert say(row, unit, number(2)) == 1


def test_two_who_fill_it_at_once_see_each_other(opened: Any, council: Any, filler: Any, lead: Any) -> None:
    row = return_of(council)
    say(row, filler, number(290), revision=0)
    with pytest.raises(SavedSince, match="Somebody else saved"):
        say(row, lead, number(281), revision=0)
    assert row.lines.get().number == 290


def test_a_wider_area_needs_its_name(opened: Any, council: Any, filler: Any) -> None:
    row = return_of(council)
    say(row, filler, Given(S.WIDER_AREA, Decimal(900)))
    opened.wider_area = ""
    opened.save()
    with pytest.raises(Refused, match="names no wider area"):
        say(row, filler, Given(S.WIDER_AREA))


# The machine


def test_RT_01_no_line_is_left_empty(opened: Any, council: Any, filler: Any) -> None:
    with pytest.raises(Refused, match="One line is empty"):
        go(return_of(council), ("submit", filler))
    say(return_of(council), filler, Given(S.NOT_YET))
    assert go(return_of(council), ("submit", filler)).state == "submitted"


def test_RT_02_what_breaks_a_rule_is_explained_or_mended(
    opened: Any, council: Any, plans: Any, filler: Any, unit: Any
) -> None:
    row = return_of(council)
    ask_for(return_id=row.pk, asked=[Asked(plans.pk), Asked(plans.pk, "sex")], by=unit, at=AT)
    say(row, filler, number(10), number(4), number(5), number(0))
    with pytest.raises(Refused, match="One rule is broken and not explained"):
        go(row, ("submit", filler))
    broken = queries.broken_by(queries.one(queries.returner(filler), row.pk))
    assert [(each.code, each.says) for each in broken] == [
        ("DV-01", "Children subject to a child protection plan is 10, but its 3 parts add up to 9.")
    ]
    assert explain(return_id=row.pk, texts={broken[0].mark: "One is unborn."}, by=filler, at=AT) == 1
    assert explain(return_id=row.pk, texts={broken[0].mark: "One is unborn."}, by=filler, at=AT) == 0
    assert go(row, ("submit", filler)).state == "submitted"


def test_RT_02_an_explanation_stays_and_holds_no_other_values(
    opened: Any, council: Any, plans: Any, filler: Any, unit: Any
) -> None:
    row = return_of(council)
    ask_for(return_id=row.pk, asked=[Asked(plans.pk), Asked(plans.pk, "sex")], by=unit, at=AT)
    say(row, filler, number(10), number(4), number(5), number(0))
    mark = queries.broken_by(queries.one(queries.returner(filler), row.pk))[0].mark
    explain(return_id=row.pk, texts={mark: "One is unborn."}, by=filler, at=AT)
    say(row, filler, number(10), number(4), number(4), number(0))
    with pytest.raises(Refused, match="not explained"):
        go(row, ("submit", filler))
    with pytest.raises(Refused, match="have changed since"):
        explain(return_id=row.pk, texts={mark: "Again."}, by=filler, at=AT)
    assert [each.text for each in Explanation.objects.all()] == ["One is unborn."]
    say(row, filler, number(10), number(4), number(6), number(0))
    assert go(row, ("submit", filler)).state == "submitted"


def test_RT_03_RT_04_RT_05_who_does_what(accepted: Any, opened: Any, council: Any, filler: Any, lead: Any, unit: Any,
                                        person: Any, actor: Any) -> None:  # fmt: skip
    row = return_of(council)
    say(row, filler, number(290))
    go(row, ("submit", filler))
    with pytest.raises(Refused, match="Only who answers for this agency approves"):
        go(row, ("approve", filler))
    with pytest.raises(Refused, match="Only who answers for this agency approves"):
        go(row, ("approve", unit))
    go(row, ("approve", lead))
    with pytest.raises(NotPermitted):
        go(row, ("accept", lead))
    both = person("both@example.org", council, leads=True)
    own = actor("business_unit", email="both@example.org")
    go(row, ("query", unit), reason="Is this right?")
    go(row, ("submit", filler), ("approve", both))
    with pytest.raises(Refused, match="You approved this return for the agency"):
        go(row, ("accept", own))
    assert go(row, ("accept", unit)).state == "accepted"


FACTS = Facts(fills=True, leads=True)


@pytest.mark.parametrize(("state", "transition", "allowed"), list(RETURN.pairs()))
def test_every_state_and_transition(state: str, transition: str, allowed: bool) -> None:
    refusals = RETURN.refusals(state, transition, FACTS, reason="Because.")
    assert (refusals == []) == allowed
    if allowed and RETURN.transition(transition).asks_reason:
        assert RETURN.refusals(state, transition, FACTS) == ["Give the reason."]


@pytest.mark.parametrize(("state", "transition", "allowed"), list(RETURN.pairs()))
def test_every_state_and_transition_of_a_real_return(
    accepted: Any, opened: Any, council: Any, filler: Any, lead: Any, unit: Any, state: str, transition: str,
    allowed: bool,
) -> None:  # fmt: skip
    ways: dict[str, list[tuple[str, Any]]] = {
        "open": [], "submitted": [("submit", filler)], "approved": [("submit", filler), ("approve", lead)],
        "accepted": [("submit", filler), ("approve", lead), ("accept", unit)],
    }  # fmt: skip
    row = return_of(council)
    say(row, filler, number(5))
    row = go(row, *ways[state])
    assert row.state == state
    by = {"submit": filler, "approve": lead, "send_back": lead}.get(transition, unit)
    if allowed:
        row = go(row, (transition, by), reason="Because.")
        assert row.state == RETURN.transition(transition).target
        assert [each.state for each in way_of(RETURN, row.pk)][-1] == row.state
    else:
        with pytest.raises(Refused, match="is not possible"):
            go(row, (transition, by), reason="Because.")
        assert return_of(council).state == state


def test_what_is_not_open_takes_no_values(opened: Any, council: Any, filler: Any) -> None:
    row = return_of(council)
    say(row, filler, number(5))
    go(row, ("submit", filler))
    with pytest.raises(Refused, match="not being filled any more"):
        say(row, filler, number(6))
    assert row.lines.get().number == 5


# On record


def test_an_accepted_return_is_on_record_and_in_the_report_year(accepted: Any, plans: Any) -> None:
    assert observations_of(year_of("2023-24")) == []
    accepted(number(290))
    found = Observation.objects.get()
    assert (found.indicator, found.area, found.period, found.unit, found.value) == (
        plans, "Medway", "2023-12-31", "children", 290,
    )  # fmt: skip
    assert (found.source_file, str(found.returned_by)) == ("Return of Medway Council, 2023-24 Q3", "filler")
    assert [row.value for row in observations_of(year_of("2023-24"))] == [290]
    assert observations_of(year_of("2022-23")) == []


def test_it_stands_beside_what_a_folder_returned_for_the_year(accepted: Any, unit: Any) -> None:
    row = ObservationInput(
        "schools", "Medway", "2023-24", Decimal(7), "schools", "", "section one", "observations.csv", 2
    )
    record_observations(rows=[row], year="2023-24", by=unit, at=AT)
    accepted(number(290))
    assert [each.value for each in observations_of(year_of("2023-24"))] == [7, 290]
    again = record_observations(rows=[row], year="2023-24", by=unit, at=AT)
    assert [each.what for each in again] == ["unchanged"]


@pytest.mark.parametrize("standing", [S.NOT_HELD, S.NOT_YET, S.SUPPRESSED, S.WIDER_AREA])
def test_what_is_no_number_of_the_area_makes_no_observation(accepted: Any, standing: Standing) -> None:
    row = accepted(Given(standing))
    assert Observation.objects.count() == 0
    assert row.lines.get().accepted == Given(standing)


def test_zero_is_on_record(accepted: Any) -> None:
    accepted(number(0))
    assert Observation.objects.get().value == 0


def test_a_wider_areas_number_is_kept_for_that_area(accepted: Any) -> None:
    accepted(Given(S.WIDER_AREA, Decimal(1900)))
    assert (Observation.objects.get().area, Observation.objects.get().value) == ("Kent and Medway", 1900)


def test_a_restatement_keeps_both_values_and_their_days(accepted: Any, unit: Any) -> None:
    accepted(number(288))
    accepted(number(290), at=LATER)
    found = Restatement.objects.get()
    assert (found.before, found.before_at, found.after, found.after_at) == (number(288), AT, number(290), LATER)
    assert Observation.objects.get().value == 290
    revision = ObservationRevision.objects.get()
    assert (revision.value, revision.returned_at, revision.replaced_at) == (288, AT, LATER)


def test_a_clock_that_goes_back_at_midnight_breaks_no_restatement(
    accepted: Any, filler: Any, lead: Any, unit: Any
) -> None:
    row = accepted(number(288), at=LATER)
    morning, real = LATER - timedelta(hours=8), LATER + timedelta(hours=16)
    deed = {"reason": "They found more.", "at": morning, "real_at": real}
    move(return_id=row.pk, transition="reopen", by=unit, **deed)
    say(row, filler, number(290), at=morning)
    for transition, by in (("submit", filler), ("approve", lead), ("accept", unit)):
        row = move(return_id=row.pk, transition=transition, by=by, **deed)
    found = Restatement.objects.get()
    assert (found.before_at, found.after_at, row.lines.get().accepted_at) == (LATER, LATER, LATER)


def test_accepting_the_same_again_restates_nothing(accepted: Any) -> None:
    accepted(number(290))
    row = accepted(number(290), at=LATER)
    assert Restatement.objects.count() == ObservationRevision.objects.count() == 0
    assert row.lines.get().accepted_at == AT


def test_a_number_that_is_taken_back_is_withdrawn_and_may_come_again(accepted: Any) -> None:
    accepted(number(290))
    accepted(Given(S.NOT_HELD), at=LATER)
    assert observations_of(year_of("2023-24")) == []
    assert ObservationRevision.objects.get().value == 290
    accepted(number(291), at=LATER + timedelta(days=1))
    assert [row.value for row in observations_of(year_of("2023-24"))] == [291]
    assert [(each.before.said, each.after.said) for each in Restatement.objects.all()] == [
        ("290", "not held"), ("not held", "291"),
    ]  # fmt: skip


def test_a_folders_value_is_replaced_with_its_old_one_kept(accepted: Any, unit: Any) -> None:
    row = ObservationInput(
        "Children subject to a child protection plan", "Medway", "2023-12-31", Decimal(288), "children", "", "one",
        "o.csv", 2,
    )  # fmt: skip
    record_observations(rows=[row], year="2023-24", by=unit, at=AT)
    accepted(number(290))
    assert Observation.objects.get().value == 290
    assert (ObservationRevision.objects.get().value, ObservationRevision.objects.get().source_file) == (
        288, "o.csv",
    )  # fmt: skip


# Rules from data


def test_DV_03_learns_from_what_the_agency_returned_before(
    accepted: Any, opened: Any, council: Any, unit: Any, filler: Any, lead: Any, plans: Any
) -> None:
    from throughline.office.dataset.models import ReturnRound

    for quarter, value in enumerate((100, 104, 98, 101, 103, 99)):
        year, n = 2021 + quarter // 4, quarter % 4 + 1
        old = open_round(
            year=f"{year}-{year % 100 + 1:02}",
            quarter=n,
            due=date(2024, 1, 1),
            by=unit,
            at=datetime(2024, 1, 1, tzinfo=UTC),
        )
        row = Return.objects.get(round=old, agency=council)
        say(row, filler, number(value))
        go(row, ("submit", filler), ("approve", lead), ("accept", unit))
    row = Return.objects.get(round=opened, agency=council)
    say(row, filler, number(160))
    broken = queries.broken_by(queries.one(queries.returner(filler), row.pk))
    assert [each.code for each in broken] == ["DV-03"]
    assert ReturnRound.objects.count() == 7


def test_DV_06_more_children_than_live_here(opened: Any, council: Any, filler: Any, unit: Any) -> None:
    rows = [
        ObservationInput("child population 0-17", "Medway", period, Decimal(value), "children", "", "note", "o.csv", at)
        for at, (period, value) in enumerate((("2021-22", 64000), ("2022-23", 65289), ("2024-25", 99)), start=2)
    ]
    record_observations(rows=rows, year="2023-24", by=unit, at=AT)
    row = return_of(council)
    say(row, filler, number(65290))
    broken = queries.broken_by(queries.one(queries.returner(filler), row.pk))
    assert [(each.code, "65289" in each.says) for each in broken] == [("DV-06", True)]


def test_rules_of_the_partnership_hold_within_a_return(
    opened: Any, council: Any, register: Any, plans: Any, unit: Any, filler: Any
) -> None:
    neglect = register("CSC-18", "Plans for neglect", council)
    row = return_of(council)
    ask_for(return_id=row.pk, asked=[Asked(plans.pk), Asked(neglect.pk)], by=unit, at=AT)
    rule = {"kind": "cannot_exceed", "whole_id": plans.pk, "part_id": neglect.pk, "missing": "break", "by": unit}
    set_rule(**rule, why="Neglect is one category of plan.", at=AT)
    with pytest.raises(Refused, match="there already"):
        set_rule(**rule, why="Again.", at=AT)
    with pytest.raises(Refused, match="two different"):
        set_rule(**rule | {"part_id": plans.pk}, why="Again.", at=AT)
    say(row, filler, number(3), Given(S.NOT_HELD))
    assert [each.code for each in queries.broken_by(queries.one(queries.returner(filler), row.pk))] == ["DV-02"]


# What the database refuses


@pytest.mark.parametrize(
    "wrong",
    [
        {"standing": "number", "number": None}, {"standing": "not_held", "number": 0},
        {"standing": "missing", "number": 0},
        {"standing": "guess"}, {"breakdown": "sex"}, {"category": "Male"}, {"accepted_standing": "number"},
        {"accepted_at": AT},
    ],
)  # fmt: skip
def test_what_the_database_refuses_of_a_line(opened: Any, council: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnLine.objects.filter(agency_return__agency=council).update(**wrong)


def test_what_the_database_refuses_of_rounds_returns_and_rules(opened: Any, council: Any, plans: Any, scoped: Any,
                                                               missing_episodes: Any) -> None:  # fmt: skip
    for change in ({"state": "accepted"}, {"state": "somewhere"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Return.objects.filter(agency=council).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Return.objects.create(space_id=scoped.home_id, round=opened, agency=council)
    for more in ({"part": plans}, {"why": ""}, {"missing": "guess"}, {"kind": "own_history"}):
        given = {
            "kind": "cannot_exceed",
            "whole": plans,
            "part": missing_episodes,
            "missing": "skip",
            "why": "w",
        } | more
        with pytest.raises(IntegrityError), transaction.atomic():
            ReturnRule.objects.create(space_id=scoped.home_id, **given)
