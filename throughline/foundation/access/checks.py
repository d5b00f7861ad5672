"""Refuses to start when a view of ours says neither `public` nor what permission it requires."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from throughline.foundation.access.gate import THIRD_PARTY_PREFIXES, access_of


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every (path, pattern) of our own, third-party trees left out."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if path.startswith(THIRD_PARTY_PREFIXES):
            continue
        if isinstance(entry, URLResolver):
            yield from routes(entry, path)
        else:
            yield path, entry


@register()
def every_view_declares_its_access(app_configs: Any, **kwargs: Any) -> list[Error]:
    return [
        Error(
            f"'{path}' ({entry.callback.__module__}.{entry.callback.__name__}) does not declare who may see it.",
            hint="Decorate it with @public or @requires(permission).",
            id="access.E001",
        )
        for path, entry in routes()
        if access_of(entry.callback) is None
    ]
