"""manage.py load_demonstration_dataset: official statistics, and the register of each demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.dataset.demonstration import load_register, load_statistics


class Command(BaseCommand):
    help = "Imports the official statistics that ship with the product and fills each demonstration's register, once."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Only in demonstration mode: THROUGHLINE_MODE=demonstration.")
        by, at = system_actor("command line"), real_now()
        load_statistics(by=by, at=at, say=self.stdout.write)
        for partnership in Partnership.objects.filter(demonstration=True):
            with scope.activate(scope_of(partnership, at.date())):
                added = load_register(by=by, at=business_now())
                self.stdout.write(f"{partnership}: {added} indicators")
