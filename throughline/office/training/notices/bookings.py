"""What people are told about their bookings: the facts that they need and a link. Times are written out in London."""

from dataclasses import dataclass, field
from typing import ClassVar

from throughline.foundation.notices.api import Attachment, Notice, register
from throughline.office.training.documents import CALENDAR_NAME, Method, content_type


@dataclass(frozen=True)
class BookingNotice(Notice):
    """`calendar` is the whole calendar file, `more_calendars` those of the further days; `url` leads to the booking.
    `links` are where to join. `person` says for whom it is where several people read the mailbox."""

    method: ClassVar[Method]
    partnership: str
    title: str
    when: str
    where: str
    reference: str
    url: str
    calendar: str
    more_calendars: tuple[str, ...] = field(default=(), kw_only=True)
    links: tuple[str, ...] = field(default=(), kw_only=True)
    person: str = field(default="", kw_only=True)

    def attachments(self) -> tuple[Attachment, ...]:
        return (
            Attachment(CALENDAR_NAME, content_type(self.method), self.calendar.encode()),
            *(
                Attachment(f"day-{place}-{CALENDAR_NAME}", content_type(_method_in(file)), file.encode())
                for place, file in enumerate(self.more_calendars, start=2)
            ),
        )

    @property
    def facts(self) -> str:
        """When, how, where to join, which reference: a line each."""
        joining = "".join(f"Join: {link}\n" for link in self.links)
        whom = f"For: {self.person}\n" if self.person else ""
        return f"{whom}When: {self.when}\nHow: {self.where}\n{joining}Reference: {self.reference}"


def _method_in(file: str) -> Method:
    """The method that stands in a calendar file."""
    return Method.CANCEL if "\nMETHOD:CANCEL" in file else Method.REQUEST


@register
@dataclass(frozen=True)
class BookingConfirmed(BookingNotice):
    """TRN-01. `terms` is what the public reads about the session, or ''."""

    kind: ClassVar[str] = "training.booking_confirmed"
    category: ClassVar[str] = "Training booking"
    method: ClassVar[Method] = Method.REQUEST
    terms: str

    def subject(self) -> str:
        return f"Your place is booked: {self.title}"

    def text(self) -> str:
        about = f"About this session: {self.terms}\n\n" if self.terms else ""
        return (
            f"You have a place on {self.title}.\n\n"
            f"{self.facts}\n\n{about}"
            f"The file with this message puts the session into your calendar.\n\n"
            f"To see the booking, or to cancel it before the session starts:\n{self.url}\n\n"
            f"{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class BookingCancelled(BookingNotice):
    """TRN-02. `reason` is the office's when it cancelled; '' when the person did."""

    kind: ClassVar[str] = "training.booking_cancelled"
    category: ClassVar[str] = "Training booking cancelled"
    method: ClassVar[Method] = Method.CANCEL
    reason: str

    def subject(self) -> str:
        return f"Your booking is cancelled: {self.title}"

    def text(self) -> str:
        opening = (
            f"{self.partnership} has cancelled your booking on {self.title}.\n\nReason: {self.reason}"
            if self.reason
            else f"You cancelled your booking on {self.title}. The place is free for somebody else."
        )
        return (
            f"{opening}\n\n{self.facts}\n\n"
            f"The file with this message takes the session out of your calendar.\n\n"
            f"Your bookings:\n{self.url}\n\n{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class BookingChanged(BookingNotice):
    """TRN-03. The session's time, or what the public reads about it, is another. `terms` as for TRN-01."""

    kind: ClassVar[str] = "training.booking_changed"
    category: ClassVar[str] = "Training session changed"
    method: ClassVar[Method] = Method.REQUEST
    terms: str

    def subject(self) -> str:
        return f"Changed: {self.title}"

    def text(self) -> str:
        about = f"About this session: {self.terms}\n\n" if self.terms else ""
        return (
            f"A session that you have a place on has changed: {self.title}.\n\n"
            f"It is now as follows.\n\n{self.facts}\n\n{about}"
            f"The file with this message brings your calendar up to date. You keep your place.\n\n"
            f"To see the booking, or to cancel it before the session starts:\n{self.url}\n\n"
            f"{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class SessionCancelled(BookingNotice):
    """TRN-04. `reason` is the office's."""

    kind: ClassVar[str] = "training.session_cancelled"
    category: ClassVar[str] = "Training session cancelled"
    method: ClassVar[Method] = Method.CANCEL
    reason: str

    def subject(self) -> str:
        return f"Cancelled: {self.title}"

    def text(self) -> str:
        return (
            f"{self.title} does not take place. Your booking is cancelled.\n\nReason: {self.reason}\n\n"
            f"{self.facts}\n\n"
            f"The file with this message takes the session out of your calendar.\n\n"
            f"Other sessions:\n{self.url}\n\n{self.partnership}\n"
        )
