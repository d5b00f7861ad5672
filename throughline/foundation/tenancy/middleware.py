"""The host name decides the partnership; the whole request runs in its scope."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from throughline.foundation.clock import real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import partnership_for_host, scope_of

WITHOUT_PARTNERSHIP = ("/health/", "/static/")


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
        partnership = partnership_for_host(request.get_host().rsplit(":", 1)[0])
        if partnership is None:
            return render(request, "tenancy/no_partnership.html", status=503)
        request.partnership = partnership  # type: ignore[attr-defined]
        with scope.activate(scope_of(partnership, real_now().date())):
            return self.get_response(request)
