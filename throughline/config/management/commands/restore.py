from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.config import backups


class Command(BaseCommand):
    help = "Puts a backup into an empty DATA_DIR (and an empty database, where DATABASE_URL names one)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.tar.gz")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backups.restore(options["file"].absolute())
        except backups.BackupFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored {len(manifest['files'])} files of the backup made {manifest['made']}.")
        self.stdout.write("Now: ./manage migrate")
