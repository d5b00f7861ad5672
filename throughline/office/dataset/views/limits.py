"""How often a key may ask: so many times a minute. Counted in the cache, so that all processes count together."""

from datetime import datetime

from django.core.cache import cache

EACH_MINUTE = 120


def seconds_to_wait(who: str, now: datetime) -> int:
    """0 while it may ask; else until the next minute begins. This request counts. `now` is real."""
    minute = int(now.timestamp()) // 60
    key = f"{who}:{minute}"
    asked = int(cache.get(key, 0)) + 1
    cache.set(key, asked, timeout=120)
    return 0 if asked <= EACH_MINUTE else max(60 - now.second, 1)
