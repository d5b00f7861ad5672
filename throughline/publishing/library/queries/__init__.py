"""All reads of the library; a file a matter."""

from throughline.publishing.library.queries.consulting import (
    asking_agencies,
    consultations,
    consultations_for,
    open_to_public,
    people_of,
)
from throughline.publishing.library.queries.directory import (
    Days,
    calendar_of,
    campaign_days,
    campaigns,
    elsewhere,
    services,
)
from throughline.publishing.library.queries.documents import (
    agencies,
    approvers,
    current,
    document_at,
    documents,
    due_for_review,
    missing_approvals,
    partnerships_of,
    readings_for,
    unconfirmed,
    unread_files,
    version_of,
    waiting,
    works_here,
)
from throughline.publishing.library.queries.links import broken_links, links_to_check

__all__ = [
    "Days",
    "agencies",
    "approvers",
    "asking_agencies",
    "broken_links",
    "calendar_of",
    "campaign_days",
    "campaigns",
    "consultations",
    "consultations_for",
    "current",
    "document_at",
    "documents",
    "due_for_review",
    "elsewhere",
    "links_to_check",
    "missing_approvals",
    "open_to_public",
    "partnerships_of",
    "people_of",
    "readings_for",
    "services",
    "unconfirmed",
    "unread_files",
    "version_of",
    "waiting",
    "works_here",
]
