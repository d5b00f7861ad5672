"""Returns in the demonstration: who owns which indicators, invented people in the agencies, and a round that is open.

No value is given: what agencies hold for these quarters is not public, and no number is made up for a real partnership.
As at 5 February 2024 the third quarter is due in a week.
"""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.roles import Role
from throughline.foundation.accounts.operations import load_demonstration_account
from throughline.office.dataset.models import Indicator, ReturnRound, Sector
from throughline.office.dataset.operations.register import register_indicators
from throughline.office.dataset.operations.rounds import open_round
from throughline.office.dataset.register_sheet import starter
from throughline.office.partnership import api as partnership

# The council's own services; the others by their sector. What training counts is worked out here and asked of nobody.
COUNCILS = ("Medway Council", "Kent County Council")
OWNERS = {Sector.POLICE: "Kent Police", Sector.HEALTH: "NHS Kent and Medway"}
OF_THE_COUNCIL = (Sector.SOCIAL_CARE, Sector.EARLY_HELP, Sector.EDUCATION, Sector.YOUTH_JUSTICE, Sector.TOOLS)
# address before the at sign → (name, post, agency, answers for it)
PEOPLE = {
    "police-data": ("Corin Vale", "Performance analyst", "Kent Police", False),
    "police-lead": ("Thessaly Marsh", "Head of protecting vulnerable people", "Kent Police", True),
    "council-data": ("Bram Hollis", "Data officer, children’s services", "Medway Council", False),
}
YEAR, QUARTER, OPENED, DUE = "2023-24", 3, date(2024, 1, 8), date(2024, 2, 12)
WIDER_AREA = "Kent and Medway"
LONDON = ZoneInfo("Europe/London")


def load_returns(*, by: Actor, domain: str, real_at: datetime) -> int:
    """In the scope of a demonstration partnership → how many agencies are asked; 0 when they were already. `domain`: of
    the invented addresses."""
    unit = User.objects.filter(email=f"business-unit@{domain}").first()
    if unit is None or ReturnRound.objects.exists():
        return 0
    acting = Actor(user=unit, roles=frozenset({Role.BUSINESS_UNIT}), second_factor=True)
    at = datetime.combine(OPENED, time(9), LONDON)
    agencies = {agency.name: agency.id for agency in partnership.agencies()}
    if not _give_owners(agencies, acting, at):
        return 0
    for before_at, (name, title, agency, leads) in PEOPLE.items():
        if agency in agencies:
            email = f"{before_at}@{domain}"
            load_demonstration_account(
                by=by, at=real_at, email=email, name=name, job_title=title, role=Role.PRACTITIONER
            )
            holder = User.objects.get(email=email)
            partnership.record_post(
                title=title, organisation_id=agencies[agency], holder_id=holder.pk, leads=leads, by=by, at=real_at
            )
    made = open_round(year=YEAR, quarter=QUARTER, due=DUE, wider_area=WIDER_AREA, by=acting, at=at)
    return made.returns.count()


def _give_owners(agencies: dict[str, int], by: Actor, at: datetime) -> bool:
    """Indicators of the set that ships which nobody owns yet. Whether any has an owner."""
    council = next((agencies[name] for name in COUNCILS if name in agencies), None)
    owners = {sector.value: council for sector in OF_THE_COUNCIL}
    owners |= {sector.value: agencies.get(name) for sector, name in OWNERS.items()}
    unowned = dict(Indicator.objects.exclude(code="").filter(owner=None).values_list("code", "priority"))
    rows = [
        replace(row, owner_id=owners.get(row.sector), priority=unowned[row.code])
        for row in starter()
        if row.code in unowned
    ]
    register_indicators(rows=[row for row in rows if row.owner_id is not None], by=by, at=at)
    return Indicator.objects.filter(owner__isnull=False).exclude(code="").exists()
