"""Web server and worker as two child processes of one supervisor, which ends both and says what happened."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import connections

from throughline.foundation.tenancy.models import Partnership

Say = Callable[[str], None]
ROOT = Path(__file__).resolve().parents[2]
THREADS = 4  # of all web processes together, two each at least; more of them only wait for each other
ANSWERS_WITHIN = 120  # seconds
ENDS_WITHIN = 15


class CannotStart(Exception):
    """The text is for the person at the terminal."""


def port_is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was just left is free
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def some_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def web_command(host: str, port: int) -> list[str]:
    threads = max(2, THREADS // settings.WEB_PROCESSES)
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(settings.WEB_PROCESSES), "--blocking-threads", str(threads), "--no-ws",
        "--log-level", "warning",
        "throughline.config.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), "worker"]


class Supervisor:
    """`start`, then `wait`; `end` stops both. `stop` may be called from a signal."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        self.stopping = True

    def listen_to_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)

    def start(self) -> None:
        """Returns once the site answers. Raises CannotStart."""
        if not port_is_free(self.host, self.port):
            raise CannotStart(f"Port {self.port} is in use by another program. Choose another one: --port 8001")
        connections.close_all()  # children make their own
        environment = {**os.environ, "THROUGHLINE_PORT": str(self.port)}
        for name, command in (("web server", web_command(self.host, self.port)), ("worker", worker_command())):
            self.children[name] = subprocess.Popen(command, cwd=ROOT, env=environment)
        deadline = time.monotonic() + ANSWERS_WITHIN
        while not self.answers():
            dead = self.dead()
            if dead or self.stopping:
                raise CannotStart(f"The {dead} ended before the site answered." if dead else "Ended.")
            if time.monotonic() > deadline:
                raise CannotStart(f"The site did not answer within {ANSWERS_WITHIN} seconds.")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Any answer will do: in production a plain request is sent on to https."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104  compared, not bound
        connection = http.client.HTTPConnection(host, self.port, timeout=5)
        try:
            named = settings.ALLOWED_HOSTS[0].lstrip(".")
            connection.request("GET", "/health/", headers={"Host": named})
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def dead(self) -> str:
        """The name of a child that has ended, or ''."""
        return next((name for name, child in self.children.items() if child.poll() is not None), "")

    def wait(self) -> str:
        """Until a signal ('') or until a child has ended by itself (its name)."""
        while not self.stopping:
            dead = self.dead()
            if dead:
                return dead
            time.sleep(0.2)
        return ""

    def end(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + ENDS_WITHIN
        for child in self.children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def addresses(port: int) -> list[str]:
    """Where a browser on this machine finds each partnership; in production its public names."""
    if settings.PRODUCTION:
        return [f"https://{host.lstrip('.')}/" for host in settings.ALLOWED_HOSTS]
    slugs = Partnership.objects.order_by("-is_default", "slug").values_list("slug", flat=True)
    return [f"http://localhost:{port}/", *(f"http://{slug}.localhost:{port}/" for slug in slugs)]


def serve(host: str, port: int, say: Say) -> int:
    """Starts both, waits and ends both. Returns the exit status."""
    supervisor = Supervisor(host, port)
    supervisor.listen_to_signals()
    try:
        supervisor.start()
        say("Throughline is ready:")
        for address in addresses(port):
            say(f"  {address}")
        say("Ctrl-C ends it.")
        connections.close_all()
        dead = supervisor.wait()
    except CannotStart as error:
        say(str(error))
        return 0 if supervisor.stopping else 1
    finally:
        supervisor.end()
    if dead:
        say(f"The {dead} has ended; the site was stopped.")
        return 1
    return 0
