"""Who may see a file that was given as evidence: whoever may see its action."""

from typing import Any

from throughline.foundation.documents.api import register_kind
from throughline.office.actions.models import Evidence
from throughline.office.actions.queries import reader, visible

EVIDENCE_FILE = "actions.evidence"


def may_see(actor: Any, file: Any) -> bool:
    return actor.signed_in and Evidence.objects.filter(file_id=file.pk, action__in=visible(reader(actor))).exists()


register_kind(EVIDENCE_FILE, may_see=may_see)
