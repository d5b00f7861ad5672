"""A case from the referral to the Panel's answer; who may do what inside; what others see of it."""

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.access.roles import Role
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.restricted import api as restricted
from throughline.foundation.restricted.api import NotHere
from throughline.office.reviews.models import Case, CaseClock, ChronologyEntry, PartnerView, Slip
from throughline.office.reviews.operations import cases, clocks, returns
from throughline.office.reviews.queries import cases as queries
from throughline.office.reviews.rules.words import (
    INCIDENT_CRITERIA,
    REVIEW_CRITERIA,
    Origin,
    Outcome,
    Partner,
    Stage,
    Triage,
)
from throughline.office.reviews.tests.conftest import NOW, TODAY, into

pytestmark = pytest.mark.django_db
HERE = {"at": NOW}
INCIDENT = {
    "aware_at": NOW, "harm": "died", "standing": "looked_after", "happened_on": TODAY, "place": "Elm House",
    "incident_area": "Medway", "home_area": "Kent", "account": "A baby died.",
}  # fmt: skip


def triage(inside: Any, lead: Any, decision: Triage = Triage.NOTIFY) -> None:
    cases.triage(inside=inside, decision=decision, reply="It may meet the criteria.", by=lead, at=NOW, real_at=NOW)


def members(inside: Any, lead: Any, person: Any, actor: Any) -> dict[Partner, Any]:
    """A person of each partner, as readers of the case."""
    found = {}
    for partner in Partner:
        user = person(partner.value.replace("_", "-"))
        restricted.name_member(restricted_id=inside.id, user_id=user.pk, part="reader", partner=partner, by=lead,
                               at=NOW)  # fmt: skip
        found[partner] = actor(email=user.email)
    return found


def signed(inside: Any, stage: Stage, people: dict[Partner, Any], *partners: Partner) -> None:
    for partner in partners or Partner:
        by = people[partner]
        with into(by, inside.id) as own:
            cases.sign(inside=own, stage=stage, partner=partner, agrees=True, reasons="", signs_for_id=by.user.pk,
                       by=by, at=NOW)  # fmt: skip


def notified(inside: Any, lead: Any, people: dict[Partner, Any]) -> Case:
    triage(inside, lead)
    cases.record_incident(inside=inside, words=INCIDENT, by=lead, **HERE)
    cases.judge_criteria(inside=inside, judged=dict.fromkeys(INCIDENT_CRITERIA, (True, "Because")), by=lead, **HERE)
    signed(inside, Stage.NOTIFICATION, people, Partner.LOCAL_AUTHORITY)
    return cases.notify(inside=inside, on=date(2024, 2, 9), by=lead, **HERE)


def test_a_referral_is_seen_by_its_referrer_alone_and_answered(person: Any, actor: Any, lead: Any) -> None:
    person("rex")
    rex, other = actor(email="rex@example.org"), actor(email="other@example.org")
    given = cases.CaseInput(Origin.REFERRAL, "Robin", "Neglect, on and off.", "School")
    slip = cases.refer(given=given, by=rex, at=NOW, real_at=NOW)
    assert list(Case.objects.all()) == []  # it is in nobody's scope
    with pytest.raises(NotHere), into(rex, slip.restricted_id):
        pass
    with restricted.for_one_record(rex, slip.restricted_id, what="x", at=NOW):
        assert queries.my_referral(rex, slip).title == "Robin"
        with pytest.raises(NotHere):
            queries.my_referral(other, slip)
    assert list(queries.my_slips(other)) == []
    with into(lead, slip.restricted_id) as inside:
        triage(inside, lead, Triage.NONE)
        assert queries.case_in(inside).state == "closed"
    told = OutboxMessage.objects.get(to="rex@example.org")
    assert told.subject == "There is a reply to your referral R1"
    assert "Robin" not in told.text + told.subject
    assert Slip.objects.get(pk=slip.pk).done_on == TODAY


def test_nobody_to_triage_is_said(person: Any, actor: Any) -> None:
    with pytest.raises(Refused, match="Nobody triages"):
        cases.refer(
            given=cases.CaseInput(Origin.REFERRAL, "x", "y"), by=actor(email="rex@example.org"), at=NOW, real_at=NOW
        )


