"""The description of the folder names every file, column and word that the reader takes."""

from pathlib import Path

import pytest

from throughline.office.intake.reading import cells
from throughline.office.intake.reading.folder import FACTS, TABLES

ROOT = Path(__file__).parents[4]
DESCRIPTION = (ROOT / "docs" / "partnership-folder.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", [*FACTS, *TABLES])
def test_every_file_and_column_is_described(file: str) -> None:
    heading = next((part for part in DESCRIPTION.split("\n### ") if file in part.split("\n", 1)[0]), "")
    columns = [column.name for column in TABLES[file].columns] if file in TABLES else ["="]
    assert [column for column in columns if column not in heading] == []
    needed = [column.name for column in TABLES[file].columns if column.needed] if file in TABLES else []
    assert [column for column in needed if f"**{column}**" not in heading] == []


def test_every_word_that_a_cell_may_say_is_described() -> None:
    assert [word for word in cells.SECTORS + cells.MODES + cells.BOOKING if word not in DESCRIPTION] == []
    assert ", ".join(cells.SECTORS) in DESCRIPTION
