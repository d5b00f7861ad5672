"""Where a record can be read: the publishing wing says so by `register`, and lower apps link their figures' records."""

from collections.abc import Callable

Address = Callable[[str], str]

_pages: dict[str, Address] = {}


def register(kind: str, address: Address) -> None:
    """`address(slug)`: the page that every reader of a figure may open for the record of that kind."""
    if kind in _pages:
        raise ValueError(f"The pages of '{kind}' are registered twice.")
    _pages[kind] = address


def page_of(kind: str, slug: str = "") -> str:
    """The record's address; '' where no page shows records of the kind."""
    return _pages[kind](slug) if kind in _pages else ""
