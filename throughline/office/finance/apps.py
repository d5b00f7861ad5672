from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "throughline.office.finance"
    label = "finance"
