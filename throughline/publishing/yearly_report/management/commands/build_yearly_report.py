"""`manage.py build_yearly_report 2023-24 --out DIR`: the draft of a yearly report, and what does not add up in it.

The draft is for the business unit: it is marked 'Draft: not for publication' and shows small numbers, each with the
note that published output shows c. What was found goes to stderr, one a line; it does not change the exit status.
"""

import os
import tempfile
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.documents.api import PdfFailed
from throughline.foundation.figures.operations import run_figures
from throughline.foundation.figures.years import NotAReportYear
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.publishing.yearly_report import building, queries
from throughline.publishing.yearly_report.rules.elements import NoEdition
from throughline.publishing.yearly_report.rules.showing import Audience

FILES = {
    "html": "report.html",
    "pdf": "report.pdf",
    "docx": "report.docx",
    "csv": "figures.csv",
    "json": "figures.json",
}


class Command(BaseCommand):
    help = "Builds the draft of a partnership's yearly report, and says what does not add up in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", help="the report year, such as 2023-24")
        parser.add_argument("--out", metavar="DIR", help="the folder for the files; made when it is not there")
        parser.add_argument("--partnership", metavar="SLUG", help="needed where there are several partnerships")
        parser.add_argument("--as-at", metavar="DATE", help="the day that the records are taken at, such as 2024-09-30")
        parser.add_argument("--checks-only", action="store_true", help="only say what does not add up; write nothing")
        parser.add_argument("--without-pdf", action="store_true", help="all but the PDF, in half of the time")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["out"] and not options["checks_only"]:
            raise CommandError("Say where the files go: --out DIR.")
        partnership = _partnership(options["partnership"])
        as_at = _day(options["as_at"])
        with scope.activate(scope_of(partnership, real_now().date())):
            try:
                year = queries.report_year(options["year"])
                if options["checks_only"]:
                    self._say(queries.standing(year, as_at, queries.worked_out(year, as_at)))
                    return
                out = _folder(options["out"])
                run_figures(year=year, as_at=as_at, by=system_actor("command line"), at=real_now())
                standing = queries.standing(year, as_at)
                made = building.make(standing, Audience.DRAFT, with_pdf=not options["without_pdf"])
            except (NotAReportYear, NoEdition, PdfFailed) as wrong:
                raise CommandError(str(wrong)) from wrong
        files = {"html": made.html.encode(), **made.files}
        for path in _write({out / FILES[form]: content for form, content in files.items()}):
            self.stdout.write(str(path))
        if made.without_pdf:
            (out / FILES["pdf"]).unlink(missing_ok=True)  # one of an earlier build would not match the rest
            self.stderr.write(f"No PDF was made. {made.without_pdf}")
        self._say(standing)

    def _say(self, standing: queries.Standing) -> None:
        opened = 0
        for judged in standing.judged:
            line = judged.finding.line()
            if judged.settled:
                line += (
                    f" Settled ({judged.settled.how.replace('_', ' ')}) by {judged.settled.by}: {judged.settled.text}"
                )
            opened += judged.blocks
            self.stderr.write(line)
        self.stderr.write(
            f"{len(standing.judged)} findings; {opened} of them must be settled before the report can be published."
        )


def _partnership(slug: str | None) -> Partnership:
    every = {found.slug: found for found in Partnership.objects.order_by("slug")}
    if not every:
        raise CommandError("No partnership is loaded. Load one first: manage.py load_partnership DIR")
    if slug is None and len(every) > 1:
        raise CommandError(f"There are several partnerships. Say which: --partnership {' or '.join(every)}")
    if slug is not None and slug not in every:
        raise CommandError(f"There is no partnership '{slug}'. There is: {', '.join(every)}")
    return every[slug] if slug else next(iter(every.values()))


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else business_today()
    except ValueError:
        raise CommandError(f"'{text}' is not a day. Write it as 2024-09-30.") from None


def _folder(name: str) -> Path:
    """The folder, made and writable; asked before anything is worked out."""
    folder = Path(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as wrong:
        raise CommandError(f"The folder {folder} cannot be written to: {wrong.strerror}.") from wrong


def _write(files: dict[Path, bytes]) -> list[Path]:
    """All of them or none: they belong together, and those of two builds do not."""
    partial: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
            partial[path] = Path(name)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            partial[path].chmod(0o644)
        for path, written in partial.items():
            written.replace(path)
    except OSError as wrong:
        for written in partial.values():
            written.unlink(missing_ok=True)
        raise CommandError(f"The report cannot be written to {path.parent}: {wrong.strerror}.") from wrong
    return list(files)
