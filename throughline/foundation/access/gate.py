"""How a view says who may use it: `@public` or `@requires(permission)`. The gate itself is GateMiddleware."""

from collections.abc import Callable
from typing import Any, TypeVar

from throughline.foundation.access.decisions import PUBLIC, Access
from throughline.foundation.access.permissions import Permission

V = TypeVar("V", bound=Callable[..., Any])

# Trees that are not ours, each with its own gate: the sign-in library, Wagtail's admin, its file and page serving,
# and the webhooks of a provider of mail.
THIRD_PARTY_PREFIXES = ("accounts/", "cms/", "documents/", "anymail/")


def public[V: Callable[..., Any]](view: V) -> V:
    """Anyone may ask for this page."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def requires(permission: Permission) -> Callable[[V], V]:
    """Only who holds the permission here, with a second factor where the role needs one."""

    def mark(view: V) -> V:
        view.access = permission  # type: ignore[attr-defined]
        return view

    return mark


def access_of(view: Any) -> Access | None:
    """What a view declares; None when it forgot. Class-based views carry it on the class or on as_view()."""
    return getattr(view, "access", None) or getattr(getattr(view, "view_class", None), "access", None)
