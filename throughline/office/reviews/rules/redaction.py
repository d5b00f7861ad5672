"""Words taken out of a pack before it leaves: names and dates of birth of the household, agencies' names. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

TAKEN_OUT = "[taken out]"
SHORTEST = 3  # letters; a shorter part of a name would take out ordinary words


@dataclass(frozen=True)
class Redactor:
    """`words`: what is taken out → what stands in its place. Whole words, whatever their capitals, longest first."""

    words: Mapping[str, str]

    def __call__(self, text: str) -> str:
        if not self.words:
            return text
        known = {word.casefold(): instead for word, instead in self.words.items()}
        longest = sorted(self.words, key=len, reverse=True)
        pattern = re.compile(r"(?<!\w)(" + "|".join(re.escape(word) for word in longest) + r")(?!\w)", re.IGNORECASE)
        return pattern.sub(lambda found: known[found.group(1).casefold()], text)


def redactor(
    *, people: Iterable[tuple[str, str]] = (), born: Iterable[date] = (), others: Iterable[str] = ()
) -> Redactor:
    """`people`: (name, what they are to the child). Each part of a name goes, and the days of birth as they are often
    written; `others`, such as places and agencies, whole."""
    words: dict[str, str] = {}
    for name, relation in people:
        for part in (name, *name.split()):
            if len(part) >= SHORTEST:
                words.setdefault(part, f"[{relation}]")
    for day in born:
        for written in _written(day):
            words[written] = TAKEN_OUT
    for other in others:
        if len(other.strip()) >= SHORTEST:
            words[other.strip()] = TAKEN_OUT
    return Redactor(words)


def _written(day: date) -> tuple[str, ...]:
    return (
        f"{day.day} {day:%B %Y}", f"{day.day} {day:%b %Y}", f"{day.day}/{day.month}/{day.year}",
        f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", day.isoformat(),
    )  # fmt: skip


def found_in(text: str, redact: Redactor) -> list[str]:
    """The words of the record that stand in a text: the anonymity check before something is published."""
    return sorted({word for word in redact.words if Redactor({word: ""})(text) != text}, key=str.casefold)
