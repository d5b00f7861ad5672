"""How a view of another app says that it is a page of a restricted space."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponseBase

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import NotPermitted
from throughline.foundation.clock import real_now
from throughline.foundation.restricted.entering import NotHere, entered
from throughline.foundation.restricted.permissions import RestrictedPermission
from throughline.foundation.restricted.rules import Part

READ_ONLY = "You can read this space, not change it."


def member_page(
    what: str, *, writes: bool = True
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Decorates `view(request, entered, …)` whose address names `restricted_id`. A post is for who may write; with
    `writes=False` for every named member, such as who signs.

    `what` is the page's name in the list of looks: a fixed word, never a record's name.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        def run(request: Request, restricted_id: int, **names: Any) -> HttpResponseBase:
            try:
                with entered(request.actor, restricted_id, what=what, at=real_now()) as inside:
                    may = inside.may_write or (not writes and inside.part is not Part.GLASS)
                    if request.method == "POST" and not may:
                        raise NotPermitted(READ_ONLY)
                    return view(request, inside, **names)
            except NotHere as error:
                raise Http404 from error

        return requires(RestrictedPermission.ENTER)(run)

    return decorate
