"""Finding what our apps register: `discover("figures")` imports `figures.py` of every Throughline app that has one."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


def discover(module: str) -> None:
    for config in apps.get_app_configs():
        if config.name.startswith("throughline.") and find_spec(f"{config.name}.{module}") is not None:
            import_module(f"{config.name}.{module}")
