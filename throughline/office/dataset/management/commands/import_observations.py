"""`manage.py import_observations FILE --partnership SLUG`: many years of a partnership's own values."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import real_now
from throughline.foundation.statistics.reading.text import Refusal, Unreadable
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.dataset.operations.history import Recorded, RowsRefused, record_history


class Command(BaseCommand):
    help = (
        "Imports a partnership's own values from a CSV with the columns indicator, area, period, unit, value and, for"
        " categories, breakdown and category."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--partnership", required=True, help="its short name in addresses, such as medway")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
        parser.add_argument("--leave-out-refused", action="store_true", help="import the rows that are right")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        found = Partnership.objects.filter(slug=options["partnership"]).first()
        if found is None:
            raise CommandError(f"There is no partnership '{options['partnership']}'.")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        at = real_now()
        try:
            with scope.activate(scope_of(found, at.date())), transaction.atomic():
                done = record_history(
                    content=content, name=path.name, leave_out_refused=options["leave_out_refused"],
                    by=system_actor("command line"), at=at,
                )  # fmt: skip
                transaction.set_rollback(options["dry_run"])
        except Unreadable as unreadable:
            self._refuse([unreadable.refusal], 0, options["json"])
        except RowsRefused as refused:
            self._refuse(refused.refused, refused.rows, options["json"])
        else:
            self._tell(done, options)

    def _tell(self, done: Recorded, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(_json(done))
            return
        for refusal in done.refused:
            self.stderr.write(f"Left out. {refusal}")
        self.stdout.write(
            f"{done.rows:,} rows: {done.new:,} new values, {done.revised:,} revised, {done.same:,} the same."
        )
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was written.")

    def _refuse(self, refused: list[Refusal], rows: int, as_json: bool) -> None:
        """Raises CommandError."""
        if as_json:
            self.stdout.write(_json(Recorded(rows, refused=refused)))
        for refusal in refused[:100]:
            self.stderr.write(str(refusal))
        many = "1 place" if len(refused) == 1 else f"{len(refused):,} places"
        raise CommandError(f"Refused because of {many}. Nothing was written.", returncode=1)


def _json(done: Recorded) -> str:
    return json.dumps({
        "rows": done.rows, "new": done.new, "revised": done.revised, "same": done.same,
        "refused": [{"row": each.row, "column": each.column, "reason": each.reason} for each in done.refused],
    }, ensure_ascii=False)  # fmt: skip
