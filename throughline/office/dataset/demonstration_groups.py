"""Disproportionality in the demonstration: an indicator that says of itself that all its numbers are invented.

Nothing that is public counts children by ethnicity and place as a partnership would, and no number is made up for an
indicator of a real partnership; so this one stands for itself, and has nothing to be returned.
"""

from datetime import datetime, time

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.roles import Role
from throughline.office.dataset.demonstration_narrative import SAID_ON
from throughline.office.dataset.demonstration_returns import LONDON
from throughline.office.dataset.models import GroupCount, Indicator
from throughline.office.dataset.operations.groups import record_groups
from throughline.office.dataset.operations.register import RegisterRow, register_indicators
from throughline.office.dataset.rules.groups import Line

EXAMPLE = RegisterRow(
    code="EX-01", title="Example with invented numbers: children on plans", sector="social_care",
    definition="Shows how rates by ethnicity and by sex are compared. Every number is invented.", unit="children",
    counting="snapshot", frequency="year", breakdowns=("ethnicity", "sex"),
    caveat="Invented for the demonstration: it says nothing of any place.",
)  # fmt: skip
INVENTED = "invented for the demonstration"
COUNTS = {
    "ethnicity": (
        Line("White", 180, 50_000), Line("Mixed or multiple ethnic groups", 30, 4_000),
        Line("Asian or Asian British", 12, 6_000), Line("Black, Black British, Caribbean or African", 27, 5_000),
        Line("Other ethnic group", 3, 1_000),
    ),
    "sex": (Line("Female", 128, 32_000), Line("Male", 132, 34_000)),
}  # fmt: skip
DAY = "2023-03-31"


def load_groups(*, by: Actor, domain: str) -> int:
    """In the scope of a demonstration partnership → how many groups are counted; 0 when they were already."""
    unit = User.objects.filter(email=f"business-unit@{domain}").first()
    if unit is None or GroupCount.objects.exists():
        return 0
    acting = Actor(user=unit, roles=frozenset({Role.BUSINESS_UNIT}), second_factor=True)
    at = datetime.combine(SAID_ON, time(11), LONDON)
    register_indicators(rows=[EXAMPLE], by=by, at=at)
    example = Indicator.objects.get(code=EXAMPLE.code).pk
    return sum(
        record_groups(
            indicator_id=example, period=DAY, breakdown=breakdown, lines=lines, vintage=INVENTED, by=acting, at=at
        )
        for breakdown, lines in COUNTS.items()
    )
