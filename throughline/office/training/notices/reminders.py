"""Reminding people of their session, with the way in."""

from dataclasses import dataclass
from typing import ClassVar

from throughline.foundation.notices.api import register
from throughline.office.training.documents import Method
from throughline.office.training.notices.bookings import BookingNotice


@register
@dataclass(frozen=True)
class SessionReminder(BookingNotice):
    """TRN-55. `days`: a line a day, with the place or the link to join. `terms` is what the public reads, or ''."""

    kind: ClassVar[str] = "training.session_reminder"
    category: ClassVar[str] = "Training reminder"
    method: ClassVar[Method] = Method.REQUEST
    days: str
    terms: str

    def subject(self) -> str:
        return f"Reminder: {self.title}"

    def text(self) -> str:
        about = f"About this session: {self.terms}\n\n" if self.terms else ""
        return (
            f"You have a place on {self.title}.\n\n{self.days}\n\nReference: {self.reference}\n\n{about}"
            "The file with this message brings the entry in your calendar up to date.\n\n"
            "If you cannot come, cancel or pass the place to a colleague, so that somebody else can have it:\n"
            f"{self.url}\n\n{self.partnership}\n"
        )
