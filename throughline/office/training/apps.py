from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "throughline.office.training"
    label = "training"
    verbose_name = "Training"
