"""Case file audits: planned, drawn, audited blind, moderated, reported, purged on their day.

`at` is the business moment, `real_at` the real one for mail. No text is taken that identifies a child (CF-01).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.workflow.api import begin, fire
from throughline.office.actions import api as actions
from throughline.office.audits.models import (
    AuditCycle,
    CaseAudit,
    CaseAuditor,
    CaseFile,
    CaseGrade,
    CaseModeration,
    CaseReturn,
    CaseVoice,
)
from throughline.office.audits.notices import CaseAuditorAsked
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.queries import cases as reads
from throughline.office.audits.queries.people import reader
from throughline.office.audits.rules import cases as rules
from throughline.office.audits.rules.cases import DOMAINS, LIVED, OVERALL
from throughline.office.audits.workflow import CASE_AUDIT

KIND = "audits.case_audit"
RECORD = "multi-agency case file audit"  # as the partnership's folder writes it


class Unconfirmed(Refused):
    """CF-02: it may stand if the person says that nobody can be known by it."""


def clean(*texts: str, confirmed: bool) -> None:
    """CF-01, CF-02. Raises Refused, Unconfirmed."""
    whole = "\n".join(texts)
    found = rules.refusals(whole)
    if found:
        raise Refused(" ".join(found))
    warned = rules.warnings(whole)
    if warned and not confirmed:
        raise Unconfirmed(f"{' '.join(warned)} Take it out, or tick the box.")


@operation(AuditsPermission.MANAGE)
def plan_case_audit(
    *, theme: str, year: str, criteria: str, agreed_on: date, due: date, purge_on: date,
    domains: Sequence[str] = tuple(DOMAINS), previous_id: int | None = None, by: Actor, at: datetime,
) -> CaseAudit:  # fmt: skip
    """The child's lived experience is always among the domains. Raises Refused."""
    if agreed_on > at.date():
        raise Refused("The theme must be agreed by the executive first.")
    if not agreed_on <= due < purge_on:
        raise Refused("The due day must follow the agreement, and the cases are deleted after it.")
    if any(code not in DOMAINS for code in domains):
        raise Refused("One of these domains is not known.")
    clean(theme, criteria, confirmed=True)
    if CaseAudit.objects.filter(space_id=scope.current().home_id, theme=theme.strip(), year=year.strip()).exists():
        raise Refused("An audit on this theme and of this year is there already.")
    made = CaseAudit.objects.create(
        space_id=scope.current().home_id, theme=theme.strip(), year=year.strip(), criteria=criteria.strip(),
        agreed_on=agreed_on, due=due, purge_on=purge_on, previous_id=previous_id,
        domains=[code for code in DOMAINS if code in {*domains, LIVED}],
    )  # fmt: skip
    begin(CASE_AUDIT, made, by=by, at=at)
    return made


@operation(AuditsPermission.MANAGE)
def repeat(
    *, audit_id: int, year: str, agreed_on: date, due: date, purge_on: date, by: Actor, at: datetime
) -> CaseAudit:
    """The same questions again, a year later."""
    old = CaseAudit.objects.get(pk=audit_id)
    return plan_case_audit(
        theme=old.theme, year=year, criteria=old.criteria, agreed_on=agreed_on, due=due, purge_on=purge_on,
        domains=old.domains, previous_id=old.pk, by=by, at=at,
    )  # fmt: skip


@operation(AuditsPermission.MANAGE)
def draw_sample(*, audit_id: int, list_size: int, number: int, seed: str, by: Actor, at: datetime) -> list[CaseFile]:
    """CF-04. The seed is kept: anybody can draw the same again. Drawn anew, the old cases go. Raises Refused."""
    audit = CaseAudit.objects.get(pk=audit_id)
    if audit.state != "planned":
        raise Refused("The auditors are at work already: the sample stands.")
    try:
        places = rules.draw(list_size, number, seed)
    except ValueError as error:
        raise Refused(str(error)) from error
    audit.cases.all().delete()
    audit.seed, audit.list_size = seed, list_size
    audit.save()
    return CaseFile.objects.bulk_create(
        CaseFile(space_id=audit.space_id, audit=audit, letter=rules.letter(number), place=place)
        for number, place in enumerate(places)
    )


@operation(AuditsPermission.MANAGE)
def name_auditor(*, audit_id: int, agency: str, email: str, by: Actor, at: datetime) -> CaseAuditor:
    """One an agency. Raises Refused."""
    audit = CaseAudit.objects.get(pk=audit_id)
    if audit.state != "planned":
        raise Refused("The auditors are at work already.")
    email = email.strip().lower()
    if CaseAuditor.objects.filter(audit=audit, email=email).exclude(agency=agency).exists():
        raise Refused("This person audits for another agency: each audits the own agency’s file.")
    made, _ = CaseAuditor.objects.update_or_create(
        audit=audit, agency=agency.strip(), defaults={"space_id": audit.space_id, "email": email}
    )
    return made


