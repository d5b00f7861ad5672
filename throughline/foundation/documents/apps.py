from django.apps import AppConfig

from throughline.foundation.discovery import discover


class DocumentsConfig(AppConfig):
    name = "throughline.foundation.documents"
    label = "documents"

    def ready(self) -> None:
        discover("documents")
