"""Where findings and actions come from. Other apps register themselves in their action_sources.py.

register_source(Source("reviews.review", "Review", titles=…, may_see=…))
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from throughline.foundation.access.actors import Actor

DIRECT = "direct"


@dataclass(frozen=True)
class Named:
    """What a source's record is called, and its own page ('' where it has none)."""

    title: str
    url: str = ""


@dataclass(frozen=True)
class Source:
    """`kind` is `app.record`. `named(ids)`: id → name and page, in one query for all. `may_see(actor, ids)`: those
    that this person may know of; of the others neither name nor link is shown."""

    kind: str
    label: str
    named: Callable[[Collection[int]], Mapping[int, Named]]
    may_see: Callable[[Actor, Collection[int]], Collection[int]]


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    if source.kind in _sources or source.kind == DIRECT:
        raise ValueError(f"The source '{source.kind}' is registered twice.")
    _sources[source.kind] = source


def sources() -> list[Source]:
    return [_sources[kind] for kind in sorted(_sources)]


def label_of(kind: str) -> str:
    """'Review'; what an app that is gone registered is 'Other source'."""
    if kind == DIRECT:
        return "Raised directly"
    return _sources[kind].label if kind in _sources else "Other source"


def known(kind: str) -> bool:
    return kind == DIRECT or kind in _sources


def named(actor: Actor, pairs: Collection[tuple[str, int | None]]) -> dict[tuple[str, int | None], Named]:
    """(kind, id) → name and page, for those that the actor may see. A query a kind."""
    found: dict[tuple[str, int | None], Named] = {}
    for source in sources():
        ids = {source_id for kind, source_id in pairs if kind == source.kind and source_id is not None}
        if ids:
            seen = set(source.may_see(actor, ids))
            names = source.named(seen) if seen else {}
            found |= {(source.kind, source_id): names[source_id] for source_id in seen if source_id in names}
    return found
