"""What the environment says, read once and checked. The only place that reads environment variables.

THROUGHLINE_MODE  local (default) | demonstration | production
DATA_DIR          database, files, outbox and secret key; created if missing
DATABASE_URL      replaces the embedded SQLite database only
MAIL_URL          smtp://user:password@host:port?tls=true (or ?ssl=true); only production sends
MAIL_FROM, MAIL_REPLY_TO   addresses of the site; replies go to the first unless the second is given
THROUGHLINE_PORT  the port of this machine, for links in messages outside production; `start` sets it
BULLETIN_URL      another way out for the bulletin: smtp://… as above, or anymail:postmark, anymail:mailgun …
ANYMAIL_…         that provider's settings: ANYMAIL_POSTMARK_SERVER_TOKEN; ANYMAIL_WEBHOOK_SECRET as user:password
BULLETIN_BOUNCES_TO  a mailbox such as bounces@example.org that takes bounces+…@example.org, for plain SMTP
BOUNCES_URL       where that mailbox is read: imaps://user:password@host/INBOX (imap:// for STARTTLS) or
                  maildir:///var/mail/bounces
SECURITY_CONTACT  where whoever finds a weakness writes: an e-mail or https address, for /.well-known/security.txt
OPENID_…          SERVER_URL, CLIENT_ID, SECRET, NAME, SECOND_FACTORS: an organisation's sign-in (OpenID Connect)
CLAMAV_URL        unix:///run/clamav/clamd.ctl or tcp://host:3310; without it files are kept *not scanned*
CLAMAV_REQUIRED   yes (default): a file that cannot be scanned is refused; no: it is kept *not scanned*
CONTENT_PREFIX    put before a host name, it names the host of uploaded e-learning, such as content. (default outside
                  production); a host of its own, so that a course cannot read the office
UPLOAD_QUOTA_GB   how much the files that people send may take, for each partnership (default 20)
LINK_CHECK        no: never ask whether links on public pages and in the bulletin lead somewhere (a machine without
                  internet); yes by default in production, no elsewhere
AS_AT             the business day of the whole site (never sign-in, history, mail): a date, which stays and has
                  the real time of day, or a date-time, which runs on
"""

import contextlib
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

MODES = ("local", "demonstration", "production")
DEMONSTRATION_MARK = "DEMONSTRATION"  # a file that `start` leaves in a data folder filled with demonstration data
SHORTEST_KEY = 50
# What an organisation's sign-in says (`amr` or `acr` of its token) when it asked for a second factor: RFC 8176's names.
SECOND_FACTORS = "mfa otp hwk swk fido sc"
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Environment:
    """The whole configuration that comes from outside, in finished values."""

    mode: str
    data_dir: Path
    secret_key: str
    database: dj_database_url.DBConfig
    allowed_hosts: list[str]
    trusted_origins: list[str]
    as_at: date | None  # a datetime is a moment
    mail_url: str
    mail_from: str
    mail_reply_to: str
    port: int
    behind_proxy: bool
    openid: dict[str, str] | None
    security_contact: str
    clamav_url: str
    clamav_required: bool
    upload_quota: int
    link_check: bool
    content_prefix: str
    web_processes: int
    bench: bool
    bulletin_url: str
    bulletin_bounces_to: str
    bounces_url: str
    anymail: dict[str, str]

    @property
    def demonstration(self) -> bool:
        return self.mode == "demonstration"

    @property
    def production(self) -> bool:
        return self.mode == "production"


def parse_as_at(text: str) -> date | None:
    """A date, or an aware datetime (a date-time without a zone is London's). Empty means: the real day."""
    if not text:
        return None
    try:
        if "T" in text or " " in text:
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
        return date.fromisoformat(text)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"AS_AT is '{text}': give a date such as 2024-02-05, or 2024-02-05T09:30."
        ) from error


def parse_database(url: str) -> dj_database_url.DBConfig:
    """Django's own form of a database URL; SQLite and PostgreSQL only."""
    try:
        found = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL cannot be read. Write it as postgresql://user@host/name") from error
    if not found.get("ENGINE", "").endswith(("sqlite3", "postgresql")):
        raise ImproperlyConfigured("DATABASE_URL names neither SQLite nor PostgreSQL: postgresql://user@host/name")
    if found["ENGINE"].endswith("postgresql"):
        # What is asked a fifth time is prepared, so that the server need not plan it again: a third of its work.
        found["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 5, **found.get("OPTIONS", {})}
    return found


def make_folder(data_dir: Path) -> None:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR {data_dir} cannot be made: {error.strerror}.") from error


def secret_key_in(data_dir: Path) -> str:
    """The key kept in the data folder, made on first use and readable by its owner alone. Whole or not there at all:
    it is written beside its place and linked into it, so that of two first commands both use the same one."""
    path = data_dir / "secret-key"
    try:
        if not path.exists():
            descriptor, partial = tempfile.mkstemp(dir=data_dir, prefix=".secret-key-")  # readable by its owner alone
            try:
                with os.fdopen(descriptor, "w") as file:
                    file.write(secrets.token_urlsafe(64))
                    file.flush()
                    os.fsync(file.fileno())
                with contextlib.suppress(FileExistsError):
                    path.hardlink_to(partial)
            finally:
                Path(partial).unlink(missing_ok=True)
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret key in DATA_DIR {data_dir} cannot be read or made: {error.strerror}."
        ) from error


