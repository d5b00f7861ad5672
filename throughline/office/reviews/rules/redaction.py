"""Words taken out of a pack before it leaves: names and dates of birth of the household, agencies' names. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

TAKEN_OUT = "[taken out]"
LEAST = 2  # letters; an initial is no name
SHORT = 2  # letters up to which a name goes only as it is written: "Jo" does, "jo" does not


@dataclass(frozen=True)
class Redactor:
    """`words`: what is taken out → what stands in its place. Whole words, longest first, whatever their capitals unless
    they are short."""

    words: Mapping[str, str]

    def __call__(self, text: str) -> str:
        if not self.words:
            return text
        known = {word.casefold(): instead for word, instead in self.words.items()}
        longest = sorted(self.words, key=len, reverse=True)
        pattern = re.compile(r"(?<!\w)(" + "|".join(re.escape(word) for word in longest) + r")(?!\w)", re.IGNORECASE)

        def instead(found: re.Match[str]) -> str:
            word = found.group(1)
            return word if len(word) <= SHORT and word not in self.words else known[word.casefold()]

        return pattern.sub(instead, text)


def redactor(
    *, people: Iterable[tuple[str, str]] = (), born: Iterable[date] = (), others: Iterable[str] = ()
) -> Redactor:
    """`people`: (name, what they are to the child). Each part of a name goes, and the days of birth as they are often
    written; `others`, such as places and agencies, whole. What stands instead of a name says no name either."""
    relations: dict[str, str] = {}
    for name, relation in people:
        for part in (name, *re.split(r"[\s-]+", name)):
            if len(part) >= LEAST:
                relations.setdefault(part, relation)
    unnamed = Redactor(dict.fromkeys(relations, "…"))
    words = {part: f"[{unnamed(relation)}]" for part, relation in relations.items()}
    for day in born:
        for written in _written(day):
            words[written] = TAKEN_OUT
    for other in others:
        if len(other.strip()) > SHORT:
            words[other.strip()] = TAKEN_OUT
    return Redactor(words)


def _written(day: date) -> tuple[str, ...]:
    ordinal = f"{day.day}{'th' if 10 < day.day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day.day % 10, 'th')}"
    months = (f"{day:%B}", f"{day:%b}")
    return (
        *(f"{number} {of}{month} {day.year}" for number in (str(day.day), ordinal) for month in months
          for of in ("", "of ")),
        *(f"{month} {number}, {day.year}" for number in (str(day.day), ordinal) for month in months),
        *(f"{day.day}{mark}{day.month}{mark}{year}" for mark in "/.-" for year in (day.year, f"{day:%y}")),
        *(f"{day:%d}{mark}{day:%m}{mark}{year}" for mark in "/.-" for year in (day.year, f"{day:%y}")),
        day.isoformat(),
    )  # fmt: skip


def found_in(text: str, redact: Redactor) -> list[str]:
    """The words of the record that stand in a text: the anonymity check before something is published."""
    return sorted({word for word in redact.words if Redactor({word: ""})(text) != text}, key=str.casefold)
