"""manage.py load_demonstration_audits: a trial of self-assessments with invented schools, in the first one."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.audits.demonstration import load


class Command(BaseCommand):
    help = "Puts the demonstration's question sets, cycles and returns in, once."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Only in demonstration mode: THROUGHLINE_MODE=demonstration.")
        by, at = system_actor("command line"), real_now()
        for partnership in Partnership.objects.filter(demonstration=True, is_default=True):
            with scope.activate(scope_of(partnership, at.date())):
                made = load(loader=by, domain=f"{partnership.slug}.example.org", real_at=at)
                self.stdout.write(f"{partnership}: {made} returns")
