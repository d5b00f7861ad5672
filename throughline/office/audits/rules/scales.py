"""Scales of grades: each step has a rank (higher is better), a mark, a word, a colour and a sign. Pure.

A grade is stored as its rank, so that scales which count down (1 is best) are compared like those which count up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

COLOURS = ("green", "teal", "purple", "magenta", "yellow", "orange", "red", "grey")


@dataclass(frozen=True)
class Step:
    """One grade. `mark` is how people write it ("3", "Green"); `sign` says the same without colour."""

    rank: int
    mark: str
    word: str
    colour: str
    sign: str

    @property
    def label(self) -> str:
        """ "3, embedded"; the word alone where the mark is the word."""
        return self.word if self.mark == self.word else f"{self.mark}, {self.word[:1].lower()}{self.word[1:]}"

    @property
    def short(self) -> str:
        """For a cell of a grid: the sign and the mark, never colour alone."""
        return f"{self.sign} {self.mark}"


@dataclass(frozen=True)
class Scale:
    """Steps by rank, 0 first. Raises ValueError when ranks do not run from 0 without a gap."""

    key: str
    label: str
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if [step.rank for step in self.steps] != list(range(len(self.steps))) or len(self.steps) < 2:
            raise ValueError(f"The steps of the scale '{self.key}' must have the ranks 0, 1, 2 …, two or more.")
        for name in ("mark", "word", "sign"):
            if len({getattr(step, name) for step in self.steps}) != len(self.steps):
                raise ValueError(f"Each step of the scale '{self.key}' needs its own {name}.")

    @property
    def top(self) -> int:
        return len(self.steps) - 1

    def step(self, rank: int) -> Step:
        """Raises IndexError."""
        if rank < 0:
            raise IndexError(rank)
        return self.steps[rank]

    def named(self, text: str) -> Step | None:
        """By mark, word or label, whatever its capitals."""
        wanted = text.strip().casefold()
        return next(
            (s for s in self.steps if wanted in {s.mark.casefold(), s.word.casefold(), s.label.casefold()}), None
        )


def _scale(key: str, label: str, *steps: tuple[str, str, str, str]) -> Scale:
    return Scale(key, label, tuple(Step(rank, *each) for rank, each in enumerate(steps)))


SCALES: Mapping[str, Scale] = {
    scale.key: scale
    for scale in (
        _scale(
            "grade-0-3", "0 to 3, 3 is best",
            ("0", "Not in place", "red", "✕"), ("1", "Begun", "orange", "◔"), ("2", "In place", "yellow", "◑"),
            ("3", "Embedded", "green", "●"),
        ),
        _scale(
            "grade-1-4", "1 to 4, 1 is best",
            ("4", "Not in place", "red", "✕"), ("3", "Begun", "orange", "◔"), ("2", "In place", "yellow", "◑"),
            ("1", "Embedded", "green", "●"),
        ),
        _scale(
            "rag", "Red, amber, green",
            ("Red", "Not met", "red", "✕"), ("Amber", "Partly met", "orange", "◑"),
            ("Green", "Fully met", "green", "●"),
        ),
        _scale(
            "met-partly-not", "Not met, partly met, met",
            ("Not met", "Not met", "red", "✕"), ("Partly met", "Partly met", "orange", "◑"),
            ("Met", "Met", "green", "●"),
        ),
        _scale(
            "case-grades", "Inadequate to outstanding",
            ("Inadequate", "Inadequate", "red", "✕"),
            ("Requires improvement", "Requires improvement", "orange", "◔"),
            ("Good", "Good", "teal", "◑"), ("Outstanding", "Outstanding", "green", "●"),
        ),
    )
}  # fmt: skip


class CarryRule(StrEnum):
    """How a grade moves to a scale of another length."""

    CAUTIOUS = "cautious"
    NEAREST = "nearest"
    TEXT_ONLY = "text_only"

    @property
    def label(self) -> str:
        return {
            CarryRule.CAUTIOUS: "By its place on the scale, rounded down",
            CarryRule.NEAREST: "By its place on the scale, to the nearest",
            CarryRule.TEXT_ONLY: "Not at all: the words are carried, the grade is given anew",
        }[self]


def carried(rank: int, old: Scale, new: Scale, rule: CarryRule) -> int | None:
    """AU-02. The rank on the new scale, None where it must be given anew. The ends stay the ends, and order stays."""
    if rule is CarryRule.TEXT_ONLY:
        return None
    scaled, remainder = divmod(rank * new.top, old.top)
    if rule is CarryRule.NEAREST and remainder * 2 >= old.top:
        scaled += 1
    return scaled
