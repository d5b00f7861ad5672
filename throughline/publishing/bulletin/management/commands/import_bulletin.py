"""`manage.py import_bulletin FILE`: what is recognised in a back issue."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.foundation.clock import real_now
from throughline.publishing.bulletin.reading import CannotRead, read
from throughline.publishing.bulletin.reading.data import as_data


class Command(BaseCommand):
    help = "Reads a back issue of the bulletin (.txt, .html, .docx) and prints what was recognised in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="print what was recognised, and keep nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            found = read(path.read_bytes(), name=path.name, today=real_now().date())
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=1) from error
        except CannotRead as refused:
            raise CommandError(f"{refused} Nothing was kept.", returncode=1) from refused
        if options["json"]:
            self.stdout.write(json.dumps(as_data(found), ensure_ascii=False))
            return
        self.stdout.write(f"{found.title} ({found.date})")
        self.stdout.write(f"{len(found.items)} items, {len(found.sessions)} sessions, {len(found.contacts)} contacts.")
        for defect in found.defects:
            self.stdout.write(f"Line {defect.line}: {defect.text}: {defect.says}")
