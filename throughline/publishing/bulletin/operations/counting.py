"""Clicks become numbers, and nothing else of them is kept."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import F

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.publishing.bulletin.models import ClickCount, IssueLink


@operation(None)
def count_clicks(*, found: Mapping[str, tuple[int, int]], day: date, by: Actor, at: datetime) -> int:
    """Code → (people, scanners). The schedule's: no permission. Returns how many links were known."""
    links = {link.code: link for link in IssueLink.objects.filter(code__in=list(found))}
    for code, link in links.items():
        people, scanners = found[code]
        row, _ = ClickCount.objects.get_or_create(space_id=link.space_id, link=link, day=day)
        ClickCount.objects.filter(pk=row.pk).update(people=F("people") + people, scanners=F("scanners") + scanners)
    return len(links)
