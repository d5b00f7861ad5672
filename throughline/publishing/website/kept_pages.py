"""Public pages as they were answered to somebody unknown a moment ago, so that a crowd costs as much as one reader.

Kept in the process for `settings.PAGE_SECONDS`, and only until this process answers anything that may write. So what
one reader changes, all see at once where one process serves the site; else a page is at most so many seconds old.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

MOST_PAGES = 500
MOST_BYTES = 16 * 1024 * 1024  # of all kept pages of a process together
LONGEST_PAGE = 1024 * 1024  # bytes; a yearly report with all its figures has 300 kB
NOT_KEPT = ("no-store", "private")
KEPT = ("text/html", "application/atom+xml", "application/xml")  # pages, feeds, the sitemap


@dataclass(frozen=True)
class Kept:
    """A whole answer. `etag` names its content."""

    until: float
    content: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str

    def response(self) -> HttpResponse:
        response = HttpResponse(self.content)
        for name, value in self.headers:
            response.headers[name] = value
        return response


type Key = tuple[int, str, str, str]


class KeptPages:
    """The pages of one process; safe among its threads. `generation` counts what may have changed them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0
        self.generation = 0

    def get(self, key: Key) -> Kept | None:
        with self._lock:
            found = self._pages.get(key)
            if found is not None and found.until < time.monotonic():
                self._drop(key)
                return None
            return found

    def put(self, key: Key, response: HttpResponse, *, seconds: float, generation: int) -> Kept | None:
        """None, and nothing kept, when something may have been written since `generation` was read."""
        content = response.content
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        response.headers["ETag"] = etag
        response.headers.setdefault("Cache-Control", "no-cache")  # may be kept by a browser, but asked for again
        response.headers.setdefault("Content-Length", str(len(content)))
        kept = Kept(time.monotonic() + seconds, content, tuple(response.headers.items()), etag)
        with self._lock:
            if generation != self.generation:
                return None
            self._drop(key)
            self._pages[key] = kept
            self._bytes += len(content)
            while len(self._pages) > MOST_PAGES or self._bytes > MOST_BYTES:
                self._drop(next(iter(self._pages)))
        return kept

    def _drop(self, key: Key) -> None:
        found = self._pages.pop(key, None)
        if found is not None:
            self._bytes -= len(found.content)

    def forget(self) -> None:
        with self._lock:
            self.generation += 1
            self._pages.clear()
            self._bytes = 0


PAGES = KeptPages()


def key_of(request: HttpRequest) -> Key | None:
    """None for requests that are not somebody unknown reading a page: any cookie or part-page makes them special."""
    partnership = getattr(request, "partnership", None)
    if partnership is None or request.method != "GET" or request.COOKIES or "HX-Request" in request.headers:
        return None
    return (partnership.pk, request.scheme or "", request.get_host(), request.get_full_path())


def may_be_kept(response: HttpResponse) -> bool:
    """A whole page that sets nothing and is not said to be somebody's own."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.headers.get("Content-Type", "").startswith(KEPT)
        and not any(word in response.headers.get("Cache-Control", "") for word in NOT_KEPT)
        and not hasattr(response, "_csp_config")
        and len(response.content) <= LONGEST_PAGE
    )
