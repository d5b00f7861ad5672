"""manage.py send_bulletin ISSUE: sends what waits, in the foreground, as the worker does in slices."""

import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.publishing.bulletin.operations.mailing import STALE_AFTER
from throughline.publishing.bulletin.queries.sending import mail_out
from throughline.publishing.bulletin.sending.worker import send_slice
from throughline.publishing.bulletin.tasks import worker_name


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # what they load would stay in memory while it sends
    help = "Goes on with an issue that is being sent, until its queue is empty or has to wait."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("issue", type=int, help="the number in the address of the issue's page")
        parser.add_argument("--partnership", default="", help="its slug; the default one unless given")
        parser.add_argument(
            "--dead-after", type=float, default=STALE_AFTER.total_seconds(), metavar="SECONDS",
            help="how long another worker's batch must be silent to be taken over",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["partnership"]
        found = Partnership.objects.filter(slug=slug) if slug else Partnership.objects.filter(is_default=True)
        partnership = found.first()
        if partnership is None:
            raise CommandError("There is no such partnership.", returncode=1)
        now = real_now()
        with scope.activate(scope_of(partnership, now.date())):
            out = mail_out(options["issue"])
            if out is None:
                raise CommandError("This issue is not being sent.", returncode=1)
            sent, more, began = 0, True, time.monotonic()
            while more:
                done = send_slice(
                    mail_out_id=out.pk, worker=worker_name(), by=system_actor("worker"), clock=real_now, seconds=60,
                    stale_after=timedelta(seconds=options["dead_after"]),
                )  # fmt: skip
                sent += done.sent
                more = done.more and not done.wait and done.sent > 0
        self.stdout.write(f"{sent} sent in {time.monotonic() - began:.1f} seconds.")
