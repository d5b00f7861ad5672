"""What is said of official points in the demonstration: true of the published files, or public knowledge; nothing else.

As at 5 February 2024: a note on every partnership's referrals from schools; in Medway a rebase with its reason, an
explanation that rests on published figures, and a question that still waits for the council.
"""

from datetime import date, datetime, time

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.roles import Role
from throughline.office.dataset.demonstration_returns import LONDON
from throughline.office.dataset.models import Indicator, SeriesPoint
from throughline.office.dataset.operations import narrative
from throughline.office.dataset.operations.narrative import Where
from throughline.office.dataset.queries.indicator import own_area
from throughline.office.partnership import api as partnership

SAID_ON = date(2024, 2, 1)
CLOSED = "Schools were open to few children from January to March 2021"
COUNTED = "Referrals are counted in another way from 2013-14 on"
WHY_COUNTED = (
    "Medway’s share without further action fell from 58.2% to 12.1% in a year in which England’s stayed at 14%, and its"
    " referrals fell from 7,361 to 4,259."
)
EXPLAINED = (
    "It is how the council counted, not what became of children: England stood at 14.5% that year and 14.1% the next,"
    " while Medway’s referrals fell from 7,361 to 4,259. The limits begin anew after it."
)
ASKED = (
    "44.7% of referrals came within twelve months of another in 2012-13, and 30% the year after. Did the council count"
    " them in the same way in both years?"
)


def load_narrative(*, by: Actor, domain: str, real_at: datetime) -> int:
    """In the scope of a demonstration partnership → how many points are spoken of; 0 when some were already."""
    unit = User.objects.filter(email=f"business-unit@{domain}").first()
    if unit is None or SeriesPoint.objects.exists():
        return 0
    acting = Actor(user=unit, roles=frozenset({Role.BUSINESS_UNIT}), second_factor=True)
    at = datetime.combine(SAID_ON, time(10), LONDON)
    codes = dict(Indicator.objects.exclude(code="").values_list("code", "pk"))
    if "CSC-08" in codes:
        narrative.note(where=_official(codes["CSC-08"], "2021"), said=CLOSED, rebase=False, why="", by=acting, at=at)
    council = next((each.id for each in partnership.agencies() if each.name == "Medway Council"), None)
    if own_area() == "Medway" and council is not None and {"CSC-04", "CSC-05"} <= codes.keys():
        first, anew = _official(codes["CSC-05"], "2013"), _official(codes["CSC-05"], "2014")
        narrative.explain(where=first, text=EXPLAINED, value="58.2", by=acting, at=at)
        narrative.note(where=anew, said=COUNTED, rebase=True, why=WHY_COUNTED, by=acting, at=at)
        narrative.ask_agency(
            where=_official(codes["CSC-04"], "2013"), organisation_id=council, text=ASKED, by=acting, at=at,
            real_at=real_at,
        )  # fmt: skip
    return SeriesPoint.objects.count()


def _official(indicator_id: int, period: str) -> Where:
    return Where(indicator_id, SeriesPoint.Kind.OFFICIAL, "", period)
