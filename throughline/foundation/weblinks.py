"""Asks an address of the web whether it still answers: politely, with limits, and never one inside our own network.

    ask("https://www.example.org/a")   → (Answer.GONE, "The page is not there (answer 404).")
    ask_all(urls)                      → the same for each, one at a time, a second between two questions to one host
    ask_each(urls)                     → each as soon as it answered

404, 410 and unknown hosts are gone; 401, 403, 429, time-outs and what else may pass are unsure. The address that is
connected to is the one that was looked at, so that a name which changes its mind leads nowhere else.
The standard library alone; who calls it decides whether links are asked for at all (LINK_CHECK).
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

SECONDS = 10.0
PAUSE = 1.0  # seconds between two questions to one host
MOST_HOPS = 5
AGENT = "Throughline-link-check/1.0"
GONE, UNSURE = (404, 410), (401, 403, 429)
NOT_FOR_HEAD = (400, 403, 404, 405, 501)  # a server that answers so to HEAD may have the page all the same


class Answer(StrEnum):
    GOOD = "good"
    GONE = "gone"
    UNSURE = "unsure"


Verdict = tuple[Answer, str]


class Inside(Exception):
    """The address is one of this machine or of a private network."""


def ask_all(urls: Iterable[str], *, inside: bool = False) -> dict[str, Verdict]:
    """url → (answer, what to tell about it). `inside`: addresses inside a network as well, for tests."""
    return dict(ask_each(urls, inside=inside))


def ask_each(urls: Iterable[str], *, inside: bool = False) -> Iterator[tuple[str, Verdict]]:
    last: dict[str, float] = {}
    for url in urls:
        host = _host(url)
        if host in last:
            time.sleep(max(0.0, last[host] + PAUSE - time.monotonic()))
        yield url, ask(url, inside=inside)
        last[host] = time.monotonic()


def ask(url: str, *, inside: bool = False, seconds: float = SECONDS) -> Verdict:
    where = url
    for _ in range(MOST_HOPS):
        try:
            status, to = _status(where, inside=inside, seconds=seconds)
        except socket.gaierror as error:
            return unknown_host(error, _host(where))
        except Inside:
            return Answer.UNSURE, "It is an address inside a network, which is not asked for from here."
        except TimeoutError:
            return _could_not("no answer in time")
        except ssl.SSLError:
            return _could_not("its certificate is not valid")
        except (OSError, http.client.HTTPException, ValueError, UnicodeError):
            return _could_not("no answer")
        if not (to and 300 <= status < 400):
            return judge(status)
        where = urljoin(where, to)
    return _could_not("it leads round in circles")


def judge(status: int) -> Verdict:
    if status in GONE:
        return Answer.GONE, f"The page is not there (answer {status})."
    if status in UNSURE:
        return Answer.UNSURE, f"It does not let itself be checked (answer {status}): open it yourself."
    if status >= 400:
        return _could_not(f"answer {status}")
    return Answer.GOOD, ""


def unknown_host(error: socket.gaierror, host: str) -> Verdict:
    """A name that nobody knows is gone; a name service that did not answer says nothing about the name."""
    if error.errno in (socket.EAI_AGAIN, socket.EAI_FAIL):
        return _could_not("the name service did not answer")
    return Answer.GONE, f"There is no host {host}."


def _could_not(why: str) -> Verdict:
    return Answer.UNSURE, f"It could not be checked ({why}): open it yourself."


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _status(url: str, *, inside: bool, seconds: float) -> tuple[int, str]:
    """HEAD, then GET where HEAD is not understood."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not an address of the web")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _address(parts.hostname, port, inside=inside)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    status, to = 0, ""
    for method in ("HEAD", "GET"):
        connection = _Connection(parts.hostname, port, address, secure=parts.scheme == "https", seconds=seconds)
        try:
            connection.request(method, path, headers={"User-Agent": AGENT, "Accept": "*/*"})
            answer = connection.getresponse()
            status, to = answer.status, answer.headers.get("Location", "")
        finally:
            connection.close()
        if status not in NOT_FOR_HEAD:
            break
    return status, to


def _address(host: str, port: int, *, inside: bool) -> str:
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not inside and any(not ipaddress.ip_address(each.partition("%")[0]).is_global for each in found):
        raise Inside(host)
    return found[0]


class _Connection(http.client.HTTPConnection):
    """To an address that was looked at already, under the host's name."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self.address, self.secure = address, secure

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
