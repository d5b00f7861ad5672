"""Planting a word into every field of a restricted record. An app whose records lie in restricted spaces joins by a
planter of its own: a function in PLANTERS that fills one such record and says where it lies."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tests.sweeps.world import NOW, TODAY, World, actor
from throughline.foundation.access.models import Membership, User
from throughline.foundation.access.roles import Role
from throughline.foundation.restricted import api as restricted

WORD = "Quixotrellian"
PART_OF_IT = "quixotrel"  # what somebody may search for


@dataclass(frozen=True)
class Planted:
    """`names`: address parameters that mean this record. `lead` sees it; `lead_pages` are addresses on which the word
    must stand for the lead, so that the test can fail. `not_text`: model fields that hold no words of people."""

    restricted_id: int
    space_id: int
    names: dict[str, Any]
    lead: User
    lead_pages: tuple[str, ...]
    not_text: frozenset[str] = frozenset()


def known(world: World, name: str, *roles: Role) -> User:
    """Somebody of Medway, without any role unless given."""
    from throughline.foundation.access.models import RoleAssignment
    from throughline.foundation.tenancy import scope

    user = User.objects.create_user(email=f"{name}@medway.example.org", name=name)
    home = scope.current().home_id
    Membership.objects.create(user=user, space_id=home, since=NOW)
    for role in roles:
        RoleAssignment.objects.create(user=user, role=role, space_id=home)
    return user


def plant_case(world: World) -> Planted:
    """A case for review: referral, incident, criteria, signatures with dissent, requests with answers and chronologies,
    household, plan, analysis, decision, the Panel's answer, a pause."""
    from throughline.foundation.access.actors import Actor
    from throughline.office.partnership import api as partnership
    from throughline.office.reviews import models
    from throughline.office.reviews.operations import cases, clocks, returns
    from throughline.office.reviews.rules import words

    unit = actor(world, "medway", Role.BUSINESS_UNIT)
    lead_user, asked_user = known(world, "planted-lead"), known(world, "planted-asked")
    lead, asked = Actor(lead_user, second_factor=True), Actor(asked_user, second_factor=True)
    given = cases.CaseInput(words.Origin.REFERRAL, WORD, WORD, WORD)
    case = cases.open_case(given=given, by=unit, at=NOW, real_at=NOW)
    rid = case.restricted_id
    restricted.name_member(restricted_id=rid, user_id=lead_user.pk, part="lead", by=unit, at=NOW,
                           partner=words.Partner.LOCAL_AUTHORITY)  # fmt: skip
    assert unit.user is not None
    restricted.end_member(restricted_id=rid, user_id=unit.user.pk, reason="Handed over", by=lead, at=NOW)
    with restricted.entered(lead, rid, what="Planting", at=NOW) as inside:
        here: dict[str, Any] = {"inside": inside, "by": lead, "at": NOW}
        cases.triage(decision=words.Triage.NOTIFY, reply=WORD, real_at=NOW, **here)
        cases.record_incident(words={
            "aware_at": NOW, "harm": "died", "standing": "looked_after", "place": WORD, "incident_area": WORD,
            "home_area": WORD, "account": WORD,
        }, **here)  # fmt: skip
        criteria = {**words.INCIDENT_CRITERIA, **words.REVIEW_CRITERIA}
        cases.judge_criteria(judged=dict.fromkeys(criteria, (True, WORD)), **here)
        cases.tell(who=WORD, on=TODAY, **here)
        cases.sign(stage=words.Stage.NOTIFICATION, partner=words.Partner.LOCAL_AUTHORITY, agrees=False, reasons=WORD,
                   signs_for_id=lead_user.pk, **here)  # fmt: skip
        cases.notify(on=TODAY, **here)
        step = cases.plan_step(step_id=None, working_day=3, what=WORD, **here)
        person = cases.add_household_person(name=WORD, relation=WORD, born=date(2023, 1, 1), at_home=True, note=WORD,
                                            **here)  # fmt: skip
        for part in words.ANALYSIS:
            cases.write_text(part=part.value, text=WORD, **here)
        request = returns.ask_agency(
            agency_id=partnership.agencies()[0].id, person_id=asked_user.pk, child=WORD, asks=WORD, due=TODAY,
            real_at=NOW, **here,
        )  # fmt: skip
        slip = models.Slip.objects.get(restricted_id=rid, kind="request")
        row = returns.EntryInput(TODAY, WORD, "09:30", WORD, WORD, WORD, TODAY, WORD)
        returns.return_entries(slip=slip, rows=[row], by=asked, at=NOW)
        entry = models.ChronologyEntry.objects.get()
        typed = {"agency_id": partnership.agencies()[1].id, **here}
        returns.add_entries(rows=[row, row], **typed)
        kept, gone = models.ChronologyEntry.objects.filter(request=None)
        returns.correct_entry(entry_id=kept.pk, row=replace(row, time="10:00"), **typed)
        returns.take_out_entry(entry_id=gone.pk, **here)
        returns.answer_request(slip=slip, known=True, summary=WORD, by=asked, at=NOW)
        cases.decide(outcome=words.Outcome.LCSPR, reasons=WORD, **here)
        clock = models.CaseClock.objects.get(code="RV-02")
        clocks.pause_clock(clock_id=clock.pk, reason=WORD, **here)
        review = plant_review(case, here, asked)
        place = inside.space_id
    return Planted(
        restricted_id=rid, space_id=place, lead=lead_user,
        names={"restricted_id": rid, "request_id": request.pk, "slip_id": slip.pk, "entry_id": entry.pk,
               "typed_entry_id": kept.pk, "clock_id": clock.pk, "step_id": step.pk,
               "household_person_id": person.pk, **review},
        lead_pages=tuple(f"/office/reviews/{rid}/{page}" for page in
                         ("", "timeline/", "timeline/corrections/", "household/", "analysis/", "decision/",
                          f"agencies/{request.pk}/", f"dates/{clock.pk}/", "pack.docx?parts=facts", "review/", "draft/",
                          "publication/", "report.docx", "keeping/")),
        not_text=frozenset({"reviews.CaseClock", "reviews.ChronologyEntry.time", "reviews.Criterion.key",
                            "reviews.InformationRequest.answer", "reviews.BriefingPoint.point"}),
    )  # fmt: skip


