"""What the dataset does in the worker: packs, the reminders of the day, and when a key was used."""

from datetime import datetime, time

from throughline.foundation.access.actors import Actor, system_actor
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.documents.api import save_content
from throughline.foundation.jobs.api import each_partnership, job, scheduled
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.dataset.making import make_pack
from throughline.office.dataset.operations.chasing import send_returns_digests
from throughline.office.dataset.operations.keys import note_use
from throughline.office.dataset.operations.packs import JOB, fail_pack, finish_pack
from throughline.office.dataset.queries.packs import find_pack

ACCIDENT = "Something went wrong while it was made. Ask for it again; if it happens again, tell whoever runs this site."


@job(JOB, tries=1)
def pack(*, pack_id: int) -> None:
    """In the name of who asked: what was asked for was allowed then."""
    asked = find_pack(pack_id)
    by = Actor(user=asked.asked_by, system=True)
    try:
        made = make_pack(asked.as_at, Partnership.objects.get(pk=scope.current().partnership_id).name)
        kept = {form: save_content(content) for form, content in made.files.items()}
        finish_pack(pack_id=pack_id, html=made.html, files=kept, note=made.note, by=by, at=real_now())
    except Exception:  # nobody is left waiting for it
        fail_pack(pack_id=pack_id, message=ACCIDENT, by=by, at=real_now())
        raise


@scheduled("dataset.returns_digest", daily_at=time(6, 40), says="Reminds agencies of returns that are near or late.")
def digest(now: datetime) -> None:
    for _ in each_partnership(now):
        send_returns_digests(today=business_today(), by=system_actor("worker"), at=now)


@job("dataset.note_key_use")
def key_used(*, key_id: int) -> None:
    note_use(key_id=key_id, by=system_actor("worker"), at=real_now())
