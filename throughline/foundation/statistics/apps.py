from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "throughline.foundation.statistics"
    label = "statistics"
