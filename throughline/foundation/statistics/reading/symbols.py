"""What a cell of an official statistic holds: a number, or a symbol that says why there is none.

Sources: Government Analysis Function, *Symbols in tables* (harmonised shorthand), and the Department for Education's
open data standards, which add `k` and still meet `:` in older files. Symbols stand alone or in square brackets; those
that qualify a number (`[p]` provisional) may follow it.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

SYMBOLS = {
    "b": "break in the series",
    "c": "confidential: kept back to protect people",
    "e": "estimated",
    "er": "error",
    "f": "forecast",
    "k": "rounds to zero, but is not zero",
    "low": "rounds to zero, but is not zero",
    "ns": "not statistically significant",
    "p": "provisional",
    "r": "revised",
    "s": "statistically significant",
    "ss": "statistically significant",
    "sss": "statistically significant",
    "u": "of low reliability",
    "w": "nobody recorded in the survey",
    "x": "not available",
    "z": "not applicable",
    ":": "not available",
}
QUALIFIERS = frozenset({"b", "e", "er", "f", "ns", "p", "r", "s", "ss", "sss", "u"})
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?"
_CELL = re.compile(rf"(?P<number>{_NUMBER})(?:\s*\[(?P<mark>[a-z]+)\])?", re.ASCII)
LONGEST_NUMBER = 30


@dataclass(frozen=True, slots=True)
class Cell:
    """Exactly one of `number` and a symbol that stands for it; `symbol` beside a number qualifies it."""

    number: Decimal | None
    symbol: str = ""


@lru_cache(maxsize=20_000)  # each is asked for twice, and a file says the same numbers and symbols again and again
def cell_of(text: str) -> Cell | None:
    """'281' → 281; 'c' and '[c]' → the symbol c; '12.3 [p]' → 12.3, provisional; anything else → None."""
    text = text.strip()
    bare = text[1:-1] if text[:1] == "[" and text[-1:] == "]" else text
    if bare in SYMBOLS:
        return Cell(None, bare)
    found = _CELL.fullmatch(text)
    if found is None or len(found["number"]) > LONGEST_NUMBER:
        return None
    mark = found["mark"] or ""
    if mark and mark not in QUALIFIERS:
        return None
    return Cell(Decimal(found["number"]), mark)
