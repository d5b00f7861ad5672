from django.apps import AppConfig

from throughline.foundation.discovery import discover


class JobsConfig(AppConfig):
    name = "throughline.foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        discover("tasks")
