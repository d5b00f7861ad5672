from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "throughline.foundation.ui"
    label = "ui"
