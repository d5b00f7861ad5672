"""manage.py load_demonstration_learning: what was made of the review of 2023, in each demonstration that has it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from throughline.foundation.access.models import User
from throughline.foundation.access.roles import Role
from throughline.foundation.clock import real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.reviews.demonstration import acting
from throughline.office.reviews.demonstration_learning import load


class Command(BaseCommand):
    help = "Puts what was made of the review of 2023 on record, a survey on awareness, and national reviews, once."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Only in demonstration mode: THROUGHLINE_MODE=demonstration.")
        at = real_now()
        for partnership in Partnership.objects.filter(demonstration=True):
            with scope.activate(scope_of(partnership, at.date())):
                unit = User.objects.filter(email=f"business-unit@{partnership.slug}.example.org").first()
                made = load(unit=acting(unit, Role.BUSINESS_UNIT), real_at=at) if unit else 0
                self.stdout.write(f"{partnership}: {made} learning products")
