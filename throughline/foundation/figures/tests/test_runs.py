"""Running figures: what is stored, what a second run adds, what a changed record leaves behind."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.figures import operations, queries
from throughline.foundation.figures.disclosure import Released
from throughline.foundation.figures.models import DisclosureException, FigureRun, Release
from throughline.foundation.figures.values import Provenance, Source, Value, Whole
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 4, 1, 12, tzinfo=UTC)


def test_a_run_keeps_the_figure_with_all_that_it_stands_on(records, scoped, run) -> None:
    records.counts = {"plans": 290}
    result = run()
    assert list(result.runs) == ["made-up.plans", "made-up.plans.rate", "made-up.population"]
    rate = queries.current_run("2023-24", "made-up.plans.rate")
    runs = result.runs
    assert rate.number == Decimal("44.4")
    assert rate.inputs == [
        {"id": "made-up.plans", "run": runs["made-up.plans"].pk},
        {"id": "made-up.population", "run": runs["made-up.population"].pk},
    ]
    value = rate.as_value()
    assert (value.numerator, value.denominator) == (Decimal(290), Decimal(65289))
    assert (rate.as_at, rate.run_at, rate.run_by.email) == (date(2024, 4, 1), NOON, "business_unit@example.org")
    assert rate.spaces == sorted(scoped.space_ids)
    returned = runs["made-up.plans"].as_value()
    assert returned.source == Source(file="observations.csv", row=3, column="section one")
    assert str(returned.value) == "290"


def test_run_again_from_the_same_records_adds_nothing(records, scoped, run) -> None:
    records.counts = {"plans": 290, "care": 475}
    first = run()
    before = list(FigureRun.objects.values())
    second = run(2)
    assert list(FigureRun.objects.values()) == before
    assert (second.added, second.changed, second.withdrawn, second.unchanged) == ((), (), (), 5)
    assert {i: r.pk for i, r in second.runs.items()} == {i: r.pk for i, r in first.runs.items()}


def test_a_changed_record_is_a_revision_of_it_and_of_what_stands_on_it(records, scoped, run) -> None:
    records.counts = {"plans": 290, "care": 475}
    run()
    records.counts["plans"] = 291
    result = run(2)
    assert result.changed == ("made-up.plans", "made-up.plans.rate")
    chain = queries.chain("2023-24", "made-up.plans")
    assert [(r.number, r.as_at.day, r.is_current) for r in chain] == [(291, 2, True), (290, 1, False)]
    assert chain[0].previous_id == chain[1].pk
    assert queries.current_run("2023-24", "made-up.plans.rate").inputs[0]["run"] == chain[0].pk
    assert set(queries.revised("2023-24")) == {"made-up.plans", "made-up.plans.rate"}


def test_a_record_that_is_gone_ends_the_chain_and_may_come_back(records, scoped, run) -> None:
    records.counts = {"plans": 290, "care": 475}
    run()
    del records.counts["care"]
    result = run(2)
    assert result.withdrawn == ("made-up.care", "made-up.care.rate")
    assert set(queries.current_runs("2023-24")) == {"made-up.plans", "made-up.plans.rate", "made-up.population"}
    assert [(r.status, r.number) for r in queries.chain("2023-24", "made-up.care")] == [
        ("withdrawn", None),
        ("known", 475),
    ]
    assert run(3).withdrawn == ()
    records.counts["care"] = 475
    assert run(4).changed == ("made-up.care", "made-up.care.rate")
    assert [r.number for r in queries.chain("2023-24", "made-up.care")] == [475, None, 475]


def test_no_data_is_not_available_and_never_nought(records, scoped, run) -> None:
    records.counts, records.population = {"plans": None, "care": 475}, None
    run()
    assert {i: (r.status, r.number) for i, r in queries.current_runs("2023-24").items()} == {
        "made-up.care": ("known", Decimal(475)),
        "made-up.care.rate": ("not_available", None),
        "made-up.plans": ("not_available", None),
        "made-up.plans.rate": ("not_available", None),
        "made-up.population": ("not_available", None),
    }


def test_another_partnership_has_runs_of_its_own(records, partnership, other_partnership, run) -> None:
    for place, count in [(partnership, 290), (other_partnership, 1000)]:
        with scope.activate(scope_of(place, date(2024, 2, 5))):
            records.counts = {"plans": count}
            run()
    with scope.activate(scope_of(partnership, date(2024, 2, 5))):
        records.counts = {"plans": 290}
        assert run().unchanged == 3
        assert [r.number for r in queries.chain("2023-24", "made-up.plans")] == [290]


@pytest.mark.parametrize("role", ["accountable_officer", "scrutineer", "training_officer", "practitioner"])
def test_only_the_business_unit_runs_figures(role, records, scoped, run) -> None:
    with pytest.raises(NotPermitted):
        run(roles=(role,))
    assert not FigureRun.objects.exists()


def one(figure_id: str, value: str = "1", inputs: tuple[str, ...] = ()) -> Value:
    return Value(figure_id, "One", "things", "", "", Decimal(value), Provenance.DERIVED, Source(), inputs=inputs)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([one("Not An Id")], "'Not An Id' is not a figure's id"),
        ([one("a", "0.1234567")], "has 0.1234567: it needs a number of at most six decimals"),
        ([one("a", "NaN")], "has NaN"),
        ([one("a", "1e15")], "at most six decimals"),
        ([one("a", inputs=("b",))], "The figure 'a' stands on 'b', which nobody gives."),
        ([one("a", inputs=("b",)), one("b", inputs=("a",))], "Figures stand on each other in a circle: a, b."),
        ([one("a"), one("a")], "The figure 'a' is given twice."),
    ],
)
def test_a_wrong_figure_stops_the_run_and_nothing_is_stored(given, message, records, scoped, run) -> None:
    records.more = given
    with pytest.raises(ValueError, match=message.replace("(", r"\(")):
        run()
    assert not FigureRun.objects.exists()


def test_the_database_keeps_one_current_run_and_no_value_without_status(records, scoped, run) -> None:
    run()
    row = queries.current_run("2023-24", "made-up.population")
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    row.is_current, row.value = False, None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("rows", [1, 3])
def test_current_runs_are_one_query(rows, records, scoped, run) -> None:
    records.counts = {f"n{i}": i for i in range(rows)}
    run()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = [(r.run_by.name, r.as_value()) for r in queries.current_runs("2023-24").values()]
    assert (len(found), len(asked)) == (2 * rows + 1, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_running_costs_the_same_queries_whatever_the_rows(rows, records, scoped, run, actor) -> None:
    actor("business_unit")
    records.counts = {f"n{i}": i for i in range(rows)}
    with CaptureQueriesContext(connection) as first:
        run()
    with CaptureQueriesContext(connection) as again:
        run()
    assert (len(first), len(again)) == (9, 7)


# --- small numbers


def test_an_exception_is_recorded_with_its_reason_and_shown(records, scoped, run, actor) -> None:
    records.counts, records.wholes = {"five": 5, "six": 6}, [Whole("made-up.six", ("made-up.five",))]
    run()
    year = queries.report_year("2023-24")
    assert set(queries.disclosure_of(year, year.ends).hidden) == {"made-up.five", "made-up.five.rate"}
    operations.except_figure(
        figure_id="made-up.five", year="2023-24", reason=" Published before. ", by=actor("business_unit"), at=NOON
    )
    operations.except_figure(
        figure_id="made-up.five.rate", year="2023-24", reason="It too.", by=actor("business_unit"), at=NOON
    )
    found = queries.disclosure_of(year, year.ends)
    assert (found.hidden, found.shown("made-up.five")) == ({}, Decimal(5))
    assert found.excepted["made-up.five"].reason == "Published before."
    operations.withdraw_exception(figure_id="made-up.five", year="2023-24", by=actor("business_unit"), at=NOON)
    assert queries.disclosure_of(year, year.ends).shown("made-up.five") is None
    assert [h.history_type for h in DisclosureException.history.filter(figure_id="made-up.five")] == ["-", "+"]


def test_an_exception_needs_a_reason_a_figure_and_the_business_unit(records, scoped, run, actor) -> None:
    run()
    unit = actor("business_unit")
    with pytest.raises(Refused, match="Say why"):
        operations.except_figure(figure_id="made-up.population", year="2023-24", reason=" ", by=unit, at=NOON)
    with pytest.raises(Refused, match="no such figure"):
        operations.except_figure(figure_id="made-up.none", year="2023-24", reason="Why not", by=unit, at=NOON)
    with pytest.raises(NotPermitted):
        operations.except_figure(
            figure_id="made-up.population", year="2023-24", reason="Why not", by=actor("scrutineer"), at=NOON
        )
    with pytest.raises(Refused, match="no exception"):
        operations.withdraw_exception(figure_id="made-up.population", year="2023-24", by=unit, at=NOON)
    assert not DisclosureException.objects.exists()


def test_the_register_of_releases_keeps_what_was_shown_and_no_hidden_value(records, scoped, run, actor) -> None:
    operations.record_release(
        year="2023-24", edition="2023-24, first", shown={"made-up.six": Decimal(6), "made-up.none": None},
        hidden={"made-up.five"}, runs={}, wholes=[], by=actor("business_unit"), at=NOON,
    )  # fmt: skip
    assert queries.released() == [
        Released("made-up.five", "2023-24", "2023-24, first", None, hidden=True, at=NOON),
        Released("made-up.none", "2023-24", "2023-24, first", None, hidden=False, at=NOON),
        Released("made-up.six", "2023-24", "2023-24, first", Decimal(6), hidden=False, at=NOON),
    ]
    with pytest.raises(ValueError, match="Both shown and hidden"):
        operations.record_release(
            year="2023-24", edition="second", shown={"a": Decimal(1)}, hidden={"a"}, runs={}, wholes=[],
            by=actor("business_unit"), at=NOON,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(figure_id="made-up.five").update(value=5)


def test_SN_05_an_edition_is_held_against_what_earlier_ones_went_by(records, scoped, run, actor) -> None:
    """The register has the true value behind a `c` by its run, so that what it was hidden for can still be asked."""
    whole, small, large = "made-up.whole", "made-up.small", "made-up.large"
    records.wholes = [Whole(whole, (small, large), exhaustive=True)]
    records.counts = {"whole": 120, "small": 4, "large": 116}
    run()
    year = queries.report_year("2023-24")
    first = queries.disclosure_of(year, year.ends)
    assert {small, large} <= set(first.hidden)
    operations.record_release(
        year="2023-24", edition="first", shown={i: first.shown(i) for i in first.values}, hidden=set(first.hidden),
        runs=first.runs, wholes=first.wholes, by=actor("business_unit"), at=NOON,
    )  # fmt: skip
    assert Release.objects.get(figure_id=small).value is None
    assert queries.disclosure_of(year, year.ends).given_away == ()
    records.counts = {"whole": 130, "small": 14, "large": 116}
    run(2)
    assert {given.figure: given.edition for given in queries.disclosure_of(year, year.ends).given_away} == {
        small: "first", large: "first",
    }  # fmt: skip
    for figure_id in (small, large):
        operations.except_figure(
            figure_id=figure_id, year="2023-24", reason="The family agreed.", by=actor("business_unit"), at=NOON
        )
    assert queries.disclosure_of(year, year.ends).given_away == ()
