"""What people are told. Each module registers its notices; a new one gets its line here."""

from throughline.office.training.notices.bookings import (
    BookingCancelled,
    BookingChanged,
    BookingConfirmed,
    BookingNotice,
    SessionCancelled,
)

__all__ = ["BookingCancelled", "BookingChanged", "BookingConfirmed", "BookingNotice", "SessionCancelled"]
