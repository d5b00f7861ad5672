"""What a load did, for the person who ran it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

WORDS = ("added", "changed", "moved", "unchanged", "missing")
SAYS = {"moved": "only at another place in the file", "missing": "not in the folder any more, kept"}


@dataclass(frozen=True)
class FileReport:
    """The changes that one file made, in the order of its rows. Each has `what`, `label` and `details`."""

    file: str
    changes: Sequence[Any]

    def summary(self) -> str:
        counts = {word: sum(change.what == word for change in self.changes) for word in WORDS}
        parts = [f"{counts[word]} {SAYS.get(word, word)}" for word in WORDS if counts[word]]
        return f"{self.file}: {', '.join(parts) or 'nothing'}"

    def lines(self) -> list[str]:
        """One line for each row that is not as it was."""
        return [
            f"  {change.what}: {change.label}" + (f" ({change.details})" if change.details else "")
            for change in self.changes
            if change.what in ("added", "changed", "missing")
        ]


@dataclass(frozen=True)
class LoadReport:
    """`created`: the partnership was not there before. `questions` and `notes` want an answer or an eye, and refused
    nothing."""

    slug: str
    name: str
    created: bool
    files: Sequence[FileReport]
    questions: Sequence[str] = field(default_factory=tuple)
    notes: Sequence[str] = field(default_factory=tuple)

    def changed(self) -> bool:
        return any(change.what in ("added", "changed", "moved") for file in self.files for change in file.changes)
