from django.apps import AppConfig


class StatuteConfig(AppConfig):
    """Makes the `due` command known. There are no models: statute is data in files."""

    name = "throughline.foundation.statute"
    label = "statute"
    verbose_name = "Statute"
