"""The year in numbers: what is on record, never taken for the total, until the office says that it is whole."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.figures.values import Asked, Provenance, Source, Value
from throughline.foundation.figures.years import year_of
from throughline.foundation.tenancy import scope
from throughline.office.partnership.models import AgencyInvolvement, Organisation
from throughline.office.training.figures import training_figures
from throughline.office.training.models import Booking, LearningRecord, SessionDay
from throughline.office.training.operations import (
    book,
    cancel_booking_for,
    finish_register,
    set_charge_rule,
    waive_charge,
)
from throughline.office.training.operations.attending import mark_register
from throughline.office.training.operations.years import state_whole_year, take_back_whole_year
from throughline.office.training.presenters.year import side_by_side
from throughline.office.training.queries.year import training_year
from throughline.office.training.rules.attendance import Presence

pytestmark = pytest.mark.django_db
YEAR = year_of("2023-24")
AFTER = datetime(2024, 2, 20, 18, 0, tzinfo=ZoneInfo("Europe/London"))
LATER = date(2024, 4, 2)


@pytest.fixture
def held(record, actor, at, scoped):
    """A session in person for six: one attended, one absent, one with apologies."""
    session = record("Neglect", 6)
    day = SessionDay.objects.filter(session=session).first() or SessionDay.objects.create(
        space_id=scoped.home_id, session=session, starts=session.starts, ends=session.ends
    )
    police = Organisation.objects.create(space_id=scoped.home_id, name="Kent Police")
    AgencyInvolvement.objects.create(space_id=scoped.home_id, organisation=police, name="Kent Police", sector="police")
    bookings = []
    for name in "abc":
        by = actor("practitioner", email=f"{name}@example.org")
        by.user.agency_name = "Kent Police"
        bookings.append(book(session_id=session.pk, by=by, at=at, real_at=at))
    marks = dict(zip((b.pk for b in bookings), Presence, strict=True))
    return lambda: mark_register(day_id=day.pk, marks=marks, by=actor("training_officer"), at=AFTER)


def figures():
    return {v.id: v.value for v in training_figures(Asked(YEAR, LATER, "Medway"))}


def test_on_record_is_not_the_years_total(held) -> None:
    held()
    found = training_year(YEAR)
    assert (found.sessions, found.unmarked, found.attended, found.no_shows) == (1, 0, 1, 1)
    assert (found.places, found.taken, found.by_mode) == (6, 3, {"in_person": 1})
    numbers = figures()
    assert numbers["training.on-record.in-person"] == 1
    assert numbers["training.completed.in-person"] is None
    assert numbers["training.occupancy"] == Decimal("50.0")
    assert numbers["training.no-shows"] == 1
    assert (numbers["training.on-record.by-agency.kent-police"], numbers["training.cancellations"]) == (1, 0)
    assert (numbers["training.on-record.by-sector.police"], numbers["training.income"]) == (1, None)


def test_cancellations_and_income_of_the_year(held, actor, at) -> None:
    held()
    officer, rest = actor("training_officer"), {"at": AFTER, "real_at": AFTER}
    session = Booking.objects.first().session
    late = book(session_id=session.pk, by=actor("practitioner", email="d@example.org"), at=at, real_at=at)
    cancel_booking_for(booking_id=late.pk, reason="Ill.", by=officer, at=at, real_at=at)
    set_charge_rule(
        course_id=None, sector="", place=Decimal(0), late=Decimal(0), no_show=Decimal(50), by=officer, at=at
    )
    (charge,) = finish_register(session_id=session.pk, by=officer, **rest)
    assert (figures()["training.cancellations"], figures()["training.income"]) == (1, 50)
    waive_charge(charge_id=charge.pk, reason="Called out.", by=officer, **rest)
    assert figures()["training.income"] == 0


def test_TR_119_once_the_records_are_whole_they_are(held, actor) -> None:
    officer = actor("training_officer")
    with pytest.raises(Refused, match="has not ended"):
        state_whole_year(year=YEAR, by=officer, today=date(2024, 3, 31))
    with pytest.raises(Refused, match="1 session with bookings has no register"):
        state_whole_year(year=YEAR, by=officer, today=LATER)
    held()
    with pytest.raises(NotPermitted):
        state_whole_year(year=YEAR, by=actor("practitioner"), today=LATER)
    state_whole_year(year=YEAR, by=officer, today=LATER)
    numbers = figures()
    assert numbers["training.completed.in-person"] == 1
    assert (numbers["training.completed.virtual"], numbers["training.completed.e-learning"]) == (0, None)
    LearningRecord.objects.create(
        space_id=scope.current().home_id, person=officer.user, title="Safer sleep", by="elearning", source_key="1",
        day=AFTER.date(),
    )  # fmt: skip
    assert figures()["training.completed.e-learning"] == 1
    returned = Value("x", "In-person training completed", "people", "2023-24", "Medway", Decimal(290),
                     Provenance.RETURNED, Source())  # fmt: skip
    beside = side_by_side(training_year(YEAR), {"x": returned}).rows
    assert (beside[0], beside[3]) == (
        ["In person", "1", "290", "−289"], ["E-learning (courses completed)", "1", "not available", "not available"],
    )  # fmt: skip
    take_back_whole_year(year=YEAR, by=officer)
    assert figures()["training.completed.in-person"] is None


def test_nothing_on_record_is_not_available_never_nought(scoped) -> None:
    assert set(figures().values()) == {None}


def test_the_page(held, sign_in, partnership, settings) -> None:
    settings.AS_AT = datetime(2024, 4, 2, 9, 0, tzinfo=ZoneInfo("Europe/London"))
    officer = sign_in(partnership, "training_officer")
    address = "/office/training/year/2023-24/"
    assert f'href="{address}"' in officer.get("/office/training/year/").text  # the year that has just ended
    page = officer.get(address).text
    assert "no register: 1" in page
    assert [label for label in ("2022-23", "2024-25") if f"/office/training/year/{label}/" in page] == [
        "2022-23", "2024-25",
    ]  # fmt: skip
    assert "2025-26" not in officer.get("/office/training/year/2024-25/").text  # which has not begun
    refused = officer.post(address, follow=True).content.decode()
    assert "Mark that first" in refused
    held()
    officer.post(address)
    assert "in place of the returned ones" in officer.get(address).content.decode()
    officer.post(address, {"take_back": "yes"})
    assert "is not taken for the year" in officer.get(address).content.decode()
