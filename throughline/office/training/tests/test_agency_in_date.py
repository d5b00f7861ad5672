"""An agency's lead sees who is in date, by level, by role and by name; of the own agency alone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from throughline.foundation.access.models import User
from throughline.office.partnership.models import AgencyInvolvement, Organisation
from throughline.office.training.models import (
    AgencyLead,
    Course,
    LearningRecord,
    LearningRole,
    Requirement,
    RequirementCourse,
    RoleHeld,
)
from throughline.office.training.operations import book
from throughline.office.training.queries.agencies import AtLevel, in_date_by_level, staff_bookings
from throughline.office.training.queries.passport import passport

pytestmark = pytest.mark.django_db
TODAY = date(2024, 2, 5)


@pytest.fixture(autouse=True)
def stands_at(settings, scoped) -> None:
    settings.AS_AT = datetime(2024, 2, 5, 9, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def agencies(scoped) -> list[Organisation]:
    """Two agencies; a role at each, which needs a course of Level 2 every three years."""
    space = scoped.home_id
    course = Course.objects.create(
        space_id=space, title="Safeguarding", mode="in person", level="Level 2", refresh_months=36
    )
    role = LearningRole.objects.create(space_id=space, name="Lead")
    need = Requirement.objects.create(
        space_id=space, role=role, what="Level 2", months=36, source="Guidance", starts=date(2020, 1, 1)
    )
    RequirementCourse.objects.create(space_id=space, requirement=need, course=course)
    made = []
    for name in ("Rainbow Trust", "Other Trust"):
        organisation = Organisation.objects.create(space_id=space, name=name)
        AgencyInvolvement.objects.create(space_id=space, organisation=organisation, name=name, sector="voluntary")
        made.append(organisation)
        for number, (day, until) in enumerate(
            [(date(2023, 1, 1), date(2026, 1, 1)), (date(2020, 1, 1), date(2023, 1, 1)), (None, None)]
        ):
            person = User.objects.create_user(email=f"{name[:3]}{number}@example.org", name=f"{name} {number}")
            RoleHeld.objects.create(
                space_id=space, person=person, role=role, organisation=organisation, since=date(2020, 1, 1)
            )
            if day:
                LearningRecord.objects.create(
                    space_id=space, person=person, course=course, title="Safeguarding", by="attended",
                    source_key=f"{name}{number}", day=day, runs_out=until,
                )  # fmt: skip
    return made


def test_by_level_who_holds_it_and_whose_ran_out(agencies, django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        assert in_date_by_level(agencies[0].pk, TODAY) == [AtLevel("Level 2", 1, 1)]


def test_a_record_follows_its_person_to_another_employer(agencies, scoped, record, actor, at) -> None:
    here, there = agencies
    ann = actor("practitioner", email="ann@example.org")
    LearningRecord.objects.create(
        space_id=scoped.home_id, person=ann.user, course=Course.objects.get(), title="Safeguarding", by="attended",
        source_key="ann", day=date(2023, 9, 1), runs_out=date(2026, 9, 1),
    )  # fmt: skip
    counted = []
    for number, agency in enumerate((here, there)):
        ann.user.agency_name = agency.name
        ann.user.save()
        moment = at + timedelta(minutes=number)
        book(session_id=record(f"Course {number}").pk, by=ann, at=moment, real_at=moment)
        counted.append([in_date_by_level(each.pk, TODAY)[0].in_date for each in agencies])
    assert counted == [[2, 1], [1, 2]]
    assert [one.title for one in passport(ann.user.pk, TODAY).records] == ["Safeguarding"]
    # what was booked from the first stays the first's
    assert [row.session.course.title for row in staff_bookings(here.pk)] == ["Course 0"]


def test_the_lead_sees_own_staff_and_no_others(agencies, scoped, sign_in, partnership, shown) -> None:
    lead = sign_in(partnership, "practitioner", email="lead@example.org")
    AgencyLead.objects.create(
        space_id=scoped.home_id, organisation=agencies[0], person=User.objects.get(email="lead@example.org")
    )
    page = shown(lead.get(f"/training/agency/{agencies[0].pk}/"))
    assert "In date by level Level In date Run out Level 2 1 1" in page
    assert "Lead Level 2 3 1 2" in page
    names = shown(lead.get(f"/training/agency/{agencies[0].pk}/in-date/"))
    assert "Rainbow Trust 0" in names
    assert "Other Trust" not in names
    assert "End this role" not in names
    assert lead.get(f"/training/agency/{agencies[1].pk}/in-date/").status_code == 404
