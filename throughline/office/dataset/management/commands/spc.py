"""`manage.py spc FILE`: the limits of each series and what each of its points means."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.office.dataset.rules import series_file

SHOWN = 50  # of a file's faults


class Command(BaseCommand):
    """Needs no database: it reads a file and prints."""

    help = (
        "Read series from a CSV (first columns: series, period, value, improvement_direction, screen_outliers) and "
        "print them as CSV with the limits and the special cause of every point."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", help="a CSV file in UTF-8, or - for the standard input")

    def handle(self, *, file: str, **options: Any) -> None:
        try:
            content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
            entries = series_file.read(content)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except series_file.Unreadable as error:
            raise CommandError(_said(error.faults)) from error
        self.stdout.write(series_file.write(entries), ending="")


def _said(faults: Sequence[series_file.Fault]) -> str:
    more = [f"… and {len(faults) - SHOWN} more."] if len(faults) > SHOWN else []
    return "\n".join(["Nothing was computed, because of:", *map(str, faults[:SHOWN]), *more])