def _port(text: str) -> int:
    if not text.isdecimal():
        raise ImproperlyConfigured(f"THROUGHLINE_PORT is '{text}'; give a number such as 8000.")
    return int(text)


def _contact(text: str) -> str:
    """As RFC 9116 wants it: an address with its scheme. Empty stays empty."""
    text = text.strip()
    if "@" in text and ":" not in text:
        text = f"mailto:{text}"
    if (text and not text.startswith(("mailto:", "https://"))) or any(mark.isspace() for mark in text):
        raise ImproperlyConfigured(f"SECURITY_CONTACT is '{text}'; give an e-mail address or an https address.")
    return text


def _clamav(url: str) -> str:
    if url and urlsplit(url).scheme not in ("unix", "tcp"):
        raise ImproperlyConfigured(
            f"CLAMAV_URL is '{url}'; give unix:///run/clamav/clamd.ctl or tcp://clamav.example.org:3310."
        )
    return url


def _processes(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise ImproperlyConfigured(f"WEB_PROCESSES is '{text}'; give a number from 1 to 64.")
    return int(text)


def _gigabytes(name: str, text: str) -> int:
    """In bytes."""
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} is '{text}'; give a number of gigabytes such as 20.")
    return int(text) * 1024**3


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def refuse_demonstration_in_production(environ: Mapping[str, str], data_dir: Path, hosts: list[str]) -> None:
    """Production does not start on settings or data that were made for a demonstration."""
    wrong = []
    if environ.get("AS_AT"):
        wrong.append("AS_AT moves the business day; production runs on the real one")
    if (data_dir / DEMONSTRATION_MARK).exists():
        wrong.append(f"DATA_DIR {data_dir} holds demonstration data; give production a folder of its own")
    if not hosts:
        wrong.append("ALLOWED_HOSTS is empty; name the hosts, separated by commas")
    if "*" in hosts:
        wrong.append("ALLOWED_HOSTS is *; name the hosts")
    if any(host in ("127.0.0.1", "[::1]") or host.rpartition(".")[2] == "localhost" for host in hosts):
        wrong.append("ALLOWED_HOSTS names this machine only; name the public hosts")
    if not environ.get("MAIL_URL"):
        wrong.append("MAIL_URL is missing, such as smtp://user:password@mail.example.org:587?tls=true")
    if not environ.get("MAIL_FROM"):
        wrong.append("MAIL_FROM is missing, such as Safeguarding <no-reply@example.org>")
    if environ.get("SECRET_KEY") and len(environ["SECRET_KEY"]) < SHORTEST_KEY:
        wrong.append(f"SECRET_KEY is shorter than {SHORTEST_KEY} characters; leave it out and one is made")
    if environ.get("OPENID_SERVER_URL", "https://").split("://")[0] != "https":
        wrong.append("OPENID_SERVER_URL is not an https address")
    if not environ.get("DATA_DIR"):
        wrong.append("DATA_DIR is missing; name the folder for files and keys")
    if wrong:
        raise ImproperlyConfigured("Production cannot start:\n  - " + "\n  - ".join(wrong))


