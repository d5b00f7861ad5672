"""Links: made by hand, walked as far as the reader may see, with a fixed number of queries."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.actors import ANONYMOUS, Actor
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.links import operations, queries
from throughline.foundation.links.models import Link
from throughline.foundation.links.rules import Direction, Ref, Relation

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 2, 5, 9, 0, tzinfo=UTC)
LED_TO = Relation.LED_TO


def link(actor: Any, source: Ref, target: Ref, says: Relation = LED_TO) -> Link:
    return operations.link(source=source, says=says, target=target, by=actor("business_unit"), at=NOW)


def thread(reader: Actor, start: Ref, direction: Direction) -> queries.Thread:
    both = queries.threads(reader, start)
    assert both is not None
    return both[direction == "forwards"]


def titles(found: queries.Thread) -> list[tuple[int, str, str]]:
    return [(knot.place.depth, knot.place.words, knot.named.title) for knot in found.knots]


@pytest.fixture
def chain(scoped: Any, actor: Any, kinds: None) -> None:
    """Open 1 → Hidden 2 → Open 3; Open 1 → Open 4."""
    link(actor, Ref("t.open", 1), Ref("t.hidden", 2))
    link(actor, Ref("t.hidden", 2), Ref("t.open", 3))
    link(actor, Ref("t.open", 1), Ref("t.open", 4), Relation.TAUGHT_IN)


def test_forwards_and_backwards(chain: None, actor: Any) -> None:
    unit = actor("business_unit")
    assert titles(thread(unit, Ref("t.open", 1), "forwards")) == [
        (0, "", "Open 1"), (1, "led to", "Hidden 2"), (2, "led to", "Open 3"), (1, "is taught in", "Open 4"),
    ]  # fmt: skip
    assert titles(thread(unit, Ref("t.open", 3), "backwards")) == [
        (0, "", "Open 3"), (1, "because of", "Hidden 2"), (2, "because of", "Open 1"),
    ]  # fmt: skip


def test_what_may_not_be_seen_is_not_followed(chain: None) -> None:
    assert titles(thread(ANONYMOUS, Ref("t.open", 1), "forwards")) == [
        (0, "", "Open 1"), (1, "is taught in", "Open 4"),
    ]  # fmt: skip
    assert titles(thread(ANONYMOUS, Ref("t.open", 3), "backwards")) == [(0, "", "Open 3")]
    assert queries.threads(ANONYMOUS, Ref("t.hidden", 2)) is None
    assert queries.threads(ANONYMOUS, Ref("t.nothing", 1)) is None


def test_the_same_link_twice_is_one_and_taking_it_out_stays_in_the_history(chain: None, actor: Any) -> None:
    again = link(actor, Ref("t.open", 1), Ref("t.hidden", 2))
    assert Link.objects.count() == 3
    operations.unlink(link_id=again.pk, by=actor("business_unit"), at=NOW)
    assert Link.objects.count() == 2
    assert [row.history_type for row in Link.history.filter(id=again.pk)] == ["-", "+"]


def test_links_are_made_by_who_may_of_records_they_see(chain: None, actor: Any) -> None:
    with pytest.raises(NotPermitted):
        operations.link(source=Ref("t.open", 1), says=LED_TO, target=Ref("t.open", 5), by=actor("practitioner"), at=NOW)
    with pytest.raises(Refused, match="not there"):
        link(actor, Ref("t.open", 1), Ref("t.open", 1001))
    with pytest.raises(Refused, match="itself"):
        link(actor, Ref("t.open", 1), Ref("t.open", 1))


def test_the_database_refuses_a_link_to_itself_and_an_unknown_relation(scoped: Any) -> None:
    for says, target in ((LED_TO.value, 1), ("likes", 2)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Link.objects.create(
                space_id=scoped.home_id, source_kind="t.open", source_id=1, says=says, target_kind="t.open",
                target_id=target,
            )  # fmt: skip


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_queries_does_not_grow(
    scoped: Any, actor: Any, kinds: None, many: int, django_assert_num_queries: Any
) -> None:
    unit = actor("business_unit")
    for number in range(many):
        link(actor, Ref("t.open", 1), Ref("t.open", 10 + number))
    with django_assert_num_queries(1):  # what was linked by hand; the kinds of this test ask nothing
        found = thread(unit, Ref("t.open", 1), "forwards")
    assert len(found.knots) == many + 1


def test_the_pages(partnership: Any, kinds: None, actor: Any, sign_in: Any, client: Any) -> None:
    unit = sign_in(partnership, "business_unit")
    page = "/thread/t.open/1/"
    assert "Nothing that you may see" in client.get(page, headers={"host": "medway.localhost"}).content.decode()
    form = "/office/thread/t.open/1/link/"
    assert "No record has these words" in unit.get(form, {"kind": "t.hidden", "q": "x"}).content.decode()
    found = unit.get(form, {"kind": "t.open", "q": "7"}).content.decode()
    assert "Open 7" in found
    assert unit.post(f"{form}?kind=t.open&q=7", {}).status_code == 422
    answer = unit.post(f"{form}?kind=t.open&q=7", {"target": "t.open:7", "says": "forwards:taught_in"})
    assert answer.status_code == 302
    public = client.get(page, headers={"host": "medway.localhost"}).content.decode()
    assert "Is taught in" in public
    assert "Open 7" in public
    assert "by hand" not in public
    backwards = client.get("/thread/t.open/7/", headers={"host": "medway.localhost"}).content.decode()
    assert "Teaches what came of" in backwards
    made = unit.get(form).content.decode()
    remove = made.split('action="')[1].split('"')[0]
    assert unit.post(remove).status_code == 302
    assert "Is taught in" not in client.get(page, headers={"host": "medway.localhost"}).content.decode()
    assert client.get("/thread/t.hidden/2/", headers={"host": "medway.localhost"}).status_code == 404
