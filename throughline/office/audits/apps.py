from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "throughline.office.audits"
    label = "audits"
