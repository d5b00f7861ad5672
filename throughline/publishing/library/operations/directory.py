"""Services, campaigns with what belongs to them, and reviews elsewhere."""

from dataclasses import dataclass
from datetime import date

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.tenancy import scope
from throughline.publishing.library.models import (
    Campaign,
    CampaignResource,
    CampaignYear,
    Elsewhere,
    Pledge,
    Service,
)
from throughline.publishing.library.permissions import LibraryPermission
from throughline.publishing.library.rules import DayRule, slug_for

MANAGE = LibraryPermission.MANAGE


@dataclass(frozen=True)
class ServiceWords:
    name: str
    what: str
    who_for: str
    how: str
    who_refers: str
    provider: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    theme: str = ""


@dataclass(frozen=True)
class CampaignWords:
    title: str
    rule: DayRule
    says: str = ""
    website: str = ""


@dataclass(frozen=True)
class ElsewhereWords:
    title: str
    partnership: str
    region: str
    themes: tuple[str, ...]
    published_on: date
    says: str
    response: str = ""
    url: str = ""


@operation(MANAGE)
def write_service(*, service_id: int | None, words: ServiceWords, by: Actor) -> Service:
    """A new entry, or an existing one changed. Raises Service.DoesNotExist."""
    home = scope.current().home_id
    row = Service.objects.get(pk=service_id) if service_id else Service(space_id=home)
    for name, value in vars(words).items():
        setattr(row, name, value.strip())
    row.slug = row.slug or slug_for(words.name, set(Service.objects.values_list("slug", flat=True)))
    row.save()
    return row


@operation(MANAGE)
def check_service(*, service_id: int, today: date, by: Actor) -> Service:
    """Somebody asked the service: all of it is still so. Raises Service.DoesNotExist."""
    row = Service.objects.get(pk=service_id)
    row.checked_on, row.checked_by = today, by.user
    row.save()
    return row


@operation(MANAGE)
def end_service(*, service_id: int, today: date, by: Actor) -> Service:
    """It is not offered any more. Raises Refused, Service.DoesNotExist."""
    row = Service.objects.get(pk=service_id)
    if row.ended_on is not None:
        raise Refused("This service has ended already.")
    row.ended_on = today
    row.save()
    return row


@operation(MANAGE)
def write_campaign(*, campaign_id: int | None, words: CampaignWords, by: Actor) -> Campaign:
    """A new campaign, or an existing one changed. Raises Campaign.DoesNotExist."""
    row = Campaign.objects.get(pk=campaign_id) if campaign_id else Campaign(space_id=scope.current().home_id)
    rule = words.rule
    row.title, row.says, row.website = words.title.strip(), words.says.strip(), words.website
    row.month, row.day, row.nth, row.weekday, row.lasts = rule.month, rule.day, rule.nth, rule.weekday, rule.lasts
    row.slug = row.slug or slug_for(words.title, set(Campaign.objects.values_list("slug", flat=True)))
    row.save()
    return row


@operation(MANAGE)
def announce_days(*, campaign_id: int, first: date, last: date, theme: str, by: Actor) -> CampaignYear:
    """The days of a year as its organisers announced them. Raises Refused, Campaign.DoesNotExist."""
    if last < first:
        raise Refused("The last day must not be before the first.")
    campaign = Campaign.objects.get(pk=campaign_id)
    row = campaign.years.filter(year=first.year).first() or CampaignYear(
        space_id=campaign.space_id, campaign=campaign, year=first.year
    )
    row.first, row.last, row.theme = first, last, theme.strip()
    row.save()
    return row


@operation(MANAGE)
def add_resource(*, campaign_id: int, label: str, url: str, by: Actor) -> CampaignResource:
    """Raises Refused, Campaign.DoesNotExist."""
    campaign = Campaign.objects.get(pk=campaign_id)
    if not url.startswith(("/", "https://", "http://")) or url.startswith("//"):
        raise Refused("The address must start with / or https://")
    if campaign.resources.filter(url=url).exists():
        raise Refused("This address is among the resources already.")
    row = CampaignResource(space_id=campaign.space_id, campaign=campaign, label=label.strip(), url=url)
    row.save()
    return row


@operation(MANAGE)
def add_pledge(*, campaign_id: int, year: int, who: str, text: str, by: Actor) -> Pledge:
    """Raises Campaign.DoesNotExist."""
    campaign = Campaign.objects.get(pk=campaign_id)
    row = Pledge(space_id=campaign.space_id, campaign=campaign, year=year, who=who.strip(), text=text.strip())
    row.save()
    return row


@operation(MANAGE)
def report_pledge(*, pledge_id: int, done: str, by: Actor) -> Pledge:
    """What became of it. Raises Pledge.DoesNotExist."""
    row = Pledge.objects.get(pk=pledge_id)
    row.done = done.strip()
    row.save()
    return row


@operation(MANAGE)
def write_elsewhere(*, elsewhere_id: int | None, words: ElsewhereWords, by: Actor) -> Elsewhere:
    """Raises Elsewhere.DoesNotExist."""
    row = Elsewhere.objects.get(pk=elsewhere_id) if elsewhere_id else Elsewhere(space_id=scope.current().home_id)
    for name, value in vars(words).items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    row.save()
    return row