def test_RV_01_and_RV_02_run_from_the_incident_and_the_notification(
    inside: Any, lead: Any, person: Any, actor: Any
) -> None:
    people = members(inside, lead, person, actor)
    case = notified(inside, lead, people)
    rows = {row.code: row for row in CaseClock.objects.all()}
    assert (rows["RV-01"].started_on, rows["RV-01"].due_on, rows["RV-01"].met_on) == (
        TODAY, date(2024, 2, 12), date(2024, 2, 9),
    )  # fmt: skip
    assert (rows["RV-02"].due_on, rows["RV-02"].met_on) == (date(2024, 3, 1), None)
    assert [(each.working_day, each.on) for each in queries.plan_of(case)][-1] == (14, date(2024, 2, 29))
    incident = queries.incident_of(case)
    assert incident is not None
    assert queries.whom_to_tell(incident) == ["The Secretary of State and Ofsted, whatever the cause"]


def test_the_authority_can_notify_alone_but_not_unsigned(inside: Any, lead: Any, person: Any, actor: Any) -> None:
    people = members(inside, lead, person, actor)
    triage(inside, lead)
    cases.record_incident(inside=inside, words=INCIDENT, by=lead, **HERE)
    cases.judge_criteria(inside=inside, judged=dict.fromkeys(INCIDENT_CRITERIA, (True, "Because")), by=lead, **HERE)
    by = people[Partner.POLICE]
    cases.sign(inside=inside, stage=Stage.NOTIFICATION, partner=Partner.POLICE, agrees=False, reasons="Not serious",
               signs_for_id=by.user.pk, by=by, at=NOW)  # fmt: skip
    with pytest.raises(Refused, match="local authority has not signed"):
        cases.notify(inside=inside, on=TODAY, by=lead, **HERE)
    signed(inside, Stage.NOTIFICATION, people, Partner.LOCAL_AUTHORITY)
    cases.notify(inside=inside, on=TODAY, by=lead, **HERE)
    dissent = PartnerView.objects.get(agrees=False)
    assert dissent.reasons == "Not serious"


def test_the_whole_rapid_review(inside: Any, lead: Any, person: Any, actor: Any, agency: Any) -> None:
    people = members(inside, lead, person, actor)
    notified(inside, lead, people)
    asked = person("annie")
    row = returns.ask_agency(
        inside=inside, agency_id=agency("School").pk, person_id=asked.pk, child="Robin A", asks="All you know",
        due=date(2024, 2, 20), by=lead, at=NOW, real_at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused, match="There is no decision"):
        signed(inside, Stage.DECISION, people, Partner.POLICE)
    cases.judge_criteria(inside=inside, judged=dict.fromkeys(REVIEW_CRITERIA, (True, "Because")), by=lead, **HERE)
    cases.decide(inside=inside, outcome=Outcome.LCSPR, reasons="Much to learn", by=lead, **HERE)
    signed(inside, Stage.DECISION, people)
    with pytest.raises(Refused, match="cannot be changed any more"):
        cases.decide(inside=inside, outcome=Outcome.WITHDRAWN, reasons="x", by=lead, **HERE)
    for part in ("facts", "safety", "context"):
        cases.write_text(inside=inside, part=part, text="Written", by=lead, **HERE)
    with pytest.raises(Refused, match="1 agency has not answered"):
        cases.send_pack(inside=inside, on=date(2024, 2, 28), by=lead, **HERE)
    annie = actor(email="annie@example.org")
    slip = Slip.objects.get(kind="request")
    returns.answer_request(slip=slip, known=False, summary="", by=annie, at=NOW)
    cases.send_pack(inside=inside, on=date(2024, 2, 28), by=lead, **HERE)
    assert CaseClock.objects.get(code="RV-02").met_on == date(2024, 2, 28)
    cases.panel_answered(inside=inside, answer="agrees", text="We agree", on=date(2024, 3, 8), by=lead, **HERE)
    assert cases.go_on(inside=inside, transition="begin_review", reason="", by=lead, **HERE).state == "review"
    assert CaseClock.objects.get(code="RV-03").due_on == date(2024, 8, 5)
    assert row.pk


