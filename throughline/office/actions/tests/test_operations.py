"""Writes: who may, what the rules refuse, what the database refuses, and what stays on record."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.figures.values import Asked
from throughline.foundation.figures.years import year_of
from throughline.foundation.workflow.models import StateEntered
from throughline.office.actions.figures import figures
from throughline.office.actions.models import Action, DueMove, Evidence, Handover, ImpactCheck, Recommendation
from throughline.office.actions.operations import (
    ActionInput,
    answer_recommendation,
    change_action,
    check_evidence,
    deliver_step,
    fill_post_and_move_work,
    give_evidence,
    hand_over,
    judge_effect,
    move_due,
    plan_effect,
    raise_action,
    raise_finding,
    raise_with_recommendation,
)
from throughline.office.actions.queries import standing_of_row
from throughline.office.actions.rules import Standing
from throughline.office.actions.tests.conftest import AT, LONDON, TODAY
from throughline.office.partnership.api import record_post

pytestmark = pytest.mark.django_db


def test_from_finding_to_proven_effect(unit, owner, scrutineer, group, at) -> None:
    row = raise_with_recommendation(
        finding="Safe sleep was not talked about.", text="Talk about it.", to_agency_id=None, to_group_id=group.pk,
        by=unit, at=at,
    )  # fmt: skip
    with pytest.raises(Refused, match="once it was accepted"):  # AC-07
        raise_action(given=ActionInput("Talk", TODAY, owner.user.pk, recommendation_id=row.pk), by=unit, at=at)
    answer_recommendation(recommendation_id=row.pk, accept=True, answered_for="Executive", by=unit, at=at)
    action = raise_action(
        given=ActionInput(
            "Talk", TODAY, owner.user.pk, recommendation_id=row.pk, should_differ="Safer.", measured_how="Audit"
        ),
        by=unit, at=at,
    )  # fmt: skip
    deliver_step(action_id=action.pk, transition="start", by=owner, at=at)
    with pytest.raises(Refused, match="Give the evidence first"):  # AC-01
        deliver_step(action_id=action.pk, transition="deliver", by=owner, at=at)
    give_evidence(action_id=action.pk, kind="link", text="The leaflet.", link="https://example.org", by=owner, at=at)
    deliver_step(action_id=action.pk, transition="deliver", by=owner, at=at)
    with pytest.raises(NotPermitted):
        check_evidence(action_id=action.pk, accept=True, note="Good.", by=owner, at=at)
    check_evidence(action_id=action.pk, accept=True, note="Good.", by=unit, at=at)
    action.refresh_from_db()
    assert standing_of_row(action) is Standing.UNPROVEN
    assert [check.due for check in action.checks.all()] == [date(2024, 8, 5), date(2025, 2, 5)]  # AC-05
    later = datetime(2024, 8, 6, 9, tzinfo=LONDON)
    judge_effect(action_id=action.pk, verdict="proven", found="28 of 30.", by=scrutineer, at=later)
    action.refresh_from_db()
    assert standing_of_row(action) is Standing.PROVEN
    assert [(c.verdict, c.judged_by) for c in action.checks.all()] == [("proven", scrutineer.user), ("", None)]
    counted = {
        year: [int(value.value) for value in figures(Asked(year_of(year), TODAY, "Medway", {}))
               if value.id.startswith("actions.recommendations-") and value.value is not None]
        for year in ("2022-23", "2023-24", "2024-25")
    }  # fmt: skip
    assert counted == {"2022-23": [0, 0, 0], "2023-24": [1, 1, 0], "2024-25": [1, 1, 1]}  # accepted, delivered, proven
    entered = StateEntered.objects.exclude(machine="actions.recommendation").values_list("machine", "state")
    assert list(entered) == [
        ("actions.delivery", "not_started"), ("actions.effect", "unplanned"), ("actions.effect", "planned"),
        ("actions.delivery", "under_way"), ("actions.delivery", "delivered"), ("actions.delivery", "closed"),
        ("actions.effect", "proven"),
    ]  # fmt: skip


def test_AC_06_declining_needs_the_reason(unit, agency, at) -> None:
    row = raise_with_recommendation(
        finding="F", text="R", to_agency_id=agency.pk, to_group_id=None, by=unit, at=at
    )  # fmt: skip
    with pytest.raises(Refused, match="Give the reason"):
        answer_recommendation(recommendation_id=row.pk, accept=False, answered_for="Trust", by=unit, at=at)
    answer_recommendation(recommendation_id=row.pk, accept=False, answered_for="Trust", reason="No", by=unit, at=at)
    row.refresh_from_db()
    assert (row.state, row.decline_reason) == ("declined", "No")
    answer_recommendation(recommendation_id=row.pk, accept=True, answered_for="Trust", by=unit, at=at)
    row.refresh_from_db()
    assert (row.state, row.decline_reason) == ("accepted", "")


def test_AC_02_nobody_checks_what_they_gave(raised, unit, owner, at) -> None:
    """The business unit gave a piece of the evidence, so another of its people must check."""
    row = raised()
    give_evidence(action_id=row.pk, kind="statement", text="Ours.", by=unit, at=at)
    deliver_step(action_id=row.pk, transition="deliver", by=owner, at=at)
    with pytest.raises(Refused, match="somebody else than the owner"):
        check_evidence(action_id=row.pk, accept=True, note="Good.", by=unit, at=at)
    row.refresh_from_db()
    assert row.delivery == "delivered"


def test_evidence_that_is_not_enough_goes_back_with_the_reason(raised, unit, owner, at) -> None:
    row = raised()
    give_evidence(action_id=row.pk, kind="statement", text="Nearly.", by=owner, at=at)
    deliver_step(action_id=row.pk, transition="deliver", by=owner, at=at)
    with pytest.raises(Refused, match="Give the reason"):
        check_evidence(action_id=row.pk, accept=False, note=" ", by=unit, at=at)
    check_evidence(action_id=row.pk, accept=False, note="Which records?", by=unit, at=at)
    row.refresh_from_db()
    assert (row.delivery, row.delivered_on, row.checks.count()) == ("under_way", None, 0)
    assert Evidence.objects.get().outcome == "returned"
    with pytest.raises(Refused, match="Give the evidence first"):
        deliver_step(action_id=row.pk, transition="deliver", by=owner, at=at)


def test_AC_03_neither_owner_nor_former_owner_judges(closed, raised, unit, owner, scrutineer, member, at) -> None:
    row = closed(owner_id=owner.user.pk)
    with pytest.raises(NotPermitted):
        judge_effect(action_id=row.pk, verdict="proven", found="Fine.", by=owner, at=at)
    other = raised()
    hand_over(action_id=other.pk, owner_id=scrutineer.user.pk, reason="Holiday", by=unit, at=at)
    hand_over(action_id=other.pk, owner_id=owner.user.pk, reason="Back", by=unit, at=at)
    plan_effect(action_id=other.pk, should_differ="Safer", measured_how="Audit", baseline="", by=unit, at=at)
    give_evidence(action_id=other.pk, kind="statement", text="Done.", by=owner, at=at)
    deliver_step(action_id=other.pk, transition="deliver", by=owner, at=at)
    check_evidence(action_id=other.pk, accept=True, note="Good.", by=unit, at=at)
    with pytest.raises(Refused, match="or owned it before"):
        judge_effect(action_id=other.pk, verdict="proven", found="Fine.", by=scrutineer, at=at)
    assert not ImpactCheck.objects.exclude(verdict="").exists()


def test_the_owner_cannot_be_named_judge_nor_the_judge_become_owner(raised, unit, owner, scrutineer, at) -> None:
    with pytest.raises(Refused, match="Somebody else than the owner"):
        raised(judge_id=owner.user.pk)
    row = raised(judge_id=scrutineer.user.pk)
    with pytest.raises(Refused, match="Name another judge first"):
        hand_over(action_id=row.pk, owner_id=scrutineer.user.pk, reason="Why not", by=unit, at=at)
    with pytest.raises(Refused, match="never owned"):
        change_action(
            action_id=row.pk, title="T", text="", priority=1, agency_id=None, group_id=None, judge_id=owner.user.pk,
            by=unit, at=at,
        )  # fmt: skip


def test_AC_04_a_due_day_moves_with_a_reason_and_every_move_stays(raised, unit, owner, at) -> None:
    row = raised()
    first = row.due
    with pytest.raises(Refused, match="Give the reason"):
        move_due(action_id=row.pk, due=first + timedelta(days=7), reason=" ", by=unit, at=at)
    with pytest.raises(NotPermitted):
        move_due(action_id=row.pk, due=first + timedelta(days=7), reason="Later", by=owner, at=at)
    for days in (7, 7, 14):
        move_due(action_id=row.pk, due=first + timedelta(days=days), reason="Later", by=unit, at=at)
    row.refresh_from_db()
    assert (row.first_due, row.due) == (first, first + timedelta(days=14))
    assert [(m.due_before, m.due_after) for m in DueMove.objects.all()] == [
        (first, first + timedelta(days=7)), (first + timedelta(days=7), first + timedelta(days=14)),
    ]  # fmt: skip


def test_a_post_takes_its_open_work_with_it(raised, unit, owner, scrutineer, member, agency, at) -> None:
    post = record_post(title="Named nurse", organisation_id=agency.pk, holder_id=owner.user.pk, by=unit, at=at)
    deputy = member("practitioner", email="deputy@example.org")
    row, ended = raised(post_id=post.pk), raised(post_id=post.pk)
    deliver_step(action_id=ended.pk, transition="cancel", reason="Not wanted", by=unit, at=at)
    moved = fill_post_and_move_work(
        post_id=post.pk, holder_id=None, deputy_id=deputy.user.pk, reason="Left", by=unit, at=at
    )
    row.refresh_from_db()
    ended.refresh_from_db()
    assert (moved, row.owner, ended.owner) == (1, None, owner.user)
    with pytest.raises(Action.DoesNotExist):  # access ends with the post
        deliver_step(action_id=row.pk, transition="start", by=owner, at=at)
    deliver_step(action_id=row.pk, transition="start", by=deputy, at=at)
    assert [(h.owner_before, h.owner_after) for h in Handover.objects.all()] == [(owner.user, None)]


def test_opening_again_begins_the_effect_anew(closed, unit, scrutineer, at) -> None:
    row = closed()
    judge_effect(action_id=row.pk, verdict="not_shown", found="No change.", by=scrutineer, at=at)
    deliver_step(action_id=row.pk, transition="reopen", reason="It did not hold.", by=unit, at=at)
    row.refresh_from_db()
    assert (row.delivery, row.effect, row.closed_on) == ("under_way", "planned", None)
    assert [c.verdict for c in row.checks.all()] == ["not_shown"]


def test_judging_again_at_the_next_day_and_on_a_day_of_ones_own(closed, scrutineer, at) -> None:
    row = closed(date(2023, 1, 10))  # both days have come
    judge_effect(action_id=row.pk, verdict="partly", found="Some.", by=scrutineer, at=at,
                 look_again=date(2024, 5, 1))  # fmt: skip
    judge_effect(action_id=row.pk, verdict="proven", found="All.", by=scrutineer, at=at)
    assert [(c.due, c.verdict) for c in row.checks.order_by("due")] == [
        (date(2023, 7, 10), "partly"), (date(2024, 1, 10), "proven"), (date(2024, 5, 1), ""),
    ]  # fmt: skip
    with pytest.raises(Refused, match="after today"):
        judge_effect(action_id=row.pk, verdict="proven", found="All.", by=scrutineer, at=at, look_again=TODAY)


def test_who_has_nothing_to_do_with_it_does_not_find_it(raised, member, at) -> None:
    row, stranger = raised(), member("practitioner", email="stranger@example.org")
    for write in (
        lambda: give_evidence(action_id=row.pk, kind="statement", text="x", by=stranger, at=at),
        lambda: deliver_step(action_id=row.pk, transition="start", by=stranger, at=at),
        lambda: judge_effect(action_id=row.pk, verdict="proven", found="x", by=stranger, at=at),
    ):
        with pytest.raises(Action.DoesNotExist):
            write()
    for write in (
        lambda: raise_finding(text="x", by=stranger, at=at),
        lambda: hand_over(action_id=row.pk, owner_id=stranger.user.pk, reason="x", by=stranger, at=at),
    ):
        with pytest.raises(NotPermitted):
            write()


def test_the_database_itself_refuses(raised, closed, unit, owner, scoped, agency, at) -> None:
    row, done = raised(), closed()
    person, home = owner.user, scoped.home_id
    finding = raise_finding(text="F", by=unit, at=at)
    judged = {"verdict": "proven", "found": "x", "judged_on": TODAY, "due": TODAY}
    given = {"action": row, "text": "x", "given_by": person, "given_at": at, "space_id": home}
    checked = {"outcome": "accepted", "checked_at": at, "checked_by": person}
    for write in (
        lambda: Action.objects.filter(pk=row.pk).update(judge=person),  # AC-03
        lambda: ImpactCheck.objects.create(space_id=home, action=done, owner=person, judged_by=person, **judged),
        lambda: ImpactCheck.objects.create(space_id=home, action=done, **judged),
        lambda: Evidence.objects.create(kind="statement", **given, **checked),  # AC-02
        lambda: Evidence.objects.create(kind="statement", **{**given, "given_by": unit.user}, owner=person, **checked),
        lambda: Evidence.objects.create(kind="link", **given),
        lambda: Action.objects.filter(pk=row.pk).update(owner=None),  # AC-09
        lambda: Action.objects.filter(pk=row.pk).update(delivery="closed"),
        lambda: Action.objects.filter(pk=row.pk).update(effect="planned"),  # AC-08
        lambda: Action.objects.filter(pk=row.pk).update(effect="proven", should_differ="x"),
        lambda: Action.objects.filter(pk=row.pk).update(source_id=5),
        lambda: DueMove.objects.create(space_id=home, action=row, due_before=TODAY, due_after=AT, by=person, at=at),
        lambda: DueMove.objects.create(
            space_id=home, action=row, due_before=TODAY, due_after=TODAY, reason="x", by=person, at=at
        ),
        lambda: Recommendation.objects.create(space_id=home, finding=finding, text="x"),
        lambda: Recommendation.objects.create(
            space_id=home, finding=finding, text="x", to_agency=agency, state="declined", answered_by=person,
            answered_on=TODAY,
        ),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
