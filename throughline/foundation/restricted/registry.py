"""What apps say of their restricted spaces, in their restricted_spaces.py."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class SpaceKind:
    """`kind` is `app.record`; `label` says what it is without saying whose ("Review"); `address(restricted_id)` is the
    page on which a member begins; `partners` are those for whom members sign there, value and label."""

    kind: str
    label: str
    address: Callable[[int], str]
    partners: tuple[tuple[str, str], ...] = ()


_kinds: dict[str, SpaceKind] = {}


def register_space_kind(kind: SpaceKind) -> None:
    if kind.kind in _kinds:
        raise ValueError(f"The kind of restricted space '{kind.kind}' is registered twice.")
    _kinds[kind.kind] = kind


def kind_of(name: str) -> SpaceKind:
    """Raises KeyError for a kind that no app registered."""
    return _kinds[name]
