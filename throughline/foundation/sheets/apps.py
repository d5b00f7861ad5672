from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "throughline.foundation.sheets"
    label = "sheets"
