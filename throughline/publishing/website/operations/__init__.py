"""All writes of the website; a file a matter."""

from throughline.publishing.website.operations.addresses import forget_address, lead_on, remember_address
from throughline.publishing.website.operations.finding import refresh_search
from throughline.publishing.website.operations.making import align_editor, make_site
from throughline.publishing.website.operations.publishing import (
    keep_file,
    publish_document,
    withdraw_document,
    write_document,
)

__all__ = [
    "align_editor",
    "forget_address",
    "keep_file",
    "lead_on",
    "make_site",
    "publish_document",
    "refresh_search",
    "remember_address",
    "withdraw_document",
    "write_document",
]  # fmt: skip
