"""`manage.py due RV-02 2024-03-22`: when is it due, and why that day?"""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.foundation.statute.clocks import due_on
from throughline.foundation.statute.days import parse_day, say_date
from throughline.foundation.statute.editions import editions
from throughline.foundation.statute.errors import StatuteError


class Command(BaseCommand):
    """Needs no database: statute is data in files."""

    help = "Say when a statutory clock runs out: the day in the form YYYY-MM-DD, then how it was counted."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("clock", nargs="?", help="code of the clock, for example RV-02")
        parser.add_argument("started_on", nargs="?", help="first day of the clock (day 0), in the form YYYY-MM-DD")
        parser.add_argument("--list", action="store_true", dest="listing", help="list the clocks of all editions")

    def handle(self, *, clock: str | None, started_on: str | None, listing: bool, **options: Any) -> None:
        if listing:
            lines = [
                f"{rule.code}  {rule.days} {rule.unit}  from {say_date(edition.starts)}  {rule.title}"
                for edition in editions().all
                for rule in edition.clocks
            ]
        else:
            if clock is None or started_on is None:
                raise CommandError("Give the clock and its first day, for example: due RV-02 2024-03-22")
            try:
                due = due_on(clock, parse_day(started_on))
            except StatuteError as error:
                raise CommandError(str(error)) from error
            lines = [due.due_on.isoformat(), *due.explanation]
        self.stdout.write("\n".join(lines))
