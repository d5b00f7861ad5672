"""What must be there before the site can answer: tables, static files, and the demonstration's data. Each step is quick
when there is nothing to do, and says nothing then."""

import hashlib
import re
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from throughline.config.environment import DEMONSTRATION_MARK
from throughline.foundation.tenancy.models import Partnership

Say = Callable[[str], None]

DEMONSTRATION = Path(__file__).resolve().parents[1] / "demonstration"
FIRST = "medway-2023-24"  # the first partnership to be loaded is the one that localhost shows
LOADED = "demonstration-loaded"  # left in the data folder when all of it is in
# After the folders are loaded, in this order; each can be run again and then changes nothing.
AFTER_LOADING: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("public pages", ("make_site", "--all")),
    ("accounts", ("load_demonstration_accounts",)),
    ("dataset", ("load_demonstration_dataset",)),
    ("actions", ("load_demonstration_actions",)),
    ("training", ("load_demonstration_training",)),
    ("learning", ("load_demonstration_learning",)),
    ("library", ("load_demonstration_library",)),
    ("published report", ("load_demonstration_report",)),
    ("bulletin", ("load_demonstration_bulletin",)),
    ("audits", ("load_demonstration_audits",)),
)
APPLYING = re.compile(r"\s*Applying (\w+)\.")
MANY_STEPS = 40  # fewer take a few seconds
STATIC_FROM = ("django", "wagtail", "django-allauth", "whitenoise")


def refuse_demonstration_data() -> None:
    """Production does not start on a database that holds a demonstration, whatever its data folder says."""
    if settings.PRODUCTION and Partnership._meta.db_table in connection.introspection.table_names():
        found = Partnership.objects.filter(demonstration=True).first()
        if found is not None:
            raise ImproperlyConfigured(f"Production cannot start: the database holds the demonstration {found}.")


def refuse_a_folder_that_cannot_be_written() -> None:
    """Asked at the start: a site that cannot keep anything would fail at the first click."""
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"x" * 4096)
    except OSError as error:
        raise ImproperlyConfigured(
            f"DATA_DIR {settings.DATA_DIR} cannot be written to: {error.strerror}. Nothing was started."
        ) from error


def prepare(say: Say) -> None:
    """Everything, in order."""
    refuse_a_folder_that_cannot_be_written()
    prepare_database(say)
    refuse_demonstration_data()
    collect_static_files(say)
    if settings.DEMONSTRATION:
        load_demonstration(say)


class Steps(StringIO):
    """What `migrate` says, as a line at each quarter of many steps: the first time takes most of a minute."""

    def __init__(self, steps: int, say: Say) -> None:
        super().__init__()
        self.steps, self.say, self.done = steps, say, 0

    def write(self, text: str) -> int:
        found = APPLYING.match(text)
        if found:
            self.done += 1
            quarter = self.done * 4 // self.steps
            if self.steps >= MANY_STEPS and 0 < quarter < 4 and quarter > (self.done - 1) * 4 // self.steps:
                self.say(f"  {quarter * 25} %: {self.done} of {self.steps} steps, now {found[1]}")
        return len(text)


def prepare_database(say: Say) -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say("Preparing the database …")
        call_command("migrate", verbosity=1, interactive=False, stdout=Steps(len(plan), say))
    cache: dict[str, Any] = settings.CACHES["default"]
    if cache["BACKEND"].endswith("DatabaseCache") and cache["LOCATION"] not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)


def static_state() -> str:
    """Changes when a static file of ours or the version of a library that brings some does."""
    state = hashlib.sha256()
    for library in STATIC_FROM:
        state.update(f"{library} {version(library)}\n".encode())
    for config in apps.get_app_configs():
        folder = Path(config.path) / "static"
        if config.name.startswith("throughline.") and folder.is_dir():
            for path in sorted(folder.rglob("*")):
                found = path.stat()
                state.update(f"{path.relative_to(folder)} {found.st_size} {found.st_mtime_ns}\n".encode())
    return state.hexdigest()


def collect_static_files(say: Say) -> None:
    stamp = Path(settings.STATIC_ROOT) / ".state"
    state = static_state()
    if stamp.exists() and stamp.read_text() == state:
        return
    say("Collecting static files …")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(state)


def demonstration_folders() -> list[Path]:
    """Each holds one partnership; the default one first."""
    folders = [path for path in DEMONSTRATION.glob("*") if (path / "partnership.toml").is_file()]
    return sorted(folders, key=lambda path: (path.name != FIRST, path.name))


def load_demonstration(say: Say) -> None:
    """Loads the demonstration into an installation that holds nothing else. What was interrupted is taken up again."""
    loaded, mark = settings.DATA_DIR / LOADED, settings.DATA_DIR / DEMONSTRATION_MARK
    if loaded.exists() or (Partnership.objects.exists() and not mark.exists()):
        return
    mark.touch()  # before the first row, so that production never starts on half a demonstration either
    for folder in demonstration_folders():
        say(f"Loading the demonstration's partnership ‘{folder.name}’ …")
        _run("load_partnership", str(folder), "--demonstration")
    for what, command in AFTER_LOADING:
        say(f"Making the demonstration's {what} …")
        _run(*command)
    loaded.touch()


def _run(*command: str) -> None:
    """Quietly; what it said is shown only when it fails."""
    said = StringIO()
    try:
        call_command(*command, stdout=said, stderr=said)
    except Exception:  # whatever failed, what the command had said before is what explains it; then it goes on up
        sys.stderr.write(said.getvalue())
        raise
