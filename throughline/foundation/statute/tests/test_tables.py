from pathlib import Path

from throughline.foundation.statute.tables import render_clocks

COMMITTED = Path(__file__).parents[4] / "docs" / "generated" / "clocks.md"


def test_the_committed_page_of_clocks_is_up_to_date() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == render_clocks()


def test_the_page_has_every_clock_of_every_edition() -> None:
    rows = [line.split(" | ") for line in render_clocks().splitlines() if line.startswith("| RV-")]
    assert [(row[0], row[2]) for row in rows] == [
        ("| RV-01", "5 working days"), ("| RV-02", "15 working days"), ("| RV-03", "6 months"),
        ("| RV-04", "7 working days"),
    ] * 3  # fmt: skip
    assert {len(row) for row in rows} == {8}