def read(environ: Mapping[str, str], root: Path) -> Environment:
    """Raises ImproperlyConfigured with a plain message for anything that cannot stand."""
    mode = environ.get("THROUGHLINE_MODE", "local")
    if mode not in MODES:
        raise ImproperlyConfigured(f"THROUGHLINE_MODE is '{mode}'; it is one of {', '.join(MODES)}.")
    data_dir = Path(environ.get("DATA_DIR") or root / "data").expanduser().resolve()
    hosts = _list(environ.get("ALLOWED_HOSTS", ""))
    if mode == "production":
        refuse_demonstration_in_production(environ, data_dir, hosts)
    else:
        hosts = [*hosts, "localhost", ".localhost", "127.0.0.1", "[::1]"]
    content_prefix = environ.get("CONTENT_PREFIX", "" if mode == "production" else "content.")
    if content_prefix:
        if not re.fullmatch(r"[a-z0-9-]+\.", content_prefix):
            raise ImproperlyConfigured(f"CONTENT_PREFIX is '{content_prefix}'; give a word and a dot, such as content.")
        hosts = [*hosts, *(f"{content_prefix}{host}" for host in hosts if host[:1].isalpha())]
    make_folder(data_dir)
    as_at = environ.get("AS_AT", "")
    if mode == "demonstration" and not as_at:
        as_at = "2024-02-05"
    mail_from = environ.get("MAIL_FROM", "Throughline <no-reply@example.org>")
    openid = None
    if environ.get("OPENID_SERVER_URL"):
        openid = {
            "server_url": environ["OPENID_SERVER_URL"],
            "client_id": environ.get("OPENID_CLIENT_ID", ""),
            "secret": environ.get("OPENID_SECRET", ""),
            "name": environ.get("OPENID_NAME", "your organisation"),
            "second_factors": environ.get("OPENID_SECOND_FACTORS", SECOND_FACTORS),
        }
    return Environment(
        mode=mode,
        data_dir=data_dir,
        secret_key=environ.get("SECRET_KEY") or secret_key_in(data_dir),
        database=parse_database(environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'throughline.sqlite3'}"),
        allowed_hosts=hosts,
        trusted_origins=_list(environ.get("CSRF_TRUSTED_ORIGINS", "")),
        as_at=parse_as_at(as_at),
        mail_url=environ.get("MAIL_URL", ""),
        mail_from=mail_from,
        mail_reply_to=environ.get("MAIL_REPLY_TO") or mail_from,
        port=_port(environ.get("THROUGHLINE_PORT", "8000")),
        behind_proxy=environ.get("BEHIND_PROXY", "") == "yes",
        openid=openid,
        security_contact=_contact(environ.get("SECURITY_CONTACT", "")),
        clamav_url=_clamav(environ.get("CLAMAV_URL", "")),
        clamav_required=environ.get("CLAMAV_REQUIRED", "yes") != "no",
        content_prefix=content_prefix,
        link_check=environ.get("LINK_CHECK", "yes" if mode == "production" else "no") == "yes",
        upload_quota=_gigabytes("UPLOAD_QUOTA_GB", environ.get("UPLOAD_QUOTA_GB", "20")),
        web_processes=_processes(environ.get("WEB_PROCESSES", "1")),
        bench=mode != "production" and environ.get("THROUGHLINE_BENCH") == "yes",
        bulletin_url=environ.get("BULLETIN_URL", ""),
        bulletin_bounces_to=environ.get("BULLETIN_BOUNCES_TO", ""),
        bounces_url=_bounces(environ.get("BOUNCES_URL", "")),
        anymail={
            name.removeprefix("ANYMAIL_"): value
            for name, value in environ.items()
            if name.startswith("ANYMAIL_") and value
        },
    )


def _bounces(url: str) -> str:
    if url and urlsplit(url).scheme not in ("imaps", "imap", "maildir"):
        raise ImproperlyConfigured(
            "BOUNCES_URL cannot be read. Give it as imaps://user:password@mail.example.org/INBOX"
        )
    return url


def smtp_options(url: str) -> dict[str, Any]:
    """smtp://user:password@host:port?tls=true|ssl=true as the options of Django's SMTP backend.

    Special characters in user and password are percent-encoded. Raises ImproperlyConfigured.
    """
    example = "Give it as smtp://user:password@mail.example.org:587?tls=true"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"MAIL_URL cannot be read. {example}") from error
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    unknown = set(asked) - {"tls", "ssl"} | {value for value in asked.values() if value not in ("true", "false")}
    if parts.scheme != "smtp" or not parts.hostname or unknown:
        raise ImproperlyConfigured(f"MAIL_URL cannot be read. {example}")
    tls, ssl = asked.get("tls") == "true", asked.get("ssl") == "true"
    if tls and ssl:
        raise ImproperlyConfigured("MAIL_URL asks for tls and ssl; choose one of them.")
    return {
        "host": parts.hostname,
        "port": port or (465 if ssl else 587 if tls else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": tls,
        "use_ssl": ssl,
        "timeout": 30,
    }


SMTP = "django.core.mail.backends.smtp.EmailBackend"


def mailers(found: Environment) -> dict[str, Any]:
    """A route out in production; elsewhere none that leaves the machine: a bench may send to a sink on it."""
    routes: dict[str, Any]
    if found.production:
        routes = {"default": {"BACKEND": SMTP, "OPTIONS": smtp_options(found.mail_url)}}
        if found.bulletin_url.startswith("anymail:"):
            provider = found.bulletin_url.removeprefix("anymail:")
            routes["bulletin"] = {"BACKEND": f"anymail.backends.{provider}.EmailBackend"}
        elif found.bulletin_url:
            routes["bulletin"] = {"BACKEND": SMTP, "OPTIONS": smtp_options(found.bulletin_url)}
        return routes
    routes = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    if has_sink(found):
        routes["bulletin"] = {"BACKEND": SMTP, "OPTIONS": smtp_options(found.bulletin_url)}
    return routes


def has_sink(found: Environment) -> bool:
    """Measurements send the bulletin to a server on this machine that throws it away, and nowhere else."""
    return found.bench and urlsplit(found.bulletin_url).hostname in ("127.0.0.1", "localhost")
