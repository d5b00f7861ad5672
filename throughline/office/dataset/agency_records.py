"""Whether an agency's numbers came in time over the last year, for who looks at the agency as a whole."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Min

from throughline.foundation.agency_records import AgencyRecord, register_records
from throughline.foundation.workflow.api import StateEntered
from throughline.office.dataset.models import Return
from throughline.office.dataset.workflow import RETURN

YEAR = timedelta(days=366)


def _reads(organisation_ids: Collection[int], today: date) -> dict[int, AgencyRecord]:
    """Of the rounds due in the last year: how many returns the agency's lead had approved by their day. Two queries."""
    due = Return.objects.filter(
        agency_id__in=organisation_ids, round__due__lt=today, round__due__gte=today - YEAR
    ).order_by("pk").values_list("pk", "agency_id", "round__due")  # fmt: skip
    rows = list(due)
    approved = dict(
        StateEntered.objects.filter(machine=RETURN.name, state="approved", row_id__in=[pk for pk, _, _ in rows])
        .order_by()
        .values_list("row_id")
        .annotate(first=Min("at"))
    )
    asked, in_time = defaultdict[int, int](int), defaultdict[int, int](int)
    for pk, agency_id, day in rows:
        asked[agency_id] += 1
        in_time[agency_id] += pk in approved and approved[pk].date() <= day
    return {
        agency_id: AgencyRecord(
            f"Data for the dataset: {in_time[agency_id]} of {number} returns in time, over the last year.",
            "" if in_time[agency_id] == number else "What made the others late?",
        )
        for agency_id, number in asked.items()
    }


register_records("data", _reads)
