"""What every message and every job asks of a partnership and few writes change, kept in the process for some seconds.

`settings.HOST_SECONDS` at most, so much later another process notices a change; tests keep nothing.
"""

import time
from collections.abc import Callable
from copy import copy
from datetime import date
from typing import Any

from django.conf import settings

from throughline.foundation.tenancy.models import Partnership, PartnershipHost
from throughline.foundation.tenancy.queries import scope_of
from throughline.foundation.tenancy.scope import Scope

_kept: dict[Any, tuple[float, Any]] = {}


def _keep[T](key: Any, make: Callable[[], T]) -> T:
    seconds: int = settings.HOST_SECONDS
    if not seconds:
        return make()
    now = time.monotonic()
    found = _kept.get(key)
    if found is None or found[0] < now:
        if len(_kept) > 1000:
            _kept.clear()
        found = _kept[key] = (now + seconds, make())
    return found[1]


def partnership_with(partnership_id: int) -> Partnership:
    """A copy of its own for whoever asks. Raises Partnership.DoesNotExist."""
    return copy(_keep(("partnership", partnership_id), lambda: Partnership.objects.get(pk=partnership_id)))


def hosts_of(partnership_id: int) -> list[str]:
    """Its host names, the first one first."""
    rows = PartnershipHost.objects.filter(partnership_id=partnership_id).order_by("pk")
    return list(_keep(("hosts", partnership_id), lambda: list(rows.values_list("host", flat=True))))


def scope_with(partnership_id: int, on: date) -> Scope:
    """`queries.scope_of` that partnership on that day."""
    return _keep(("scope", partnership_id, on), lambda: scope_of(partnership_with(partnership_id), on))
