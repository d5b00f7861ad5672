"""`@operation` opens the only write transactions of our apps: permission, transaction, history, in that order."""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.permissions import Permission
from throughline.foundation.tenancy import acting

P = ParamSpec("P")
R = TypeVar("R")


class Refused(Exception):
    """An operation was refused. The text is fit for the user and says what to do."""


class NotPermitted(Refused):
    """The actor does not hold the permission here."""


class WriteOnRead(RuntimeError):
    """A GET tried to write."""


_reading: ContextVar[bool] = ContextVar("reading", default=False)
_open: ContextVar[bool] = ContextVar("operation_open", default=False)


def reading(value: bool) -> Any:
    """Marks the request as one that only reads. Returns the token for `_reading.reset`."""
    return _reading.set(value)


def stop_reading(token: Any) -> None:
    _reading.reset(token)


def is_reading() -> bool:
    return _reading.get()


def operation_is_open() -> bool:
    return _open.get()


def operation(permission: Permission | None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorates a write: keyword-only, with `by: Actor`. None: no permission of its own (called by anyone or by the
    system), which its docstring must explain. An operation may call another; they share the outer transaction.
    """

    def decorate(write: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(write)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if args:
                raise TypeError(f"{write.__name__} takes keyword arguments only.")
            by = kwargs.get("by")
            if not isinstance(by, Actor):
                raise TypeError(f"{write.__name__} needs by=Actor.")
            if _reading.get():
                raise WriteOnRead(f"{write.__name__} was called while answering a GET.")
            if permission is not None and not by.may(permission):
                raise NotPermitted("You do not have permission to do this.")
            user_token = acting.set_user(by.user)
            open_token = _open.set(True)
            try:
                with transaction.atomic():
                    return write(*args, **kwargs)
            finally:
                _open.reset(open_token)
                acting.reset_user(user_token)

        run.permission = permission  # type: ignore[attr-defined]
        return run

    return decorate
