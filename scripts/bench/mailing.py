"""./bench bulletin: a mail-out beside bare smtplib in the same run, its memory, the page with many rows.
./bench bulletin-kills: a mail-out whose worker is killed ten times.

The stages that need Django run as `python -m scripts.bench.mailing STAGE …` on a data folder of their own. Mail goes to
`smtp-sink` (Debian's postfix) or to a sink of ours on this machine, and nowhere else.
"""

import os
import resource
import signal
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import StringIO
from pathlib import Path
from shutil import which

from scripts.bench.machine import measured_here
from scripts.postgres import free_port, unprivileged
from scripts.server import ROOT

HEADING = "## The bulletin’s mail-out"
KILLED = "## The bulletin’s queue, killed"
SINK = which("smtp-sink") or which("smtp-sink", path="/usr/sbin")


def measure(*, quick: bool) -> list[str]:
    """On SQLite, the embedded default."""
    recipients = 1_000 if quick else 20_000
    lines = [HEADING, "", measured_here(), ""]
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder:
        data = Path(folder)
        port = free_port()
        environment = surroundings(data, port)
        issue = stage(environment, "prepare", str(recipients))
        with sink(port) as name:
            sample = Path(stage(environment, "sample", issue)).read_bytes()
            bare = baselines(port, sample, 500 if quick else 3_000)
            said, peak = send(environment, issue)
        sent, seconds = int(said.split()[0]), float(said.split()[3])
        rate = sent / seconds
        lines += [
            f"{sent} recipients, a real issue of {len(sample) // 1024} kB, one worker, to {name}; in the same run bare"
            " `smtplib` on one connection:",
            "",
            "| way | messages a second | ours is |",
            "|---|---:|---:|",
            *(f"| {way} | {each:.0f} | {rate / each:.2f} times |" for way, each in bare.items()),
            f"| this queue, delivery rows written | {rate:.0f} | |",
            "",
            f"Peak memory of the process that sends: {peak} MB.",
            "",
        ]
        print("\n".join(lines), file=sys.stderr)  # what is measured is not lost when the rest fails
        rows, page = stage(environment, "page", issue, str(10_000 if quick else 100_000)).split()
        lines += [f"The issue’s page with {int(rows):,} delivery rows: median {float(page):.0f} ms of eleven.", ""]
    return lines


def measure_kills(*, quick: bool) -> list[str]:
    """On SQLite: there the queue writes without waiting for the disk between two messages."""
    kills, recipients = (3, 300) if quick else (10, 5_000)
    return [KILLED, "", measured_here(), "", kill(kills, recipients), ""]


def surroundings(data: Path, port: int) -> dict[str, str]:
    return {
        **os.environ, "DATA_DIR": str(data), "THROUGHLINE_MODE": "local", "THROUGHLINE_BENCH": "yes",
        "BULLETIN_URL": f"smtp://127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "throughline.config.settings",
    }  # fmt: skip


