from django.apps import AppConfig
from django.db.backends.signals import connection_created


class ThroughlineConfig(AppConfig):
    name = "throughline.config"
    label = "config"
    verbose_name = "Throughline"

    def ready(self) -> None:
        from throughline.config.waiting import wait_in_short_steps

        connection_created.connect(wait_in_short_steps, dispatch_uid="config.wait_in_short_steps")
