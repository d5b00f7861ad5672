from django.apps import AppConfig

from throughline.foundation.discovery import discover


class WorkflowConfig(AppConfig):
    name = "throughline.foundation.workflow"
    label = "workflow"

    def ready(self) -> None:
        discover("workflow")
