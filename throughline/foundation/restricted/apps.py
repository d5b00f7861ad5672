from django.apps import AppConfig

from throughline.foundation.discovery import discover


class RestrictedConfig(AppConfig):
    name = "throughline.foundation.restricted"
    label = "restricted"

    def ready(self) -> None:
        discover("restricted_spaces")
