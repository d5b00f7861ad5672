"""TRN-01 and TRN-02: one message a booking, one a cancellation, in the same transaction, with a calendar file."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from throughline.foundation.access.operations import Refused
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.tenancy.models import PartnershipHost
from throughline.office.training.operations import book, cancel_booking, cancel_booking_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scoped")]

REAL = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture
def booked(record, actor, at):
    session = record(note="cancel until noon; room unknown")
    person = actor("practitioner", email="ann@example.org")
    return book(session_id=session.pk, by=person, at=at, real_at=REAL), person


def calendar_of(message):
    attachment = message.attachments.get()
    calendar = Calendar.from_ical(bytes(attachment.content))
    return attachment, calendar, calendar.walk("VEVENT")[0]


def test_TRN_01_the_confirmation_has_the_facts_the_terms_and_a_link(booked) -> None:
    booking, _ = booked
    message = OutboxMessage.objects.get()
    assert (message.kind, message.to, message.put_at) == ("training.booking_confirmed", "ann@example.org", REAL)
    assert message.subject == "Your place is booked: Graded Care Profile 2 (GCP2)"
    lines = message.text.splitlines()
    assert "When: Tuesday 20 February 2024, 9:30am to 4:30pm" in lines
    assert f"Reference: {booking.reference}" in lines
    assert "About this session: Cancel until noon." in lines
    assert [line for line in lines if line.endswith(f"medway.localhost:8000/training/bookings/{booking.reference}/")]
    assert "room unknown" not in message.text


def test_TRN_01_the_calendar_file_asks_the_calendar_to_take_the_session_in(booked) -> None:
    booking, _ = booked
    attachment, calendar, event = calendar_of(OutboxMessage.objects.get())
    assert (attachment.name, attachment.content_type) == (
        "training-session.ics",
        "text/calendar; charset=utf-8; method=REQUEST",
    )
    assert (str(calendar["METHOD"]), str(event["STATUS"]), int(event["SEQUENCE"])) == ("REQUEST", "CONFIRMED", 0)
    assert str(event["UID"]) == f"booking-{booking.reference}@example.org"
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert (event.start, event.end) == (booking.session.starts, booking.session.ends)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    assert (event["DTSTAMP"].dt, str(event["ATTENDEE"])) == (REAL, "mailto:ann@example.org")
    assert str(event["SUMMARY"]) == "Graded Care Profile 2 (GCP2)"


def test_TRN_02_the_cancellation_takes_the_same_entry_out_again(booked, at) -> None:
    booking, person = booked
    cancel_booking(reference=booking.reference, by=person, at=at, real_at=REAL + timedelta(minutes=5))
    confirmed, cancelled = OutboxMessage.objects.order_by("pk")
    attachment, calendar, event = calendar_of(cancelled)
    assert attachment.content_type == "text/calendar; charset=utf-8; method=CANCEL"
    assert (str(calendar["METHOD"]), str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCEL", "CANCELLED", 1)
    assert str(event["UID"]) == str(calendar_of(confirmed)[2]["UID"])
    assert (cancelled.kind, cancelled.to) == ("training.booking_cancelled", "ann@example.org")
    assert cancelled.text.startswith("You cancelled your booking on Graded Care Profile 2 (GCP2).")


def test_TRN_02_the_office_gives_its_reason(booked, actor, at) -> None:
    booking, _ = booked
    officer = actor("training_officer")
    cancel_booking_for(booking_id=booking.pk, reason="The trainer is ill.", by=officer, at=at, real_at=REAL)
    message = OutboxMessage.objects.get(kind="training.booking_cancelled")
    assert message.to == "ann@example.org"
    assert "Reason: The trainer is ill." in message.text.splitlines()
    assert message.text.startswith("Medway Safeguarding Children Partnership has cancelled")


def test_retries_tell_once(booked, at) -> None:
    booking, person = booked
    book(session_id=booking.session_id, by=person, at=at, real_at=REAL)
    for _ in range(2):
        cancel_booking(reference=booking.reference, by=person, at=at, real_at=REAL)
    kinds = list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["training.booking_confirmed", "training.booking_cancelled"]


def test_a_refused_booking_tells_nobody(record, actor, at) -> None:
    session = record(places_left=0)
    with pytest.raises(Refused):
        book(session_id=session.pk, by=actor("practitioner"), at=at, real_at=REAL)
    assert not OutboxMessage.objects.exists()


def test_a_booking_whose_message_cannot_be_written_is_not_made(record, actor, at) -> None:
    session = record()
    by = actor("practitioner")
    PartnershipHost.objects.all().delete()  # no address left to link to
    with pytest.raises(IndexError):
        book(session_id=session.pk, by=by, at=at, real_at=REAL)
    session.refresh_from_db()
    assert (session.taken, session.bookings.count(), OutboxMessage.objects.count()) == (0, 0, 0)