def plant_review(case: Any, here: dict[str, Any], asked: Any) -> dict[str, Any]:
    """The review that follows, with everything that can be written of it. Returns address parameters."""
    from throughline.office.partnership import api as partnership
    from throughline.office.reviews import models
    from throughline.office.reviews.operations import drafts, publication, retention, works
    from throughline.office.reviews.operations.following import begin_work
    from throughline.office.reviews.rules import reviewing as rules

    work = begin_work(case, rules.WorkKind.LCSPR, here["by"], NOW)
    works.set_up(words=dict.fromkeys(works.SET_UP, WORD), **here)
    works.go_on(transition="start", reason="", **here)
    member = works.add_panel_member(name=WORD, agency=WORD, **here)
    process = works.add_process(kind=rules.Process.POLICE, what=WORD, since=TODAY, pauses=True, reason=WORD, **here)
    event = works.write_contribution(contribution_id=None, kind=rules.Taking.EVENT, what=WORD, where=WORD, on=TODAY,
                                     said=WORD, **here)  # fmt: skip
    works.ask_to_event(contribution_id=event.pk, person_id=asked.user.pk, real_at=NOW, **here)
    section = drafts.write_section(section_id=None, heading=WORD, text=WORD, **here)
    agency = partnership.agencies()[0].id
    drafts.ask_reader(agency_id=agency, person_id=asked.user.pk, due=TODAY, real_at=NOW, **here)
    drafts.send_out(real_at=NOW, **here)
    slip = models.Slip.objects.get(restricted_id=here["inside"].id, kind="draft")
    comment = drafts.comment(slip=slip, section_id=section.pk, text=WORD, by=asked, at=NOW)
    drafts.answer_comment(comment_id=comment.pk, answer=WORD, **here)
    finding = drafts.write_finding(finding_id=None, text=WORD, recommendation=WORD, agency_id=agency, **here)
    works.plan_publication(name=WORD, themes=WORD, improvements=WORD, planned_on=TODAY, **here)
    publication.write_briefing(points=dict.fromkeys(rules.BRIEFING, WORD), **here)
    publication.clear_word(word=WORD, reason=WORD, **here)
    retention.hold(reason=WORD, **here)
    assert work.pk
    return {
        "panel_member_id": member.pk, "process_id": process.pk, "contribution_id": event.pk, "section_id": section.pk,
        "draft_comment_id": comment.pk, "work_finding_id": finding.pk,
    }  # fmt: skip


PLANTERS: dict[str, Callable[[World], Planted]] = {"reviews.case": plant_case}
