"""Who is writing now, for the history. Set by access when an operation opens, read by the history library."""

from contextvars import ContextVar
from typing import Any

_user: ContextVar[Any] = ContextVar("acting_user", default=None)
set_user = _user.set
reset_user = _user.reset


def acting_user(instance: Any = None, request: Any = None, **kwargs: Any) -> Any:
    """The user of the operation that is open; None outside of one (migrations, rows that tests make)."""
    return _user.get()
