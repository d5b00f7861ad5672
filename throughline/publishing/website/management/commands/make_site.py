"""`manage.py make_site SLUG` or `--all`: the public pages, the collection and the editors' group of a partnership."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.publishing.website.operations import make_site


class Command(BaseCommand):
    help = "Makes what is missing of a partnership's public site. Run again, it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", help="The partnership's slug, such as medway.")
        parser.add_argument("--all", action="store_true", help="Every partnership that is loaded.")

    def handle(self, *args: Any, slug: str | None, **options: Any) -> None:
        if bool(slug) == options["all"]:
            raise CommandError("Name a partnership, or say --all.")
        chosen = Partnership.objects.all() if options["all"] else Partnership.objects.filter(slug=slug)
        if not chosen:
            known = ", ".join(Partnership.objects.values_list("slug", flat=True)) or "none is loaded"
            raise CommandError(f"There is no partnership '{slug}'. Known: {known}.")
        for partnership in chosen:
            with scope.activate(scope_of(partnership, real_now().date())):
                made = make_site(partnership=partnership, by=system_actor("command line"))
            self.stdout.write(f"{partnership.slug}: {', '.join(made) + ' made' if made else 'nothing to make'}")
