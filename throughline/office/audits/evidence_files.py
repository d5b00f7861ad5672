"""Who may see a file given as evidence: whoever may see its return."""

from typing import Any

from throughline.foundation.documents.api import register_kind
from throughline.office.audits.models import Evidence
from throughline.office.audits.queries.people import reader, visible

EVIDENCE_FILE = "audits.evidence"


def may_see(actor: Any, file: Any) -> bool:
    return actor.signed_in and Evidence.objects.filter(file_id=file.pk, of__in=visible(reader(actor))).exists()


register_kind(EVIDENCE_FILE, may_see=may_see)
