"""Any order of loads, bookings and cancellations: `taken` is the number of active bookings and never above `places`."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from throughline.foundation.access.operations import Refused
from throughline.office.training.models import Booking, Session
from throughline.office.training.operations import book, cancel_booking, record_sessions

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PEOPLE = st.integers(0, 4)
PLACES = st.one_of(st.integers(0, 3), st.none(), st.just("unlimited"))


def test_taken_is_always_the_number_of_active_bookings(scoped: Any, actor: Any, row: Any, at: Any) -> None:
    people = [actor("practitioner", email=f"p{number}@example.org") for number in range(5)]
    unit = actor("business_unit")

    class Machine(RuleBasedStateMachine):
        """`held` is the model: who holds a place. `full_at`: how many may, None without a number."""

        def __init__(self) -> None:
            super().__init__()
            self.undo = transaction.atomic()
            self.undo.__enter__()
            self.held: set[int] = set()
            record_sessions(rows=[row(places_left=2)], by=unit, at=at)
            self.stated: Any = 2
            self.full_at: int | None = 2
            self.session = Session.objects.get()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

        @rule(places_left=PLACES)
        def load(self, places_left: Any) -> None:
            record_sessions(rows=[row(places_left=places_left)], by=unit, at=at)
            if places_left != self.stated:
                self.stated = places_left
                self.full_at = places_left + len(self.held) if isinstance(places_left, int) else None

        @rule(number=PEOPLE)
        def book(self, number: int) -> None:
            may = number in self.held or self.full_at is None or len(self.held) < self.full_at
            try:
                book(session_id=self.session.pk, by=people[number], at=at, real_at=at)
            except Refused:
                assert not may
            else:
                assert may
                self.held.add(number)

        @rule(number=PEOPLE)
        def cancel(self, number: int) -> None:
            last = Booking.objects.filter(person=people[number].user).order_by("pk").last()
            if last is not None:
                cancel_booking(reference=last.reference, by=people[number], at=at, real_at=at)
            self.held.discard(number)

        @invariant()
        def the_database_agrees(self) -> None:
            self.session.refresh_from_db()
            active = Booking.objects.filter(status="booked").values_list("person__email", flat=True)
            assert sorted(active) == sorted(f"p{number}@example.org" for number in self.held)
            assert (self.session.taken, self.session.places) == (len(self.held), self.full_at)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
