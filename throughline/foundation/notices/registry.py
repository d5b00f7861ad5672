"""Every kind of notice that the system can send, by kind."""

from throughline.foundation.notices.rules import Notice

_kinds: dict[str, type[Notice]] = {}


def register[T: type[Notice]](notice: T) -> T:
    """Decorates the class in an app's notices.py. Raises ValueError where kind or category do not say what it is."""
    if "." not in notice.kind or not notice.category:
        raise ValueError(f"The notice '{notice.kind}' needs a kind as 'app.what' and a category.")
    if notice.kind in _kinds:
        raise ValueError(f"The notice '{notice.kind}' is registered twice.")
    _kinds[notice.kind] = notice
    return notice


def kinds() -> list[type[Notice]]:
    return [_kinds[kind] for kind in sorted(_kinds)]


def find(kind: str) -> type[Notice] | None:
    """None for a kind that an earlier version sent."""
    return _kinds.get(kind)
