from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "throughline.foundation.tenancy"
    label = "tenancy"
