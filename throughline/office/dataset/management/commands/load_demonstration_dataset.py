"""manage.py load_demonstration_dataset: official statistics; registers, open returns and an example of each place."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.dataset.demonstration import SERVES, load_register, load_statistics
from throughline.office.dataset.demonstration_groups import load_groups
from throughline.office.dataset.demonstration_narrative import load_narrative
from throughline.office.dataset.demonstration_returns import load_returns


class Command(BaseCommand):
    help = (
        "Imports the official statistics that ship with the product, fills each demonstration's register, asks for its"
        " returns and says something of a few points, once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Only in demonstration mode: THROUGHLINE_MODE=demonstration.")
        by, at = system_actor("command line"), real_now()
        load_statistics(by=by, at=at, say=self.stdout.write)
        for partnership in Partnership.objects.filter(demonstration=True):
            with scope.activate(scope_of(partnership, at.date())):
                serves = SERVES if partnership.slug == "medway" else None
                added = load_register(by=by, at=business_now(), serves=serves)
                domain = f"{partnership.slug}.example.org"
                asked = load_returns(by=by, domain=domain, real_at=at)
                said = load_narrative(by=by, domain=domain, real_at=at)
                groups = load_groups(by=by, domain=domain)
                self.stdout.write(
                    f"{partnership}: {added} indicators, {asked} agencies asked for returns, {said} points spoken of,"
                    f" {groups} invented groups to compare"
                )
