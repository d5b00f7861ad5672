from django.apps import AppConfig


class ThroughlineConfig(AppConfig):
    name = "throughline.config"
    label = "config"
    verbose_name = "Throughline"
