"""Campaign kits and what their channels reached."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from throughline.publishing.bulletin.models import CampaignKit, ChannelCount


def kits() -> QuerySet[Any]:
    """With the numbers `total` and `posted` of their posts."""
    posted = Count("posts", filter=Q(posts__posted_at__isnull=False))
    return CampaignKit.objects.annotate(total=Count("posts"), posted=posted).order_by("-first", "pk")


def kit(kit_id: int) -> CampaignKit:
    """Raises CampaignKit.DoesNotExist."""
    found: CampaignKit = (
        CampaignKit.objects.select_related("poster").prefetch_related("posts__posted_by").get(pk=kit_id)
    )
    return found


def kits_between(first: date, last: date) -> list[CampaignKit]:
    return list(CampaignKit.objects.filter(first__lte=last, last__gte=first).order_by("first", "pk"))


def channel_counts() -> QuerySet[ChannelCount]:
    return ChannelCount.objects.order_by("-month", "channel")
