"""Who may see which kind of file, as the owning apps registered it."""

from collections.abc import Callable
from typing import Any

MaySee = Callable[[Any, Any], bool]  # (actor, stored file)

_kinds: dict[str, MaySee] = {}


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
