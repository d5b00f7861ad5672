"""`manage.py load_partnership DIR`: reads a partnership's folder and loads it, all or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from throughline.foundation.access.actors import Actor, system_actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import LONDON, real_now
from throughline.office.intake.operations import LoadRefused, load
from throughline.office.intake.report import LoadReport


class Command(BaseCommand):
    help = (
        "Loads a partnership's folder (docs/partnership-folder.md). Refused: every problem on stderr, nothing written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--slug", help="the partnership's short name in addresses; made of its area unless given")
        parser.add_argument(
            "--year", default="", help="the report year it is of, as 2023-24; as the folder says unless given"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
        parser.add_argument("--by", metavar="EMAIL", help="the account that the load is recorded under")
        parser.add_argument("--demonstration", action="store_true", help="a new partnership is a demonstration")
        parser.add_argument(
            "--distinct", action="append", default=[], metavar="NAME", help="this name means none of those on record"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = real_now()
        try:
            # The account of the command line is made on first use: a dry run or a refusal takes that back as well.
            with transaction.atomic():
                report = load(
                    folder=options["folder"],
                    by=self._account(options["by"]),
                    at=now,
                    on=now.astimezone(LONDON).date(),
                    slug=options["slug"],
                    dry_run=options["dry_run"],
                    demonstration=options["demonstration"],
                    distinct=options["distinct"],
                    year=options["year"],
                )
                transaction.set_rollback(options["dry_run"])
        except LoadRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            many = "1 problem" if len(refused.problems) == 1 else f"{len(refused.problems)} problems"
            raise CommandError(f"Refused because of {many}. Nothing was written.", returncode=1) from None
        except Refused as refused:
            raise CommandError(f"{refused} Nothing was written.", returncode=1) from None
        self._tell(report, dry_run=options["dry_run"])

    def _account(self, email: str | None) -> Actor:
        """Whoever has this machine's command line may load; --by says under whose name."""
        if email is None:
            return system_actor("command line")
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active account {email}.", returncode=1)
        return Actor(user=user, system=True)

    def _tell(self, report: LoadReport, *, dry_run: bool) -> None:
        write = self.stdout.write
        write(f"{report.name} ({report.slug}){' would be new' if dry_run and report.created else ''}")
        for file in report.files:
            write(file.summary())
            for line in file.lines():
                write(line)
        for note in report.notes:
            write(f"Note: {note}")
        for question in report.questions:
            write(f"Question: {question}")
        if not report.changed():
            write("Nothing would change." if dry_run else "Nothing changed.")
        elif dry_run:
            write("Dry run: nothing was written.")
