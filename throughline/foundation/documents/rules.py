"""Who may see which kind of file, as the owning apps registered it."""

from collections.abc import Callable, Iterable
from typing import Any

MaySee = Callable[[Any, Any], bool]  # (actor, stored file)

_kinds: dict[str, MaySee] = {}
_owners: list[Callable[[], Iterable[str]]] = []


def register_kind(kind: str, *, may_see: MaySee) -> None:
    """`may_see(actor, file)` is asked on every download; the file's row is in the reader's scope already.

    What an anonymous actor may see is public, and caches outside may keep it.
    """
    if kind in _kinds:
        raise ValueError(f"The kind of file '{kind}' is registered twice.")
    _kinds[kind] = may_see


def may_see(actor: Any, file: Any) -> bool:
    """Nobody may see a kind that nobody registered."""
    found = _kinds.get(file.kind)
    return found is not None and found(actor, file)


def register_contents(hashes: Callable[[], Iterable[str]]) -> None:
    """For an app that keeps content without a stored file's row, such as the parts of an unpacked archive.

    `hashes()` says which contents it names, in every partnership; the sweep of nameless content leaves them alone.
    """
    _owners.append(hashes)


def named_elsewhere() -> set[str]:
    """Hashes of all content that the registered apps name. Asked without a scope."""
    return {sha256 for owner in _owners for sha256 in owner()}
