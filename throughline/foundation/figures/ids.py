"""Figure ids from what identifies a record: `id_of("dataset", "children in care", "Medway", …)`. Pure."""

import hashlib

from throughline.foundation.names import slug_of

LONGEST = 220


def part_of_id(text: str, longest: int = LONGEST) -> str:
    """The words in lower case with hyphens. What would lose its meaning (too long, no letter that survives) is told
    apart by a short hash of the text, so that two different texts never become one id by being cut."""
    slug = slug_of(text, 10_000)
    if slug and len(slug) <= longest:
        return slug
    mark = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{slug[: longest - 9].rstrip('-')}-{mark}".lstrip("-")


def id_of(app: str, *parts: str) -> str:
    """The app and the parts joined by full stops, at most LONGEST characters."""
    plain = ".".join([app, *(part_of_id(part) for part in parts)])
    if len(plain) <= LONGEST:
        return plain
    longest = max((LONGEST - len(app)) // len(parts) - 1, 20)
    return ".".join([app, *(part_of_id(part, longest) for part in parts)])


class Ids:
    """Hands out ids within one app and run: different texts whose words are the same ('A & B', 'A and B') are told
    apart by a hash of the later one's text."""

    def __init__(self) -> None:
        self._taken: dict[str, tuple[str, ...]] = {}

    def of(self, app: str, *parts: str) -> str:
        plain = id_of(app, *parts)
        if self._taken.setdefault(plain, parts) == parts:
            return plain
        mark = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8]
        return f"{plain}.{mark}"
