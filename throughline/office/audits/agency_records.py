"""What case file audits showed of an agency, for who looks at the agency as a whole. An auditor's agency is written by
name, so a record is found by the name that the partnership has for it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from throughline.foundation.agency_records import AgencyRecord, register_records
from throughline.foundation.ui import formats
from throughline.office.audits.models import CaseGrade, CaseModeration
from throughline.office.partnership import api as partnership

TWO_YEARS = timedelta(days=731)
SHOWN = ("moderating", "reported")


def _reads(organisation_ids: Collection[int], today: date) -> dict[int, AgencyRecord]:
    """Of the audits of the last two years that are past the blind stage: how often the meeting settled on a grade below
    the agency's own. Three queries."""
    names = {a.name.casefold(): a.id for a in partnership.agencies() if a.id in organisation_ids}
    rows = CaseGrade.objects.filter(
        of__submitted=True, of__case__audit__state__in=SHOWN, of__case__audit__agreed_on__gte=today - TWO_YEARS
    ).order_by("pk").values_list("of__auditor__agency", "of__case_id", "domain", "grade")  # fmt: skip
    graded = [(names[agency.casefold()], case, domain, grade) for agency, case, domain, grade in rows
              if agency.casefold() in names]  # fmt: skip
    settled = {
        (case, domain): grade
        for case, domain, grade in CaseModeration.objects.filter(case_id__in={case for _, case, _, _ in graded})
        .order_by("pk")
        .values_list("case_id", "domain", "grade")
    }
    cases, compared, below = defaultdict[int, set[int]](set), defaultdict[int, int](int), defaultdict[int, int](int)
    for agency_id, case, domain, grade in graded:
        cases[agency_id].add(case)
        if (case, domain) in settled:
            compared[agency_id] += 1
            below[agency_id] += settled[case, domain] < grade
    return {
        pk: AgencyRecord(
            f"Case file audits: {formats.counted(len(found), 'case')} audited; the meeting settled below"
            f" their own grade in {below[pk]} of {compared[pk]} domains.",
            "Do they see their own practice as others do?" if below[pk] * 4 > compared[pk] else "",
        )
        for pk, found in cases.items()
    }


register_records("case_files", _reads)
