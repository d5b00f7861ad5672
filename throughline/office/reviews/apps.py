"""Reviews, and what came of them; they choose from the events that other apps hold."""

from django.apps import AppConfig

from throughline.foundation.discovery import discover


class ReviewsConfig(AppConfig):
    name = "throughline.office.reviews"
    label = "reviews"

    def ready(self) -> None:
        discover("turnout")
