"""All writes of the library; a file a matter."""

from throughline.publishing.library.operations.consulting import (
    answer_comment,
    comment,
    end_consultation,
    open_consultation,
)
from throughline.publishing.library.operations.directory import (
    CampaignWords,
    ElsewhereWords,
    ServiceWords,
    add_pledge,
    add_resource,
    announce_days,
    check_service,
    end_service,
    report_pledge,
    write_campaign,
    write_elsewhere,
    write_service,
)
from throughline.publishing.library.operations.documents import (
    Section,
    SentFile,
    Text,
    approve,
    ask_to_read,
    confirm_reading,
    count_views,
    publish_text,
    withdraw,
)
from throughline.publishing.library.operations.links import VERDICTS, record_checks, record_places
from throughline.publishing.library.operations.reading import keep_text
from throughline.publishing.library.operations.telling import tell
from throughline.publishing.library.operations.warning import send_warnings

__all__ = [
    "VERDICTS",
    "CampaignWords",
    "ElsewhereWords",
    "Section",
    "SentFile",
    "ServiceWords",
    "Text",
    "add_pledge",
    "add_resource",
    "announce_days",
    "answer_comment",
    "approve",
    "ask_to_read",
    "check_service",
    "comment",
    "confirm_reading",
    "count_views",
    "end_consultation",
    "end_service",
    "keep_text",
    "open_consultation",
    "publish_text",
    "record_checks",
    "record_places",
    "report_pledge",
    "send_warnings",
    "tell",
    "withdraw",
    "write_campaign",
    "write_elsewhere",
    "write_service",
]
