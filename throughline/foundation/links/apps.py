from django.apps import AppConfig

from throughline.foundation.discovery import discover


class LinksConfig(AppConfig):
    name = "throughline.foundation.links"
    label = "links"

    def ready(self) -> None:
        discover("links")
