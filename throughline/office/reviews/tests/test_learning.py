"""What came of published reviews and national ones; figures of cases; how long a case is kept and how it goes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.access.roles import Role
from throughline.foundation.figures.values import Asked
from throughline.foundation.figures.years import year_of
from throughline.foundation.links.api import Ref, threads
from throughline.foundation.restricted import api as restricted
from throughline.foundation.restricted.models import Look
from throughline.foundation.surveys.models import Invitation
from throughline.foundation.tenancy import scope
from throughline.office.actions import api as actions
from throughline.office.reviews.case_figures import case_figures
from throughline.office.reviews.models import Case, ChronologyEntry, Deletion, PracticeChange, Reached, Review, Slip
from throughline.office.reviews.operations import cases, learning, retention, returns
from throughline.office.reviews.queries import learning as queries
from throughline.office.reviews.queries import retention as keeping
from throughline.office.reviews.rules.learning import Product, Test
from throughline.office.reviews.rules.retention import delete_from, not_now
from throughline.office.reviews.rules.reviewing import BRIEFING
from throughline.office.reviews.rules.words import Origin, Triage
from throughline.office.reviews.tests.conftest import NOW, TODAY, into

FOUND = {"text": "Homes are not seen.", "recommendation": "See the home."}


@pytest.fixture
def review(scoped: Any) -> Review:
    return Review.objects.create(
        space_id=scoped.home_id, kind="learning lessons review", name="Isabel", slug="isabel", published="2023-09",
        published_from=date(2023, 9, 1),
    )  # fmt: skip


@pytest.fixture
def by(lead: Any) -> dict[str, Any]:
    return {"by": lead, "at": NOW}


@pytest.mark.django_db
def test_a_product_its_views_over_time_and_whom_it_reached(review: Review, by: Any, agency: Any) -> None:
    video = learning.add_product(review_id=review.pk, kind=Product.VIDEO, title="Safe sleep", url="", on=TODAY, **by)
    with pytest.raises(Refused, match="on record already"):
        learning.add_product(review_id=review.pk, kind=Product.VIDEO, title="Safe sleep", url="", on=TODAY, **by)
    learning.record_views(product_id=video.pk, on=TODAY, number=38, **by)
    learning.record_views(product_id=video.pk, on=TODAY + timedelta(days=30), number=140, **by)
    for day, number in ((15, 20), (15, 141)):
        with pytest.raises(Refused, match="number in all"):
            learning.record_views(product_id=video.pk, on=TODAY + timedelta(days=day), number=number, **by)
    school = agency("School")
    learning.record_reached(product_id=video.pk, agency_id=school.pk, sent=20, took=None, **by)
    learning.record_reached(product_id=video.pk, agency_id=school.pk, sent=20, took=12, **by)
    with pytest.raises(Refused, match="More people"):
        learning.record_reached(product_id=video.pk, agency_id=school.pk, sent=20, took=21, **by)
    row = queries.products_of(review)[0]
    assert [each.number for each in row.views.all()] == [38, 140]
    assert [(each.sent, each.took) for each in row.reached.all()] == [(20, 12)]
    with pytest.raises(IntegrityError), transaction.atomic():
        Reached.objects.update(took=21)


@pytest.mark.django_db
def test_an_event_is_chosen_from_those_that_an_app_holds_and_its_people_counted_there(
    review: Review, by: Any, agency: Any, events: Any
) -> None:
    add = {"review_id": review.pk, "kind": "t.event", **by}
    for kind, pk in (("t.event", 99), ("reviews.review", review.pk)):
        with pytest.raises(Refused, match="that everyone can see"):
            learning.add_event(**{**add, "kind": kind}, event_id=pk)
    row = learning.add_event(**add, event_id=1)
    assert (row.kind, row.title, row.url, row.on) == (
        "event", "Forum 1, 1 March 2024", "/forum/1/", date(2024, 3, 1),
    )  # fmt: skip
    with pytest.raises(Refused, match="on record already"):
        learning.add_event(**add, event_id=1)
    with pytest.raises(Refused, match="counted from the register"):
        learning.record_reached(product_id=row.pk, agency_id=agency("Police").pk, sent=9, took=9, **by)
    found = queries.events_of([row.pk])[row.pk]
    assert [(each.agency, each.sent, each.came) for each in found.turnout] == [("Police", 3, 2), ("School", 20, None)]
    _, forwards = threads(by["by"], Ref("reviews.review", review.pk))
    assert [knot.named.title for knot in forwards.knots] == ["Isabel", "Forum 1, 1 March 2024", "Forum 1"]
    del events[1]  # its app holds it no longer: the product stays, and people can be written down again
    assert queries.events_of([row.pk]) == {}
    learning.record_reached(product_id=row.pk, agency_id=agency("School").pk, sent=9, took=9, **by)


@pytest.mark.django_db
def test_RV_K3_a_review_that_is_public_already_gets_its_briefing_in_seven_points(review: Review, by: Any) -> None:
    write = {"review_id": review.pk, **by}
    whole = dict.fromkeys(BRIEFING, "Ask, look, tell.")
    for wrong, why in (({**whole, BRIEFING[0]: " "}, "What happened"), (dict.fromkeys(BRIEFING, "a " * 65), "450")):
        with pytest.raises(Refused, match=why):
            learning.write_published_briefing(**write, points=wrong)
    learning.write_published_briefing(**write, points=whole)
    learning.write_published_briefing(**write, points={**whole, BRIEFING[6]: "This site."})
    review.refresh_from_db()
    assert review.briefing == [*([point, "Ask, look, tell."] for point in BRIEFING[:6]), [BRIEFING[6], "This site."]]
    assert [(row.kind, row.url) for row in queries.products_of(review)] == [("briefing", "/learning/#isabel")]
    Review.objects.filter(pk=review.pk).update(published="", published_from=None)
    with pytest.raises(Refused, match="not published"):
        learning.write_published_briefing(**write, points=whole)


@pytest.mark.django_db
def test_a_change_in_practice_is_tested_and_the_result_kept(review: Review, by: Any) -> None:
    row = learning.write_change(review_id=review.pk, change_id=None, where="Hub", change="Reasons are recorded",
                                since=TODAY, evidence="", **by)  # fmt: skip
    test = learning.plan_test(change_id=row.pk, how=Test.AUDIT, what="Audit of 15 records", planned_on=TODAY, **by)
    assert queries.tests_due(TODAY) == [test]
    assert queries.tests_due(TODAY - timedelta(days=1)) == []
    with pytest.raises(Refused, match="Say what was found"):
        learning.record_test(test_id=test.pk, on=TODAY, holds=True, found=" ", **by)
    learning.record_test(test_id=test.pk, on=TODAY, holds=False, found="Reasons in 6 of 15.", **by)
    assert queries.tests_due(TODAY) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        row.tests.update(found="")


@pytest.mark.django_db
def test_a_national_review_gets_our_response_in_the_tracker(by: Any, agency: Any) -> None:
    row = learning.write_national(national_id=None, name="Bruising", body="The Panel", url="", expected_on=TODAY,
                                  published_on=None, **by)  # fmt: skip
    made = learning.take_up(national_id=row.pk, agency_id=agency("Police").pk, **FOUND, **by)
    actions.answer_recommendation(
        recommendation_id=made.pk, accept=False, answered_for="Police", reason="Done already.", **by
    )
    loop = queries.loop_of(actions.recommendations_of_source("reviews.national_review", row.pk))
    assert (loop.recommendations, loop.accepted, loop.declined, loop.actions) == (1, 0, 1, 0)


@pytest.mark.django_db
def test_the_awareness_survey_is_asked_once_a_year_and_person(by: Any, person: Any) -> None:
    person("annie")
    asked = {"year": "2023-24", "closes_on": date(2024, 3, 1), "today": TODAY, **by}
    with pytest.raises(Refused, match="nobody to ask"):
        learning.start_awareness(everybody=False, emails=[], **asked)
    first = learning.start_awareness(everybody=True, emails=["school@example.org"], **asked)
    again = learning.start_awareness(everybody=True, emails=[], **asked)
    assert (again.pk, first.naming) == (first.pk, "anonymous")
    emails = set(Invitation.objects.filter(survey=first).values_list("email", flat=True))
    assert {"annie@example.org", "school@example.org"} <= emails
    assert len(emails) == Invitation.objects.count()


@pytest.mark.django_db
def test_only_the_business_unit_keeps_what_came_of_it(review: Review, actor: Any) -> None:
    with pytest.raises(NotPermitted):
        learning.add_product(
            review_id=review.pk, kind=Product.VIDEO, title="x", url="", on=TODAY, by=actor("practitioner"), at=NOW
        )
    assert PracticeChange.objects.count() == 0


@pytest.mark.django_db
def test_figures_of_cases_say_numbers_and_no_case(lead: Any, scoped: Any) -> None:
    asked = Asked(year_of("2023-24"), TODAY, "Medway", {})
    assert list(case_figures(asked)) == []  # none was ever recorded: not known, not 0
    for number, answered in enumerate((TODAY, TODAY + timedelta(days=20))):
        given = cases.CaseInput(Origin.REQUEST, f"Wren {number}", "What do you know?", "Kent", TODAY,
                                TODAY + timedelta(days=9))  # fmt: skip
        case = cases.open_case(given=given, by=lead, at=NOW, real_at=NOW)
        with into(lead, case.restricted_id) as inside:
            cases.answer_others(inside=inside, text="Not known", on=answered, by=lead, at=NOW)
    referred = cases.open_case(given=cases.CaseInput(Origin.REFERRAL, "Robin", "x"), by=lead, at=NOW, real_at=NOW)
    with into(lead, referred.restricted_id) as inside:
        cases.triage(inside=inside, decision=Triage.LEARNING, reply="x", by=lead, at=NOW, real_at=NOW)
    found = {value.id.removeprefix("reviews.").removesuffix(".2023-24"): value for value in case_figures(asked)}
    assert {name: value.value for name, value in found.items() if value.value} == {
        "referrals-for-a-review": 1, "requests-answered": 2, "requests-answered-in-time": 1, "begun-llr": 1,
    }  # fmt: skip
    assert found["rapid-reviews"].value == 0
    assert found["rapid-review-working-days"].value is None
    said = " ".join(record.label for value in found.values() for record in value.records)
    assert not any(word in said for word in ("Wren", "Robin", "Kent", "R1"))
    assert Decimal(2) == len(found["requests-answered"].records)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 100))
def test_RV_D1_kept_for_whole_years(ended: date, years: int) -> None:
    due = delete_from(ended, years)
    assert (due.year - ended.year, (due.month, due.day)) in (
        (years, (ended.month, ended.day)), (years, (3, 1)),
    )  # fmt: skip
    assert not_now(ended_on=ended, years=years, held=False, today=due) == ""
    assert "not due" in not_now(ended_on=ended, years=years, held=False, today=due - timedelta(days=1))
    assert "hold" in not_now(ended_on=ended, years=years, held=True, today=due)


@pytest.mark.django_db
def test_a_case_goes_when_its_time_has_come_and_the_proof_stays(
    lead: Any, case: Case, inside: Any, person: Any, actor: Any, agency: Any
) -> None:
    person("gus", Role.DATA_GUARDIAN)
    guardian = actor("data_guardian", email="gus@example.org")
    here = {"inside": inside, "by": lead, "at": NOW}
    returns.ask_agency(agency_id=agency("GP").pk, person_id=person("annie").pk, child="Robin A", asks="y", due=TODAY,
                       real_at=NOW, **here)  # fmt: skip
    cases.add_household_person(name="Robin A", relation="child", born=None, at_home=True, note="", **here)
    typed = {"agency_id": agency("School").pk, **here}
    returns.add_entries(rows=[returns.EntryInput(TODAY, "Seen")], **typed)
    entry = ChronologyEntry.objects.get()
    returns.correct_entry(entry_id=entry.pk, row=returns.EntryInput(TODAY, "Heard"), **typed)
    returns.take_out_entry(entry_id=entry.pk, **here)  # its history alone is left of it
    cases.triage(decision=Triage.NONE, reply="Nothing to learn.", real_at=NOW, **here)
    with pytest.raises(Refused, match="No retention period"):
        retention.propose_deletion(**here)
    with pytest.raises(NotPermitted):
        retention.set_rule(years=10, source="x", by=lead, at=NOW)
    retention.set_rule(years=10, source="The host council’s schedule, line 7", by=guardian, at=NOW)
    with pytest.raises(Refused, match="not due"):
        retention.propose_deletion(**here)
    later = NOW.replace(year=2034)
    retention.hold(reason="An inquest is awaited.", **here)
    with pytest.raises(Refused, match="legal hold"):
        retention.propose_deletion(**{**here, "at": later})
    retention.end_hold(**here)
    row = retention.propose_deletion(**{**here, "at": later})
    retention.hold(reason="A claim came in.", **{**here, "at": later})
    approve = {"deletion_id": row.pk, "today": later.date(), "at": later}
    with pytest.raises(Refused, match="legal hold"):
        retention.delete_case(**approve, by=guardian)
    retention.end_hold(**{**here, "at": later})
    place, looks = inside.space_id, Look.objects.filter(restricted_id=inside.id).count()
    done = retention.delete_case(**approve, by=guardian)
    assert (done.left, done.approved_by_id) == (0, guardian.user.pk)
    assert {
        "reviews.Case",
        "reviews.HistoricalCase",
        "reviews.HistoricalChronologyEntry",
        "reviews.HistoricalHouseholdPerson",
        "workflow.StateEntered",
    } <= set(done.counts)
    with scope.unscoped(reason="the test looks everywhere"):
        assert not list(keeping.tables_in(place))
    assert Slip.objects.count() == 0
    assert Look.objects.filter(restricted_id=inside.id).count() == looks > 0
    with pytest.raises(Refused, match="deleted already"):
        retention.delete_case(**approve, by=guardian)
    assert Deletion.objects.get().counts["reviews.Case"] == 1


@pytest.mark.django_db
def test_nobody_approves_what_they_proposed(lead: Any, case: Case) -> None:
    row = Deletion.objects.create(space_id=case.restricted.space_id, restricted=case.restricted, due_on=TODAY,
                                  proposed_by=lead.user, proposed_at=NOW)  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Deletion.objects.update(approved_by=lead.user, deleted_at=NOW, left=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deletion.objects.update(deleted_at=NOW)
    assert row.left is None
    assert restricted.find(case.restricted_id).pk
