from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "throughline.office.strategy"
    label = "strategy"
