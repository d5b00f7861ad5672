"""On a site that sends no mail: each message is shown in the outbox instead, and tests go there as well."""

from datetime import datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.notices.api import put
from throughline.publishing.bulletin.models import Issue
from throughline.publishing.bulletin.notices import BulletinShown
from throughline.publishing.bulletin.operations import mailing
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.rendering.mould import Mould
from throughline.publishing.bulletin.sending.route import as_django

MOST_SHOWN = 200  # of a mail-out; the others are counted as shown and written nowhere


@operation(None)
def show_all(*, mail_out_id: int, worker: str, mould: Mould, by: Actor, at: datetime) -> int:
    """The worker's: no permission. Returns how many."""
    number = 0
    while (taken := mailing.take(mail_out_id=mail_out_id, worker=worker, by=by, at=at)) is not None:
        for _, email, token in taken.rows[: max(0, MOST_SHOWN - number)]:
            put(shown(mould, email, token), to=email, key=f"bulletin.issue:{mail_out_id}:{token}", at=at)
        number += len(taken.rows)
        mailing.mark_shown(delivery_ids=[pk for pk, _, _ in taken.rows], by=by, at=at)
        mailing.end_batch(batch_id=taken.batch_id, over_to=taken.rows[-1][0] if taken.rows else 0, by=by, at=at)
    return number


def shown(mould: Mould, email: str, token: str) -> BulletinShown:
    message = as_django(mould.pour(email, token), email)
    html = str(message.alternatives[0][0]) if message.alternatives else ""
    return BulletinShown(written_subject=str(message.subject), written_text=str(message.body), html=html)


@operation(BulletinPermission.WRITE)
def send_test(*, issue_id: int, to: str, mould: Mould, by: Actor, at: datetime) -> None:
    """One mail of what the issue says now, to oneself or a colleague, through the outbox. Raises Refused."""
    row = Issue.objects.get(pk=issue_id)
    if not to:
        raise Refused("Say to which address the test goes.")
    key = f"bulletin.test:{row.pk}:{row.version}:{to}:{at.isoformat()}"
    put(shown(mould, to, "test" + "0" * 28), to=to, key=key, at=at)