@operation(AuditsPermission.MANAGE)
def open_audit(*, audit_id: int, by: Actor, at: datetime, real_at: datetime) -> int:
    """Every auditor has a part in every case from now on, and is told. Returns how many. Raises Refused."""
    audit = CaseAudit.objects.get(pk=audit_id)
    cases, auditors = list(audit.cases.all()), list(audit.auditors.all())
    if not cases or len(auditors) < 2:
        raise Refused("Draw the cases and name the auditors of two agencies at least.")
    fire(CASE_AUDIT, audit, "open", by=by, at=at)
    CaseReturn.objects.bulk_create(
        CaseReturn(space_id=audit.space_id, case=case, auditor=auditor) for case in cases for auditor in auditors
    )
    partnership = Partnership.objects.get(pk=scope.current().partnership_id)
    for auditor in auditors:
        notice = CaseAuditorAsked(
            partnership=partnership.name, theme=audit.theme, cases=len(cases),
            url=site_link(f"/self-assessments/cases/{audit.pk}/"),
        )  # fmt: skip
        put(notice, to=auditor.email, key=f"{notice.kind}:{auditor.pk}", at=real_at)
    if audit.record_id is None:
        audit.record, _ = AuditCycle.objects.get_or_create(
            space_id=audit.space_id, kind=RECORD, cycle=audit.year, theme=audit.theme,
            defaults={"position": AuditCycle.objects.count()},
        )  # fmt: skip
        audit.save(update_fields=["record"])
    return len(auditors)


@operation(AuditsPermission.ANSWER)
def save_case_return(
    *, audit_id: int, case_id: int, grades: Mapping[str, tuple[int, str]], overall: int | None, confirmed: bool,
    submit: bool, by: Actor, at: datetime,
) -> CaseReturn:  # fmt: skip
    """Kept as a draft, or handed in, which is final. Raises Refused with what is missing (CF-03)."""
    row = _own(audit_id, case_id, by)
    clean(*(text for _, text in grades.values()), confirmed=confirmed)
    if any(code not in row.case.audit.domains for code in grades):
        raise Refused("One of these domains is not part of the audit.")
    if any(not 0 <= grade <= rules.SCALE.top for grade, _ in grades.values()):
        raise Refused("This grade is not on the scale.")
    if submit:
        missing = rules.incomplete(grades, overall, row.case.audit.domains)
        if missing:
            raise Refused(" ".join(missing))
    CaseGrade.objects.filter(of=row).exclude(domain__in=list(grades)).delete()
    for code, (grade, text) in grades.items():
        CaseGrade.objects.update_or_create(
            of=row, domain=code, defaults={"space_id": row.space_id, "grade": grade, "text": text.strip()}
        )
    row.overall, row.submitted, row.at = overall, submit, at
    row.save()
    return row


@operation(AuditsPermission.ANSWER)
def end_case_return(*, audit_id: int, case_id: int, how: str, by: Actor, at: datetime) -> CaseReturn:
    """`how`: 'not_known' (the agency does not know the child: a full return) or 'barred' (the auditor's own case)."""
    row = _own(audit_id, case_id, by)
    if how not in ("not_known", "barred"):
        raise Refused("Say that the child is not known, or that it is your own case.")
    CaseGrade.objects.filter(of=row).delete()
    row.overall, row.not_known, row.barred, row.at = None, how == "not_known", how == "barred", at
    row.save()
    return row


def _own(audit_id: int, case_id: int, by: Actor) -> CaseReturn:
    """The actor's own agency's part, still to be changed. Raises NotPermitted, Refused, CaseFile.DoesNotExist."""
    seat = reads.seat_on(reader(by), audit_id)
    if seat is None:
        raise NotPermitted("You are not an auditor of this audit.")
    row = reads.own_return(reads.case(audit_id, case_id), seat)
    if row.case.audit.state != "collecting":
        raise Refused("The moderation has begun: nothing changes any more.")
    if reads.part_of(row).is_in:
        raise Refused("Your part of this case is in, and stands as it is.")
    return row


