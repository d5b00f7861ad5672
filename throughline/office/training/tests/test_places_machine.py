"""TR-26 to TR-29, TR-50 to TR-55, TR-80 to TR-82: the whole life of places as a machine that Hypothesis drives, with
the clock going on.

Two sessions; on the first, places may be kept for an agency and an agency may have a most, until a day. Whatever
people, the office, an agency's lead and the schedule do, in any order: never more held than there are places, one place
a person, no agency above its most, no share above its places and each counted as it is held, a list of staff whole or
not at all, one live entry a person, the order of arrival kept, an offer for one person alone, nothing after the start.
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
from throughline.office.partnership.models import AgencyInvolvement, Organisation
from throughline.office.training import operations
from throughline.office.training.models import (
    AgencyLead,
    Booking,
    Course,
    Session,
    SessionDay,
    SessionShare,
    WaitingEntry,
)
from throughline.office.training.operations.taking import fit_rest
from throughline.office.training.queries import waiting as queries
from throughline.office.training.queries.shares import held_by_agency
from throughline.office.training.rules.staff import Person
from throughline.office.training.rules.waiting import LIVE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LONDON = ZoneInfo("Europe/London")
PEOPLE = 6
WHO, WHICH = st.integers(0, PEOPLE - 1), st.integers(0, 1)
AGENCIES = ("Agency 0", "Agency 1")


class LifeOfPlaces(RuleBasedStateMachine):
    @initialize(
        places=st.integers(0, 4), most=st.sampled_from([None, None, 1, 2]), kept=st.sampled_from([0, 0, 1, 2]),
        until=st.sampled_from([None, 3]), booked=st.lists(st.tuples(WHO, WHICH), max_size=5),
    )  # fmt: skip
    def begin(self, places: int, most: int | None, kept: int, until: int | None, booked: list[tuple[int, int]]) -> None:
        self.at = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)
        open_to_all = None if until is None else self.at + timedelta(days=until)
        self.sessions = [
            self.made(datetime(2024, 2, 14, 9, 30, tzinfo=LONDON), places, agency_most=most, shares_open=open_to_all),
            self.made(datetime(2024, 2, 16, 9, 30, tzinfo=LONDON), 2),
        ]
        self.shared = 0 < kept <= places
        if self.shared:
            self.keep("agency", AGENCIES[0], kept)
            self.keep("rest", "", places - kept)
        self.people = [person(f"m{number}@example.org", AGENCIES[number % 2]) for number in range(PEOPLE)]
        self.officer = Actor(person("officer@example.org").user, frozenset({Role.TRAINING_OFFICER}), True)
        self.lead, self.trust = lead_of(AGENCIES[1])
        self.worker = system_actor("worker")
        self.arrivals: dict[int, list[int]] = {session.pk: [] for session in self.sessions}
        for who, which in booked:
            self.book(who, which)

    def made(self, starts: datetime, places: int, **more: Any) -> Session:
        space = scope.current().home_id
        course = Course.objects.create(space_id=space, title=f"Course {Course.objects.count()}", mode="in person")
        session = Session.objects.create(
            space_id=space, course=course, starts=starts, ends=starts + timedelta(hours=3), places_kind="limited",
            places=places, booking_kind="open", **more,
        )  # fmt: skip
        SessionDay.objects.create(space_id=space, session=session, starts=starts, ends=session.ends)
        return session

    def keep(self, basis: str, name: str, places: int) -> None:
        session = self.sessions[0]
        SessionShare.objects.create(space_id=session.space_id, session=session, basis=basis, name=name, places=places)

    def do(self, operation: Any, **given: Any) -> Any:
        """As a page does it: what is refused leaves nothing behind."""
        try:
            return operation(at=self.at, real_at=self.at, **given)
        except Refused:
            return None

    @rule(who=WHO, which=WHICH)
    def book(self, who: int, which: int) -> None:
        """Nobody passes those in the line who could take a place: each of them is offered one first."""
        session = self.fresh(which)
        first, had = queries.could_take_now(session, self.at), self.has_place(who, which)
        made = self.do(operations.book, session_id=session.pk, by=self.people[who])
        if made is not None and not had and queries.offer_times().last_offer(session.starts) >= self.at:
            ahead = [entry.pk for entry in first if entry.person_id != self.people[who].user.pk]
            assert not WaitingEntry.objects.filter(pk__in=ahead, status="waiting").exists()

    @rule(who=WHO, which=WHICH)
    def wait(self, who: int, which: int) -> None:
        session = self.sessions[which]
        entry = self.do(operations.join_waiting_list, session_id=session.pk, by=self.people[who])
        if entry is not None and entry.pk not in self.arrivals[session.pk]:
            self.arrivals[session.pk].append(entry.pk)

    @rule(nth=WHO, which=WHICH, by_office=st.booleans())
    def cancel(self, nth: int, which: int, by_office: bool) -> None:
        for booking in self.booking(nth, which):
            if by_office:
                self.do(operations.cancel_booking_for, booking_id=booking.pk, reason="Ill.", by=self.officer)
            else:
                self.do(operations.cancel_booking, reference=booking.reference, by=self.actor(booking.person_id))

    @rule(nth=WHO, other=WHO, which=WHICH)
    def pass_on(self, nth: int, other: int, which: int) -> None:
        given = {"name": "X", "email": self.people[other].user.email}
        for booking in self.booking(nth, which):
            by = self.actor(booking.person_id)
            self.do(operations.pass_place_on, reference=booking.reference, by=by, **given)

    @rule(nth=WHO, takes=st.booleans(), which=WHICH)
    def answer(self, nth: int, takes: bool, which: int) -> None:
        change = operations.take_offer if takes else operations.leave_waiting_list
        for entry in self.entry(nth, which):
            self.do(change, reference=entry.reference, by=self.actor(entry.person_id))

    @rule(nth=WHO, which=WHICH)
    def put_first(self, nth: int, which: int) -> None:
        for entry in self.entry(nth, which):
            self.do(operations.put_first, entry_id=entry.pk, reason="A court case.", by=self.officer)

    @rule(who=WHO, which=WHICH)
    def the_office_adds(self, who: int, which: int) -> None:
        one = self.people[who].user
        given = {"name": one.name, "email": one.email, "reason": "By phone.", "by": self.officer}
        made = self.do(operations.add_person, session_id=self.sessions[which].pk, **given)
        assert made is None or made.person_id == one.pk

    @rule(nth=WHO, which=WHICH)
    def the_office_moves(self, nth: int, which: int) -> None:
        """Both or neither: whoever is moved has a place on the other session and none on the first."""
        for booking in self.booking(nth, which):
            given = {"booking_id": booking.pk, "reason": "Asked.", "by": self.officer}
            moved = self.do(operations.move_person, to_session_id=self.sessions[1 - which].pk, **given)
            booking.refresh_from_db()
            assert booking.active == (moved is None)
            there = Booking.objects.filter(session=self.sessions[1 - which], person=booking.person_id, status="booked")
            assert moved is None or there.exists()

    @rule(several=st.lists(WHO, min_size=1, max_size=3, unique=True), which=WHICH)
    def a_lead_books(self, several: list[int], which: int) -> None:
        """Everybody on the list or nobody."""
        users = [self.people[who].user for who in several]
        rows = [Person(row, user.name, user.email) for row, user in enumerate(users, start=1)]
        before = [self.has_place(who, which) for who in several]
        given = {"session_id": self.sessions[which].pk, "organisation_id": self.trust.pk, "by": self.lead}
        made = self.do(operations.book_for_staff, people=rows, **given)
        after = [self.has_place(who, which) for who in several]
        assert after == (before if made is None else [True] * len(several))

    @rule(hours=st.sampled_from([1, 5, 13, 24, 49]))
    def time_goes_on(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @rule()
    def the_schedule_runs(self) -> None:
        for session_id in queries.lists_to_tend(self.at):
            self.do(operations.tend_waiting_list, session_id=session_id, by=self.worker)
        again = queries.lists_to_tend(self.at)
        for which, session in enumerate(self.sessions):
            nobody_may = queries.could_take_now(self.fresh(which), self.at) == []
            passed_over = self.unequal(which) and nobody_may
            assert session.pk not in again or passed_over or queries.offer_until(session.starts, self.at) is None

    @rule(more=st.integers(1, 2), which=WHICH)
    def more_places(self, more: int, which: int) -> None:
        session = self.fresh(which)
        session.places += more
        session.save(update_fields=["places"])
        fit_rest(session)

    def fresh(self, which: int) -> Session:
        return Session.objects.select_related("course").get(pk=self.sessions[which].pk)

    def unequal(self, which: int) -> bool:
        """The line passes over an agency that has its most, and whoever finds no place that is kept for them."""
        return which == 0 and (self.shared or self.sessions[0].agency_most is not None)

    def has_place(self, who: int, which: int) -> bool:
        mine = Booking.objects.filter(session=self.sessions[which], person=self.people[who].user, status="booked")
        return mine.exists()

    def booking(self, nth: int, which: int) -> list[Booking]:
        """One of those who have a place, whichever the number says; [] while there is none."""
        return one_of(Booking.objects.filter(session=self.sessions[which], status="booked"), nth)

    def entry(self, nth: int, which: int) -> list[WaitingEntry]:
        return one_of(WaitingEntry.objects.filter(session=self.sessions[which], status__in=LIVE), nth)

    def actor(self, person_id: int | None) -> Actor:
        return next(each for each in self.people if each.user.pk == person_id)

    @invariant()
    def what_must_hold(self) -> None:
        for which in range(len(getattr(self, "sessions", []))):
            self.holds(which)

    def holds(self, which: int) -> None:
        session = self.fresh(which)
        held = list(Booking.objects.filter(session=session, status="booked"))
        booked = [booking.person_id for booking in held]
        entries = list(WaitingEntry.objects.filter(session=session).order_by("number"))
        offered = [entry for entry in entries if entry.status == "offered"]
        live = [entry.person_id for entry in entries if entry.live]
        assert session.taken == len(booked) + len(offered) <= session.places
        assert session.waiting == sum(entry.status == "waiting" for entry in entries)
        assert len(set(booked)) == len(booked)
        assert len(set(live)) == len(live)
        assert not set(live) & set(booked)
        assert [entry.pk for entry in entries] == self.arrivals[session.pk]
        for entry in offered:
            assert entry.offered_until <= session.starts - timedelta(hours=24)
        made = Booking.objects.filter(session=session)
        assert all(booking.booked_at < session.starts for booking in made)
        shares = list(SessionShare.objects.filter(session=session))
        assert not shares or sum(share.places for share in shares) == session.places
        for share in shares:
            assert share.taken == sum(one.share_id == share.pk for one in [*held, *offered]) <= share.places
        if (
            which == 0
            and session.agency_most is not None
            and not (session.shares_open and session.shares_open <= self.at)
        ):
            assert max(held_by_agency(session).values(), default=0) <= session.agency_most
        if self.unequal(which):
            return
        # Who was offered a place came before everybody who still waits, unless the office said otherwise.
        waiting = [entry for entry in entries if entry.status == "waiting"]
        for entry in offered:
            assert all(
                later.number > entry.number or later.front_at or later.joined_at > entry.offered_at or entry.front_at
                for later in waiting
            )


def one_of(rows: Any, nth: int) -> list[Any]:
    found = list(rows.order_by("pk"))
    return [found[nth % len(found)]] if found else []


def lead_of(agency: str) -> tuple[Actor, Organisation]:
    """The lead of an agency of the partnership."""
    space, lead = scope.current().home_id, person("lead@example.org")
    organisation, _ = Organisation.objects.get_or_create(space_id=space, name=agency)
    AgencyInvolvement.objects.get_or_create(space_id=space, organisation=organisation, name=agency, sector="voluntary")
    AgencyLead.objects.get_or_create(space_id=space, organisation=organisation, person=lead.user)
    return lead, organisation


def person(email: str, agency: str = "") -> Actor:
    found = User.objects.filter(email=email).first()
    return Actor(user=found or User.objects.create_user(email=email, name=email[:2], agency_name=agency))


def test_the_life_of_places(scoped) -> None:
    run_state_machine_as_test(LifeOfPlaces, settings=settings(max_examples=30, stateful_step_count=30, deadline=None))
