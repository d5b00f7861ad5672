"""When a returned unit is the register's, said in short."""

import pytest

from throughline.office.dataset.rules.comparing import as_registered


@pytest.mark.parametrize(
    ("unit", "registered", "said"),
    [
        ("per 10000", "per 10,000 children", "per 10,000 children"),
        ("per 10,000", "per 10,000 children", "per 10,000 children"),
        ("per 10,000 children", "per 10,000 children", "per 10,000 children"),
        ("per 1000", "per 10,000 children", "per 1000"),
        ("per 100000", "per 10,000 children", "per 100000"),
        ("per 10000", "percent", "per 10000"),
        ("children", "per 10,000 children", "children"),
        ("", "per 10,000 children", ""),
    ],
)
def test_a_rate_in_short_is_the_registers_and_no_other(unit: str, registered: str, said: str) -> None:
    assert as_registered(unit, registered) == said
