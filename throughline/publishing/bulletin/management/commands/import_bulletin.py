"""`manage.py import_bulletin FILE`: a back issue comes in to be read over; `--dry-run` only says what is recognised."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.publishing.bulletin.operations.archiving import import_back_issue
from throughline.publishing.bulletin.queries.issues import own_contacts
from throughline.publishing.bulletin.reading import CannotRead, IssueFound, read
from throughline.publishing.bulletin.reading.data import as_data


class Command(BaseCommand):
    help = "Reads a back issue of the bulletin (.txt, .html, .docx) and keeps it as a draft that an editor reads over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="print what was recognised, and keep nothing")
        parser.add_argument("--json", action="store_true", help="what was recognised as one JSON object on stdout")
        parser.add_argument("--partnership", default="", help="its slug; the default one unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        found = self._read(path)
        if options["dry_run"]:
            self._say(found, as_json=options["json"])
            return
        wanted = {"slug": options["partnership"]} if options["partnership"] else {"is_default": True}
        partnership = Partnership.objects.filter(**wanted).first()
        if partnership is None:
            raise CommandError("There is no such partnership. Nothing was kept.", returncode=1)
        at = real_now()
        with scope.activate(scope_of(partnership, at.date())):
            found = self._read(path, own_addresses=own_contacts()[0])
            try:
                row = import_back_issue(
                    found=as_data(found), file_name=path.name, by=system_actor("command line"), at=at
                )
            except Refused as refused:
                raise CommandError(f"{refused} Nothing was kept.", returncode=1) from refused
        self._say(found, as_json=options["json"])
        where = reverse("bulletin:back_issue", args=[row.pk])
        self.stderr.write(f"Kept as a draft of {partnership.area}. Read it over, then publish it: {where}")

    def _read(self, path: Path, own_addresses: tuple[str, ...] = ()) -> IssueFound:
        """Raises CommandError."""
        try:
            return read(path.read_bytes(), name=path.name, today=real_now().date(), own_addresses=own_addresses)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=1) from error
        except CannotRead as refused:
            raise CommandError(f"{refused} Nothing was kept.", returncode=1) from refused

    def _say(self, found: IssueFound, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(as_data(found), ensure_ascii=False))
            return
        self.stdout.write(f"{found.title} ({found.date})")
        self.stdout.write(f"{len(found.items)} items, {len(found.sessions)} sessions, {len(found.contacts)} contacts.")
        for defect in found.defects:
            self.stdout.write(f"Line {defect.line}: {defect.text}: {defect.says}")
