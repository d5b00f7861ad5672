"""TR-29, TR-50 to TR-55, TR-80: the whole life of places as a machine that Hypothesis drives, with the clock going on.

Whatever people, the office and the schedule do, in any order: never more held than there are places, one place a
person, no agency above its most, one live entry a person, the order of arrival kept, an offer for one person alone,
nothing after the start.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from throughline.foundation.access.actors import Actor, system_actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import Refused
from throughline.foundation.access.roles import Role
from throughline.foundation.tenancy import scope
from throughline.office.training import operations
from throughline.office.training.models import Booking, Course, Session, SessionDay, WaitingEntry
from throughline.office.training.queries import waiting as queries
from throughline.office.training.queries.shares import held_by_agency
from throughline.office.training.rules.waiting import LIVE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LONDON = ZoneInfo("Europe/London")
PEOPLE = 6
WHO = st.integers(0, PEOPLE - 1)


class LifeOfPlaces(RuleBasedStateMachine):
    @initialize(places=st.integers(0, 3), most=st.sampled_from([None, None, 1, 2]))
    def begin(self, places: int, most: int | None) -> None:
        self.at = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)
        space = scope.current().home_id
        course = Course.objects.create(space_id=space, title=f"Course {Course.objects.count()}", mode="in person")
        starts = datetime(2024, 2, 14, 9, 30, tzinfo=LONDON)
        self.session = Session.objects.create(
            space_id=space, course=course, starts=starts, ends=starts + timedelta(hours=3), places_kind="limited",
            places=places, booking_kind="open", agency_most=most,
        )  # fmt: skip
        SessionDay.objects.create(space_id=space, session=self.session, starts=starts, ends=self.session.ends)
        self.people = [person(f"m{number}@example.org", f"Agency {number % 2}") for number in range(PEOPLE)]
        self.officer = Actor(person("officer@example.org").user, frozenset({Role.TRAINING_OFFICER}), True)
        self.worker = system_actor("worker")
        self.arrivals: list[int] = []

    def do(self, operation: Any, **given: Any) -> Any:
        try:
            return operation(at=self.at, real_at=self.at, **given)
        except Refused:
            return None

    @rule(who=WHO)
    def book(self, who: int) -> None:
        first = queries.could_take_now(self.fresh(), self.at)
        made = self.do(operations.book, session_id=self.session.pk, by=self.people[who])
        if made is not None and made.booked_at == self.at and queries.offer_times().last_offer(self.starts) >= self.at:
            ahead = [entry.person_id for entry in first if entry.person_id != self.people[who].user.pk]
            assert ahead == [] or Booking.objects.filter(pk=made.pk, booked_at__lt=self.at).exists()

    @rule(who=WHO)
    def wait(self, who: int) -> None:
        entry = self.do(operations.join_waiting_list, session_id=self.session.pk, by=self.people[who])
        if entry is not None and entry.pk not in self.arrivals:
            self.arrivals.append(entry.pk)

    @rule(who=WHO)
    def cancel(self, who: int) -> None:
        for booking in self.bookings(who):
            self.do(operations.cancel_booking, reference=booking.reference, by=self.people[who])

    @rule(who=WHO, other=WHO)
    def pass_on(self, who: int, other: int) -> None:
        email = self.people[other].user.email
        for booking in self.bookings(who):
            self.do(operations.pass_place_on, reference=booking.reference, name="X", email=email, by=self.people[who])

    @rule(who=WHO, takes=st.booleans())
    def answer(self, who: int, takes: bool) -> None:
        change = operations.take_offer if takes else operations.leave_waiting_list
        for entry in self.entries(who):
            self.do(change, reference=entry.reference, by=self.people[who])

    @rule(who=WHO)
    def put_first(self, who: int) -> None:
        for entry in self.entries(who):
            self.do(operations.put_first, entry_id=entry.pk, reason="A court case.", by=self.officer)

    @rule(hours=st.sampled_from([1, 5, 13, 24, 49]))
    def time_goes_on(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @rule()
    def the_schedule_runs(self) -> None:
        for session_id in queries.lists_to_tend(self.at):
            self.do(operations.tend_waiting_list, session_id=session_id, by=self.worker)
        again = self.session.pk in queries.lists_to_tend(self.at)
        passed_over = self.fresh().agency_most is not None and queries.could_take_now(self.fresh(), self.at) == []
        assert not again or passed_over or queries.offer_until(self.starts, self.at) is None

    @rule(more=st.integers(1, 2))
    def more_places(self, more: int) -> None:
        Session.objects.filter(pk=self.session.pk).update(places=self.fresh().places + more)

    @property
    def starts(self) -> datetime:
        return self.session.starts

    def fresh(self) -> Session:
        return Session.objects.select_related("course").get(pk=self.session.pk)

    def bookings(self, who: int) -> list[Booking]:
        return list(Booking.objects.filter(session=self.session, person=self.people[who].user, status="booked"))

    def entries(self, who: int) -> list[WaitingEntry]:
        return list(WaitingEntry.objects.filter(session=self.session, person=self.people[who].user, status__in=LIVE))

    @invariant()
    def what_must_hold(self) -> None:
        if not hasattr(self, "session"):
            return
        session = self.fresh()
        booked = list(Booking.objects.filter(session=session, status="booked").values_list("person_id", flat=True))
        entries = list(WaitingEntry.objects.filter(session=session).order_by("number"))
        offered = [entry for entry in entries if entry.status == "offered"]
        live = [entry.person_id for entry in entries if entry.live]
        assert session.taken == len(booked) + len(offered) <= session.places
        assert session.waiting == sum(entry.status == "waiting" for entry in entries)
        assert len(set(booked)) == len(booked)
        assert len(set(live)) == len(live)
        assert not set(live) & set(booked)
        assert [entry.pk for entry in entries] == self.arrivals
        for entry in offered:
            assert entry.offered_until <= session.starts - timedelta(hours=24)
        made = Booking.objects.filter(session=session)
        assert all(booking.booked_at < session.starts for booking in made)
        if session.agency_most is not None:
            assert max(held_by_agency(session).values(), default=0) <= session.agency_most
            return  # the line passes over an agency that has its most
        # Who was offered a place came before everybody who still waits, unless the office said otherwise.
        waiting = [entry for entry in entries if entry.status == "waiting"]
        for entry in offered:
            assert all(
                later.number > entry.number or later.front_at or later.joined_at > entry.offered_at or entry.front_at
                for later in waiting
            )


def person(email: str, agency: str = "") -> Actor:
    found = User.objects.filter(email=email).first()
    return Actor(user=found or User.objects.create_user(email=email, name=email[:2], agency_name=agency))


def test_the_life_of_places(scoped) -> None:
    run_state_machine_as_test(LifeOfPlaces, settings=settings(max_examples=25, stateful_step_count=25, deadline=None))
