"""How often one caller may ask for something that can be guessed, counted in the cache by a hash of the address."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def within_limit(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """False from the `most` + 1st time on within `seconds` of the caller's first."""
    address = get_adapter(request).get_client_ip(request) or ""
    key = f"limit:{what}:{hashlib.sha256(address.encode()).hexdigest()[:32]}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, seconds)
        return True
