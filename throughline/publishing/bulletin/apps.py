from django.apps import AppConfig
from django.conf import settings

from throughline.foundation.discovery import discover


class BulletinConfig(AppConfig):
    name = "throughline.publishing.bulletin"
    label = "bulletin"

    def ready(self) -> None:
        from throughline.publishing.bulletin import files  # noqa: F401  (says who may see them)

        discover("bulletin_sources")
        if settings.ANYMAIL:
            from anymail.signals import tracking

            from throughline.publishing.bulletin.bouncing.adapter import on_tracking

            tracking.connect(on_tracking, dispatch_uid="bulletin")
