from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "throughline.publishing.website"
    label = "website"
    verbose_name = "Public site"

    def ready(self) -> None:
        from throughline.publishing.website import signals  # noqa: F401  (registers the receivers)
