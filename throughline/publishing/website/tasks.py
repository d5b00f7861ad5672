"""What the editors' pages need done at a time that an editor set."""

from datetime import datetime, timedelta

from django.core.management import call_command

from throughline.foundation.jobs.api import scheduled


@scheduled(
    "website.publish_scheduled",
    every=timedelta(minutes=1),
    says="Publishes pages, and takes them down, at the times that their editors set.",
)
def publish_scheduled(now: datetime) -> None:
    """By Wagtail's own command, for every partnership's pages; the real clock decides."""
    call_command("publish_scheduled", verbosity=0)
