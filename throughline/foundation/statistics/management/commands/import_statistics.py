"""`manage.py import_statistics FILE`: imports official statistics, or a table of statistical neighbours."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import real_now
from throughline.foundation.statistics.known import ROLES
from throughline.foundation.statistics.models import StatisticsFile
from throughline.foundation.statistics.operations import Imported, RowsRefused, import_statistics
from throughline.foundation.statistics.reading import NeighbourTable, Refusal, TidyTable, Unreadable, read


class Command(BaseCommand):
    help = "Imports a file in the tidy format of the Department for Education, or a table of statistical neighbours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
        parser.add_argument("--leave-out-refused", action="store_true", help="import the rows that are right")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=1) from error
        try:
            if options["dry_run"] and StatisticsFile._meta.db_table not in connection.introspection.table_names():
                table = read(content, name=path.name, known=ROLES)  # there is nothing to compare it with
                if table.refused and not options["leave_out_refused"]:
                    raise RowsRefused(table)
                return self._tell(Imported(table), options)
            with transaction.atomic():
                done = import_statistics(
                    content=content, name=path.name, by=system_actor("command line"), at=real_now(),
                    leave_out_refused=options["leave_out_refused"],
                )  # fmt: skip
                transaction.set_rollback(options["dry_run"])
        except Unreadable as unreadable:
            self._refuse(None, [unreadable.refusal], options["json"])
        except RowsRefused as refused:
            self._refuse(refused.table, refused.table.refused, options["json"])
        else:
            self._tell(done, options)

    def _tell(self, done: Imported, options: dict[str, Any]) -> None:
        for note in done.notes:
            self.stderr.write(f"Note: {note}")
        if options["json"]:
            self.stdout.write(json.dumps(summary(done.table, done.refused), ensure_ascii=False))
            return
        for refusal in done.refused:
            self.stderr.write(f"Left out. {refusal}")
        self.stdout.write(done.data_set)
        self.stdout.write(
            f"{done.table.count:,} rows: {done.new:,} new values, {done.revised:,} revised, {done.same:,} the same."
        )
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was written.")

    def _refuse(self, table: TidyTable | NeighbourTable | None, refused: list[Refusal], as_json: bool) -> None:
        """Raises CommandError."""
        if as_json:
            self.stdout.write(json.dumps(summary(table, refused), ensure_ascii=False))
        for refusal in refused:
            self.stderr.write(str(refusal))
        many = "1 place" if len(refused) == 1 else f"{len(refused):,} places"
        raise CommandError(f"Refused because of {many}. Nothing was written.", returncode=1)


def summary(table: TidyTable | NeighbourTable | None, refused: list[Refusal]) -> dict[str, Any]:
    """`observations`: indicator cells that hold a number or a symbol. A neighbour table has rows and areas alone."""
    tidy = table if isinstance(table, TidyTable) else None
    areas = 0 if table is None else len(tidy.areas) if tidy else len(table.names)  # type: ignore[union-attr]
    return {
        "rows": table.count if table else 0,
        "areas": areas,
        "periods": len(tidy.periods()) if tidy else 0,
        "indicators": len(tidy.roles.indicators) if tidy else 0,
        "observations": tidy.observations() if tidy else 0,
        "symbols": dict(sorted(tidy.symbols().items())) if tidy else {},
        "refused": [{"row": r.row, "column": r.column, "reason": r.reason} for r in refused],
    }
