"""manage.py load_demonstration_report: writes, settles and publishes the report of each demonstration partnership."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import real_now
from throughline.foundation.documents.api import PdfFailed
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.publishing.yearly_report.demonstration import folder_of, load_report


class Command(BaseCommand):
    help = "Publishes the yearly report of each demonstration partnership that has one; once."

    def handle(self, *args: Any, **options: Any) -> None:
        by, at = system_actor("command line"), real_now()
        for partnership in Partnership.objects.filter(demonstration=True).order_by("slug"):
            folder = folder_of(partnership)
            if folder is None:
                continue
            with scope.activate(scope_of(partnership, at.date())):
                try:
                    edition = load_report(folder=folder, by=by, at=at)
                except (Refused, PdfFailed) as refused:
                    raise CommandError(f"The report of {partnership.name} was not published: {refused}") from refused
            self.stdout.write(f"{edition} was published." if edition else f"{partnership.area}: published before.")
