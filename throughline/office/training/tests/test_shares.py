"""Fair shares: kept for their sector or agency until they fall open, then everybody's; and what may be booked."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.operations import Refused
from throughline.office.partnership.models import AgencyInvolvement, Organisation
from throughline.office.training.models import AgencyLead, Booking, Session, SessionDay, SessionShare, WaitingEntry
from throughline.office.training.operations import (
    add_person,
    book,
    book_for_staff,
    cancel_booking,
    join_waiting_list,
    move_person,
)
from throughline.office.training.operations.taking import fit_rest, take_place
from throughline.office.training.queries.origins import Origin
from throughline.office.training.rules.programme import ShareBasis
from throughline.office.training.rules.shares import (
    Share,
    most_refusals,
    order_of_shares,
    share_refusals,
    wrong_shares,
)
from throughline.office.training.rules.staff import Person

HEALTH = Share(ShareBasis.SECTOR, "health", 2, 1)
POLICE = Share(ShareBasis.AGENCY, "Kent Police", 1, 1)
REST = Share(ShareBasis.REST, "", 3, 3)


def test_TR_26_own_agency_first_then_sector_then_the_rest() -> None:
    keys = [("rest", ""), ("sector", "police"), ("agency", "Kent Police"), ("sector", "health")]
    assert order_of_shares(keys, "police", "Kent police") == [
        ("agency", "Kent Police"), ("sector", "police"), ("rest", ""),
    ]  # fmt: skip
    assert order_of_shares(keys, "", "") == [("rest", "")]


def test_TR_27_says_when_the_others_places_fall_open(at) -> None:
    shares = [HEALTH, POLICE, REST]
    assert share_refusals(shares, sector="health", agency="", opens=at, at=at - timedelta(days=1)) == []
    assert share_refusals(shares, sector="police", agency="Kent Police", opens=at, at=at - timedelta(days=1)) == [
        "The places that are not kept for other agencies are taken. Places that are still free on 5 February 2024 at"
        " 9am are then open to everyone."
    ]
    assert share_refusals(shares, sector="", agency="", opens=at, at=at) == []
    assert share_refusals(shares, sector="", agency="", opens=None, at=at) == [
        "The places that are not kept for other agencies are taken."
    ]
    assert share_refusals([], sector="", agency="", opens=None, at=at) == []


def test_TR_28_shares_fit_within_limited_places() -> None:
    assert wrong_shares([], None) == []
    assert wrong_shares([HEALTH], None) == [
        "Shares need a number of places. Say how many places there are, or leave the shares out."
    ]
    assert wrong_shares([HEALTH, Share(ShareBasis.SECTOR, "Health", 1, 0)], 2) == [
        "Each sector and each agency can have one share only.",
        "The shares add up to 3 places, and there are 2.",
    ]


def test_TR_29_an_agency_has_its_most_until_all_falls_open(at) -> None:
    later = at + timedelta(hours=1)
    assert [bool(most_refusals(2, held, opens=later, at=at)) for held in (0, 1, 2, 3)] == [False, False, True, True]
    assert most_refusals(1, 1, opens=None, at=at) == [
        "This agency has the 1 place that one agency can have on this session."
    ]
    assert most_refusals(2, 2, opens=later, at=at)[0].endswith("From 5 February 2024 at 10am on it can have more.")
    assert most_refusals(2, 2, opens=at, at=at) == most_refusals(None, 99, opens=None, at=at) == []


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scoped")]


@pytest.fixture
def shared(record, at) -> Session:
    """Three places: one for health, two for everyone else; they fall open on 12 February."""
    session = record(places_left=3)
    Session.objects.filter(pk=session.pk).update(shares_open=at + timedelta(days=7))
    for basis, name, places in (("sector", "health", 1), ("rest", "", 2)):
        SessionShare.objects.create(space_id=session.space_id, session=session, basis=basis, name=name, places=places)
    session.refresh_from_db()
    return session


def taken(session: Session) -> tuple[int, dict[str, int]]:
    session.refresh_from_db()
    return session.taken, dict(SessionShare.objects.filter(session=session).values_list("name", "taken"))


def test_a_kept_place_waits_for_its_sector_until_the_shares_fall_open(shared, actor, at) -> None:
    def ask(number: int, when: Any) -> Booking:
        return book(session_id=shared.pk, by=actor("practitioner", email=f"p{number}@example.org"), at=when, real_at=at)

    first = ask(1, at)
    ask(2, at)
    with pytest.raises(Refused, match="not kept for other agencies are taken"):
        ask(3, at)
    assert taken(shared) == (2, {"health": 0, "": 2})
    third = ask(3, at + timedelta(days=7))
    assert (third.share, taken(shared)) == (None, (3, {"health": 0, "": 2}))
    cancel_booking(reference=first.reference, by=actor("practitioner", email="p1@example.org"), at=at, real_at=at)
    assert taken(shared) == (2, {"health": 0, "": 1})


def test_TR_81_whoever_is_moved_gives_the_kept_place_back(shared, record, actor, at) -> None:
    other = record("Signs of Safety", 5)
    held = book(session_id=shared.pk, by=actor("practitioner", email="p1@example.org"), at=at, real_at=at)
    assert taken(shared) == (1, {"health": 0, "": 1})
    move_person(
        booking_id=held.pk, to_session_id=other.pk, reason="Asked.", by=actor("training_officer"), at=at, real_at=at
    )  # fmt: skip
    assert (taken(shared), taken(other)) == ((0, {"health": 0, "": 0}), (1, {}))


def test_TR_82_a_list_that_the_kept_places_do_not_let_in_whole_books_nobody(shared, actor, at) -> None:
    trust = Organisation.objects.create(space_id=shared.space_id, name="Rainbow Trust")
    AgencyInvolvement.objects.create(
        space_id=shared.space_id, organisation=trust, name="Rainbow Trust", sector="voluntary"
    )
    lead = actor("practitioner", email="lead@example.org")
    AgencyLead.objects.create(space_id=shared.space_id, organisation=trust, person=lead.user)

    def books(many: int) -> list[Booking]:
        people = [Person(row, f"P{row}", f"p{row}@example.org") for row in range(1, many + 1)]
        return book_for_staff(session_id=shared.pk, organisation_id=trust.pk, people=people, by=lead, at=at, real_at=at)

    with pytest.raises(Refused, match="There are places for 2 of your 3 people; the others are for other agencies"):
        books(3)
    assert (Booking.objects.count(), taken(shared)) == (0, (0, {"health": 0, "": 0}))
    assert (len(books(2)), taken(shared)) == (2, (2, {"health": 0, "": 2}))


def test_whoever_is_of_the_sector_takes_its_place_first(shared, at) -> None:
    with transaction.atomic():
        share = take_place(shared, Origin("Medway Foundation Trust", None, "health"), at)
    assert share is not None
    assert share.name == "health"
    assert taken(shared) == (1, {"health": 1, "": 0})


def test_TR_29_the_line_passes_over_an_agency_that_has_its_most_and_keeps_its_peoples_place(record, actor, at) -> None:
    session = record(places_left=3)
    opens = at + timedelta(days=7)
    Session.objects.filter(pk=session.pk).update(agency_most=1, shares_open=opens)
    people = {}
    for name, agency in {"a": "Hill Trust", "b": "hill trust", "c": "Kent Police", "d": "", "e": "Oak School"}.items():
        people[name] = actor("practitioner", email=f"{name}@example.org")
        people[name].user.agency_name = agency
        people[name].user.save()

    def ask(operation: Any, who: str, when: Any = at) -> Any:
        return operation(session_id=session.pk, by=people[who], at=when, real_at=when)

    def states() -> list[str]:
        return list(WaitingEntry.objects.order_by("number").values_list("status", flat=True))

    first = ask(book, "a")
    with pytest.raises(Refused, match="This agency has the 1 place that one agency can have"):
        ask(book, "b")
    with pytest.raises(Refused, match="This agency has the 1 place"):
        add_person(
            session_id=session.pk, name="B", email="b@example.org", reason="Asked.", by=actor("training_officer"),
            at=at, real_at=at,
        )  # fmt: skip
    ask(join_waiting_list, "b")
    police, _ = ask(book, "c"), ask(book, "d")
    ask(join_waiting_list, "e")
    # the first who waits is passed over, and is still the first when their own agency's place comes back
    cancel_booking(reference=police.reference, by=people["c"], at=at, real_at=at)
    assert states() == ["waiting", "offered"]
    cancel_booking(reference=first.reference, by=people["a"], at=at, real_at=at)
    assert states() == ["offered", "offered"]
    # a held offer counts, until all places fall open
    Session.objects.filter(pk=session.pk).update(places=5)
    with pytest.raises(Refused, match="This agency has the 1 place"):
        ask(book, "a")
    assert ask(book, "a", opens).active


def test_the_rest_follows_the_number_of_places_and_never_below_its_bookings(shared) -> None:
    shared.places = 9
    assert fit_rest(shared)
    assert SessionShare.objects.get(basis="rest").places == 8
    SessionShare.objects.filter(basis="rest").update(taken=5)
    shared.places = 5
    assert not fit_rest(shared)


def test_the_database_refuses_more_than_a_share_has(shared) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionShare.objects.filter(basis="rest").update(taken=3)


@pytest.mark.parametrize(
    "impossible",
    [
        {"status": "cancelled"},
        {"minimum": 2},
        {"minimum": 9, "decide_on": "2024-02-10"},
        {"booking_kind": "elsewhere"},
        {"elsewhere": "https://example.org/"},
        {"cancel_until": "2024-03-01T00:00Z"},
        {"booking_closes": "2024-03-01T00:00Z"},
        {"booking_opens": "2024-02-20T09:30Z"},
        {"agency_most": 0},
        {"shares_open": "2024-02-20T09:30Z"},
        {"booking_kind": "no_booking", "taken": 1},
    ],
)
def test_the_database_refuses_a_session_that_cannot_be(record, impossible) -> None:
    session = record()
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(**impossible)


@pytest.mark.parametrize("impossible", [{"ends": "2024-02-20T09:30Z"}])
def test_the_database_refuses_a_day_that_ends_before_it_starts(record, impossible) -> None:
    session = record()
    assert session.days.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionDay.objects.update(**impossible)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"booking_opens": timedelta(hours=1)}, "Booking opens on 5 February 2024 at 10am."),
        ({"booking_closes": timedelta(0)}, "Booking closed on 5 February 2024 at 9am."),
        ({"status": "cancelled", "cancelled_at": timedelta(0)}, "This session is cancelled."),
        (
            {"booking_kind": "interest_first"},
            "Note your interest in it first; the partnership gives out the places.",
        ),
        ({"booking_kind": "no_booking"}, "This event needs no booking. Come along."),
        (
            {"booking_kind": "elsewhere", "elsewhere": "https://example.org/"},
            "This session is booked elsewhere, not on this site.",
        ),
    ],
)
def test_TR_20_to_TR_25_what_may_not_be_booked(record, actor, at, change, said) -> None:
    session = record()
    values = {name: at + value if isinstance(value, timedelta) else value for name, value in change.items()}
    Session.objects.filter(pk=session.pk).update(**values)
    with pytest.raises(Refused) as refused:
        book(session_id=session.pk, by=actor("practitioner"), at=at, real_at=at)
    assert str(refused.value) == said
    session.refresh_from_db()
    assert session.taken == 0


def test_a_draft_is_not_there(record, actor, at) -> None:
    session = record()
    Session.objects.filter(pk=session.pk).update(status="draft")
    with pytest.raises(Session.DoesNotExist):
        book(session_id=session.pk, by=actor("practitioner"), at=at, real_at=at)
