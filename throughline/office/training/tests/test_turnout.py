"""What the other apps read of sessions that they chose: by agency how many were booked and came, as the register has
it (TR-61)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughline.foundation import turnout
from throughline.foundation.links.api import Ref, find, threads
from throughline.foundation.turnout import OfAgency
from throughline.office.training.models import Booking, Session, SessionDay
from throughline.office.training.operations import book
from throughline.office.training.operations.attending import mark_register
from throughline.office.training.rules.attendance import Presence

pytestmark = pytest.mark.django_db
AFTER = datetime(2024, 2, 21, 18, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def held(record, actor, at, scoped):
    """held(title) → a session of two days, booked by two of a school, one of the police, one who named no agency."""

    def make(title="Learning from Isabel"):
        session = record(title, 9)
        SessionDay.objects.create(
            space_id=scoped.home_id, session=session, starts=session.starts + timedelta(days=1),
            ends=session.ends + timedelta(days=1),
        )  # fmt: skip
        for name, agency in (("a", "School"), ("b", "School"), ("c", "Police"), ("d", "")):
            by = actor("practitioner", email=f"{name}@example.org")
            made = book(session_id=session.pk, by=by, at=at, real_at=at)
            Booking.objects.filter(pk=made.pk).update(agency_name=agency)
        return session

    return make


def of(session):
    named = ("training.session", session.pk)
    return turnout.turnout_of([named]).get(named, [])


def test_who_came_is_whoever_came_every_day_and_unknown_until_somebody_was_marked(held, actor) -> None:
    session = held()
    assert of(session) == [
        OfAgency("Agency not given", 1, None), OfAgency("Police", 1, None), OfAgency("School", 2, None),
    ]  # fmt: skip
    a, b, c, d = Booking.objects.filter(session=session).order_by("pk").values_list("pk", flat=True)
    there, away = Presence.ATTENDED, Presence.ABSENT
    marks = ({a: there, b: there, c: away, d: there}, {a: there, b: away, c: away, d: there})
    for day, marked in zip(SessionDay.objects.filter(session=session).order_by("starts"), marks, strict=True):
        mark_register(day_id=day.pk, marks=marked, by=actor("training_officer"), at=AFTER)
    assert of(session) == [OfAgency("Agency not given", 1, 1), OfAgency("Police", 1, 0), OfAgency("School", 2, 1)]


def test_apologies_noted_before_the_day_do_not_make_the_register(held, actor, at) -> None:
    session = held()
    first = Booking.objects.filter(session=session).first()
    day = SessionDay.objects.filter(session=session).first()
    mark_register(day_id=day.pk, marks={first.pk: Presence.APOLOGIES}, by=actor("training_officer"), at=at)
    assert {each.came for each in of(session)} == {None}


def test_drafts_are_no_choice_and_a_cancelled_session_says_so(held, record, at) -> None:
    session, draft = held(), record("Not yet public")
    Session.objects.filter(pk=draft.pk).update(status="draft")
    assert [(kind, event.title) for kind, event in turnout.choices(at.date())] == [
        ("training.session", "Learning from Isabel")
    ]
    assert turnout.choices(at.date() + timedelta(days=800)) == []
    named, hidden = ("training.session", session.pk), ("training.session", draft.pk)
    Session.objects.filter(pk=session.pk).update(status="cancelled", cancelled_at=at)
    found = turnout.events_of([named, hidden, ("nobody.knows", 1)])
    assert {key: event.note for key, event in found.items()} == {named: "cancelled"}


def test_a_session_stands_in_a_thread_for_everyone_and_a_draft_for_nobody(held, record, actor) -> None:
    session, draft = held(), record("Learning from a draft")
    Session.objects.filter(pk=draft.pk).update(status="draft")
    unit = actor("business_unit")
    assert threads(unit, Ref("training.session", draft.pk)) is None
    _, forwards = threads(unit, Ref("training.session", session.pk))
    assert [(knot.named.title, knot.named.note) for knot in forwards.knots] == [
        ("Learning from Isabel", "20 February 2024")
    ]
    found = [named.title for _, ref, named in find(unit, "learning from") if ref.kind == "training.session"]
    assert found == ["Learning from Isabel"]


def test_three_sessions_cost_as_much_as_one(held) -> None:
    counts = []
    named = [("training.session", held(title).pk) for title in ("One", "Two", "Three")]
    for wanted in (named[:1], named):
        with CaptureQueriesContext(connection) as asked:
            assert len(turnout.turnout_of(wanted)) == len(turnout.events_of(wanted)) == len(wanted)
        counts.append(len(asked))
    assert counts == [4, 4]
