"""Two kinds of record that no app has: accounts stand for them."""

from collections.abc import Collection, Iterator, Mapping

import pytest

from throughline.foundation.access.actors import Actor
from throughline.foundation.links import registry
from throughline.foundation.links.registry import Kind, Named


@pytest.fixture
def kinds() -> Iterator[None]:
    """`t.open`: everyone sees ids below 1000. `t.hidden`: the business unit alone."""

    def open_to_all(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
        return {pk: Named(f"Open {pk}") for pk in ids if pk < 1000}

    def hidden(actor: Actor, ids: Collection[int]) -> Mapping[int, Named]:
        return {pk: Named(f"Hidden {pk}") for pk in ids} if "business_unit" in actor.roles else {}

    find = {7: Named("Open 7")}
    registry.register_kind(Kind("t.open", "Open", seen=open_to_all, find=lambda actor, words: find, public=True))
    registry.register_kind(Kind("t.hidden", "Hidden", seen=hidden))
    yield
    del registry._kinds["t.open"], registry._kinds["t.hidden"]
