from django.apps import AppConfig

from throughline.foundation.discovery import discover


class SurveysConfig(AppConfig):
    name = "throughline.foundation.surveys"
    label = "surveys"

    def ready(self) -> None:
        discover("surveys")
