from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "throughline.office.intake"
    label = "intake"
