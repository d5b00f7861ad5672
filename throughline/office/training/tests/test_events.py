"""Events without booking: stalls, and counts in which nobody is named."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from throughline.foundation.access.operations import Refused
from throughline.office.training.models import HeadCount, Session, Stall
from throughline.office.training.operations.events import count_people, write_stalls
from throughline.office.training.rules.events import Sort, StallPlan, read_stalls

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def stands_at(settings, scoped) -> None:
    settings.AS_AT = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)


@pytest.fixture
def event(record) -> Session:
    found = record("Safer lives day", "unlimited", starts=datetime(2024, 2, 1, 9, 30, tzinfo=LONDON))
    Session.objects.filter(pk=found.pk).update(booking_kind="no_booking")
    found.refresh_from_db()
    return found


def test_stalls_as_they_are_typed() -> None:
    assert read_stalls("Example Trust: young carers\n\n  Police \n: nobody") == [
        StallPlan("Example Trust", "young carers"), StallPlan("Police"),
    ]  # fmt: skip


def test_TR_162_stalls_become_exactly_what_is_written(event, actor, at) -> None:
    officer = actor("training_officer")
    write_stalls(session_id=event.pk, stalls=[StallPlan("A", "x"), StallPlan("B")], by=officer, at=at)
    write_stalls(session_id=event.pk, stalls=[StallPlan("A", "y"), StallPlan("C")], by=officer, at=at)
    assert list(Stall.objects.values_list("agency", "what")) == [("A", "y"), ("C", "")]
    with pytest.raises(Refused, match="stands twice"):
        write_stalls(session_id=event.pk, stalls=[StallPlan("A"), StallPlan("a")], by=officer, at=at)


def test_TR_160_counts_name_nobody(event) -> None:
    assert {field.name for field in HeadCount._meta.get_fields()} == {
        "id", "space", "session", "sort", "groups", "people",
    }  # fmt: skip
    assert {sort.value for sort in Sort} == {
        "children in school groups", "other children and young people", "parents and carers",
        "people who work with families", "others",
    }  # fmt: skip


def test_TR_161_counted_once_it_began_and_counted_again(event, record, actor, at) -> None:
    officer = actor("training_officer")
    say = {"session_id": event.pk, "school_groups": 4, "by": officer, "at": at}
    assert count_people(people={Sort.CHILDREN: 96, Sort.PARENTS: 20}, **say) == 116
    assert count_people(people={Sort.CHILDREN: 90}, **say) == 90
    assert list(HeadCount.objects.values_list("sort", "groups", "people")) == [("children in school groups", 4, 90)]
    with pytest.raises(Refused, match="in the school groups"):
        count_people(people={Sort.PARENTS: 20}, **say)
    coming = record("Later", "unlimited")
    with pytest.raises(Refused, match="once the event has begun"):
        count_people(session_id=coming.pk, people={Sort.PARENTS: 1}, school_groups=None, by=officer, at=at)


def test_the_pages(event, sign_in, partnership, shown) -> None:
    officer = sign_in(partnership, "training_officer")
    saved = officer.post(f"/office/training/{event.pk}/stalls/", {"stalls": "Example Trust: young carers"}, follow=True)
    assert "Example Trust young carers" in shown(saved)
    twice = officer.post(f"/office/training/{event.pk}/stalls/", {"stalls": "Example Trust\nexample trust"})
    assert twice.status_code == 422
    assert "Write each agency once" in shown(twice)
    wrong = officer.post(f"/office/training/{event.pk}/counts/", {"school_groups": "4"})
    assert wrong.status_code == 422
    assert "Say how many children came in the school groups" in shown(wrong)
    data = {"school_groups": "4", "children": "96", "parents": "20"}
    page = shown(officer.post(f"/office/training/{event.pk}/counts/", data, follow=True))
    assert "116: 96 children in school groups in 4 groups; 20 parents and carers" in page
    public = Client(headers={"host": "medway.localhost"})
    assert "Example Trust young carers" in shown(public.get(f"/training/{event.pk}/{event.slug}/"))
    year = shown(officer.get("/office/training/year/"))
    assert "116 people, with 4 school groups" in year
