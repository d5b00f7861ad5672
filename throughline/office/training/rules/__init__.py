"""What may be booked and when, and how it is said. Pure.

Codes: TR-01 to TR-19 booking (`booking`); TR-20 to TR-49 the programme; TR-50 to TR-99 waiting lists, cancelling,
charges, attendance; TR-100 on evaluation, certificates, passports. A new rule gets a module of its own, imported by it.
"""

from throughline.office.training.rules.booking import (
    REFERENCE_ALPHABET,
    REFERENCE_LENGTH,
    BookingStatus,
    booking_refusals,
    booking_terms,
    cancel_refusals,
)
from throughline.office.training.rules.places import (
    BOOKING_WORDS,
    KIND_WORDS,
    BookingKind,
    Places,
    PlacesKind,
    PlacesLeft,
    places_from,
    places_value,
    places_words,
    stated,
)
from throughline.office.training.rules.words import (
    days_words,
    month_after,
    month_bounds,
    read_month,
    time_words,
    when_words,
    where_words,
    year_start,
)

__all__ = [
    "BOOKING_WORDS",
    "KIND_WORDS",
    "REFERENCE_ALPHABET",
    "REFERENCE_LENGTH",
    "BookingKind",
    "BookingStatus",
    "Places",
    "PlacesKind",
    "PlacesLeft",
    "booking_refusals",
    "booking_terms",
    "cancel_refusals",
    "days_words",
    "month_after",
    "month_bounds",
    "places_from",
    "places_value",
    "places_words",
    "read_month",
    "stated",
    "time_words",
    "when_words",
    "where_words",
    "year_start",
]
