"""What the dataset does in the worker."""

from throughline.foundation.access.actors import Actor
from throughline.foundation.clock import real_now
from throughline.foundation.documents.api import save_content
from throughline.foundation.jobs.api import job
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.dataset.making import make_pack
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
