"""The review that follows a case: set up, drafted, commented on, agreed, published or not."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.access.roles import Role
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.restricted import api as restricted
from throughline.foundation.restricted.api import NotHere
from throughline.office.actions.models import Finding, Recommendation
from throughline.office.reviews.models import Attendee, CaseClock, DraftComment, PartnerView, Review, Slip, Work
from throughline.office.reviews.operations import cases, drafts, publication, returns, works
from throughline.office.reviews.operations.following import begin_work
from throughline.office.reviews.queries import works as queries
from throughline.office.reviews.rules.reviewing import BRIEFING, Process, Taking, WorkKind
from throughline.office.reviews.rules.words import Origin, Partner, Stage, Triage
from throughline.office.reviews.tests.conftest import NOW, TODAY, into

pytestmark = pytest.mark.django_db
POINTS = dict.fromkeys(BRIEFING, "Ask, look, tell.")


def at(day: date) -> datetime:
    return NOW + (day - TODAY)


@pytest.fixture
def here(inside: Any, lead: Any) -> dict[str, Any]:
    return {"inside": inside, "by": lead, "at": NOW}


def work(case: Any, lead: Any, kind: WorkKind = WorkKind.LCSPR) -> Work:
    return begin_work(case, kind, lead, NOW)


def set_up(here: Any) -> None:
    words = dict.fromkeys(works.SET_UP, "") | {
        "reviewer": "Rae Viewer",
        "independent": "Of no agency here",
        "terms": "How agencies worked together",
    }
    works.set_up(words=words, **here)
    works.go_on(transition="start", reason="", **here)


def commented(here: Any, agency: Any, person: Any, actor: Any) -> DraftComment:
    """Sent out to the school, which says one thing and then that it has said all."""
    drafts.write_section(section_id=None, heading="What happened", text="A baby was hurt.", **here)
    user = person("annie")
    school = agency("School")
    drafts.ask_reader(agency_id=school.pk, person_id=user.pk, due=date(2024, 2, 20), real_at=NOW, **here)
    drafts.send_out(real_at=NOW, **here)
    slip, annie = Slip.objects.get(kind="draft"), actor(email="annie@example.org")
    section = queries.sections_of(queries.work_in(here["inside"]))[0]
    with restricted.for_one_record(annie, slip.restricted_id, what="x", at=NOW):
        made = drafts.comment(slip=slip, section_id=section.pk, text="Say when.", by=annie, at=NOW)
        drafts.finish_comments(slip=slip, by=annie, at=NOW)
    drafts.write_finding(finding_id=None, text="Bruises were not asked about.", recommendation="Ask about each bruise.",
                         agency_id=school.pk, **here)  # fmt: skip
    return made


def agreed(here: Any, agency: Any, person: Any, actor: Any, *partners: Partner) -> None:
    made = commented(here, agency, person, actor)
    drafts.answer_comment(comment_id=made.pk, answer="Taken up.", **here)
    works.go_on(transition="close_comments", reason="", **here)
    for partner in partners:
        user = person(partner.value.replace("_", "-"))
        restricted.name_member(restricted_id=here["inside"].id, user_id=user.pk, part="reader", partner=partner,
                               by=here["by"], at=NOW)  # fmt: skip
        by = actor(email=user.email)
        with into(by, here["inside"].id) as own:
            cases.sign(inside=own, stage=Stage.REPORT, partner=partner, agrees=True, reasons="", signs_for_id=user.pk,
                       by=by, at=NOW)  # fmt: skip
    works.go_on(transition="agree", reason="", **here)


def planned(here: Any, **more: Any) -> None:
    given = {"name": "Child N", "themes": "Bruises, infants", "improvements": "Ask about each bruise.",
             "planned_on": date(2024, 3, 14)} | more  # fmt: skip
    works.plan_publication(**given, **here)
    publication.write_briefing(points=POINTS, **here)


def test_a_statutory_review_to_publication(
    case: Any, here: Any, lead: Any, agency: Any, person: Any, actor: Any
) -> None:
    work(case, lead)
    cases.start_clock(case, "RV-03", TODAY)
    with pytest.raises(Refused, match="Say who carries out the review"):
        works.go_on(transition="start", reason="", **here)
    set_up(here)
    agreed(here, agency, person, actor, *Partner)
    works.add_process(kind=Process.POLICE, what="Investigation", since=TODAY, pauses=True, reason="A trial", **here)
    process = queries.work_in(here["inside"]).processes.get()
    cases.add_household_person(name="Robin Ashfield", relation="the child", born=date(2023, 9, 4), at_home=True,
                               note="", **here)  # fmt: skip
    planned(here, improvements="Robin was seen on 4 September 2023.")
    clock = CaseClock.objects.get(code="RV-04")
    assert (clock.started_on, clock.due_on, clock.met_on) == (date(2024, 3, 14), date(2024, 3, 5), None)
    with pytest.raises(Refused, match="4 September 2023, Robin"):
        publication.send_copy(on=date(2024, 3, 6), **here)
    planned(here, improvements="Robin was seen.")
    publication.clear_word(word="Robin", reason="A bird in the story", **here)
    publication.send_copy(on=date(2024, 3, 6), **here)
    assert CaseClock.objects.get(code="RV-04").met_on == date(2024, 3, 6)
    early, late = here | {"at": at(date(2024, 3, 14))}, here | {"at": at(date(2024, 3, 15))}
    with pytest.raises(Refused, match=r"Publication is paused: Investigation.*too early"):
        publication.publish(**early)
    works.end_process(process_id=process.pk, on=date(2024, 3, 14), **here)
    review = publication.publish(**late)
    assert (review.name, review.published, review.kind) == (
        "Child N", "2024-03-15", "local child safeguarding practice review",
    )  # fmt: skip
    assert review.themes == ["Bruises", "infants"]
    assert [point for point, _ in review.briefing] == list(BRIEFING)
    assert CaseClock.objects.get(code="RV-03").met_on == date(2024, 3, 15)
    finding = Finding.objects.get(source_kind="reviews.review", source_id=review.pk)
    assert finding.space_id == review.space_id != here["inside"].space_id
    assert Recommendation.objects.get(finding=finding).text == "Ask about each bruise."
    with pytest.raises(Refused, match="has ended"):
        works.set_up(words=dict.fromkeys(works.SET_UP, "x"), **here)


def test_learning_without_a_statute_is_published_unsigned_and_without_a_copy(
    case: Any, here: Any, lead: Any, agency: Any, person: Any, actor: Any
) -> None:
    work(case, lead, WorkKind.LLR)
    set_up(here)
    agreed(here, agency, person, actor)
    planned(here)
    assert not CaseClock.objects.filter(code="RV-04").exists()
    with pytest.raises(Refused, match="statutory reviews alone"):
        publication.send_copy(on=TODAY, **here)
    review = publication.publish(**here)
    assert review.kind == "learning lessons review"


def test_what_should_improve_is_public_where_the_report_is_withheld(
    case: Any, here: Any, lead: Any, agency: Any, person: Any, actor: Any
) -> None:
    work(case, lead, WorkKind.LLR)
    set_up(here)
    agreed(here, agency, person, actor)
    planned(here, improvements="")
    with pytest.raises(Refused, match="summary"):
        publication.withhold(reason="It would show the family.", **here)
    planned(here)
    review = publication.withhold(reason="It would show the family.", **here)
    assert (review.published, review.withheld_on, review.improvements, review.briefing) == (
        "", TODAY, "Ask about each bruise.", [],
    )  # fmt: skip
    assert Finding.objects.filter(source_id=review.pk).count() == 1


def test_writing_it_anew_voids_signatures_and_the_copy(
    case: Any, here: Any, lead: Any, agency: Any, person: Any, actor: Any
) -> None:
    work(case, lead)
    set_up(here)
    agreed(here, agency, person, actor, *Partner)
    planned(here)
    publication.send_copy(on=TODAY, **here)
    works.go_on(transition="redraft", reason="The Panel asked for more.", **here)
    again = queries.work_in(here["inside"])
    assert (again.state, again.copy_sent_on) == ("under_way", None)
    assert not PartnerView.objects.filter(stage="report").exists()
    assert not CaseClock.objects.filter(code="RV-04").exists()


def test_only_who_may_fill_the_tracker_publishes(
    case: Any, here: Any, lead: Any, agency: Any, person: Any, actor: Any
) -> None:
    work(case, lead, WorkKind.LLR)
    set_up(here)
    agreed(here, agency, person, actor)
    planned(here)
    user = person("rae")
    restricted.name_member(restricted_id=here["inside"].id, user_id=user.pk, part="member", by=lead, at=NOW)
    with into(actor(email="rae@example.org"), here["inside"].id) as own, pytest.raises(NotPermitted, match="tracker"):
        publication.publish(inside=own, by=actor(email="rae@example.org"), at=NOW)
    assert Review.objects.count() == 0


def test_who_comments_sees_one_draft_and_their_own_comments(
    case: Any, here: Any, lead: Any, agency: Any, person: Any, actor: Any
) -> None:
    work(case, lead)
    set_up(here)
    made = commented(here, agency, person, actor)
    slip, annie = Slip.objects.get(kind="draft"), actor(email="annie@example.org")
    with pytest.raises(NotHere):
        queries.my_reading(actor(email="other@example.org"), slip)
    with pytest.raises(NotHere), into(annie, slip.restricted_id):
        pass
    with pytest.raises(Refused, match="time for comments"):
        drafts.comment(slip=slip, section_id=made.section_id, text="More", by=annie, at=NOW)
    with pytest.raises(Refused, match="1 comment on the draft must be answered"):
        works.go_on(transition="close_comments", reason="", **here)
    with pytest.raises(Refused, match="This is done while"):
        drafts.write_section(section_id=made.section_id, heading="x", text="y", **here)
    works.go_on(transition="take_back", reason="A new draft", **here)
    with pytest.raises(Refused, match="Agencies commented"):
        drafts.remove_section(section_id=made.section_id, **here)
    told = OutboxMessage.objects.get(kind="reviews.asked_to_comment")
    assert (told.to, told.subject) == ("annie@example.org", "A draft waits for your comments (R1)")


def test_an_event_of_those_involved_shows_no_family(case: Any, here: Any, lead: Any, person: Any, actor: Any) -> None:
    work(case, lead)
    event = works.write_contribution(contribution_id=None, kind=Taking.EVENT, what="Learning afternoon", where="",
                                     on=TODAY, said="", **here)  # fmt: skip
    user = person("annie")
    asked = {"contribution_id": event.pk, "person_id": user.pk, "real_at": NOW, **here}
    with pytest.raises(Refused, match="when and where"):
        works.ask_to_event(**asked)
    works.write_contribution(contribution_id=event.pk, kind=Taking.EVENT, what="Learning afternoon", where="Town hall",
                             on=TODAY, said="", **here)  # fmt: skip
    row = works.ask_to_event(**asked)
    with pytest.raises(Refused, match="asked already"):
        works.ask_to_event(**asked)
    told = OutboxMessage.objects.get(kind="reviews.asked_to_event")
    assert "Robin" not in told.subject + told.text
    slip = Slip.objects.get(kind="event")
    assert queries.my_invitation(actor(email="annie@example.org"), slip).event.where == "Town hall"
    works.mark_attendance(contribution_id=event.pk, came={row.pk}, **here)
    assert Attendee.objects.get().came is True


def test_RV_C1_reminders_come_once_a_milestone(
    case: Any, here: Any, lead: Any, agency: Any, person: Any, actor: Any
) -> None:
    user = person("annie")
    returns.ask_agency(
        agency_id=agency("GP").pk, person_id=user.pk, child="x", asks="y", due=date(2024, 2, 9), real_at=NOW, **here
    )
    work(case, lead)
    set_up(here)
    drafts.write_section(section_id=None, heading="x", text="y", **here)
    drafts.ask_reader(agency_id=agency("School").pk, person_id=user.pk, due=date(2024, 2, 9), real_at=NOW, **here)
    drafts.send_out(real_at=NOW, **here)

    def reminded(day: date) -> tuple[int, int]:
        given = {"today": day, "by": lead, "at": at(day)}
        return returns.chase_by_itself(**given), drafts.remind_readers(**given)

    days = [date(2024, 2, 7) + timedelta(days=number) for number in range(8)]
    assert [reminded(day) for day in days] == [(number, number) for number in (0, 1, 1, 0, 0, 1, 0, 0)]
    assert reminded(days[-1]) == (0, 0)
    kinds = list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))
    assert (kinds.count("reviews.asked"), kinds.count("reviews.asked_to_comment")) == (4, 4)


@pytest.mark.parametrize(
    ("decision", "kind"), [(Triage.LEARNING, WorkKind.LLR), (Triage.HOMICIDE, WorkKind.DHR), (Triage.NONE, None)]
)
def test_triage_begins_what_follows(case: Any, here: Any, decision: Triage, kind: WorkKind | None) -> None:
    cases.triage(decision=decision, reply="Because", real_at=NOW, **here)
    found = queries.work_of(case)
    assert (found.kind if found else None) == kind


def test_another_area_is_answered_and_timed(lead: Any, case: Any, here: Any) -> None:
    with pytest.raises(Refused, match="Nobody of another area"):
        cases.answer_others(text="x", on=TODAY, **here)
    given = cases.CaseInput(Origin.REQUEST, "Wren", "What do you know?", "Kent", TODAY, TODAY + timedelta(days=9))
    asked = cases.open_case(given=given, by=lead, at=NOW, real_at=NOW)
    with into(lead, asked.restricted_id) as inside:
        with pytest.raises(Refused, match="before the request came"):
            cases.answer_others(inside=inside, text="x", on=TODAY - timedelta(days=1), by=lead, at=NOW)
        done = cases.answer_others(inside=inside, text="Not known", on=TODAY, by=lead, at=NOW)
    assert (done.state, done.answered_on) == ("closed", TODAY)


def test_what_the_database_refuses_of_a_review(case: Any, here: Any, lead: Any) -> None:
    found = work(case, lead)
    for change in ({"state": "published"}, {"kind": "x"}, {"ended_on": TODAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Work.objects.filter(pk=found.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(space_id=case.restricted.space_id, name="x", slug="x", kind="y", withheld_on=TODAY)


def test_readers_of_a_case_change_nothing_of_its_review(
    case: Any, here: Any, lead: Any, person: Any, actor: Any
) -> None:
    work(case, lead)
    user = person("rita", Role.PRACTITIONER)
    restricted.name_member(restricted_id=here["inside"].id, user_id=user.pk, part="reader", by=lead, at=NOW)
    rita = actor(email="rita@example.org")
    with into(rita, here["inside"].id) as own:
        for write in (
            lambda: works.set_up(inside=own, words=dict.fromkeys(works.SET_UP, "x"), by=rita, at=NOW),
            lambda: drafts.write_section(inside=own, section_id=None, heading="x", text="y", by=rita, at=NOW),
            lambda: publication.write_briefing(inside=own, points=POINTS, by=rita, at=NOW),
        ):
            with pytest.raises(NotPermitted):
                write()
