from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "throughline.office.reviews"
    label = "reviews"
