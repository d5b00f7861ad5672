from django.apps import AppConfig

from throughline.foundation.discovery import discover


class AccessConfig(AppConfig):
    name = "throughline.foundation.access"
    label = "access"

    def ready(self) -> None:
        from throughline.foundation.access import checks  # noqa: F401  (registers the system check)

        discover("permissions")
        discover("navigation")
