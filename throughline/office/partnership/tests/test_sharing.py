"""What partnerships share is one record each, whoever was loaded first."""

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from throughline.foundation.access.actors import system_actor
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership, Space
from throughline.foundation.tenancy.operations import make_partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.partnership import api
from throughline.office.partnership.models import AgencyInvolvement, Group, GroupPartner, Organisation

pytestmark = pytest.mark.django_db
AT, ON = datetime(2024, 9, 2, 10, tzinfo=UTC), date(2024, 9, 2)
type Agencies = dict[str, list[str]]
type Groups = dict[str, list[str]]


def load(slug: str, agencies: Agencies, groups: Groups) -> list[str]:
    """Records what a partnership says: agency → aliases, group → joint with. Returns what became shared."""
    tenant = Partnership.objects.filter(slug=slug).first() or make_partnership(
        slug=slug, name=f"{slug.capitalize()} Partnership", short_name="", area=slug.capitalize(), nation="England",
        report_year_starts="04-01", website="", demonstration=False,
    )  # fmt: skip
    by = system_actor("command line")
    with scope.activate(scope_of(tenant, ON)):
        api.record_agencies(
            rows=[
                api.AgencyInput(name, "other", f"as {slug} says", False, aliases)
                for name, aliases in agencies.items()
            ],
            by=by, at=AT,
        )  # fmt: skip
        api.record_groups(
            rows=[
                api.GroupInput(
                    name, "", f"kind in {slug}", joint_with, f"meets in {slug}" if slug > "b" else "", "", []
                )
                for name, joint_with in groups.items()
            ],
            by=by, at=AT,
        )  # fmt: skip
        api.record_aliases(partnership=[f"{slug} board"], agencies=agencies, groups={}, by=by, at=AT)
        return [change.label for change in api.settle_sharing(by=by, at=AT)]


def view(slug: str) -> tuple[Any, Any]:
    """What a partnership sees, without ids."""
    with scope.activate(scope_of(Partnership.objects.get(slug=slug), ON)):
        return (
            [(a.name, a.sector, a.involvement, a.aliases, a.joint) for a in api.agencies()],
            [(g.name, g.slug, g.kind, g.meets, g.joint_with, g.joint) for g in api.groups()],
        )


def counts() -> tuple[int, int, int]:
    with scope.unscoped(reason="a test counts all rows"):
        return Organisation.objects.count(), Group.objects.count(), GroupPartner.objects.count()


def history_of(model: Any, name: str) -> list[tuple[str, str]]:
    with scope.unscoped(reason="a test reads all histories"):
        rows = model.history.filter(name=name).order_by("history_id")
        kinds = dict(Space.objects.values_list("pk", "kind"))
        return [(row.history_type, kinds[row.space_id]) for row in rows]


NORTH = (
    "north",
    {"Police": [], "The ICB": ["NHS North and South"], "North Council": []},
    {"Joint Group": ["South Board", "A body outside"]},
)
SOUTH = ("south", {"police": [], "NHS North & South": [], "South Council": []}, {"joint group": ["North Partnership"]})


def test_one_record_moved_with_its_history_and_everyones_own_words() -> None:
    load(*NORTH)
    assert counts() == (3, 1, 2)
    assert view("north")[1] == [
        ("Joint Group", "joint-group", "kind in north", "meets in north", ("A body outside", "South Board"), False)
    ]
    assert load(*SOUTH) == ["Joint Group", "Police", "The ICB"]
    assert counts() == (4, 1, 3)
    assert view("north") == (
        [
            ("Police", "other", "as north says", (), True),
            ("The ICB", "other", "as north says", ("NHS North and South",), True),
            ("North Council", "other", "as north says", (), False),
        ],
        [
            (
                "Joint Group",
                "joint-group",
                "kind in north",
                "meets in north",
                ("A body outside", "South Partnership"),
                True,
            )
        ],
    )
    assert view("south") == (
        [
            ("police", "other", "as south says", (), True),
            ("NHS North & South", "other", "as south says", (), True),
            ("South Council", "other", "as south says", (), False),
        ],
        [
            (
                "Joint Group",
                "joint-group",
                "kind in north",
                "meets in north",
                ("A body outside", "North Partnership"),
                True,
            )
        ],
    )
    assert history_of(Organisation, "Police") == [("+", "home"), ("~", "joint")]
    assert history_of(Group, "Joint Group") == [("+", "home"), ("~", "joint")]
    with scope.unscoped(reason="a test looks at all spaces"):
        assert [space.name for space in Space.objects.filter(kind="joint")] == ["North and South"]


