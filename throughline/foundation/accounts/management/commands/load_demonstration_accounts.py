"""manage.py load_demonstration_accounts: the invented people of each demonstration partnership, made once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from throughline.foundation.access.actors import system_actor
from throughline.foundation.accounts.demonstration import people_of
from throughline.foundation.accounts.operations import load_demonstration_account
from throughline.foundation.clock import real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of


class Command(BaseCommand):
    help = "Makes one account a role for each partnership that is a demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Only in demonstration mode: THROUGHLINE_MODE=demonstration.")
        by, at = system_actor("command line"), real_now()
        for partnership in Partnership.objects.filter(demonstration=True):
            with scope.activate(scope_of(partnership, at.date())):
                for person in people_of(partnership):
                    load_demonstration_account(
                        by=by, at=at, email=person.email, name=person.name, job_title=person.label, role=person.role
                    )
