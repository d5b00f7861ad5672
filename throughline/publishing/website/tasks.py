"""What the editors' pages need done at a time that an editor set."""

from datetime import datetime, timedelta

from django.core.management import call_command

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import business_now
from throughline.foundation.jobs.api import each_partnership, scheduled
from throughline.publishing.website.findable import findable
from throughline.publishing.website.operations import refresh_search


@scheduled(
    "website.publish_scheduled",
    every=timedelta(minutes=1),
    says="Publishes pages, and takes them down, at the times that their editors set.",
)
def publish_scheduled(now: datetime) -> None:
    """By Wagtail's own command, for every partnership's pages; the real clock decides."""
    call_command("publish_scheduled", verbosity=0)


@scheduled(
    "website.refresh_search",
    every=timedelta(minutes=5),
    says="Keeps the search of each public site in step with what readers may see.",
)
def refresh(now: datetime) -> None:
    for _ in each_partnership(now):
        refresh_search(found=findable(business_now()), by=system_actor("worker"))
