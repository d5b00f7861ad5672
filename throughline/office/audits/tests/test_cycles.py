"""Sets, cycles, who is asked, chasing, extensions, joint cycles."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import SpacePartnership
from throughline.foundation.tenancy.operations import joint_space
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.audits import tasks
from throughline.office.audits.models import AssessmentCycle, AuditCycle, Frozen, Return, SetVersion
from throughline.office.audits.operations import answering, chasing, cycles, sets
from throughline.office.audits.operations.answering import AnswerInput
from throughline.office.audits.operations.cycles import BodyInput, CycleInput
from throughline.office.audits.queries import cycles as reads
from throughline.office.audits.rules.question_sets import read
from throughline.office.audits.tests.conftest import AT, DUE, LEAD, TODAY
from throughline.office.audits.tests.test_question_sets import SMALL
from throughline.office.audits.workflow import CYCLE, RETURN

pytestmark = pytest.mark.django_db


def mail(kind: str) -> list[str]:
    return sorted(OutboxMessage.objects.filter(kind=kind).values_list("to", flat=True))


def test_a_published_version_never_changes(version) -> None:
    version.note = "Other"
    with pytest.raises(Frozen):
        version.save()
    with pytest.raises(Frozen):
        version.delete()


def test_the_next_version_is_a_draft_until_it_is_published(version, unit) -> None:
    with pytest.raises(Refused, match="the same as version 1"):
        sets.take_question_set(given=read(SMALL), by=unit, at=AT)
    changed = read({**SMALL, "title": "Smaller"})
    draft = sets.take_question_set(given=changed, by=unit, at=AT)
    again = sets.take_question_set(given=read({**SMALL, "title": "Smallest"}), by=unit, at=AT)
    assert (draft.pk, again.number, again.content["title"]) == (again.pk, 2, "Smallest")
    with pytest.raises(Refused, match="Publish the question set first"):
        cycles.make_cycle(given=CycleInput("C", draft.pk, "2024", TODAY, DUE), by=unit, at=AT)
    sets.publish_version(version_id=draft.pk, by=unit, at=AT)
    with pytest.raises(Refused, match="published already"):
        sets.publish_version(version_id=draft.pk, by=unit, at=AT)
    assert SetVersion.objects.get(pk=version.pk).content["title"] == "Small"


def test_who_may_not(version, lead) -> None:
    with pytest.raises(NotPermitted):
        sets.take_question_set(given=read(SMALL), by=lead, at=AT)
    with pytest.raises(NotPermitted):
        cycles.make_cycle(given=CycleInput("C", version.pk, "2024", TODAY, DUE), by=lead, at=AT)


def test_a_launch_tells_everybody_once_and_stands_on_record(make_cycle, unit) -> None:
    cycle = make_cycle(launch=False)
    assert mail("audits.invited") == []
    cycles.launch(cycle_id=cycle.pk, by=unit, at=AT, real_at=AT)
    assert mail("audits.invited") == [LEAD, "other@example.org"]
    assert [(row.kind, row.cycle, row.note) for row in AuditCycle.objects.all()] == [
        ("own question set", "2023-24", "Own audit 2024")
    ]
    with pytest.raises(Refused, match="not possible"):
        cycles.launch(cycle_id=cycle.pk, by=unit, at=AT, real_at=AT)
    cycles.ask_bodies(
        cycle_id=cycle.pk, bodies=[BodyInput("Late School", "school", email="late@example.org", urn="100003")],
        by=unit, at=AT, real_at=AT,
    )  # fmt: skip
    assert mail("audits.invited") == ["late@example.org", LEAD, "other@example.org"]


def test_no_launch_without_anybody_or_without_an_address(version, unit) -> None:
    cycle = cycles.make_cycle(given=CycleInput("C", version.pk, "2024", TODAY, DUE), by=unit, at=AT)
    with pytest.raises(Refused, match="who answers"):
        cycles.launch(cycle_id=cycle.pk, by=unit, at=AT, real_at=AT)
    cycles.ask_bodies(cycle_id=cycle.pk, bodies=[BodyInput("A body", "police")], by=unit, at=AT, real_at=AT)
    with pytest.raises(Refused, match="no address yet for A body"):
        cycles.launch(cycle_id=cycle.pk, by=unit, at=AT, real_at=AT)
    row = Return.objects.get()
    assert row.asked == 1
    cycles.name_lead(return_id=row.pk, email="Police@Example.org", by=unit, at=AT, real_at=AT)
    assert cycles.launch(cycle_id=cycle.pk, by=unit, at=AT, real_at=AT) == 1
    assert mail("audits.invited") == ["police@example.org"]


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (CYCLE, {("draft", "launch"), ("open", "close")}),
        (
            RETURN,
            {
                ("not_started", "begin"), ("under_way", "sign"), ("returned", "sign"), ("signed", "take_back"),
                ("signed", "submit"), ("submitted", "send_back"), ("accepted", "send_back"), ("submitted", "accept"),
            },
        ),
    ],
)  # fmt: skip
def test_every_state_and_transition(machine: Any, expected: set[tuple[str, str]]) -> None:
    assert {(state, way) for state, way, allowed in machine.pairs() if allowed} == expected


def test_an_extension_keeps_its_reason(own, unit) -> None:
    later = DUE + timedelta(days=14)
    with pytest.raises(Refused, match="Say why"):
        cycles.extend(return_id=own.pk, due=later, reason=" ", by=unit, at=AT)
    with pytest.raises(Refused, match="must be after 1 March 2024"):
        cycles.extend(return_id=own.pk, due=DUE, reason="Illness", by=unit, at=AT)
    cycles.extend(return_id=own.pk, due=later, reason="Illness", by=unit, at=AT)
    found = [(e.due_before, e.due_after, e.reason) for e in reads.extensions(own.pk)]
    assert found == [(DUE, later, "Illness")]
    assert Return.objects.get(pk=own.pk).due == later


def test_AU_07_one_digest_a_person_and_day_for_those_who_have_not_submitted(
    make_cycle, unit, lead, at, settings
) -> None:
    first = make_cycle()
    second = make_cycle(title="Second audit")
    day = DUE - timedelta(days=3)
    settings.AS_AT = datetime.combine(day, AT.timetz())
    tasks.chase(AT)
    assert chasing.send_chasers(today=day, by=unit, at=AT) == 0
    assert mail("audits.chase") == [LEAD, "other@example.org"]
    texts = [m.text for m in OutboxMessage.objects.filter(kind="audits.chase", to=LEAD)]
    assert len(texts) == 1
    assert all(title in texts[0] for title in (first.title, second.title))
    Return.objects.filter(lead_email=LEAD).update(state="submitted", submitted_on=day)
    assert chasing.send_chasers(today=DUE, by=unit, at=AT) == 0  # no day of the schedule
    assert chasing.send_chasers(today=DUE + timedelta(days=2), by=unit, at=AT) == 1
    assert mail("audits.chase") == [LEAD, "other@example.org", "other@example.org"]


def test_a_closed_cycle_changes_no_more(own, unit, lead) -> None:
    cycles.close(cycle_id=own.cycle_id, by=unit, at=AT)
    with pytest.raises(Refused, match="cycle is closed"):
        answering.save_answer(return_id=own.pk, question="1.1", given=AnswerInput(0, 1), by=lead, at=AT)
    with pytest.raises(Refused, match="closed"):
        cycles.ask_bodies(cycle_id=own.cycle_id, bodies=[BodyInput("X", "gp")], by=unit, at=AT, real_at=AT)


def test_a_school_keeps_its_row_from_cycle_to_cycle(make_cycle) -> None:
    first = make_cycle()
    second = make_cycle(title="Next", year="2024-25", previous_id=first.pk)
    bodies = [set(cycle.returns.values_list("body_id", flat=True)) for cycle in (first, second)]
    assert bodies[0] == bodies[1]


def test_trusts_roll_up(make_cycle) -> None:
    found = reads.trusts(make_cycle().pk)
    assert [(each["trust"], each["schools"], each["done"], each["asked_all"]) for each in found] == [
        ("Example Trust", 1, 0, 2)
    ]


def test_the_database_refuses_what_the_rules_refuse(own) -> None:
    for changes in ({"answered": 9}, {"state": "submitted"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Return.objects.filter(pk=own.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentCycle.objects.filter(pk=own.cycle_id).update(due=date(2020, 1, 1))


@pytest.fixture
def both_scopes(partnership, other_partnership) -> Any:
    shared = joint_space(partnerships=[partnership, other_partnership])
    return shared, scope_of(partnership, TODAY), scope_of(other_partnership, TODAY)


def test_a_joint_cycle_asks_once_and_each_sees_its_own(actor, both_scopes) -> None:
    shared, medway, kent = both_scopes
    unit = actor("business_unit", email="unit@example.org")
    with scope.activate(medway):
        draft = sets.take_question_set(given=read(SMALL), by=unit, at=AT)
        version = sets.publish_version(version_id=draft.pk, by=unit, at=AT)
        cycle = cycles.make_cycle(
            given=CycleInput("Joint", version.pk, "2024", TODAY, DUE, space_id=shared.pk), by=unit, at=AT
        )
        bodies = [
            BodyInput("Kent Police", "police", email="police@example.org", space_id=shared.pk),
            BodyInput("Medway only", "district", email="medway@example.org"),
        ]
        cycles.ask_bodies(cycle_id=cycle.pk, bodies=bodies, by=unit, at=AT, real_at=AT)
    with scope.activate(kent):  # whoever launches it tells those that it can see: Kent's own are asked afterwards
        with pytest.raises(Refused, match="runs this cycle"):
            cycles.launch(cycle_id=cycle.pk, by=unit, at=AT, real_at=AT)
        with pytest.raises(Refused, match="runs this cycle"):
            cycles.ask_bodies(cycle_id=cycle.pk, bodies=bodies, by=unit, at=AT, real_at=AT)
    with scope.activate(medway):
        cycles.launch(cycle_id=cycle.pk, by=unit, at=AT, real_at=AT)
    with scope.activate(kent):
        bodies = [
            BodyInput("Kent Police", "police", email="police@example.org", space_id=shared.pk),
            BodyInput("Kent only", "district", email="kent@example.org"),
        ]
        assert cycles.ask_bodies(cycle_id=cycle.pk, bodies=bodies, by=unit, at=AT, real_at=AT) == 1
        assert mail("audits.invited") == ["kent@example.org"]
        assert AuditCycle.objects.get().note == "Joint"  # on Kent's record too
        with pytest.raises(Refused, match="closed there"):
            cycles.close(cycle_id=cycle.pk, by=unit, at=AT)
        assert sorted(Return.objects.values_list("name", flat=True)) == ["Kent Police", "Kent only"]
        assert [(asked, done) for _, asked, done in reads.cycles()] == [(2, 0)]
        chasing.send_chasers(today=DUE + timedelta(days=1), by=unit, at=AT)
        assert mail("audits.chase") == ["kent@example.org"]
    with scope.activate(medway):
        assert sorted(Return.objects.values_list("name", flat=True)) == ["Kent Police", "Medway only"]
        chasing.send_chasers(today=DUE + timedelta(days=1), by=unit, at=AT)
        assert mail("audits.chase") == ["medway@example.org", "police@example.org"]
    assert SpacePartnership.objects.filter(space=shared).count() == 2