def test_a_second_load_settles_nothing_more() -> None:
    load(*NORTH)
    load(*SOUTH)
    before = history_of(Organisation, "Police"), history_of(Group, "Joint Group"), counts()
    assert load(*NORTH) == []
    assert load(*SOUTH) == []
    assert (history_of(Organisation, "Police"), history_of(Group, "Joint Group"), counts()) == before


def test_two_who_share_nothing_keep_bodies_of_one_name_apart() -> None:
    load("north", {"NHS England": []}, {"Executive": []})
    load("south", {"NHS England": []}, {"Executive": []})
    assert counts() == (2, 2, 0)
    assert (view("north")[0][0][4], view("south")[1][0][5]) == (False, False)


def test_a_joint_group_that_only_one_lists_is_seen_by_both() -> None:
    load("north", {}, {"Joint Group": ["south board"]})
    load("south", {}, {})
    assert view("south")[1] == [
        ("Joint Group", "joint-group", "kind in north", "meets in north", ("North Partnership",), True)
    ]


def test_a_group_that_is_joint_no_more_goes_home_and_both_keep_their_own() -> None:
    load(*NORTH)
    load(*SOUTH)
    load("north", NORTH[1], {"Joint Group": []})
    assert view("north")[1][0][4:] == (("South Partnership",), True)  # the south still says so
    load("south", SOUTH[1], {"joint group": []})
    assert [row[4:] for slug in ("north", "south") for row in view(slug)[1]] == [((), False), ((), False)]


def test_what_pointed_to_the_second_record_points_to_the_one_that_stays() -> None:
    """Two loaded partnerships become linked later: their two organisations become one, and involvements follow."""
    load("north", {"Police": []}, {})
    load("south", {"Police": []}, {})
    assert counts()[0] == 2
    assert load("north", {"Police": []}, {"Joint Group": ["South Partnership"]}) == ["Police"]
    with scope.unscoped(reason="a test looks at all rows"):
        police = Organisation.objects.get()
        assert {row.organisation_id for row in AgencyInvolvement.objects.all()} == {police.pk}
    assert history_of(Organisation, "Police") == [("+", "home"), ("+", "home"), ("~", "joint"), ("-", "home")]


NAMES = ["Police", "NHS", "Fire", "Probation"]
world = st.fixed_dictionaries(
    {
        slug: st.tuples(
            st.dictionaries(st.sampled_from(NAMES[:3]), st.just([]), max_size=3),
            st.sampled_from([None, *NAMES]),
            st.dictionaries(
                st.sampled_from(["Group one", "Group two"]),
                st.lists(
                    st.sampled_from(["A Partnership", "b board", "C Partnership", "Outside", "OUTSIDE"]),
                    max_size=3, unique=True,
                ),
            ),
        )
        for slug in ("a", "b", "c")
    }
)  # fmt: skip


@pytest.mark.slow
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@example(
    world={
        "a": ({"NHS": []}, "Police", {}),
        "b": ({"Police": [], "NHS": []}, None, {"Group one": ["A Partnership", "b board", "C Partnership"]}),
        "c": ({"Police": []}, None, {}),
    }
)
@given(world)
def test_the_order_of_loading_does_not_matter(transaction_kept: Any, world: dict[str, Any]) -> None:
    outcomes = []
    for order in permutations(world):
        with transaction_kept():
            for slug in order:
                load(slug, *_said(world[slug]))
            seen = {slug: view(slug) for slug in world}
            assert [load(slug, *_said(world[slug])) for slug in order] == [[], [], []]
            assert {slug: view(slug) for slug in world} == seen
            outcomes.append((seen, counts()))
    assert all(outcome == outcomes[0] for outcome in outcomes)


def _said(stated: Any) -> tuple[Agencies, Groups]:
    agencies, alias, groups = stated
    named = {name: list(aliases) for name, aliases in agencies.items()}
    if alias and named and alias not in named:
        named[min(named)].append(alias)
    return named, groups


@pytest.fixture
def transaction_kept(db: None) -> Any:
    """A block whose writes are taken back at its end."""
    from collections.abc import Iterator
    from contextlib import contextmanager

    from django.db import transaction

    @contextmanager
    def block() -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return block