def test_each_partner_signs_for_itself_and_a_deputy_for_whom_they_stand_in(
    inside: Any, lead: Any, person: Any, actor: Any
) -> None:
    people = members(inside, lead, person, actor)
    triage(inside, lead)
    police, icb = people[Partner.POLICE], people[Partner.ICB]

    def sign(by: Any, partner: Partner, for_: Any) -> PartnerView:
        with into(by, inside.id) as own:
            return cases.sign(inside=own, stage=Stage.NOTIFICATION, partner=partner, agrees=True, reasons="",
                              signs_for_id=for_.user.pk, by=by, at=NOW)  # fmt: skip

    with pytest.raises(Refused, match="Sign for yourself"):
        sign(icb, Partner.POLICE, police)
    deputy = person("dep")
    restricted.name_member(restricted_id=inside.id, user_id=deputy.pk, part="reader",
                           stands_in_for_id=police.user.pk, by=lead, at=NOW)  # fmt: skip
    dep = actor(email="dep@example.org")
    with pytest.raises(Refused, match="You sign for the integrated care board here, not for the local authority"):
        sign(icb, Partner.LOCAL_AUTHORITY, icb)
    with pytest.raises(Refused, match="Police signs for the police, and so do you in their place"):
        sign(dep, Partner.ICB, police)
    with pytest.raises(Refused, match="not on record for which partner you sign"):
        sign(dep, Partner.POLICE, dep)  # a deputy signs for whom they stand in, and for nobody of their own
    view = sign(dep, Partner.POLICE, police)
    assert (view.signed_by_id, view.signs_for_id) == (deputy.pk, police.user.pk)
    with pytest.raises(Refused, match="has signed already"):
        sign(police, Partner.POLICE, police)
    sign(icb, Partner.ICB, icb)
    again = {"restricted_id": inside.id, "user_id": icb.user.pk, "part": "reader", "by": lead, "at": NOW}
    with pytest.raises(Refused, match="Nobody signs for this partner"):
        restricted.name_member(**again, partner="fire")
    member = restricted.name_member(**again, partner=Partner.LOCAL_AUTHORITY)
    assert [row.partner for row in member.history.order_by("history_id")] == ["icb", "local_authority"]
    with pytest.raises(Refused, match="signed for another partner"):
        sign(icb, Partner.LOCAL_AUTHORITY, icb)


def test_what_a_member_typed_is_corrected_and_taken_out_and_what_it_said_is_kept(
    inside: Any, lead: Any, person: Any, actor: Any, agency: Any
) -> None:
    school, annie, case = agency("School"), person("annie"), queries.case_in(inside)
    here = {"inside": inside, "by": lead, **HERE}
    returns.ask_agency(agency_id=school.pk, person_id=annie.pk, child="Robin A", asks="All", due=TODAY, real_at=NOW,
                       **here)  # fmt: skip
    slip = Slip.objects.get(kind="request")
    returns.return_entries(slip=slip, rows=[returns.EntryInput(TODAY, "Heard")], by=actor(email=annie.email), at=NOW)
    returned = ChronologyEntry.objects.get()
    stood_before = ChronologyEntry.objects.bulk_create([  # from before there was a history
        ChronologyEntry(space_id=inside.space_id, case=case, agency=school, on=TODAY, what="Seen on Monday")
    ])[0]  # fmt: skip
    begun = import_module("throughline.office.reviews.migrations.0002_history_of_the_chronology")
    ChronologyEntry.history.all().delete()
    begun.begin_history(apps, None)
    returns.add_entries(agency_id=school.pk, rows=[returns.EntryInput(TODAY, "Twice")], **here)
    second = ChronologyEntry.objects.get(what="Twice")
    correct = {"entry_id": stood_before.pk, "agency_id": school.pk}
    with pytest.raises(Refused, match="An agency returned this entry"):
        returns.correct_entry(**{**correct, "entry_id": returned.pk}, row=returns.EntryInput(TODAY, "x"), **here)
    with pytest.raises(Refused, match="An agency returned this entry"):
        returns.take_out_entry(entry_id=returned.pk, **here)
    with pytest.raises(Refused, match="say what is on record"):
        returns.correct_entry(**correct, row=returns.EntryInput(TODAY, " "), **here)
    reader = person("reed")
    restricted.name_member(restricted_id=inside.id, user_id=reader.pk, part="reader", by=lead, at=NOW)
    reed = actor(email=reader.email)
    with into(reed, inside.id) as own, pytest.raises(NotPermitted):
        returns.take_out_entry(inside=own, entry_id=second.pk, by=reed, at=NOW)
    for _ in range(2):  # the second time nothing is different
        returns.correct_entry(**correct, row=returns.EntryInput(TODAY, "Seen on Tuesday"), **here)
    returns.take_out_entry(entry_id=second.pk, **here)
    assert sorted(each.what for each in queries.entries_of(case)) == ["Heard", "Seen on Tuesday"]
    assert [(each.by, each.was.what, each.now and each.now.what) for each in queries.corrections_of(case)] == [
        ("Lena", "Twice", None), ("Lena", "Seen on Monday", "Seen on Tuesday"),
    ]  # fmt: skip


