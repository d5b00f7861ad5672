"""How public pages word and order what is on record. Pure."""

import html
import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

# The tiers of the structure, from the top; a kind that is not here stands after them under its own name.
TIERS = {
    "lead safeguarding partners": "Lead safeguarding partners",
    "delegated safeguarding partners": "Delegated safeguarding partners",
    "subgroup": "Subgroups",
    "board": "Boards",
    "working group": "Working groups",
    "network": "Networks",
    "related body": "Related bodies",
}

CONTACT_WORDS = {
    "partnership": "The partnership",
    "training": "Training",
    "business unit": "The business unit",
}
# Shown as the numbers to call, not among the partnership's own contacts.
CALLED = ("worried_about_a_child_phone", "out_of_hours_phone", "police_non_emergency", "emergency")


def tier_of(kind: str) -> tuple[int, str]:
    """(place from the top, heading) of a group's kind."""
    known = list(TIERS)
    place = known.index(kind) if kind in known else len(known)
    return place, TIERS.get(kind, capital(kind))


def capital(text: str) -> str:
    """The first letter a capital one, the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def listed(names: Sequence[str]) -> str:
    """'A', 'A and B', 'A, B and C'."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def contact_words(kind: str) -> str:
    """'partnership_phone' → 'The partnership, phone'."""
    who, _, how = kind.rpartition("_")
    if how not in ("phone", "email"):
        return capital(kind.replace("_", " "))
    who = who.replace("_", " ")
    return f"{CONTACT_WORDS.get(who, capital(who))}, {'email' if how == 'email' else 'phone'}"


def report_year_of(day: date, starts: str) -> str:
    """'2023-24' for 5 February 2024 where the year starts on '04-01'."""
    first = day.year if (day.month, day.day) >= tuple(int(part) for part in starts.split("-")) else day.year - 1
    return year_label(first)


def year_label(first: int) -> str:
    return f"{first}-{(first + 1) % 100:02}"


def next_year(label: str) -> str:
    """'2024-25' for '2023-24'."""
    return year_label(int(label[:4]) + 1)


def year_shown(wanted: str, on_record: Sequence[str]) -> str:
    """The year whose commitments a page shows: the wanted one, else the newest on record; '' for none."""
    if wanted in on_record:
        return wanted
    return max((label for label in on_record if re.match(r"\d{4}", label)), default="")


_TAG = re.compile(r"<[^>]*>")
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)


def words_in(markup: object) -> str:
    """The words of an HTML text that our own templates made."""
    return " ".join(html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", str(markup)))).split())


_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")


def addresses_in(text: str) -> list[str]:
    """The web addresses in a text or in a page's raw content, each once, without the dot that ends a sentence."""
    return list(dict.fromkeys(html.unescape(found).rstrip(".,;:)]") for found in _ADDRESS.findall(text)))


def words_to_find(text: str) -> str:
    """What a search asks for: words with one space between, without the signs that mean something to it.

    >>> words_to_find('"child\'s" AND (plan*')
    'child s AND plan'
    """
    return " ".join(re.findall(r"\w+", text))


def tidy_path(text: str) -> str:
    """'/about-us/' of '/about-us' or of a whole address; '/a.pdf' stays. '' where it is no path below the home page."""
    text = text.strip()
    path = urlsplit(text).path if "://" in text else re.split(r"[?#]", text)[0]
    if not re.fullmatch(r"(/[^\s/\\\x00-\x1f]+)+/?", path):
        return ""
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}/"
