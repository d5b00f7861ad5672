"""Asks an address whether it still answers: politely, with limits, and never one inside our own network."""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

SECONDS = 10
PAUSE = 1.0  # between two questions to one host
MOST_HOPS = 5
AGENT = "Throughline link check"
BROKEN = (404, 410)
UNSURE = (401, 403, 429)

Verdict = tuple[str, str]


class NotPublic(Exception):
    """The address leads into a private network."""


def ask_all(urls: Iterable[str], *, pause: float = PAUSE, private: bool = False) -> dict[str, Verdict]:
    """url → (ok, warning or broken; what it says). `private`: also addresses of private networks, for tests."""
    last: dict[str, float] = {}
    found = {}
    for url in urls:
        host = urlsplit(url).hostname or ""
        wait = last.get(host, -pause) + pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        found[url] = ask(url, private=private)
        last[host] = time.monotonic()
    return found


def ask(url: str, *, private: bool = False) -> Verdict:
    where = url
    for _ in range(MOST_HOPS):
        try:
            status, to = _status(where, private=private)
        except socket.gaierror:
            return "broken", "there is no such host"
        except NotPublic:
            return "warning", "leads into a private network, so it was not asked"
        except TimeoutError:
            return "warning", "did not answer in time"
        except ssl.SSLError:
            return "warning", "its certificate is not valid"
        except (OSError, http.client.HTTPException, ValueError, UnicodeError) as error:
            return "warning", f"could not be asked ({type(error).__name__})"
        if to and 300 <= status < 400:
            where = urljoin(where, to)
            continue
        return judge(status)
    return "warning", "leads round in circles"


def judge(status: int) -> Verdict:
    """Not found and gone are errors; what asks for a sign-in or has trouble today may well be there."""
    if status in BROKEN:
        return "broken", f"answered {status}, not found" if status == 404 else "answered 410, gone"
    if status in UNSURE:
        return "warning", f"answered {status}: it does not say whether the page is there"
    if status >= 400:
        return "warning", f"answered {status}"
    return "ok", f"answered {status}"


def _status(url: str, *, private: bool) -> tuple[int, str]:
    """HEAD, then GET where HEAD is not understood. The address asked is the one that was looked at."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not an address of the web")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _address(parts.hostname, port, private=private)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    status, to = 0, ""
    for method in ("HEAD", "GET"):
        connection = _Connection(parts.hostname, port, address, secure=parts.scheme == "https")
        try:
            connection.request(method, path, headers={"User-Agent": AGENT, "Accept": "*/*"})
            answer = connection.getresponse()
            status, to = answer.status, answer.headers.get("Location", "")
        finally:
            connection.close()
        if status not in (400, 403, 404, 405, 501):
            break
    return status, to


def _address(host: str, port: int, *, private: bool) -> str:
    found = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for each in found:
        if private or ipaddress.ip_address(each).is_global:
            return str(each)
    raise NotPublic(host)


class _Connection(http.client.HTTPConnection):
    """To an address that was looked at already, under the host's name."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self.address, self.secure = address, secure

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
