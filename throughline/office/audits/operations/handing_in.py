"""The signature over the content's hash, and handing in."""

from dataclasses import dataclass
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.workflow.api import fire
from throughline.office.audits.models import Return, Signature
from throughline.office.audits.notices import Submitted
from throughline.office.audits.operations.answering import CLOSED
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.queries import answers as reads
from throughline.office.audits.queries.people import one, reader
from throughline.office.audits.rules.returns import Facts
from throughline.office.audits.workflow import RETURN


@dataclass(frozen=True)
class Signer:
    """Who signs, and who else agreed on which day, where the set asks for two."""

    name: str
    post: str
    together_name: str = ""
    together_post: str = ""
    together_on: date | None = None


@operation(AuditsPermission.ANSWER)
def sign(*, return_id: int, signer: Signer, by: Actor, at: datetime) -> Signature:
    """AU-05, AU-06. The accountable person answers for the content as it is. Raises Refused with what is missing."""
    row, part = one(reader(by), return_id)
    if row.cycle.state != "open":
        raise Refused(CLOSED)
    if len(reads.asked(row).signed_by) > 1:
        if not signer.together_name.strip() or not signer.together_post.strip() or signer.together_on is None:
            raise Refused(f"Say who agreed as {reads.asked(row).signed_by[1].lower()}, and on which day.")
        if signer.together_on > at.date():
            raise Refused("The day of the agreement cannot be after today.")
    if not signer.name.strip() or not signer.post.strip():
        raise Refused("Give your name and your post.")
    fire(RETURN, row, "sign", by=by, at=at, facts=reads.facts_of(row, part.signs))
    row.signatures.filter(current=True).update(current=False)
    return Signature.objects.create(
        space_id=row.space_id, of=row, sha256=reads.hash_of(row), name=signer.name.strip(), post=signer.post.strip(),
        together_name=signer.together_name.strip(), together_post=signer.together_post.strip(),
        together_on=signer.together_on, by=by.user, at=at,
    )  # fmt: skip


@operation(AuditsPermission.ANSWER)
def take_back(*, return_id: int, by: Actor, at: datetime) -> Return:
    """The signature holds no more, and answers can be changed."""
    row, part = one(reader(by), return_id)
    fire(RETURN, row, "take_back", by=by, at=at, facts=Facts(signs=part.signs))
    row.signatures.filter(current=True).update(current=False)
    return row


@operation(AuditsPermission.ANSWER)
def submit(*, return_id: int, by: Actor, at: datetime, real_at: datetime) -> Return:
    """Handed in as it was signed. The lead gets the check sum. Raises Refused."""
    row, part = one(reader(by), return_id)
    if row.cycle.state != "open":
        raise Refused(CLOSED)
    fire(RETURN, row, "submit", by=by, at=at, facts=reads.facts_of(row, part.signs),
         changes={"submitted_on": at.date(), "sent_back": ""})  # fmt: skip
    signature = reads.current_signature(row)
    partnership = Partnership.objects.get(pk=scope.current().partnership_id)
    notice = Submitted(
        partnership=partnership.name, title=row.cycle.title, body=row.name,
        sha256=signature.sha256 if signature else "", url=site_link(f"/self-assessments/{row.pk}/"),
    )  # fmt: skip
    if row.lead_email:
        put(notice, to=row.lead_email, key=f"{notice.kind}:{row.pk}:{real_at.isoformat()}", at=real_at)
    return row
