"""Figure references in narrative: `{{ figure:finance.total-income }}`. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass

REFERENCE = re.compile(r"\{\{\s*figure:\s*([^\s{}]*)\s*\}\}")
LOOSE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
FIGURE_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


@dataclass(frozen=True)
class Place:
    """Where something stands in a text: line and column as a person counts, from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


def place_of(text: str, offset: int) -> Place:
    before = text[:offset]
    return Place(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


@dataclass(frozen=True)
class Reference:
    figure_id: str
    start: int
    end: int
    place: Place


def references(text: str) -> list[Reference]:
    """Every well-formed reference, in order."""
    return [Reference(m[1], m.start(), m.end(), place_of(text, m.start())) for m in REFERENCE.finditer(text)]


def problems(text: str, known: Collection[str]) -> list[str]:
    """Why the text cannot be saved, each with its place: an unknown figure or braces that are no reference."""
    found = []
    for match in LOOSE.finditer(text):
        place = place_of(text, match.start())
        whole = REFERENCE.fullmatch(match[0])
        if whole is None:
            found.append(f"{place}: “{match[0]}” is not a figure reference. Write {{{{ figure:its-id }}}}.")
        elif whole[1] not in known:
            found.append(f"{place}: there is no figure “{whole[1]}”{_did_you_mean(whole[1], known)}.")
    return found


def _did_you_mean(wanted: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(wanted, list(known), n=1, cutoff=0.75)
    return f"; did you mean “{near[0]}”?" if near else ""
