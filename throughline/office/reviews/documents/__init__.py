"""Documents of a case."""

from throughline.office.reviews.documents.pack import Choice, Contents, pack
from throughline.office.reviews.documents.report import Report, briefing, report

__all__ = ["Choice", "Contents", "Report", "briefing", "pack", "report"]
