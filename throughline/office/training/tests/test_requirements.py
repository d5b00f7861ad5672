"""Who needs what, who is in date, own statements, reminders."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.models import User
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.notices.models import OutboxMessage
from throughline.office.partnership.models import AgencyInvolvement, Organisation
from throughline.office.training.models import Course, LearningRecord, RoleHeld
from throughline.office.training.operations import learning
from throughline.office.training.operations import requirements as operations
from throughline.office.training.operations.requirements import StaffRow
from throughline.office.training.queries import requirements as queries
from throughline.office.training.queries.agencies import staff_ids
from throughline.office.training.queries.passport import passport
from throughline.office.training.rules.learning import LearntBy

pytestmark = pytest.mark.django_db
TODAY, NOW = date(2024, 2, 5), datetime(2024, 2, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def officer(actor):
    return actor("training_officer")


@pytest.fixture
def agencies(scoped):
    for name in ("St Mary's School", "Medway Trust"):
        organisation = Organisation.objects.create(space_id=scoped.home_id, name=name)
        AgencyInvolvement.objects.create(space_id=scoped.home_id, organisation=organisation, name=name, sector="other")
    return {o.name: o.pk for o in Organisation.objects.all()}


@pytest.fixture
def course(scoped):
    return Course.objects.create(space_id=scoped.home_id, title="Lead training", mode="in person", refresh_months=24)


@pytest.fixture
def need(officer, course):
    def make(role="Lead", months: int | None = 24, hours: str = "", starts=date(2023, 9, 1)):
        return operations.add_requirement(
            role=role, what=f"Training for {role}", months=months, hours=Decimal(hours) if hours else None,
            source="The guidance", starts=starts, course_ids=[course.pk], by=officer,
        )  # fmt: skip

    return make


@pytest.fixture
def staffed(officer, agencies):
    def make(*rows, today=TODAY):
        given = [
            StaffRow(n, f"{name}@example.org", name.title(), agency, role)
            for n, (name, agency, role) in enumerate(rows, 1)
        ]
        return operations.record_staff(rows=given, by=officer, today=today)

    return make


@pytest.fixture
def learnt(scoped, course):
    def make(name, day, *, hours="", counts=True, of=None):
        of = of or course
        person = User.objects.get(email=f"{name}@example.org")
        return LearningRecord.objects.create(
            space_id=scoped.home_id, person=person, course=of, title=of.title, by=LearntBy.ATTENDED,
            source_key=f"{name}{day}{hours}", day=day, hours=Decimal(hours) if hours else None, counts=counts,
        )  # fmt: skip

    return make


def shown(today=TODAY):
    return {(row.agency, row.requirement.role.name): (row.needed, row.in_date) for row in queries.in_date(today)}


def test_TR_107_in_date_is_counted_by_agency(need, staffed, learnt) -> None:
    need()
    staffed(("ann", "St Mary's School", "Lead"), ("bob", "St Mary's School", "Lead"), ("cat", "Medway Trust", "lead"),
            ("dan", "Medway Trust", "Lead"))  # fmt: skip
    learnt("ann", date(2022, 2, 5))  # the last day on which it counts
    learnt("bob", date(2022, 2, 4))
    learnt("cat", date(2024, 2, 1))
    learnt("cat", date(2023, 2, 1))
    learnt("dan", date(2024, 2, 1), counts=False)
    assert shown() == {("St Mary's School", "Lead"): (2, 1), ("Medway Trust", "Lead"): (2, 1)}
    assert shown(date(2024, 2, 6)) == {("St Mary's School", "Lead"): (2, 0), ("Medway Trust", "Lead"): (2, 1)}


def test_TR_107_hours_add_up_within_the_time(need, staffed, learnt) -> None:
    need("Nurse", months=36, hours="4")
    staffed(("ann", "Medway Trust", "Nurse"), ("bob", "Medway Trust", "Nurse"), ("cat", "Medway Trust", "Nurse"))
    learnt("ann", date(2023, 1, 1), hours="2.5")
    learnt("ann", date(2023, 6, 1), hours="1.5")
    learnt("bob", date(2023, 1, 1), hours="3.5")
    learnt("bob", date(2020, 1, 1), hours="3")
    assert shown() == {("Medway Trust", "Nurse"): (3, 1)}


def test_once_is_enough_where_there_is_no_interval_and_other_courses_do_not_count(
    need, staffed, learnt, scoped
) -> None:
    need("Volunteer", months=None)
    other = Course.objects.create(space_id=scoped.home_id, title="First aid", mode="in person")
    staffed(("ann", "Medway Trust", "Volunteer"), ("bob", "Medway Trust", "Volunteer"))
    learnt("ann", date(2001, 1, 1))
    learnt("bob", date(2024, 1, 1), of=other)
    assert shown() == {("Medway Trust", "Volunteer"): (2, 1)}


def test_TR_108_a_requirement_counts_from_its_day_to_its_last(need, staffed, officer, course) -> None:
    found = need(starts=date(2024, 2, 5))
    staffed(("ann", "Medway Trust", "Lead"), today=date(2024, 1, 1))
    assert shown(date(2024, 2, 4)) == {}
    assert shown() == {("Medway Trust", "Lead"): (1, 0)}
    operations.change_requirement(requirement_id=found.pk, course_ids=[course.pk], ends=date(2024, 3, 1), by=officer)
    assert shown(date(2024, 3, 2)) == {}
    with pytest.raises(Refused, match="before the first"):
        operations.change_requirement(requirement_id=found.pk, course_ids=[], ends=date(2024, 1, 1), by=officer)


def test_staff_goes_in_whole_or_not_at_all(need, staffed) -> None:
    need()
    with pytest.raises(Refused, match=r"Row 2: the agency ‘Nowhere’ is not on record\. Row 2: the role ‘Chief’"):
        staffed(("ann", "Medway Trust", "Lead"), ("bob", "Nowhere", "Chief"))
    assert not RoleHeld.objects.exists()
    assert staffed(("ann", "medway trust", "LEAD")) == operations.Staffed(1, 0)
    assert staffed(("ann", "Medway Trust", "Lead")) == operations.Staffed(0, 1)


def test_a_role_that_ended_is_not_counted(need, staffed, officer) -> None:
    need()
    staffed(("ann", "Medway Trust", "Lead"), today=date(2024, 1, 1))
    operations.end_role(held_id=RoleHeld.objects.get().pk, by=officer, today=TODAY)
    assert shown() == {}
    assert shown(date(2024, 2, 4)) == {("Medway Trust", "Lead"): (1, 0)}


def test_a_role_recorded_by_mistake_counts_no_longer_the_same_day(need, staffed, officer) -> None:
    need()
    staffed(("ann", "Medway Trust", "Lead"), today=TODAY)
    held = RoleHeld.objects.get()
    operations.end_role(held_id=held.pk, by=officer, today=TODAY)
    assert shown() == {}
    assert staff_ids(held.organisation_id, TODAY) == set()
    assert [row.history_type for row in RoleHeld.history.filter(id=held.pk)] == ["-", "+"]


def test_what_comes_with_the_product_is_taken_over_once(officer, scoped) -> None:
    assert operations.take_over_shipped(by=officer) == 7
    assert operations.take_over_shipped(by=officer) == 0


@pytest.mark.parametrize("people", [1, 3])
def test_the_same_few_questions_whatever_the_number(need, staffed, people, django_assert_num_queries) -> None:
    need()
    staffed(*((f"p{n}", "Medway Trust", "Lead") for n in range(people)))
    with django_assert_num_queries(4):  # requirements, the count, agencies and their aliases
        queries.in_date(TODAY)


def test_TR_106_an_own_statement_counts_once_accepted(need, staffed, actor, officer, course) -> None:
    need()
    staffed(("ann", "Medway Trust", "Lead"))
    ann = actor(email="ann@example.org")
    with pytest.raises(Refused, match="proves"):
        learning.state_learning(
            title="Elsewhere", course_id=None, day=TODAY, hours=None, evidence=" ", by=ann, today=TODAY
        )
    record = learning.state_learning(
        title="Lead training, Kent", course_id=course.pk, day=date(2024, 1, 9), hours=Decimal(6), evidence="No. 7",
        by=ann, today=TODAY,
    )  # fmt: skip
    assert (record.counts, record.runs_out) == (False, date(2026, 1, 9))
    assert shown() == {("Medway Trust", "Lead"): (1, 0)}
    found = passport(ann.user.pk, TODAY)
    assert (found.hours, found.stated_hours) == (0, 6)
    learning.accept_statement(record_id=record.pk, by=officer)
    assert shown() == {("Medway Trust", "Lead"): (1, 1)}
    assert passport(ann.user.pk, TODAY).hours == 6
    with pytest.raises(Refused, match="accepted"):
        learning.take_back_statement(record_id=record.pk, by=ann)
    with pytest.raises(NotPermitted):
        learning.accept_statement(record_id=record.pk, by=ann)


def test_the_database_wants_evidence_and_one_record_a_source(scoped, actor) -> None:
    given = {
        "space_id": scoped.home_id, "person": actor(email="a@example.org").user, "title": "X", "source_key": "1",
        "day": TODAY,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        LearningRecord.objects.create(**given, by=LearntBy.STATED)
    LearningRecord.objects.create(**given, by=LearntBy.ATTENDED)
    with pytest.raises(IntegrityError), transaction.atomic():
        LearningRecord.objects.create(**given, by=LearntBy.ATTENDED)


def test_reminders_before_it_runs_out_go_once_at_each_stage(staffed, need, learnt, actor) -> None:
    need()
    staffed(("ann", "Medway Trust", "Lead"), ("bob", "Medway Trust", "Lead"))
    record = learnt("ann", date(2022, 3, 15))
    replaced = learnt("bob", date(2022, 3, 15))
    learnt("bob", date(2024, 1, 15))
    LearningRecord.objects.filter(pk__in=[record.pk, replaced.pk]).update(runs_out=date(2024, 3, 15))

    def remind(day):
        return learning.remind_of_what_runs_out(by=actor(), today=day, at=NOW)

    days = [date(2024, 1, 14), date(2024, 1, 15), date(2024, 1, 16), date(2024, 3, 2), date(2024, 3, 16)]
    assert [remind(day) for day in days] == [0, 1, 0, 1, 0]
    assert set(OutboxMessage.objects.values_list("to", flat=True)) == {"ann@example.org"}


def test_the_pages(sign_in, partnership, need, staffed, learnt, settings) -> None:
    from zoneinfo import ZoneInfo

    settings.AS_AT = datetime(2024, 2, 5, 9, 0, tzinfo=ZoneInfo("Europe/London"))
    requirement = need()
    officer = sign_in(partnership, "training_officer")
    base = "/office/training/in-date/"
    wrong = officer.post(f"{base}people/", {"rows": "ann@example.org, Ann, Medway Trust, Lead\nbob, Bob"})
    assert wrong.status_code == 422
    assert "Row 2: give four columns" in wrong.content.decode()
    rows = "email\tname\tagency\trole\nann@example.org\tAnn\tNowhere\tLead"
    assert officer.post(f"{base}people/", {"rows": rows}).status_code == 422
    staffed(("ann", "Medway Trust", "Lead"))
    learnt("ann", date(2024, 1, 1))
    page = officer.get(base).content.decode()
    assert "100%" in page
    held = RoleHeld.objects.get()
    assert "1 January 2024" in officer.get(f"{base}agencies/{held.organisation_id}/").content.decode()
    assert officer.get(f"{base}agencies/999999/").status_code == 404
    assert "The guidance" in officer.get(f"{base}in-date.csv").content.decode()
    assert officer.get(f"/office/training/requirements/{requirement.pk}/").status_code == 200
    officer.post("/office/training/requirements/take-over/")
    assert "Keeping children safe" in officer.get("/office/training/requirements/").content.decode()

    ann = sign_in(partnership, email="ann@example.org")
    stated = {"title": "=Elsewhere", "evidence": "No. 7", "day_day": "1", "day_month": "2", "day_year": "2024"}
    assert ann.post("/training/passport/add/", stated | {"day_year": "2025"}).status_code == 422
    assert ann.post("/training/passport/add/", stated).status_code == 302
    own = ann.get("/training/passport/").content.decode()
    assert "Own statement" in own
    assert "Not accepted yet" in own
    assert "'=Elsewhere" in ann.get("/training/passport/passport.csv").content.decode()
    record = LearningRecord.objects.get(by=LearntBy.STATED)
    assert sign_in(partnership, email="bob@example.org").get(f"/training/passport/{record.pk}/").status_code == 404
    assert "No. 7" in officer.get(f"{base}statements/").content.decode()
    officer.post(f"{base}statements/{record.pk}/")
    assert "accepted" in ann.get(f"/training/passport/{record.pk}/").content.decode().lower()


@pytest.mark.pango
@pytest.mark.slow
def test_the_passport_as_pdf(sign_in, partnership, staffed, need, learnt) -> None:
    need()
    staffed(("ann", "Medway Trust", "Lead"))
    learnt("ann", date(2024, 1, 1))
    answer = sign_in(partnership, email="ann@example.org").get("/training/passport/passport.pdf")
    assert answer.content.startswith(b"%PDF")


def test_without_pango_the_passport_says_what_is_missing(sign_in, partnership) -> None:
    answer = sign_in(partnership, email="ann@example.org").get("/training/passport/passport.pdf")
    assert answer.status_code == 503
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0" in answer.content.decode()
