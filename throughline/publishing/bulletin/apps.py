from django.apps import AppConfig


class BulletinConfig(AppConfig):
    name = "throughline.publishing.bulletin"
    label = "bulletin"
