from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "throughline.publishing.library"
    label = "library"
    verbose_name = "Library"

    def ready(self) -> None:
        from throughline.publishing.library import files  # noqa: F401  (says who may see them)
