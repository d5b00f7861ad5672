"""Case file audits, as far as each person may see them: an auditor sees the own agency's part (CF-05)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from throughline.office.audits.models import (
    CaseAudit,
    CaseAuditor,
    CaseFile,
    CaseGrade,
    CaseModeration,
    CaseReturn,
)
from throughline.office.audits.queries.people import Reader
from throughline.office.audits.rules.cases import OVERALL, Part, all_in, weighted_kappa


def audits() -> QuerySet[CaseAudit]:
    return CaseAudit.objects.order_by("-agreed_on", "-pk")


def audit(audit_id: int) -> CaseAudit:
    """Raises CaseAudit.DoesNotExist."""
    return CaseAudit.objects.select_related("previous").get(pk=audit_id)


def before(row: CaseAudit, most: int = 4) -> list[CaseAudit]:
    """The audits of the same questions before this one, the oldest first. A query for each but the last."""
    found: list[CaseAudit] = []
    while (row.previous is not None) and len(found) < most:
        row = row.previous
        found.insert(0, row)
    return found


def seats(who: Reader) -> list[CaseAuditor]:
    """Where the person audits, in audits whose cases are still there."""
    if not who.email:
        return []
    found = CaseAuditor.objects.filter(email=who.email, audit__state__in=("collecting", "moderating", "reported"))
    return list(found.select_related("audit").order_by("audit__due", "agency", "pk"))


def seat_on(who: Reader, audit_id: int) -> CaseAuditor | None:
    return CaseAuditor.objects.filter(audit_id=audit_id, email=who.email).first() if who.email else None


@dataclass(frozen=True)
class CaseLine:
    """A case with how each agency stands: agency → words. `complete`: all are in."""

    case: CaseFile
    standing: dict[str, str]
    complete: bool
    mine: CaseReturn | None


def standing_words(row: CaseReturn) -> str:
    if row.barred:
        return "barred: the auditor's own case"
    if row.not_known:
        return "not known to us"
    return "in" if row.submitted else "not in yet"


def case_lines(audit_id: int, seat: CaseAuditor | None) -> list[CaseLine]:
    """By letter. Two queries."""
    rows: dict[int, list[CaseReturn]] = defaultdict(list)
    for each in (
        CaseReturn.objects.filter(case__audit_id=audit_id).select_related("auditor").order_by("auditor__agency")
    ):
        rows[each.case_id].append(each)
    return [
        CaseLine(
            case, {each.auditor.agency: standing_words(each) for each in rows[case.pk]},
            all_in([part_of(each) for each in rows[case.pk]]),
            next((each for each in rows[case.pk] if seat is not None and each.auditor_id == seat.pk), None),
        )
        for case in CaseFile.objects.filter(audit_id=audit_id).order_by("letter")
    ]  # fmt: skip


def part_of(row: CaseReturn) -> Part:
    return Part(row.submitted, row.not_known, row.barred)


def case(audit_id: int, case_id: int) -> CaseFile:
    """Raises CaseFile.DoesNotExist."""
    return CaseFile.objects.select_related("audit").get(pk=case_id, audit_id=audit_id)


def own_return(case_row: CaseFile, seat: CaseAuditor) -> CaseReturn:
    """Raises CaseReturn.DoesNotExist."""
    return CaseReturn.objects.select_related("case__audit", "auditor").get(case=case_row, auditor=seat)


def grades_of(row: CaseReturn) -> dict[str, tuple[int, str]]:
    return {each.domain: (each.grade, each.text) for each in CaseGrade.objects.filter(of=row)}


def standing(case_row: CaseFile) -> dict[str, str]:
    """Agency → how it stands with this case, in words. One query."""
    found = CaseReturn.objects.filter(case=case_row).select_related("auditor").order_by("auditor__agency", "pk")
    return {each.auditor.agency: standing_words(each) for each in found}


@dataclass(frozen=True)
class Moderated:
    """One domain on the meeting's screen: each agency's grade with its words, and the settled one."""

    domain: str
    given: tuple[tuple[str, int, str], ...]
    settled: CaseModeration | None


def moderation(case_row: CaseFile, domains: Iterable[str]) -> list[Moderated]:
    """Every domain and the overall grade. Three queries. For who may see it: not before all are in."""
    settled = {each.domain: each for each in CaseModeration.objects.filter(case=case_row)}
    given: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    found = CaseGrade.objects.filter(of__case=case_row, of__submitted=True).select_related("of__auditor")
    for each in found.order_by("of__auditor__agency", "pk"):
        given[each.domain].append((each.of.auditor.agency, each.grade, each.text))
    returns = CaseReturn.objects.filter(case=case_row, submitted=True).select_related("auditor")
    for row in returns.order_by("auditor__agency"):
        given[OVERALL].append((row.auditor.agency, row.overall or 0, ""))
    return [Moderated(code, tuple(given[code]), settled.get(code)) for code in (*domains, OVERALL)]


def counted(audit_row: CaseAudit) -> dict[str, dict[str, object]]:
    """What stays when the cases are gone: by domain, how many cases have which moderated grade, and the agreement."""
    settled: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for domain, grade in CaseModeration.objects.filter(case__audit=audit_row).order_by("pk").values_list(
        "domain", "grade"
    ):  # fmt: skip
        settled[domain][grade] += 1
    rated: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    grades = CaseGrade.objects.filter(of__case__audit=audit_row, of__submitted=True).order_by("pk")
    for domain, case_id, grade in grades.values_list("domain", "of__case_id", "grade"):
        rated[domain][case_id].append(grade)
    overall = CaseReturn.objects.filter(case__audit=audit_row, submitted=True).order_by("pk")
    for case_id, grade in overall.values_list("case_id", "overall"):
        rated[OVERALL][case_id].append(grade)
    return {
        code: {"grades": settled[code], "kappa": weighted_kappa(rated[code].values()), "cases": len(rated[code])}
        for code in (*audit_row.domains, OVERALL)
    }
