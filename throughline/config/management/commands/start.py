import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.config import preparing, smoke, starting


class Command(BaseCommand):
    help = "Prepares what is missing, then serves the site: web server and worker, until Ctrl-C."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
        parser.add_argument("--smoke", action="store_true", help="check the installation on a free port, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["smoke"] and smoke.is_possible():
            raise CommandError(smoke.is_possible())
        if not options["smoke"] and not starting.port_is_free(options["host"], options["port"]):
            raise CommandError(f"Port {options['port']} is in use by another program. Choose another one: --port 8001")
        preparing.prepare(self.say)
        if options["smoke"]:
            sys.exit(smoke.run(self.say))
        sys.exit(starting.serve(options["host"], options["port"], self.say))

    def say(self, line: str) -> None:
        """At once, whatever standard output is."""
        self.stdout.write(line)
        self.stdout.flush()