def stage(environment: dict[str, str], *arguments: str) -> str:
    """The last line that the stage printed."""
    command = [sys.executable, "-W", "ignore", "-m", "scripts.bench.mailing", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout.strip().splitlines()[-1]


@contextmanager
def sink(port: int) -> Iterator[str]:
    if SINK is None:
        server = OwnSink(port)
        yield "a sink in Python (smtp-sink is not installed)"
        server.close()
        return
    user = unprivileged()  # it refuses to run as root
    as_user = ["-u", user.pw_name] if user else []
    process = subprocess.Popen(
        [SINK, *as_user, f"127.0.0.1:{port}", "100"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield "`smtp-sink`"
    finally:
        process.kill()
        process.wait()


def baselines(port: int, sample: bytes, number: int) -> dict[str, float]:
    """Messages a second of bare smtplib: each built with `email`, and ready-made. The better of two turns each."""
    issue = message_from_bytes(sample, policy=policy.default)
    plain, page = (part.get_content() if part else "" for part in map(issue.get_body, (("plain",), ("html",))))

    def built(smtp: smtplib.SMTP, to: str) -> None:
        message = EmailMessage(policy=policy.SMTP)
        message["From"], message["To"], message["Subject"] = "no-reply@example.org", to, str(issue["Subject"])
        message["List-Unsubscribe"] = f"<https://www.example.org/leave/{to}/>"
        message.set_content(plain)
        message.add_alternative(page, subtype="html")
        smtp.sendmail("no-reply@example.org", [to], message.as_bytes())

    def ready(smtp: smtplib.SMTP, to: str) -> None:
        smtp.sendmail("no-reply@example.org", [to], sample)

    found = {}
    for way, one in (("`smtplib`, built with `email`", built), ("`smtplib`, ready-made", ready)):
        rates = []
        for _ in range(2):
            with smtplib.SMTP("127.0.0.1", port) as smtp:
                began = time.monotonic()
                for each in range(number):
                    one(smtp, f"r{each}@example.org")
                rates.append(number / (time.monotonic() - began))
        found[way] = max(rates)
    return found


def send(environment: dict[str, str], issue: str) -> tuple[str, int]:
    """(what it said, megabytes at its peak)."""
    process = start(environment, issue, stdout=subprocess.PIPE)
    said = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(said)
    return said.strip().splitlines()[-1], used.ru_maxrss // 1024


def start(environment: dict[str, str], issue: str, **pipes: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-W", "ignore", "manage.py", "send_bulletin", issue, "--dead-after", "0"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)


class OwnSink:
    """Remembers whom it took a message for, before it says so."""

    def __init__(self, port: int) -> None:
        self.taken: list[str] = []
        self.socket = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as file:
            try:
                connection.sendall(b"220 sink\r\n")
                to = ""
                while line := file.readline():
                    verb = line.strip().upper()
                    if verb.startswith(b"RCPT"):
                        to = line.partition(b"<")[2].partition(b">")[0].decode()
                    if verb == b"DATA":
                        connection.sendall(b"354 go on\r\n")
                        while (each := file.readline()) != b".\r\n":
                            if not each:
                                return
                        self.taken.append(to)
                    connection.sendall(b"250-sink\r\n250 PIPELINING\r\n" if verb.startswith(b"EHLO") else b"250 OK\r\n")
            except OSError:
                return


def kill(kills: int, recipients: int) -> str:
    """A worker killed so often during a mail-out: who got it how often, and what is in doubt."""
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder:
        port = free_port()
        environment = surroundings(Path(folder), port)
        issue = stage(environment, "prepare", str(recipients))
        server = OwnSink(port)
        done = 0
        for turn in range(1, kills + 1):
            process = start(environment, issue, stdout=subprocess.DEVNULL)
            goal = recipients * turn // (kills + 1)
            while len(server.taken) < goal and process.poll() is None:
                time.sleep(0.001)
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                done += 1
            process.wait()
        while stage(environment, "waiting", issue) != "0":
            start(environment, issue, stdout=subprocess.DEVNULL).wait()
        server.close()
        sent, doubt = stage(environment, "states", issue).split()
        times = Counter(server.taken)
        twice = sum(1 for each in times.values() if each > 1)
        return (
            f"{done} kills (`kill -9`) during a mail-out of {recipients:,}: {len(times):,} recipients reached, {twice}"
            f" of them twice; {sent} rows sent, {doubt} in doubt, of which {int(doubt) - (recipients - len(times))} had"
            f" arrived."
        )


# ---- stages in a process of their own, with Django


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from throughline.foundation.tenancy import scope
    from throughline.foundation.tenancy.models import Partnership
    from throughline.foundation.tenancy.queries import scope_of

    what, *arguments = sys.argv[1:]
    if what == "prepare":
        # What is set up need not survive a power cut; what is measured runs with the site's own settings.
        options = settings.DATABASES["default"]["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        settings.MIGRATION_MODULES = _NoMigrations()  # tables as the models say: a tenth of the time
        call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        folder = ROOT / "throughline" / "demonstration" / "medway-2023-24"
        call_command("load_partnership", str(folder), stdout=StringIO())
    partnership = Partnership.objects.get(slug="medway")
    from throughline.foundation.clock import real_now

    with scope.activate(scope_of(partnership, real_now().date())):
        print(_STAGES[what](settings, *arguments))


class _NoMigrations:
    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def _prepare(settings: object, recipients: str) -> int:
    import tomllib

    from throughline.foundation.access.models import User
    from throughline.foundation.clock import real_now
    from throughline.publishing.bulletin import demonstration
    from throughline.publishing.bulletin.operations import reading_list
    from throughline.publishing.bulletin.tests import making

    at = real_now()
    people = [User.objects.create_user(email=f"{name}@example.org", name=name) for name in ("writer", "approver")]
    from throughline.foundation.access.actors import Actor
    from throughline.foundation.access.roles import Role

    writer, approver = (Actor(user, frozenset({Role.BUSINESS_UNIT}), second_factor=True) for user in people)
    rows = [
        reading_list.ListRow(f"r{n}@example.org", reading_list.Wishes(sector="health", agency=f"Agency {n % 40}"))
        for n in range(int(recipients))
    ]
    reading_list.bring_in(rows=rows, basis="public_task", source="Bench", by=approver, at=at)
    given = tomllib.loads((demonstration.FOLDER / "medway-2024-02.toml").read_text())
    business = at.replace(year=2024, month=2, day=5)
    issue = demonstration.compose(given, writer, business)
    making.submitted(issue, writer, business)
    making.approved(issue, approver, business)
    from throughline.publishing.bulletin.operations import mailing

    mailing.start_mail_out(issue_id=issue.pk, standing=making.standing(issue, business), by=approver, at=at)
    return issue.pk


def _sample(settings: object, issue: str) -> str:
    from throughline.foundation.clock import real_now
    from throughline.publishing.bulletin.queries.issues import issue as issue_of
    from throughline.publishing.bulletin.sending.message import mould_of

    path = Path(os.environ["DATA_DIR"]) / "sample.eml"
    path.write_bytes(mould_of(issue_of(int(issue)), real_now()).pour("r0@example.org", "t" * 32))
    return str(path)


def _page(settings: object, issue: str, wanted: str) -> str:
    """Rows are added up to so many; then the page is asked for in this process."""
    from django.test import Client

    from throughline.foundation.access.models import RoleAssignment, User
    from throughline.foundation.clock import real_now
    from throughline.foundation.tenancy import scope
    from throughline.publishing.bulletin.models import Delivery
    from throughline.publishing.bulletin.queries.sending import mail_out

    out = mail_out(int(issue))
    assert out is not None
    home, have, now = scope.current().home_id, Delivery.objects.count(), real_now()
    states = ["sent"] * 94 + ["bounced", "failed", "doubt", "skipped", "sent", "sent"]
    Delivery.objects.bulk_create(
        [
            Delivery(space_id=home, mail_out=out, email=f"x{n}@example.org", token=f"{n:032}", state=states[n % 100],
                     next_try_at=now, sector="health")
            for n in range(have, int(wanted))
        ],
        batch_size=1000,
    )  # fmt: skip
    user = User.objects.get(email="approver@example.org")
    RoleAssignment.objects.create(user=user, role="business_unit", space_id=home)
    client = Client(headers={"host": "medway.localhost"})
    client.force_login(user)
    session = client.session
    session["host"] = "medway.localhost"
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    times = []
    for _ in range(12):
        began = time.perf_counter()
        answer = client.get(f"/office/bulletin/{issue}/")
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.status_code
    return f"{Delivery.objects.count()} {statistics.median(times[1:]):.1f}"


def _waiting(settings: object, issue: str) -> int:
    from throughline.publishing.bulletin.models import Delivery

    return Delivery.objects.filter(mail_out__issue_id=int(issue), state__in=["queued", "taken"]).count()


def _states(settings: object, issue: str) -> str:
    from throughline.publishing.bulletin.models import Delivery

    found = Counter(Delivery.objects.filter(mail_out__issue_id=int(issue)).values_list("state", flat=True))
    return f"{found['sent']} {found['doubt']}"


_STAGES = {"prepare": _prepare, "sample": _sample, "page": _page, "waiting": _waiting, "states": _states}

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
