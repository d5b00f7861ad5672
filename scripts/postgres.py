"""A PostgreSQL server of one's own, for tests and benches: a free port, a temporary folder, gone afterwards.

PostgreSQL refuses to run as root, so then it runs as the unprivileged user `postgres` (or `nobody`). The migrated
database `throughline_template` is what each test database is copied from.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEMPLATE = "throughline_template"
ROOT = Path(__file__).resolve().parent.parent


def binaries() -> Path | None:
    """The newest folder that holds initdb and postgres; None when there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unprivileged() -> pwd.struct_passwd | None:
    """The user to run as, when we are root; None when we are somebody else already."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("There is neither a user 'postgres' nor 'nobody' to run PostgreSQL as.")


@contextmanager
def server(*, template: bool = True, durable: bool = False) -> Iterator[str]:
    """Starts a server and gives the URL of its empty database; with `template` the migrated one stands beside it.

    `durable`: what was committed survives a power cut, as a measurement must have it and a test need not.
    """
    folder = binaries()
    if folder is None:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    user = unprivileged()
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    home = Path(tempfile.mkdtemp(prefix="throughline-postgres-"))
    if user:
        os.chown(home, user.pw_uid, user.pw_gid)
    port = free_port()
    data = home / "data"
    try:
        subprocess.run(
            [folder / "initdb", "-D", data, "-U", "throughline", "-A", "trust", "--no-sync", "--locale=C.UTF-8"],
            check=True, capture_output=True, cwd="/", **identity,
        )  # fmt: skip
        options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c max_connections=200"
        if not durable:
            options += "".join(f" -c {name}=off" for name in ("fsync", "full_page_writes", "autovacuum"))
        subprocess.run(
            [folder / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start"],
            check=True, stdout=subprocess.DEVNULL, cwd="/", **identity,
        )  # fmt: skip
        base = f"postgresql://throughline@127.0.0.1:{port}"
        subprocess.run(
            [folder / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "throughline", "throughline"], check=True
        )
        if template:
            subprocess.run(
                [folder / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "throughline", TEMPLATE], check=True
            )
            environment = {**os.environ, "DATABASE_URL": f"{base}/{TEMPLATE}", "DATA_DIR": str(home / "site")}
            (home / "site").mkdir()
            command = [sys.executable, "-W", "ignore", "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(command, check=True, cwd=ROOT, env=environment)
        yield f"{base}/throughline"
    finally:
        subprocess.run(
            [folder / "pg_ctl", "-D", data, "-m", "immediate", "stop"], capture_output=True, cwd="/", **identity
        )
        shutil.rmtree(home, ignore_errors=True)
