"""All reads of the library; a file a matter."""

from throughline.publishing.library.queries.consulting import (
    consultations,
    consultations_for,
    open_to_public,
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
    current,
    document_at,
    documents,
    due_for_review,
    missing_approvals,
    partnerships_of,
    readings_for,
    unread_files,
    version_of,
    works_here,
)
from throughline.publishing.library.queries.links import broken_links, links_to_check

__all__ = [
    "Days",
    "agencies",
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
    "readings_for",
    "services",
    "unread_files",
    "version_of",
    "works_here",
]
