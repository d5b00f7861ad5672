"""manage.py load_demonstration_actions: what followed the review of 2023, in each demonstration that has it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.reviews import demonstration_case
from throughline.office.reviews.demonstration import load


class Command(BaseCommand):
    help = "Puts the demonstration's actions into the tracker, and its invented case into a restricted space, once."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Only in demonstration mode: THROUGHLINE_MODE=demonstration.")
        by, at = system_actor("command line"), real_now()
        for partnership in Partnership.objects.filter(demonstration=True):
            with scope.activate(scope_of(partnership, at.date())):
                made = load(loader=by, domain=f"{partnership.slug}.example.org", real_at=at)
                opened = demonstration_case.load(loader=by, domain=f"{partnership.slug}.example.org", real_at=at)
                self.stdout.write(f"{partnership}: {made} actions, {opened} cases")
