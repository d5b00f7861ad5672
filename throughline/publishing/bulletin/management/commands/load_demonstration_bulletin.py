"""manage.py load_demonstration_bulletin: composes, checks, approves and sends each demonstration's bulletin, once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.publishing.bulletin.demonstration import load_bulletin


class Command(BaseCommand):
    help = "Makes the bulletin of each demonstration partnership that has one; once. It goes to the outbox alone."

    def handle(self, *args: Any, **options: Any) -> None:
        at = real_now()
        for partnership in Partnership.objects.filter(demonstration=True).order_by("slug"):
            with scope.activate(scope_of(partnership, at.date())):
                try:
                    issue = load_bulletin(partnership=partnership, at=at)
                except (Refused, LookupError) as refused:
                    raise CommandError(f"The bulletin of {partnership.name} was not made: {refused}") from refused
            if issue is not None:
                self.stdout.write(f"{issue} of {partnership.area} went to the outbox.")
