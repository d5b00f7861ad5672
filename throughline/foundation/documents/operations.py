"""The rows of kept files. The content is on disk first, whole and synced (`keeping`); then the row, inside the
operation of the app that owns the kind of file.
"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.documents import queries, rules
from throughline.foundation.documents.keeping import StoredContent
from throughline.foundation.documents.models import STORED, StoredFile, Upload
from throughline.foundation.documents.uploads import AcceptedUpload
from throughline.foundation.tenancy import scope

NAMELESS_AT_MOST = timedelta(days=1)
LEAVING = ".leaving-"


@operation(None)
def remove_nameless(*, by: Actor, at: datetime) -> int:
    """Removes content that no row names, and half-written files, a day after they were last saved: an operation failed
    after its content was on disk. Returns how many. `at` is real. Called by the schedule, for all partnerships.

    What a running operation has just saved stays: saving touches the file, and the sweep looks at its age once more
    after it has moved the file out of the way, so that whoever saves the same content meanwhile either finds it
    touched and put back, or writes it anew.
    """
    removed = 0
    latest = (at - NAMELESS_AT_MOST).timestamp()
    root = Path(settings.MEDIA_ROOT) / STORED
    for left in list(root.rglob(f"{LEAVING}*")):  # by a sweep that was killed
        left.replace(left.with_name(left.name.removeprefix(LEAVING)))
    old = [path for path in root.rglob("*") if path.is_file() and path.stat().st_mtime < latest]
    with scope.unscoped(reason="The sweep of nameless content looks at every partnership's files."):
        named = set(StoredFile.objects.order_by().values_list("sha256", flat=True).distinct())
        named |= rules.named_elsewhere()
    for path in old:
        if path.name.startswith("."):
            path.unlink(missing_ok=True)
            removed += 1
        elif path.name not in named:
            removed += _remove(path, latest)
    return removed


def _remove(path: Path, latest: float) -> bool:
    leaving = path.with_name(f"{LEAVING}{path.name}")
    try:
        path.replace(leaving)
    except FileNotFoundError:
        return False
    if leaving.stat().st_mtime >= latest:
        leaving.replace(path)
        return False
    leaving.unlink()
    return True


@operation(None)
def add_file(
    *,
    by: Actor,
    at: datetime,
    content: StoredContent,
    kind: str,
    name: str,
    title: str,
    content_type: str,
    space_id: int | None = None,
) -> StoredFile:
    """The row of a content that was saved. Called by the owning app's operation, which asks for the permission.

    `name` is the file's name in the address and on the reader's disk: letters, digits, dots and hyphens.
    """
    if not name.isascii() or not all(mark.isalnum() or mark in ".-_" for mark in name):
        raise ValueError(f"'{name}' is not a plain file name.")
    if by.user is None:
        raise ValueError("A file is made by somebody.")
    return StoredFile.objects.create(
        space_id=space_id or scope.current().home_id, kind=kind, sha256=content.sha256, size=content.size,
        content_type=content_type, name=name, title=title, made_by=by.user, made_at=at,
    )  # fmt: skip


@operation(None)
def add_upload(
    *,
    by: Actor,
    at: datetime,
    upload: AcceptedUpload,
    kind: str,
    title: str = "",
    space_id: int | None = None,
) -> StoredFile:
    """The row of a file that a person sent. Called by the owning app's operation, which asks for the permission.

    `kind` is who may see it (`register_kind`), `title` the file's own name unless given. Refused when there is no
    room left in the space.
    """
    space_id = space_id or scope.current().home_id
    if queries.uploaded_bytes(space_id) + upload.content.size > settings.UPLOAD_QUOTA:
        raise Refused("There is no room left for files. Ask your partnership’s business unit to remove old ones.")
    file = add_file(
        by=by, at=at, content=upload.content, kind=kind, name=upload.name, title=title or upload.title,
        content_type=upload.recognised.kind.content_type, space_id=space_id,
    )  # fmt: skip
    Upload.objects.create(
        space_id=space_id, file=file, given_name=upload.title, marks=" ".join(upload.recognised.marks),
        scanner=upload.scan.scanner,
    )  # fmt: skip
    return file
