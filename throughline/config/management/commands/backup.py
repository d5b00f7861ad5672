from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.config import backups
from throughline.foundation.clock import real_now


class Command(BaseCommand):
    help = "Writes database, stored files and keys into one file, while the site runs. Keep it as safe as the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.tar.gz")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"].absolute()
        try:
            size = backups.back_up(target, real_now())
        except backups.BackupFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{target}: {size:,} bytes")
