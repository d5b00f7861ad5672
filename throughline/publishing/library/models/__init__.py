from throughline.publishing.library.models.consultations import Comment, Consultation, ConsultationAgency
from throughline.publishing.library.models.directory import (
    Campaign,
    CampaignResource,
    CampaignYear,
    Elsewhere,
    Pledge,
    Service,
)
from throughline.publishing.library.models.documents import Approval, Document, Reading, Version, VersionFile, ViewCount
from throughline.publishing.library.models.links import CheckedLink

__all__ = [
    "Approval",
    "Campaign",
    "CampaignResource",
    "CampaignYear",
    "CheckedLink",
    "Comment",
    "Consultation",
    "ConsultationAgency",
    "Document",
    "Elsewhere",
    "Pledge",
    "Reading",
    "Service",
    "Version",
    "VersionFile",
    "ViewCount",
]
