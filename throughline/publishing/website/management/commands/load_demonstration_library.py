"""manage.py load_demonstration_library: the library of each demonstration partnership, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.publishing.library import api as library
from throughline.publishing.website import demonstration
from throughline.publishing.website.findable import findable
from throughline.publishing.website.operations import refresh_search

WRITES_IT = "medway"  # the other partnership reads the joint documents


class Command(BaseCommand):
    help = "Puts documents, services, campaigns and reviews elsewhere into the demonstration's library, once."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Only in demonstration mode: THROUGHLINE_MODE=demonstration.")
        by, at = system_actor("command line"), real_now()
        own_first = sorted(Partnership.objects.filter(demonstration=True), key=lambda each: each.slug != WRITES_IT)
        for partnership in own_first:
            with scope.activate(scope_of(partnership, at.date())):
                made = 0
                if partnership.slug == WRITES_IT:
                    made = demonstration.load(loader=by)
                    made += library.load_demonstration_lists(loader=by, today=business_today(), at=at)
                refresh_search(found=findable(business_now()), by=by)
                self.stdout.write(f"{partnership}: {made} entries")