def test_who_is_asked_sees_one_request_and_nothing_else(
    inside: Any, lead: Any, person: Any, actor: Any, agency: Any
) -> None:
    notified(inside, lead, members(inside, lead, person, actor))
    users = [person("annie"), person("ben")]
    for user, name in zip(users, ("School", "GP"), strict=True):
        returns.ask_agency(
            inside=inside, agency_id=agency(name).pk, person_id=user.pk, child="Robin A", asks="All you know",
            due=TODAY, by=lead, at=NOW, real_at=NOW,
        )  # fmt: skip
    annie, ben = (actor(email=user.email) for user in users)
    slip = Slip.objects.get(person=users[0])
    with pytest.raises(NotHere), into(annie, inside.id):
        pass
    with pytest.raises(NotHere):
        queries.my_request(ben, slip)
    with pytest.raises(Refused, match="Entry 2"):
        returns.return_entries(slip=slip, rows=[
            returns.EntryInput(TODAY, "Seen"), returns.EntryInput(TODAY, "Seen", known_on=TODAY - timedelta(days=1)),
        ], by=annie, at=NOW)  # fmt: skip
    assert ChronologyEntry.objects.count() == 0
    assert returns.return_entries(slip=slip, rows=[returns.EntryInput(TODAY, "Seen")], by=annie, at=NOW) == 1
    with pytest.raises(Refused, match="Write the summary"):
        returns.answer_request(slip=slip, known=True, summary=" ", by=annie, at=NOW)
    returns.answer_request(slip=slip, known=True, summary="Known since 2020", by=annie, at=NOW)
    with pytest.raises(Refused, match="was answered"):
        returns.return_entries(slip=slip, rows=[returns.EntryInput(TODAY, "More")], by=annie, at=NOW)
    other = queries.requests_of(queries.case_in(inside))
    open_one = next(row for row in other if not row.answer)
    returns.chase(inside=inside, request_id=open_one.pk, by=lead, at=NOW, real_at=NOW)
    told = [m.subject for m in OutboxMessage.objects.filter(to=users[1].email).order_by("pk")]
    assert told == ["A review asks you for information (R1)", "Reminder: a review asks you for information (R1)"]
    returns.withdraw_request(inside=inside, request_id=open_one.pk, by=lead, at=NOW)
    assert list(queries.my_slips(ben)) == []


def test_readers_write_nothing(inside: Any, lead: Any, person: Any, actor: Any) -> None:
    people = members(inside, lead, person, actor)
    with into(people[Partner.POLICE], inside.id) as own:
        for write in (
            lambda: cases.write_text(inside=own, part="facts", text="x", by=people[Partner.POLICE], at=NOW),
            lambda: cases.triage(inside=own, decision=Triage.NONE, reply="x", by=people[Partner.POLICE], at=NOW,
                                 real_at=NOW),
            lambda: cases.record_incident(inside=own, words=INCIDENT, by=people[Partner.POLICE], at=NOW),
        ):  # fmt: skip
            with pytest.raises(NotPermitted):
                write()


