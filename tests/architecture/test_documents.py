"""What is written for the next engineer is true: the tree, the decisions, the addresses in it."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "adr").glob("*.md")]
WINGS = ("foundation", "office", "publishing")


@pytest.mark.parametrize("wing", WINGS)
def test_every_app_is_named_in_the_architecture(wing: str) -> None:
    named = set(re.findall(r"`([a-z_]+)`", (ROOT / "ARCHITECTURE.md").read_text()))
    apps = {path.name for path in (ROOT / "throughline" / wing).iterdir() if (path / "__init__.py").exists()}
    assert apps - named == set()


def test_each_decision_has_a_number_of_its_own() -> None:
    numbers = Counter(path.name[:4] for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert [number for number, times in numbers.items() if times > 1] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text())
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []
