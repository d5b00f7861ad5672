"""Logs: lines to read at a terminal; in production one JSON object a line, for whatever collects them.

No personal detail: addresses are taken out, since a database's own message may quote the value it refused, and nothing
logs what people typed.
"""

import re
from typing import Any

import structlog

ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
QUOTED_VALUE = re.compile(r"(Key \(.*?\)=)\([^)]*\)|(Failing row contains )\([^\n]*\)")


def without_personal_detail(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    return {name: _cleaned(value) for name, value in event.items()}


def _cleaned(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return ADDRESS.sub("[address]", QUOTED_VALUE.sub(lambda m: f"{m[1] or m[2]}([left out])", value))


def settings(*, as_json: bool) -> dict[str, Any]:
    """For Django's LOGGING. Warnings and worse; a page that was not found is no event."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]
    finish: list[Any] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        without_personal_detail,
        structlog.processors.JSONRenderer(),
    ]
    json = {
        "()": "structlog.stdlib.ProcessorFormatter",
        "processors": finish,
        "foreign_pre_chain": shared,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": json, "plain": {"format": "{levelname}: {message}", "style": "{"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json" if as_json else "plain"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # any scanner could fill the log with it
            "django_tasks_db": {"level": "WARNING"},
        },
    }
