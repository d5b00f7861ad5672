"""Who helps with a return, and what its answers stand on."""

from collections.abc import Sequence
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.documents.api import AcceptedUpload, add_upload
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.ui import formats
from throughline.office.audits.evidence_files import EVIDENCE_FILE
from throughline.office.audits.models import Contributor, Evidence, EvidenceUse, Return
from throughline.office.audits.notices import AskedToHelp
from throughline.office.audits.operations.answering import still_open
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.queries import answers as reads
from throughline.office.audits.queries.people import one, reader

LEAD_ONLY = "Only the lead of this return can do this."


@operation(AuditsPermission.ANSWER)
def invite(
    *, return_id: int, email: str, standards: Sequence[str], signs: bool, by: Actor, at: datetime, real_at: datetime
) -> Contributor:
    """A colleague gets a link and these standards (none: all). Asked again, their part changes. Raises Refused."""
    row, part = one(reader(by), return_id)
    if not part.lead:
        raise NotPermitted(LEAD_ONLY)
    asked = reads.asked(row)
    titles = {standard.code: standard.title for standard, _ in asked.asked_of(row.kind)}
    unknown = [code for code in standards if code not in titles]
    if unknown:
        raise Refused(f"There is no standard {unknown[0]} here.")
    email = email.strip().lower()
    if email == row.lead_email:
        raise Refused("This is the lead’s own address.")
    helper, made = Contributor.objects.get_or_create(
        of=row, email=email,
        defaults={"space_id": row.space_id, "standards": list(standards), "signs": signs, "invited_by": by.user,
                  "invited_at": at},
    )  # fmt: skip
    if not made:
        helper.standards, helper.signs = list(standards), signs
        helper.save()
    words = ", ".join(f"{code} {titles[code]}" for code in standards) or "all standards"
    if signs:
        words += "; and to sign it off"
    partnership = Partnership.objects.get(pk=scope.current().partnership_id)
    notice = AskedToHelp(
        partnership=partnership.name, title=row.cycle.title, body=row.name, who=str(by.user), part=words,
        due=formats.weekday(row.due), url=site_link(f"/self-assessments/{row.pk}/"),
    )  # fmt: skip
    put(notice, to=email, key=f"{notice.kind}:{helper.pk}:{','.join(sorted(standards))}:{signs}", at=real_at)
    return helper


@operation(AuditsPermission.ANSWER)
def uninvite(*, return_id: int, contributor_id: int, by: Actor, at: datetime) -> None:
    """They see the return no more; what they wrote stays. Raises Contributor.DoesNotExist."""
    row, part = one(reader(by), return_id)
    if not part.lead:
        raise NotPermitted(LEAD_ONLY)
    Contributor.objects.get(pk=contributor_id, of=row).delete()


@operation(AuditsPermission.ANSWER)
def add_evidence(
    *,
    return_id: int,
    title: str,
    questions: Sequence[str],
    link: str = "",
    upload: AcceptedUpload | None = None,
    expires: date | None = None,
    by: Actor,
    at: datetime,
    real_at: datetime,
) -> Evidence:
    """A link or a file, for as many questions as it serves. Raises Refused."""
    row, part = one(reader(by), return_id, hold=True)
    known = {q.code: s.code for s, found in reads.asked(row).asked_of(row.kind) for q in found}
    if not questions:
        raise Refused("Say which questions it serves.")
    if any(code not in known for code in questions):
        raise Refused("One of these questions is not asked here.")
    if not any(part.answers(known[code]) for code in questions):
        raise NotPermitted("None of these questions was given to you.")
    if bool(link.strip()) == (upload is not None):
        raise Refused("Give a file or a link.")
    still_open(row)
    file = None
    if upload is not None:
        file = add_upload(by=by, at=real_at, upload=upload, kind=EVIDENCE_FILE, space_id=row.space_id)
    made = Evidence.objects.create(
        space_id=row.space_id, of=row, title=title.strip(), link=link.strip(), file=file, expires=expires, by=by.user,
        at=at,
    )  # fmt: skip
    EvidenceUse.objects.bulk_create(
        EvidenceUse(space_id=row.space_id, evidence=made, question=code) for code in dict.fromkeys(questions)
    )
    return made


@operation(AuditsPermission.ANSWER)
def remove_evidence(*, return_id: int, evidence_id: int, by: Actor, at: datetime) -> Return:
    """By who gave it, or the lead. A file that was kept stays in the history. Raises Evidence.DoesNotExist."""
    row, part = one(reader(by), return_id, hold=True)
    found = Evidence.objects.get(pk=evidence_id, of=row)
    if not part.lead and found.by_id != (by.user.pk if by.user else None):
        raise NotPermitted("Only who gave it, or the lead, can take it away.")
    still_open(row)
    found.delete()
    return row
