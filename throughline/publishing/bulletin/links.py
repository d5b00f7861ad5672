"""Asks for the addresses in an issue: politely, one at a time, a little each, from the worker alone.

CHECK_LINKS=no switches it off on a machine without internet. Addresses inside a network are not asked for.
"""

import http.client
import ipaddress
import socket
import ssl
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from django.conf import settings

from throughline.publishing.bulletin.models import LinkCheck
from throughline.publishing.bulletin.queries.issues import content_of, issue
from throughline.publishing.bulletin.rules.checks import LinkState
from throughline.publishing.bulletin.rules.content import links_of

SECONDS = 10
MOST = 200  # addresses of one issue
AGENT = "Throughline-link-check/1.0 (asks once an issue)"
GONE, UNSURE = (404, 410), (401, 403, 429)


def unasked(issue_id: int) -> list[str]:
    """[] where checking is switched off."""
    if not settings.CHECK_LINKS:
        return []
    wanted = {address[:500] for address, _ in links_of(content_of(issue(issue_id)))}
    rows = LinkCheck.objects.filter(url__in=wanted, state=LinkState.UNASKED).order_by("pk")
    return list(rows.values_list("url", flat=True)[:MOST])


def ask(url: str) -> tuple[LinkState, str]:
    """404, 410 and unknown hosts are gone; 401, 403, 429, time-outs and what else may pass are unsure."""
    parts = urlsplit(url)
    try:
        refused = _inside(parts.hostname or "")
    except socket.gaierror:
        return LinkState.GONE, f"There is no host {parts.hostname}."
    if refused and not settings.CHECK_LINKS_INSIDE:
        return LinkState.UNSURE, "It is an address inside a network, which is not asked for from here."
    for method in ("HEAD", "GET"):
        code = _code(url, method)
        if code in (405, 501, 400) and method == "HEAD":
            continue
        return _judged(code)
    return _judged(400)


class _Outside(urllib.request.HTTPRedirectHandler):
    """A page may not lead the checker into a network either."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        if not settings.CHECK_LINKS_INSIDE and _inside(urlsplit(newurl).hostname or ""):
            raise urllib.error.URLError("it leads inside a network")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_opener = urllib.request.build_opener(_Outside)


def _code(url: str, method: str) -> int | str:
    request = urllib.request.Request(url, method=method, headers={"User-Agent": AGENT, "Accept": "*/*"})  # noqa: S310  http and https alone
    try:
        with _opener.open(request, timeout=SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except urllib.error.URLError as error:
        reason = error.reason
        if isinstance(reason, socket.gaierror):
            return "unknown host"
        return "its certificate is not valid" if isinstance(reason, ssl.SSLError) else "no answer"
    except (OSError, ValueError, http.client.HTTPException):
        return "no answer"


def _judged(code: int | str) -> tuple[LinkState, str]:
    if code in GONE:
        return LinkState.GONE, f"The page is not there (answer {code})."
    if code == "unknown host":
        return LinkState.GONE, "Its host is unknown."
    if isinstance(code, int) and code < 400:
        return LinkState.GOOD, ""
    if code in UNSURE:
        return LinkState.UNSURE, f"It does not let itself be checked (answer {code}): open it yourself."
    said = f"answer {code}" if isinstance(code, int) else code
    return LinkState.UNSURE, f"It could not be checked ({said}): open it yourself."


def _inside(host: str) -> bool:
    """True for this machine and private networks. Raises gaierror for a host that is unknown."""
    found = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
    return any(not ipaddress.ip_address(str(address).partition("%")[0]).is_global for address in found)
