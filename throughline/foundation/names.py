"""Names as people write them: when two are the same, when two look alike, and a slug for addresses and ids. Pure."""

import re
import unicodedata
from difflib import SequenceMatcher
from hashlib import sha256

_JOINING = frozenset({"and", "the", "of", "for", "in", "at", "on", "to"})


def key_of(name: str) -> str:
    """Two names with the same key are the same name: letter case, accents, '&' for 'and' and punctuation are ignored.

    A text without any letter or digit has the key ''.
    """
    plain = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ").replace("'", "").replace("’", "")
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(re.findall(r"[^\W_]+", letters))


def slug_of(name: str, longest: int = 200) -> str:
    """Lower-case ASCII words joined by hyphens; '' for a text without any ASCII letter or digit.

    One that would be too long ends in a hash of the whole, so that two long names with one beginning stay two.
    """
    slug = "-".join(re.findall(r"[a-z0-9]+", key_of(name)))
    if len(slug) <= longest:
        return slug
    return f"{slug[: longest - 9].rstrip('-')}-{sha256(slug.encode()).hexdigest()[:8]}"


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in key_of(name).split() if word not in _JOINING)


def nearly_the_same(one: str, other: str) -> bool:
    """Two spellings of what is probably one name: the same words in another order, or a letter or two apart."""
    if key_of(one) == key_of(other):
        return False
    if _words(one) and _words(one) == _words(other):
        return True
    return SequenceMatcher(None, key_of(one), key_of(other)).ratio() >= 0.92


def look_alike(one: str, other: str) -> bool:
    """Names so close that a person should say whether they mean one body: nearly the same, or at least two words and
    three quarters of the shorter name's words in common."""
    if key_of(one) == key_of(other):
        return False
    shared = _words(one) & _words(other)
    shorter = min(len(_words(one)), len(_words(other)))
    return nearly_the_same(one, other) or (len(shared) >= 2 and len(shared) >= 0.75 * shorter)


def closeness(one: str, other: str) -> float:
    """0 to 1, for putting the likeliest first."""
    return SequenceMatcher(None, key_of(one), key_of(other)).ratio()
