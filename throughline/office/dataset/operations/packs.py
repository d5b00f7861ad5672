"""Writes of the subgroup's pack: asked for, then kept as the worker made it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.documents.api import StoredContent, add_file
from throughline.foundation.jobs.api import enqueue
from throughline.foundation.tenancy import scope
from throughline.office.dataset.models import Pack, PackFile
from throughline.office.dataset.permissions import DatasetPermission

JOB = "dataset.pack"
KIND = "dataset-pack"
LONGEST_WAIT = timedelta(minutes=30)
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@operation(DatasetPermission.MANAGE)
def ask_for_pack(*, as_at: date, by: Actor, at: datetime) -> Pack:
    """The worker makes it. One that is being made for the day already is the one; one that died is given up."""
    lost = Pack.objects.filter(status=Pack.Status.WAITING, asked_at__lt=at - LONGEST_WAIT)
    lost.update(status=Pack.Status.FAILED, finished_at=at, message="It was never finished. Ask for it again.")
    found = Pack.objects.filter(status=Pack.Status.WAITING, as_at=as_at).first()
    if found is not None:
        return found
    made = Pack.objects.create(space_id=scope.current().home_id, as_at=as_at, asked_by=by.user, asked_at=at)
    enqueue(JOB, pack_id=made.pk)
    return made


@operation(DatasetPermission.MANAGE)
def finish_pack(
    *, pack_id: int, html: str, files: Mapping[str, StoredContent], note: str, by: Actor, at: datetime
) -> None:
    """Frozen: a pack that was finished before stays as it is. `note`: which file could not be made, '' for none."""
    changed = Pack.objects.filter(pk=pack_id, status=Pack.Status.WAITING).update(
        status=Pack.Status.DONE, html=html, finished_at=at, message=note
    )
    if not changed:
        return
    pack = Pack.objects.get(pk=pack_id)
    for form, content in files.items():
        name = f"dataset-pack-{pack.as_at.isoformat()}.{form}"
        stored = add_file(
            by=by, at=at, content=content, kind=KIND, name=name, title=f"Dataset pack as at {pack.as_at.isoformat()}",
            content_type=CONTENT_TYPES[form],
        )  # fmt: skip
        PackFile.objects.create(space_id=pack.space_id, pack=pack, form=form, file=stored)


@operation(DatasetPermission.MANAGE)
def fail_pack(*, pack_id: int, message: str, by: Actor, at: datetime) -> None:
    Pack.objects.filter(pk=pack_id, status=Pack.Status.WAITING).update(
        status=Pack.Status.FAILED, message=message, finished_at=at
    )
