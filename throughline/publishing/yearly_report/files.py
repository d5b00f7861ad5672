"""Who may download the report's files: editions anybody, drafts those who may read the draft."""

from typing import Any

from throughline.foundation.access.actors import Actor
from throughline.publishing.yearly_report.permissions import ReportPermission


def may_see_edition(actor: Actor, file: Any) -> bool:
    return True


def may_see_draft(actor: Actor, file: Any) -> bool:
    return actor.may(ReportPermission.READ_DRAFT)
