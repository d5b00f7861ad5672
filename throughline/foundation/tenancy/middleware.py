"""The host name decides the partnership; the whole request runs in its scope."""

import time
from collections.abc import Callable
from copy import copy
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from throughline.foundation.clock import real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import partnership_for_host, scope_of
from throughline.foundation.tenancy.scope import Scope

WITHOUT_PARTNERSHIP = ("/health/", "/static/")
MOST_HOSTS = 200
_served: dict[str, tuple[float, date, Partnership, Scope]] = {}


class PartnershipMiddleware:
    """Sets `request.partnership` and activates its scope. Before any partnership is loaded, says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.partnership = None  # type: ignore[attr-defined]
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return render(request, "400.html", status=400)  # no database text may hold it
        if request.path.startswith(WITHOUT_PARTNERSHIP):
            return self.get_response(request)
        found = served(request.get_host().rsplit(":", 1)[0])
        if found is None:
            return render(request, "tenancy/no_partnership.html", status=503)
        request.partnership, spaces = found  # type: ignore[attr-defined]
        with scope.activate(spaces):
            return self.get_response(request)


def served(host: str) -> tuple[Partnership, Scope] | None:
    """The partnership of that host and its scope today; None before any is loaded.

    Kept in the process for `settings.HOST_SECONDS`: so much later it is noticed that a host or a shared space is new or
    ended.
    """
    today = real_now().date()
    kept = _served.get(host)
    if kept is not None and kept[0] > time.monotonic() and kept[1] == today:
        return copy(kept[2]), kept[3]
    partnership = partnership_for_host(host)
    if partnership is None:
        return None
    spaces = scope_of(partnership, today)
    if settings.HOST_SECONDS:
        if len(_served) >= MOST_HOSTS:
            _served.clear()
        _served[host] = (time.monotonic() + settings.HOST_SECONDS, today, copy(partnership), spaces)
    return partnership, spaces