@operation(AuditsPermission.MANAGE)
def begin_moderation(*, audit_id: int, by: Actor, at: datetime) -> CaseAudit:
    """CF-05. Once all parts of all cases are in. Raises Refused."""
    audit = CaseAudit.objects.get(pk=audit_id)
    if any(not line.complete for line in reads.case_lines(audit.pk, None)):
        raise Refused("Not every agency’s part is in yet: the audit stays blind until then.")
    fire(CASE_AUDIT, audit, "moderate", by=by, at=at)
    return audit


@operation(AuditsPermission.MANAGE)
def moderate_case(
    *, audit_id: int, case_id: int, grades: Mapping[str, tuple[int, str]], confirmed: bool, by: Actor, at: datetime
) -> int:
    """Domain, or 'overall' → (grade, reason). No good overall without the child's experience (CF-03)."""
    case = reads.case(audit_id, case_id)
    if case.audit.state != "moderating":
        raise Refused("This is not the time of the moderation.")
    clean(*(reason for _, reason in grades.values()), confirmed=confirmed)
    whole = {m.domain: (m.grade, m.reason) for m in CaseModeration.objects.filter(case=case)} | dict(grades)
    if any(not reason.strip() for _, reason in grades.values()):
        raise Refused("Give the reason for each grade.")
    overall = whole.get(OVERALL)
    if overall is not None and overall[0] >= rules.GOOD and whole.get(LIVED, (0, ""))[0] < rules.GOOD:
        raise Refused("Nothing is good overall where the child’s voice and lived experience is not.")
    for code, (grade, reason) in grades.items():
        if code not in (*case.audit.domains, OVERALL) or not 0 <= grade <= rules.SCALE.top:
            raise Refused("This domain or grade is not part of the audit.")
        CaseModeration.objects.update_or_create(
            case=case, domain=code,
            defaults={"space_id": case.space_id, "grade": grade, "reason": reason.strip(), "by": by.user, "at": at},
        )  # fmt: skip
    return len(grades)


@operation(AuditsPermission.MANAGE)
def add_voice(
    *, audit_id: int, case_id: int, whose: str, text: str, confirmed: bool, by: Actor, at: datetime
) -> CaseVoice:
    """What a practitioner or the family said. Raises Refused."""
    case = reads.case(audit_id, case_id)
    if case.audit.state not in ("collecting", "moderating"):
        raise Refused("This is not the time for it.")
    if not text.strip():
        raise Refused("Write what was said.")
    clean(text, confirmed=confirmed)
    return CaseVoice.objects.create(space_id=case.space_id, case=case, whose=whose, text=text.strip())


@operation(AuditsPermission.MANAGE)
def write_overview(
    *, audit_id: int, strengths: str, to_improve: str, summaries: str, confirmed: bool, by: Actor, at: datetime
) -> CaseAudit:
    """The overview, with the counts as they are now. Short summaries that identify nobody. Raises Refused."""
    audit = CaseAudit.objects.get(pk=audit_id)
    clean(strengths, to_improve, summaries, confirmed=confirmed)
    if not strengths.strip() or not to_improve.strip():
        raise Refused("Write the strengths and the areas to improve.")
    words = {"strengths": strengths.strip(), "to_improve": to_improve.strip(), "summaries": summaries.strip()}
    if audit.state == "reported":
        for name, value in words.items():
            setattr(audit, name, value)
        audit.save()
        return audit
    fire(CASE_AUDIT, audit, "report", by=by, at=at, changes={**words, "counts": reads.counted(audit)})
    return audit


@operation(None)
def purge_due(*, today: date, by: Actor, at: datetime) -> int:
    """CF-07. On their day the cases go, whole; the overview and the counts stay. The schedule's own: no permission.
    Returns how many audits."""
    due = list(CaseAudit.objects.filter(purge_on__lte=today).exclude(state__in=("planned", "purged")))
    for audit in due:
        counts = audit.counts or reads.counted(audit)
        fire(CASE_AUDIT, audit, "purge", by=by, at=at, changes={"counts": counts})
    CaseFile.objects.filter(audit__purge_on__lte=today).delete()
    return len(due)


@operation(AuditsPermission.MANAGE)
def raise_case_action(
    *, audit_id: int, title: str, owner_id: int, due: date, should_differ: str, by: Actor, at: datetime
) -> actions.Action:
    """Into the one tracker, with this audit as its source. Raises Refused."""
    audit = CaseAudit.objects.get(pk=audit_id)
    clean(title, should_differ, confirmed=True)
    given = actions.ActionInput(
        title=title, due=due, owner_id=owner_id, source_kind=KIND, source_id=audit.pk, should_differ=should_differ
    )
    return actions.raise_action(given=given, space_id=audit.space_id, by=by, at=at)
