"""Folders to be loaded."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from throughline.office.intake.tests.loading import MEDWAY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of Medway's folder, to be changed."""
    return Path(shutil.copytree(MEDWAY, tmp_path / "medway"))


@pytest.fixture
def edit(folder: Path) -> Callable[..., None]:
    """edit("agencies.csv", "old", "new") replaces once; edit("agencies.csv", "", "line") adds a line."""

    def make(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text() if (folder / name).exists() else ""
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1) if old else text + new + "\n")

    return make
