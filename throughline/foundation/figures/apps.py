from django.apps import AppConfig

from throughline.foundation.discovery import discover


class FiguresConfig(AppConfig):
    name = "throughline.foundation.figures"
    label = "figures"

    def ready(self) -> None:
        discover("figures")
