from django.apps import AppConfig

from throughline.foundation.discovery import discover


class ActionsConfig(AppConfig):
    name = "throughline.office.actions"
    label = "actions"

    def ready(self) -> None:
        discover("action_sources")
