"""manage.py create_first_administrator EMAIL --name NAME: the person with whom a partnership begins."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.operations import Refused
from throughline.foundation.accounts.operations import create_first_administrator
from throughline.foundation.clock import real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of


class Command(BaseCommand):
    help = "Makes the first administrator of a partnership, who signs in by a code and invites the others."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--partnership", metavar="SLUG", help="needed only where there are several")

    def handle(self, *args: Any, **options: Any) -> None:
        at = real_now()
        partnership = self.partnership(options["partnership"])
        with scope.activate(scope_of(partnership, at.date())):
            try:
                create_first_administrator(
                    by=system_actor("command line"), at=at, email=options["email"], name=options["name"]
                )
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{options['email']} is administrator of {partnership}. They sign in by a code sent by e-mail."
        )

    @staticmethod
    def partnership(slug: str | None) -> Partnership:
        found = list(Partnership.objects.filter(slug=slug) if slug else Partnership.objects.all()[:2])
        if len(found) == 1:
            return found[0]
        slugs = ", ".join(Partnership.objects.order_by("slug").values_list("slug", flat=True))
        if not slugs:
            raise CommandError("No partnership is loaded yet: ./manage load_partnership DIR")
        raise CommandError(f"Say which partnership: --partnership with one of {slugs}.")
