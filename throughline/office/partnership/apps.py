from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "throughline.office.partnership"
    label = "partnership"
