"""The signature over the content's hash, and handing in."""

from dataclasses import dataclass
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.workflow.api import fire
from throughline.office.audits.models import Return, Signature
from throughline.office.audits.notices import AskedToSign, Submitted
from throughline.office.audits.operations.answering import CLOSED
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.queries import answers as reads
from throughline.office.audits.queries.people import one, reader
from throughline.office.audits.rules.returns import Facts
from throughline.office.audits.workflow import RETURN


@dataclass(frozen=True)
class Signer:
    """Who signs. Where the set asks for two: the address of who is asked to sign as well, or who else signed on paper,
    and on which day."""

    name: str
    post: str
    together_name: str = ""
    together_post: str = ""
    together_on: date | None = None
    together_email: str = ""


@operation(AuditsPermission.ANSWER)
def sign(*, return_id: int, signer: Signer, by: Actor, at: datetime, real_at: datetime | None = None) -> Signature:
    """AU-05, AU-06. The accountable person answers for the content as it is. Whoever is to sign as well gets a link.
    Raises Refused with what is missing."""
    row, part = one(reader(by), return_id)
    if row.cycle.state != "open":
        raise Refused(CLOSED)
    second = signer.together_email.strip().lower()
    if len(reads.asked(row).signed_by) > 1 and second:
        if by.user and second == by.user.email.lower():
            raise Refused("Two people sign: give the address of somebody else.")
    elif len(reads.asked(row).signed_by) > 1:
        if not signer.together_name.strip() or not signer.together_post.strip() or signer.together_on is None:
            raise Refused(f"Say who agreed as {reads.asked(row).signed_by[1].lower()}, and on which day.")
        if signer.together_on > at.date():
            raise Refused("The day of the agreement cannot be after today.")
    if not signer.name.strip() or not signer.post.strip():
        raise Refused("Give your name and your post.")
    fire(RETURN, row, "sign", by=by, at=at, facts=reads.facts_of(row, part.signs, at.date()))
    row.signatures.filter(current=True).update(current=False)
    stated = Signer(signer.name, signer.post) if second else signer
    signature = Signature.objects.create(
        space_id=row.space_id, of=row, sha256=reads.hash_of(row), name=signer.name.strip(), post=signer.post.strip(),
        together_name=stated.together_name.strip(), together_post=stated.together_post.strip(),
        together_on=stated.together_on, together_email=second, by=by.user, at=at,
    )  # fmt: skip
    if second:
        partnership = Partnership.objects.get(pk=scope.current().partnership_id)
        notice = AskedToSign(
            partnership=partnership.name, title=row.cycle.title, body=row.name, who=signature.name,
            post=reads.asked(row).signed_by[1], url=site_link(f"/self-assessments/{row.pk}/"),
        )  # fmt: skip
        put(notice, to=second, key=f"{notice.kind}:{signature.pk}", at=real_at or at)
    return signature


@operation(AuditsPermission.ANSWER)
def countersign(*, return_id: int, name: str, post: str, by: Actor, at: datetime) -> Signature:
    """AU-06c. The second signs the same content, by their own account, once. Raises Refused where it has changed."""
    row, part = one(reader(by), return_id)
    signature = reads.current_signature(row)
    if not part.countersigns or signature is None:
        raise NotPermitted("Only who was asked to sign as well can do this.")
    if row.cycle.state != "open" or row.state != "signed":
        raise Refused(CLOSED)
    if not name.strip() or not post.strip():
        raise Refused("Give your name and your post.")
    if signature.sha256 != reads.hash_of(row):
        raise Refused("Something changed after the first signature. It must be signed again first.")
    done = Signature.objects.filter(pk=signature.pk, current=True, together_name="").update(
        together_name=name.strip(), together_post=post.strip(), together_on=at.date(), together_by=by.user
    )
    if done != 1:
        raise Refused("It is signed already.")
    signature.refresh_from_db()
    return signature


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
    fire(RETURN, row, "submit", by=by, at=at, facts=reads.facts_of(row, part.signs, at.date()),
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
