"""Who may see a file of a version: whoever may see the version. Waiting ones are for those who run the library."""

from typing import Any

from throughline.foundation.documents.api import register_kind
from throughline.publishing.library import queries
from throughline.publishing.library.models import VersionFile
from throughline.publishing.library.operations.documents import VERSION_FILE
from throughline.publishing.library.rules import State


def may_see(actor: Any, file: Any) -> bool:
    rows = VersionFile.objects.filter(file_id=file.pk)
    if queries.works_here(actor):
        return rows.exists()
    return rows.filter(version__document__withdrawn_on=None).exclude(version__state=State.WAITING).exists()


register_kind(VERSION_FILE, may_see=may_see)
