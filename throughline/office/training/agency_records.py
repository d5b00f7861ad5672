"""How many of an agency's people are in date, for who looks at the agency as a whole (TR-107)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.urls import reverse

from throughline.foundation.agency_records import AgencyRecord, register_records
from throughline.office.training.queries.requirements import in_date


def _reads(organisation_ids: Collection[int], today: date) -> dict[int, AgencyRecord]:
    needed, done = defaultdict[int, int](int), defaultdict[int, int](int)
    for each in in_date(today):
        if each.organisation_id in organisation_ids:
            needed[each.organisation_id] += each.needed
            done[each.organisation_id] += each.in_date
    return {
        pk: AgencyRecord(
            f"Training in date: {done[pk]} of {number} that roles need.",
            "" if done[pk] == number else "What stands in the way of those that are not in date?",
            reverse("training:staff", args=[pk]),
        )
        for pk, number in needed.items()
    }


register_records("training", _reads)
