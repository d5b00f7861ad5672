"""Public pages kept for a moment, and the gate of the editors' tree: who may enter it, whose pages, which policy."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import get_conditional_response
from django.utils.csp import CSP

from throughline.foundation.access import second_factor
from throughline.foundation.access.decisions import Decision, decide
from throughline.publishing.website import cms
from throughline.publishing.website.kept_pages import PAGES, Key, key_of, may_be_kept
from throughline.publishing.website.models import PartnershipSite
from throughline.publishing.website.operations import align_editor
from throughline.publishing.website.permissions import WebsitePermission
from throughline.publishing.website.queries import new_address

TREE = "/cms/"
SIGN_IN = "/accounts/"  # signing in and out changes no page of somebody unknown

# Wagtail's admin writes inline scripts and styles, and shows previews in a frame of its own host.
LOOSER = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "form-action": [CSP.SELF],
}


class KeptPagesMiddleware:
    """Answers somebody unknown from what was answered a moment ago. Stands before sessions, which they have not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PAGE_SECONDS:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            try:
                return self.get_response(request)
            finally:
                if not request.path.startswith(SIGN_IN):
                    PAGES.forget()
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        kept = PAGES.get(key)
        response = kept.response() if kept else self._answer(request, key)
        return get_conditional_response(request, etag=response.headers.get("ETag"), response=response) or response

    def _answer(self, request: HttpRequest, key: Key) -> HttpResponse:
        generation = PAGES.generation
        response = self.get_response(request)
        if may_be_kept(response):
            PAGES.put(key, response, seconds=settings.PAGE_SECONDS, generation=generation)
        return response


class OldAddressesMiddleware:
    """Leads on who comes by the address that a page had before. Asks only where nothing else answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        if getattr(request, "partnership", None) is None or request.path.startswith(TREE):
            return response
        to = new_address(request.path)
        return HttpResponsePermanentRedirect(to) if to else response


class EditorsGateMiddleware:
    """Only who holds the permission here, with a second factor, and only in this partnership's own tree."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(TREE):
            return self.get_response(request)
        refused = self.enter(request)
        response = refused or self.get_response(request)
        # A preview comes back with the policy of the page that it shows, which no frame may hold.
        response.headers.pop(str(CSP.HEADER_ENFORCE), None)
        response._csp_config = LOOSER  # type: ignore[attr-defined]
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def enter(self, request: HttpRequest) -> HttpResponse | None:
        actor = request.actor  # type: ignore[attr-defined]
        partnership = request.partnership  # type: ignore[attr-defined]
        decision = decide(WebsitePermission.EDIT_PAGES, actor)
        if decision is Decision.SIGN_IN:
            return redirect_to_login(request.get_full_path())
        if decision is Decision.FORBID:
            align_editor(user=actor.user, partnership=partnership, edits=False)
            raise PermissionDenied
        if decision is Decision.SECOND_FACTOR:
            return second_factor.ask(request)
        found = PartnershipSite.objects.filter(partnership=partnership).select_related("site", "collection").first()
        if found is None:
            raise Http404("This partnership has no public site to edit yet.")
        if not actor.user.groups.filter(pk=found.editors_id).exists():
            align_editor(user=actor.user, partnership=partnership, edits=True)
        request._wagtail_site = found.site  # type: ignore[attr-defined]
        request.partnership_site = found  # type: ignore[attr-defined]
        return None

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        found = getattr(request, "partnership_site", None)
        if found is not None and request.resolver_match is not None:
            cms.refuse_what_is_not_ours(request, request.resolver_match.view_name, kwargs, found)
