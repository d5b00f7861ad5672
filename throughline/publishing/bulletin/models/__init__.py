"""The tables of the bulletin."""

from throughline.publishing.bulletin.models.campaigns import CampaignKit, ChannelCount, KitPost
from throughline.publishing.bulletin.models.issues import (
    Acknowledgement,
    Block,
    Issue,
    LinkCheck,
    Redaction,
    Suggestion,
)
from throughline.publishing.bulletin.models.messages import KeyMessages
from throughline.publishing.bulletin.models.readers import Bounce, Subscriber, Suppression
from throughline.publishing.bulletin.models.sending import Batch, ClickCount, Delivery, IssueLink, MailOut

__all__ = [
    "Acknowledgement",
    "Batch",
    "Block",
    "Bounce",
    "CampaignKit",
    "ChannelCount",
    "ClickCount",
    "Delivery",
    "Issue",
    "IssueLink",
    "KeyMessages",
    "KitPost",
    "LinkCheck",
    "MailOut",
    "Redaction",
    "Subscriber",
    "Suggestion",
    "Suppression",
]
