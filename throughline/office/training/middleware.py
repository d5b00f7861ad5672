"""The content host: gives out the files of uploaded courses by a signed pass, and nothing else of this site.

It stands before sessions, sign-in and every address of the office: on this host there is no cookie, no form and no
write.
"""

import mimetypes
from collections.abc import Callable

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from throughline.foundation.clock import real_now
from throughline.foundation.documents.api import place_of_content
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import partnership_for_host, scope_of
from throughline.office.training.content_host import Pass, read
from throughline.office.training.models import Attempt
from throughline.office.training.queries.elearning import package_file
from throughline.office.training.rules.scorm import ELEMENTS, Version, starting_values

SAME = "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
# Authoring tools write inline scripts and build code from text. Nothing leaves this host: neither by a connection, nor
# by a picture, a frame or a form; and no worker outlives the page.
COURSE = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; object-src 'none'; worker-src 'none';"
    " form-action 'none'; base-uri 'self'"
)
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".woff": "font/woff", ".woff2": "font/woff2",
         ".mp4": "video/mp4", ".json": "application/json", ".svg": "image/svg+xml", ".xhtml": "text/html"}  # fmt: skip


class ContentHostMiddleware:
    """`/<pass>/` is the page around a part of the course; `/<pass>/<path>` a file of its package. All else is 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        prefix = settings.CONTENT_PREFIX
        host = request.get_host()
        if not prefix or not host.startswith(prefix):
            return self.get_response(request)
        office = host.removeprefix(prefix)
        partnership = partnership_for_host(office.rsplit(":", 1)[0])
        signed, _, path = request.path.lstrip("/").partition("/")
        opened = read(signed)
        if partnership is None or opened is None or request.method not in ("GET", "HEAD"):
            return _plain(HttpResponse("Not found.", status=404, content_type="text/plain"), SAME)
        with scope.activate(scope_of(partnership, real_now().date())):
            ancestors = f"; frame-ancestors 'self' {request.scheme}://{office}"
            if not path:
                return _plain(_player(request, opened, f"{request.scheme}://{office}"), SAME + ancestors)
            return _plain(_file(opened, path), COURSE + ancestors)


def _player(request: HttpRequest, opened: Pass, office: str) -> HttpResponse:
    """The page that has the course's interface and, in a frame of its own origin, the course."""
    attempt = Attempt.objects.select_related("package").filter(pk=opened.attempt_id).first()
    parts = attempt.package.manifest_parts if attempt else []
    if attempt is None or attempt.package_id != opened.package_id or opened.part >= len(parts):
        return HttpResponse("Not found.", status=404, content_type="text/plain")
    version, key = Version(attempt.package.version), str(opened.part)
    state, part = attempt.state.get(key, {}), parts[opened.part]
    course = {
        "version": version.value,
        "elements": list(ELEMENTS[version]),
        "starting": starting_values(version, state, attempt.earlier_seconds.get(key, 0)),
        "office": office,
    }
    start = f"{part.start}?{part.query}" if part.query else part.start
    return render(request, "training/player.html", {"course": course, "start": start, "title": part.title})


def _file(opened: Pass, path: str) -> HttpResponseBase:
    found = package_file(opened.package_id, path)
    if found is None:
        return HttpResponse("Not found.", status=404, content_type="text/plain")
    ending = f".{path.rpartition('.')[2].lower()}"
    kind = TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = FileResponse(place_of_content(found.sha256).open("rb"), content_type=kind)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _plain(response: HttpResponseBase, policy: str) -> HttpResponseBase:
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is the pass
    # never the player's page: it says where one left, at an address that is the same when opened twice in a second
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response
