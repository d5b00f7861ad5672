from django.apps import AppConfig

from throughline.foundation.discovery import discover


class ActionsConfig(AppConfig):
    name = "throughline.office.actions"
    label = "actions"

    def ready(self) -> None:
        from throughline.office.actions import evidence_files  # noqa: F401  (says who may see them)

        discover("action_sources")
