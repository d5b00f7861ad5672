from django.apps import AppConfig

from throughline.foundation.discovery import discover


class NoticesConfig(AppConfig):
    name = "throughline.foundation.notices"
    label = "notices"

    def ready(self) -> None:
        discover("notices")