def test_pauses_have_reasons_and_the_day_stays(inside: Any, lead: Any, person: Any, actor: Any) -> None:
    case = notified(inside, lead, members(inside, lead, person, actor))
    row = CaseClock.objects.get(code="RV-02")
    with pytest.raises(Refused):
        clocks.pause_clock(inside=inside, clock_id=row.pk, reason="", by=lead, at=NOW)
    clocks.pause_clock(inside=inside, clock_id=row.pk, reason="A trial", by=lead, at=NOW)
    with pytest.raises(Refused, match="already"):
        clocks.pause_clock(inside=inside, clock_id=row.pk, reason="A trial", by=lead, at=NOW)
    standing = next(each for each in queries.clocks_of(case, date(2024, 6, 1)) if each.code == "RV-02")
    assert (standing.light.value, standing.due_on, standing.paused) == ("paused", date(2024, 3, 1), "A trial")
    clocks.end_pause(inside=inside, clock_id=row.pk, by=lead, at=NOW)
    standing = next(each for each in queries.clocks_of(case, date(2024, 6, 1)) if each.code == "RV-02")
    assert standing.light.value == "red"


def test_an_uncertain_limit_says_check_until_an_administrator_confirms_it(
    inside: Any, lead: Any, person: Any, actor: Any
) -> None:
    case = notified(inside, lead, members(inside, lead, person, actor))
    CaseClock.objects.create(
        space_id=inside.space_id, case=case, code="RV-03", started_on=TODAY, due_on=TODAY,
        edition="working-together-2023", calendar="x",
    )  # fmt: skip
    marks = {row.code: row.check for row in queries.clocks_of(case, TODAY)}
    assert marks == {"RV-01": False, "RV-02": False, "RV-03": True}
    confirm = {"edition": "working-together-2023", "code": "RV-03", "note": "Regulation 14", "at": NOW}
    with pytest.raises(NotPermitted):
        clocks.confirm_limit(**confirm, by=lead)
    clocks.confirm_limit(**confirm, by=actor("administrator"))
    assert {row.code: row.check for row in queries.clocks_of(case, TODAY)}["RV-03"] is False


def test_a_changed_calendar_counts_open_clocks_again_and_tells_the_lead(
    inside: Any, lead: Any, person: Any, actor: Any
) -> None:
    case = notified(inside, lead, members(inside, lead, person, actor))
    cases.step_done(inside=inside, step_id=queries.plan_of(case)[-1].pk, by=lead, **HERE)
    known = queries.calendar()
    off = {**known.bank_holidays, date(2024, 2, 19): "Extra"}
    extra = replace(known, taken_on=date(2026, 12, 1), bank_holidays=off)
    assert clocks.count_again(calendar=extra, by=lead, at=NOW) == 1
    row = CaseClock.objects.get(code="RV-02")
    assert (row.due_on, row.calendar) == (date(2024, 3, 4), "england-and-wales 2026-12-01")
    assert CaseClock.objects.get(code="RV-01").due_on == date(2024, 2, 12)  # it was met
    told = OutboxMessage.objects.get(kind="reviews.clock_moved")
    assert (told.to, "1 March 2024" in told.text, "4 March 2024" in told.text) == ("lena@example.org", True, True)
    assert clocks.count_again(calendar=extra, by=lead, at=NOW) == 0
    assert [(each.working_day, each.on) for each in queries.plan_of(case)][-2:] == [
        (12, date(2024, 2, 28)), (14, date(2024, 2, 29)),  # a day later than it was; done before
    ]  # fmt: skip


def test_what_the_database_refuses(inside: Any, lead: Any) -> None:
    case = queries.case_in(inside)
    wrong = [
        PartnerView(case=case, stage="decision", partner="police", agrees=False, signed_by=lead.user,
                    signs_for=lead.user, signed_at=NOW, space_id=inside.space_id),
        PartnerView(case=case, stage="decision", partner="somebody", agrees=True, signed_by=lead.user,
                    signs_for=lead.user, signed_at=NOW, space_id=inside.space_id),
        CaseClock(case=case, code="RV-01", started_on=TODAY, due_on=TODAY, edition="x", calendar="x",
                  met_on=TODAY - timedelta(days=1), space_id=inside.space_id),
    ]  # fmt: skip
    for row in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_the_business_unit_of_now_leads_a_referral(person: Any, actor: Any, lead: Any) -> None:
    person("second", Role.BUSINESS_UNIT)
    slip = cases.refer(
        given=cases.CaseInput(Origin.REFERRAL, "x", "y"), by=actor(email="rex@example.org"), at=NOW, real_at=NOW
    )
    assert {user.name for user in restricted.leads(slip.restricted_id)} == {"Lena", "Second"}
