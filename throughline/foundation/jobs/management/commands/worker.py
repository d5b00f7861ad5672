from typing import Any

from django.core.management.base import BaseCommand

from throughline.foundation.jobs.worker import WorkerProcess


class Command(BaseCommand):
    help = "Runs background jobs and the schedule until it is told to end. Start as many as needed."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = WorkerProcess()
        worker.listen_to_signals()
        worker.run()
