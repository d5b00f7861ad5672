from django.apps import AppConfig


class DatasetConfig(AppConfig):
    name = "throughline.office.dataset"
    label = "dataset"
