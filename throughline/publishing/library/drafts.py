"""Where drafts come from: the app that holds the editors' pages says so when it starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from throughline.publishing.library.operations.documents import Section


@dataclass(frozen=True)
class Draft:
    """An editors' page as it stands, published or not."""

    page: int
    title: str
    sections: tuple[Section, ...]


_sources: list[Callable[[], Sequence[Draft]]] = []


def register_drafts(source: Callable[[], Sequence[Draft]]) -> None:
    """`source()` gives the drafts of the active partnership."""
    if source not in _sources:
        _sources.append(source)


def drafts() -> list[Draft]:
    return [draft for source in _sources for draft in source()]
