"""What is wrong with a folder, where, in plain words."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """`row` as a person counts in a spreadsheet: the heading is row 1 (in a .toml file: the line). 0: the whole file.
    `column` is '' where no single column is meant."""

    file: str
    row: int
    column: str
    what: str

    def __str__(self) -> str:
        place = self.file
        if self.row:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}"
        return f"{place}: {self.what}"


class Problems:
    """Collects problems of one file, so that all of them are told at once. Notes are told but refuse nothing."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []
        self.notes: list[Problem] = []

    def add(self, what: str, row: int = 0, column: str = "") -> None:
        self.found.append(Problem(self.file, row, column, what))

    def note(self, what: str, row: int = 0, column: str = "") -> None:
        self.notes.append(Problem(self.file, row, column, what))
