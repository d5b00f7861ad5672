"""SN-06: the register of tables that were let out, and what it refuses, with the releases named."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.figures import operations, queries
from throughline.foundation.figures.models import ReleasedCell, ReleasedSum, ReleasedTable
from throughline.foundation.figures.suppression.protecting import protect
from throughline.foundation.figures.suppression.released import must_stay_hidden
from throughline.foundation.figures.suppression.tables import Cell, Sum, Table, one_way
from throughline.foundation.figures.values import Whole

NOON = datetime(2024, 4, 2, 12, tzinfo=UTC)
PLANS = {"neglect": 154, "physical": 4, "sexual": 6, "emotional": 117, "multiple": 0}


@pytest.fixture
def release(scoped, actor):
    def let_out(name: str, table: Table, *, hide: tuple[str, ...] = ()) -> ReleasedTable:
        return operations.release_table(
            name=name, protected=protect(table, hide=hide), by=actor("business_unit"), at=NOON
        )  # fmt: skip

    return let_out


def plans(name: str = "plans", **restated: int) -> Table:
    return one_way({**PLANS, **restated}, name=name)


@pytest.mark.django_db
def test_a_released_table_is_kept_with_what_is_behind_each_c(release) -> None:
    table = release("the pack of Q4", plans())
    assert {(c.key, c.count, c.state) for c in table.cells.all()} == {
        ("plans/neglect", 154, "shown"), ("plans/physical", 4, "hidden"), ("plans/sexual", 6, "hidden"),
        ("plans/emotional", 117, "shown"), ("plans/multiple", 0, "shown"), ("plans/Total", 281, "shown"),
    }  # fmt: skip
    (kept,) = queries.everything_released(["plans/neglect"])
    assert (kept.name, kept.cells["plans/sexual"], len(kept.sums)) == ("the pack of Q4", (6, "hidden"), 1)
    assert queries.everything_released(["something else"]) == []


@pytest.mark.django_db
def test_SN_06_a_table_that_gives_an_old_hidden_cell_away_is_refused_with_both_named(release) -> None:
    release("the pack of Q4", plans())
    subtotal = Table(
        [Cell("plans/sexual", 6), Cell("plans/multiple", 0), Cell("plans/both", 6)],
        [Sum("plans/both", ("plans/sexual", "plans/multiple"))],
    )
    with pytest.raises(Refused) as caught:
        release("the open data of May", subtotal)
    assert str(caught.value) == (
        "SN-06: plans/physical, hidden in the pack of Q4, could be found from the pack of Q4 and the open data of May"
        " together. And 1 more. Hide what the earlier release hid, or leave the table as it was."
    )
    assert list(ReleasedTable.objects.values_list("name", flat=True)) == ["the pack of Q4"]
    assert ReleasedCell.objects.count() == 6


@pytest.mark.django_db
def test_SN_06_what_stays_hidden_may_go_out_again(release) -> None:
    release("the pack of Q4", plans())
    again = plans()
    counts = {key: cell.count for key, cell in again.cells.items()}
    hide = must_stay_hidden(counts, queries.everything_released(counts))
    assert hide == {"plans/physical", "plans/sexual"}
    release("the open data of May", again, hide=tuple(hide))
    assert ReleasedTable.objects.count() == 2


@pytest.mark.django_db
def test_SN_06_a_table_two_steps_away_is_held_against_it_too(release) -> None:
    """The total of the first table is a part of the second, whose total is a part of the third."""
    release("one", plans())
    release("two", Table([Cell("plans/Total", 281), Cell("Kent", 900), Cell("both", 1181)],
                         [Sum("both", ("plans/Total", "Kent"))]))  # fmt: skip
    assert [each.name for each in queries.everything_released(["both"])] == ["one", "two"]


@pytest.mark.django_db
def test_a_name_is_used_once_and_never_empty(release) -> None:
    release("the pack of Q4", plans())
    for name in ("the pack of Q4", "  "):
        with pytest.raises(Refused, match="a name of its own"):
            release(name, plans("others"))


@pytest.mark.django_db
def test_SN_06_a_table_is_held_against_the_editions_of_the_report(records, release, run, actor) -> None:
    """The report hid a small count and its complement. A table that shows the complement is refused."""
    whole, small, large = "made-up.whole", "made-up.small", "made-up.large"
    records.wholes = [Whole(whole, (small, large), exhaustive=True)]
    records.counts = {"whole": 120, "small": 4, "large": 116}
    run()
    year = queries.report_year("2023-24")
    first = queries.disclosure_of(year, year.ends)
    operations.record_release(
        year="2023-24", edition="the report of 2023-24", shown={i: first.shown(i) for i in first.values},
        hidden=set(first.hidden), runs=first.runs, wholes=first.wholes, by=actor("business_unit"), at=NOON,
    )  # fmt: skip
    assert first.shown(whole) == Decimal(120)
    table = Table([Cell(large, 116), Cell("elsewhere", 30), Cell("sum", 146)], [Sum("sum", (large, "elsewhere"))])
    with pytest.raises(Refused, match="hidden in the report of 2023-24, could be found from the report of 2023-24 and"):
        release("a table", table)


@pytest.mark.django_db
def test_only_the_business_unit_lets_a_table_out(scoped, actor) -> None:
    with pytest.raises(NotPermitted):
        operations.release_table(name="a", protected=protect(plans()), by=actor("practitioner"), at=NOON)
    assert not ReleasedTable.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        lambda table: ReleasedTable.objects.create(space=table.space, name=table.name, by=table.by, at=NOON),
        lambda table: ReleasedTable.objects.create(space=table.space, name="", by=table.by, at=NOON),
        lambda table: ReleasedCell.objects.create(
            space=table.space, table=table, key="plans/neglect", count=1, state="shown"
        ),
        lambda table: ReleasedCell.objects.create(space=table.space, table=table, key="new", count=1, state="perhaps"),
        lambda table: ReleasedCell.objects.create(space=table.space, table=table, key="new", count=-1, state="shown"),
        lambda table: ReleasedSum.objects.create(space=table.space, table=table, total="", parts=[]),
    ],
)
def test_the_database_refuses_what_is_no_release(release, wrong) -> None:
    table = release("the pack of Q4", plans())
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong(table)
