"""Services, campaigns of a year, reviews elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from throughline.publishing.library.models import Campaign, Elsewhere, Service
from throughline.publishing.library.rules import DayRule, span_of


@dataclass(frozen=True)
class Days:
    """A campaign in one year. `announced`: as its organisers said, not worked out."""

    campaign: Campaign
    first: date
    last: date
    announced: bool
    theme: str = ""


def services() -> QuerySet[Service]:
    """Those that are offered, by name."""
    return Service.objects.filter(ended_on=None)


def campaigns() -> QuerySet[Campaign]:
    return Campaign.objects.filter(ended_on=None).prefetch_related("years", "resources", "pledges")


def campaign_days(campaign: Campaign, year: int) -> Days:
    """LB-06. No query where the campaign was read with `campaigns()`."""
    said = next((each for each in campaign.years.all() if each.year == year), None)
    if said is not None:
        return Days(campaign, said.first, said.last, announced=True, theme=said.theme)
    rule = DayRule(campaign.month, campaign.day, campaign.nth, campaign.weekday, campaign.lasts)
    return Days(campaign, *span_of(rule, year), announced=False)


def calendar_of(year: int, rows: Iterable[Campaign] | None = None) -> list[Days]:
    """The campaigns of a year in their order. Four queries."""
    found = [campaign_days(each, year) for each in (campaigns() if rows is None else rows)]
    return sorted(found, key=lambda each: (each.first, each.campaign.title))


def elsewhere() -> QuerySet[Elsewhere]:
    return Elsewhere.objects.all()
