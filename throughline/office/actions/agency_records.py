"""What an agency has agreed to do and has not done by its day, for who looks at the agency as a whole."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode

from throughline.foundation.agency_records import AgencyRecord, register_records
from throughline.office.actions.models import Action
from throughline.office.actions.rules import OPEN_DELIVERY


def _reads(organisation_ids: Collection[int], today: date) -> dict[int, AgencyRecord]:
    """One query."""
    rows = (
        Action.objects.filter(agency_id__in=organisation_ids)
        .order_by()
        .values("agency_id")
        .annotate(
            all_of_them=Count("pk"), open_now=Count("pk", filter=Q(delivery__in=OPEN_DELIVERY)),
            late=Count("pk", filter=Q(delivery__in=OPEN_DELIVERY, due__lt=today)),
        )
    )  # fmt: skip
    return {
        row["agency_id"]: AgencyRecord(
            f"Actions: {row['all_of_them']} agreed, {row['open_now']} open, {row['late']} overdue.",
            "What is needed to finish those that are overdue?" if row["late"] else "",
            f"{reverse('actions:list')}?{urlencode({'agency': row['agency_id']})}",
        )
        for row in rows
    }


register_records("actions", _reads)
