"""Two partnerships with everything in them that an address can name, so that every route can be asked for."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from throughline.foundation.access.actors import Actor, actor_for, system_actor
from throughline.foundation.access.models import Membership, RoleAssignment, User
from throughline.foundation.access.roles import Role
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of

DATA = Path(__file__).resolve().parents[2] / "throughline" / "demonstration"
NOW = datetime(2024, 2, 5, 9, 0, tzinfo=UTC)
TODAY = date(2024, 2, 5)


@dataclass
class World:
    """`names`: address parameter → a value that exists in Medway. `people`: partnership slug and role → account."""

    partnerships: dict[str, Partnership]
    people: dict[tuple[str, str], User] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)

    def scope(self, slug: str) -> Any:
        return scope.activate(scope_of(self.partnerships[slug], TODAY))


def build() -> World:
    from throughline.office.intake.operations import load

    loader = system_actor("command line")
    for folder in ("medway-2023-24", "kent"):
        load(folder=DATA / folder, by=loader, at=NOW, on=TODAY)
    world = World({p.slug: p for p in Partnership.objects.all()})
    for slug in world.partnerships:
        with world.scope(slug) as tenant:
            for role in Role:
                user = User.objects.create_user(email=f"{role}@{slug}.example.org", name=f"{slug} {role}")
                Membership.objects.create(user=user, space_id=tenant.home_id, since=NOW)
                RoleAssignment.objects.create(user=user, role=role, space_id=tenant.home_id)
                world.people[slug, role] = user
    world.people["", "nobody"] = User.objects.create_user(email="nobody@example.org", name="Nobody")
    with world.scope("medway"):
        world.names = samples(world, loader)
    return world


def actor(world: World, slug: str, role: str, *, second_factor: bool = True) -> Actor:
    """The person of that partnership and role, as seen in the active scope."""
    return actor_for(world.people[slug, role], second_factor=second_factor)


def samples(world: World, loader: Actor) -> dict[str, Any]:
    """Address parameters → one that exists in Medway. Runs in Medway's scope. Keys are `route parameter`, or the
    parameter alone where it means the same everywhere."""
    from throughline.foundation.documents.api import add_file, save_content
    from throughline.foundation.figures import operations as figures
    from throughline.foundation.figures.years import year_of
    from throughline.foundation.notices.models import OutboxMessage
    from throughline.office.actions import operations as actions
    from throughline.office.partnership import api as partnership
    from throughline.office.reviews import api as reviews
    from throughline.office.training import api as training
    from throughline.office.training.models import Session, WaitingEntry
    from throughline.office.training.operations import add_school_holiday
    from throughline.office.training.operations.asking import start_yearly_survey
    from throughline.office.training.operations.booking import book
    from throughline.office.training.operations.feeds import renew_feed
    from throughline.office.training.operations.venues import VenueWords, close_venue, write_venue
    from throughline.office.training.queries.asking import Whom
    from throughline.office.training.queries.feeds import secret_of
    from throughline.publishing.yearly_report import operations as reports
    from throughline.publishing.yearly_report.models import Edition
    from throughline.publishing.yearly_report.queries import standing
    from throughline.publishing.yearly_report.rules.showing import Audience, as_data

    booker = actor(world, "medway", Role.PRACTITIONER)
    open_session = next(s for s in training.sessions() if s.title.startswith("Graded Care"))
    booking = book(session_id=open_session.id, by=booker, at=NOW, real_at=NOW)
    waiting = WaitingEntry.objects.create(
        space_id=booking.space_id, session=booking.session, person=booker.user, reference="WA2T345678",
        status="waiting", number=1, joined_at=NOW,
    )  # fmt: skip
    Session.objects.filter(pk=booking.session_id).update(waiting=1)
    venue = write_venue(venue_id=None, words=VenueWords("Example hall"), by=loader, at=NOW)
    closure = close_venue(venue_id=venue.pk, first=TODAY, last=TODAY, reason="Repairs", by=loader, at=NOW)
    holiday = add_school_holiday(name="Half-term", first=TODAY, last=TODAY, by=loader, at=NOW)
    run = figures.run_figures(year=year_of("2023-24"), as_at=TODAY, by=loader, at=NOW)
    content = save_content(b"kept")
    file = add_file(
        by=loader,
        at=NOW,
        content=content,
        kind="unknown-kind",
        name="kept.txt",
        title="Kept",
        content_type="text/plain",
    )
    year = year_of("2023-24")
    public = standing(year, TODAY).shown(Audience.PUBLIC)
    shown = {"figures": [as_data(found) for found in public.values()], "shown": {i: f.text for i, f in public.items()}}
    report = reports.start_report(year=year, by=loader, at=NOW)
    Edition(
        space_id=report.space_id, report=report, number=1, title=report.title, as_at=TODAY, statute="", html="",
        content=shown, published_at=NOW, published_by=loader.user,
    ).save()  # fmt: skip
    action = actions.raise_with_recommendation(
        finding="Found", text="Recommended", to_agency_id=partnership.agencies()[0].id, to_group_id=None,
        by=actor(world, "medway", Role.BUSINESS_UNIT), at=NOW,
    )  # fmt: skip
    review = reviews.reviews()[0]
    own_group = next(each for each in partnership.groups() if not each.joint)
    post = partnership.record_post(title="Member", group_id=own_group.id, holder_id=booker.user.pk, by=loader, at=NOW)
    done = actions.raise_action(
        given=actions.ActionInput("Do it", TODAY, booker.user.pk, group_id=own_group.id),
        by=actor(world, "medway", Role.BUSINESS_UNIT), at=NOW,
    )  # fmt: skip
    message = OutboxMessage.objects.latest("pk")
    officer = actor(world, "medway", Role.TRAINING_OFFICER)
    survey = start_yearly_survey(
        which="yearly", year="2023-24", audience=Whom.NOBODY, emails=["lead@example.org"],
        closes_on=date(2099, 3, 1), by=officer, today=TODAY, at=NOW,
    )  # fmt: skip
    group = partnership.groups()[0]
    from throughline.foundation.links import api as links

    link = links.link(
        source=links.Ref("reviews.review", review.id), says=links.Relation.TAUGHT_IN,
        target=links.Ref("training.course", booking.session.course_id), by=actor(world, "medway", Role.BUSINESS_UNIT),
        at=NOW,
    )  # fmt: skip
    restricted = restricted_samples(world, loader)
    learnt_from = came_of_samples(world, review.id, restricted["restricted_id"])
    issue = bulletin_samples(world)
    learnt = learning_samples(booker, officer, booking) | elearning_samples(booker, officer)
    return {
        "month": "2024-02", "secret": secret_of(renew_feed(by=booker, at=NOW)),
        "course_id": booking.session.course_id, "venue_id": venue.pk, "closure_id": closure.pk,
        "session_id": open_session.id, **money(booking, booker, loader),
        "entry_id": waiting.pk, "waiting_reference": waiting.reference,
         "holiday_id": holiday.pk, "slug": group.slug, "reference": booking.reference, "booking_id": booking.pk,
        "year": "2023-24", "key": "context", "number": 1,
        "figure_id": next(iter(run.runs)), "file_id": file.pk, "message_id": message.pk,
        "action_id": done.pk, "recommendation_id": action.pk, "transition": "start", "post_id": post.pk,
        "link_id": link.pk, **restricted, **learnt_from,
        "group_id": own_group.id, "kind": "reviews.review", "source_id": review.id,
        "attachment_id": message.attachments.latest("pk").pk, "name": file.name,
        **learnt,
        **dataset_samples(actor(world, "medway", Role.BUSINESS_UNIT), booker),
        **audit_samples(booker, actor(world, "medway", Role.BUSINESS_UNIT)),
        **issue,
        **library_samples(world, loader),
        "survey_id": survey.pk, "token": survey.invitations.get().token, "version_id": survey.version_id,
        "questionnaire_id": survey.version.questionnaire_id,
        "person_id": Membership.objects.get(user=world.people["medway", Role.EDITOR]).pk,
    }  # fmt: skip


def audit_samples(booker: Actor, unit: Actor) -> dict[str, Any]:
    """A question set in two versions, an open cycle, a return that the booker leads, a helper, evidence."""
    from throughline.foundation.surveys.models import OpenLink
    from throughline.office.audits.operations import cases, cycles, helping, panel, sets, staff
    from throughline.office.audits.rules.question_sets import read

    assert booker.user is not None
    first = sets.take_shipped(name="section-11", by=unit, at=NOW)
    changed = {**first.content, "title": "Section 11, next"}
    second = sets.take_question_set(given=read(changed), by=unit, at=NOW)
    given = cycles.CycleInput("Section 11", first.pk, "2023-24", TODAY, date(2024, 6, 1))
    cycle = cycles.make_cycle(given=given, by=unit, at=NOW)
    body = cycles.BodyInput("A school", "school", email=booker.user.email, urn="100001")
    cycles.ask_bodies(cycle_id=cycle.pk, bodies=[body], by=unit, at=NOW, real_at=NOW)
    cycles.launch(cycle_id=cycle.pk, by=unit, at=NOW, real_at=NOW)
    staff.start_staff_survey(cycle_id=cycle.pk, closes_on=date(2024, 6, 1), by=unit, at=NOW, real_at=NOW)
    row = cycle.returns.get()
    helper = helping.invite(return_id=row.pk, email="helper@example.org", standards=[], signs=False, by=booker, at=NOW,
                            real_at=NOW)  # fmt: skip
    evidence = helping.add_evidence(return_id=row.pk, title="Policy", questions=["1.1"], link="https://example.org/",
                                    by=booker, at=NOW, real_at=NOW)  # fmt: skip
    member = panel.seat(cycle_id=cycle.pk, name="A member", email="member@example.org", by=unit, at=NOW, real_at=NOW)
    case_audit = cases.plan_case_audit(
        theme="Neglect", year="2023-24", criteria="Plans", agreed_on=TODAY, due=date(2024, 6, 1),
        purge_on=date(2024, 9, 1), by=unit, at=NOW,
    )  # fmt: skip
    drawn = cases.draw_sample(audit_id=case_audit.pk, list_size=9, number=1, seed="1", by=unit, at=NOW)
    for agency, email in (("One", booker.user.email), ("Two", "two@example.org")):
        cases.name_auditor(audit_id=case_audit.pk, agency=agency, email=email, by=unit, at=NOW)
    cases.open_audit(audit_id=case_audit.pk, by=unit, at=NOW, real_at=NOW)
    return {
        "link_token": OpenLink.objects.get().token,
        "case_audit_id": case_audit.pk, "case_id": drawn[0].pk, "how": "not_known",
        "set_version_id": first.pk, "other_version_id": second.pk, "cycle_id": cycle.pk, "return_id": row.pk,
        "member_id": member.pk, "contributor_id": helper.pk, "evidence_id": evidence.pk, "question_code": "1.1",
    }  # fmt: skip


def restricted_samples(world: World, loader: Actor) -> dict[str, Any]:
    """A restricted space that the practitioner leads, the scrutineer is a member of and the editor broke into."""
    from throughline.foundation.restricted import api as restricted
    from throughline.foundation.restricted.models import Glass
    from throughline.foundation.restricted.rules import glass_ends
    from throughline.office.partnership import api as partnership
    from throughline.office.reviews import models
    from throughline.office.reviews.operations import cases, returns
    from throughline.office.reviews.rules.words import Origin

    lead = actor(world, "medway", Role.PRACTITIONER)
    assert lead.user is not None
    unit = actor(world, "medway", Role.BUSINESS_UNIT)
    member = world.people["medway", Role.SCRUTINEER]
    given = cases.CaseInput(Origin.INCIDENT, "Example", "What happened")
    case = cases.open_case(given=given, by=unit, at=NOW, real_at=NOW)
    space = case.restricted
    restricted.name_member(restricted_id=space.pk, user_id=lead.user.pk, part="lead", by=unit, at=NOW)
    restricted.name_member(restricted_id=space.pk, user_id=member.pk, part="member", by=lead, at=NOW)
    glass = Glass.objects.create(
        space_id=space.space_id, restricted=space, user=world.people["medway", Role.EDITOR], reason="Urgent", at=NOW,
        ends_at=glass_ends(NOW),
    )  # fmt: skip
    with restricted.entered(lead, space.pk, what="Sample", at=NOW) as inside:
        clock = models.CaseClock.objects.create(
            space_id=inside.space_id, case=case, code="RV-02", started_on=TODAY, due_on=TODAY,
            edition="working-together-2023", calendar="x",
        )  # fmt: skip
        step = models.PlanStep.objects.create(
            space_id=inside.space_id, case=case, working_day=1, what="Letters", on=TODAY
        )
        relative = cases.add_household_person(inside=inside, name="Somebody", relation="aunt", born=None, at_home=True,
                                              note="", by=lead, at=NOW)  # fmt: skip
        review = review_samples(case, member, lead)
        request, other = (
            returns.ask_agency(
                inside=inside, agency_id=agency.id, person_id=lead.user.pk, child="Somebody", asks="All", due=TODAY,
                by=lead, at=NOW, real_at=NOW,
            )
            for agency in partnership.agencies()[:2]  # the first one is taken back on the way
        )  # fmt: skip
        slip = models.Slip.objects.get(record_id=other.pk, kind="request")
        returns.return_entries(slip=slip, rows=[returns.EntryInput(TODAY, "Seen")], by=lead, at=NOW)
        entry = models.ChronologyEntry.objects.get()
        returns.add_entries(inside=inside, agency_id=other.agency_id, rows=[returns.EntryInput(TODAY, "Told")], by=lead,
                            at=NOW)  # fmt: skip
        typed = models.ChronologyEntry.objects.get(request=None)
    return {
        "restricted_id": space.pk, "user_id": member.pk, "glass_id": glass.pk, "clock_id": clock.pk,
        "step_id": step.pk, "household_person_id": relative.pk, "request_id": request.pk, "heading": "facts",
        "slip_id": slip.pk, "entry_id": entry.pk, "typed_entry_id": typed.pk, "edition_id": "working-together-2023",
        "limit_code": "RV-03", **review,
    }  # fmt: skip


def came_of_samples(world: World, review_id: int, restricted_id: int) -> dict[str, Any]:
    """What came of a published review, a national one, and a deletion that is proposed."""
    from throughline.foundation.restricted import api as restricted
    from throughline.office.reviews.models import Deletion
    from throughline.office.reviews.operations import learning
    from throughline.office.reviews.rules.learning import Product, Test

    by: dict[str, Any] = {"by": actor(world, "medway", Role.BUSINESS_UNIT), "at": NOW}
    product = learning.add_product(review_id=review_id, kind=Product.VIDEO, title="Film", url="", on=TODAY, **by)
    change = learning.write_change(review_id=review_id, change_id=None, where="Hub", change="Asks", since=None,
                                   evidence="", **by)  # fmt: skip
    test = learning.plan_test(change_id=change.pk, how=Test.AUDIT, what="Audit", planned_on=TODAY, **by)
    national = learning.write_national(national_id=None, name="National", body="Panel", url="", expected_on=TODAY,
                                       published_on=None, **by)  # fmt: skip
    space = restricted.find(restricted_id)
    deletion = Deletion.objects.create(
        space_id=space.space_id, restricted=space, due_on=TODAY, proposed_at=NOW,
        proposed_by=world.people["medway", Role.PRACTITIONER],
    )  # fmt: skip
    return {
        "review_id": review_id, "product_id": product.pk, "change_id": change.pk, "test_id": test.pk,
        "national_id": national.pk, "deletion_id": deletion.pk,
    }  # fmt: skip


def review_samples(case: Any, person: User, lead: Actor) -> dict[str, Any]:
    """The review that follows the case, with one of each that an address names. Inside the case's space."""
    from throughline.office.partnership import api as partnership
    from throughline.office.reviews import models
    from throughline.office.reviews.operations.following import begin_work
    from throughline.office.reviews.rules.reviewing import WorkKind

    work = begin_work(case, WorkKind.LCSPR, lead, NOW)
    here = {"space_id": work.space_id, "work": work}
    member = models.PanelMember.objects.create(**here, name="Somebody", agency="Police")
    process = models.ParallelProcess.objects.create(**here, kind="coroner", what="Inquest", since=TODAY)
    part = models.Contribution.objects.create(**here, kind="event", what="Afternoon", where="Hall", on=TODAY)
    section = models.DraftSection.objects.create(**here, position=0, heading="What happened", text="It happened.")
    reader = models.DraftReader.objects.create(
        **here, draft=1, agency_id=partnership.agencies()[0].id, person=person, due=TODAY
    )
    comment = models.DraftComment.objects.create(
        space_id=work.space_id, section=section, reader=reader, text="Say when.", at=NOW
    )
    finding = models.WorkFinding.objects.create(**here, text="It was found.")
    return {
        "panel_member_id": member.pk, "process_id": process.pk, "contribution_id": part.pk, "section_id": section.pk,
        "draft_comment_id": comment.pk, "work_finding_id": finding.pk,
    }  # fmt: skip


def bulletin_samples(world: World) -> dict[str, Any]:
    """An issue that went out, a back issue, a suggestion, two readers and a campaign kit."""
    from throughline.office.partnership import api as partnership
    from throughline.publishing.bulletin.models import Block, IssueLink, Subscriber
    from throughline.publishing.bulletin.operations import archiving, campaigning, reading_list, suggesting, telling
    from throughline.publishing.bulletin.tests.making import sent_issue

    editor = actor(world, "medway", Role.EDITOR)
    unit = actor(world, "medway", Role.BUSINESS_UNIT)
    rows = [reading_list.ListRow(f"{name}@example.org", reading_list.Wishes()) for name in ("one", "two")]
    reading_list.bring_in(rows=rows, basis="public_task", source="A list", by=unit, at=NOW)
    issue = sent_issue(writer=editor, approver=unit, at=NOW)
    first, second = Subscriber.objects.order_by("pk")[:2]
    found = {"title": "Old", "date": "2020-05", "items": [{"heading": "One", "text": "Two"}], "sessions": []}
    back = archiving.import_back_issue(found=found, file_name="old.txt", by=editor, at=NOW)
    kit = campaigning.write_kit(
        kit_id=None, words=campaigning.KitWords("Campaign", "Says", TODAY, TODAY), by=editor, at=NOW
    )
    post = campaigning.add_post(kit_id=kit.pk, day=TODAY, channel="X", text="Text", who="Who", by=editor, at=NOW)
    messages = telling.write_messages(
        messages_id=None, group_id=partnership.groups()[0].id, met_on=TODAY, text="One", by=editor, at=NOW
    )
    suggestion = suggesting.suggest(heading="This", text="That", by=editor, at=NOW)
    return {
        "issue_id": issue.pk, "issue_slug": issue.slug, "back_issue_id": back.pk, "issue_way": "submit",
        "block_id": Block.objects.filter(issue=issue).latest("pk").pk, "block_kind": "item", "block_move": "up",
        "suggestion_id": suggestion.pk, "reader_id": first.pk, "reader_token": second.token, "kit_id": kit.pk,
        "kit_post_id": post.pk, "key_messages_id": messages.pk,
        "link_code": IssueLink.objects.filter(issue=issue).latest("pk").code,
    }  # fmt: skip


def library_samples(world: World, loader: Actor) -> dict[str, Any]:
    """A document with two versions and one that waits, a confirmation asked for, a draft out, a service, a campaign."""
    from throughline.office.partnership import api as partnership
    from throughline.publishing.library import operations as library
    from throughline.publishing.library.models import Reading
    from throughline.publishing.library.rules import DayRule

    editor = actor(world, "medway", Role.EDITOR)
    section = [library.Section("What to do", "<p>Ask.</p>")]

    def publish(label: str, kind: str = "video", page: int = 900_001, slug: str = "a-film") -> Any:
        text = library.Text(
            page=page, slug=slug, kind=kind, title="A film", label=label, sections=section,
            video_url="https://example.org/film",
        )  # fmt: skip
        return library.publish_text(given=text, today=TODAY, by=editor, at=NOW)

    publish("1.0")
    version = publish("2.0")
    agency = partnership.agencies()[0].id
    library.ask_to_read(version_id=version.pk, organisation_ids=[agency], due=TODAY, today=TODAY, by=editor)
    lead = world.people["medway", Role.PRACTITIONER].pk
    partnership.record_post(title="Lead", organisation_id=agency, holder_id=lead, leads=True, by=loader, at=NOW)
    draft = library.open_consultation(
        page=900_001, title="A draft", introduction="", sections=section, is_public=True, organisation_ids=[],
        closes_on=date(2099, 1, 1), today=TODAY, by=editor,
    )  # fmt: skip
    comment = library.comment(
        consultation_id=draft.pk, section=1, text="Say when.", name="", organisation="", today=TODAY, by=editor, at=NOW
    )
    words = library.ServiceWords("A service", "It helps", "Families", "Call", "Anybody")
    service = library.write_service(service_id=None, words=words, by=editor)
    campaign = library.write_campaign(
        campaign_id=None, words=library.CampaignWords("A day", DayRule(3, day=18)), by=editor
    )
    pledge = library.add_pledge(campaign_id=campaign.pk, year=2024, who="Us", text="A stall", by=editor)
    elsewhere = library.write_elsewhere(
        elsewhere_id=None, by=editor,
        words=library.ElsewhereWords("A review", "Elsewhere", "London", ("Neglect",), TODAY, "It found."),
    )  # fmt: skip
    return {
        "document_slug": version.document.slug, "version_number": 1, "consultation_id": draft.pk,
        "comment_id": comment.pk, "service_slug": service.slug, "service_id": service.pk,
        "campaign_slug": campaign.slug, "campaign_id": campaign.pk, "pledge_id": pledge.pk,
        "elsewhere_id": elsewhere.pk, "document_id": version.document_id, "library_version_id": version.pk,
        "reading_id": Reading.objects.get().pk,
    }  # fmt: skip


def elearning_samples(booker: Actor, officer: Actor) -> dict[str, Any]:
    """A course that is played here, and somebody who opened it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from throughline.foundation.documents.api import Accepts, accept_upload
    from throughline.office.training.models import Course
    from throughline.office.training.operations import elearning
    from throughline.office.training.packages import unpack
    from throughline.office.training.tests.scorm_packages import scorm_12

    upload = accept_upload(SimpleUploadedFile("course.zip", scorm_12()), Accepts(kinds=("zip",)))
    course = Course.objects.order_by("pk").first()
    assert course is not None
    package = elearning.add_package(course_id=course.pk, unpacked=unpack(upload), by=officer, at=NOW)
    attempt = elearning.open_package(package_id=package.pk, by=booker, at=NOW)
    return {"package_id": package.pk, "attempt_id": attempt.pk, "part": 0}


def learning_samples(booker: Actor, officer: Actor, booking: Any) -> dict[str, Any]:
    """A role with a requirement and somebody who does it, an own statement, a certificate, a tool with its licence
    and promise."""
    from throughline.office.partnership import api as partnership
    from throughline.office.training.models import Certificate, RoleHeld
    from throughline.office.training.operations import learning, licences, requirements

    assert booker.user is not None
    agency = partnership.agencies()[0]
    requirement = requirements.add_requirement(
        role="Lead", what="Training", months=24, hours=None, source="Guidance", starts=TODAY, course_ids=[], by=officer
    )
    row = requirements.StaffRow(1, booker.user.email, booker.user.name, agency.name, "Lead")
    second = requirements.StaffRow(2, "second@example.org", "Second", agency.name, "Lead")
    requirements.record_staff(rows=[row, second], by=officer, today=TODAY)
    record = learning.state_learning(
        title="Elsewhere", course_id=None, day=TODAY, hours=None, evidence="No. 7", by=booker, today=TODAY
    )
    tool = licences.add_tool(name="A tool", owner="", months=None, by=officer)
    licence = licences.award_licence(
        tool_id=tool.pk, person=booker.user, organisation_id=agency.id, number="1", is_trainer=True, trained_on=TODAY,
        assessed_on=TODAY, assessor="Somebody", trained_by_id=None, by=officer, today=TODAY,
    )  # fmt: skip
    promise = licences.promise_delivery(
        tool_id=tool.pk, person=booker.user, times=1, by_day=date(2024, 6, 1), by=officer, today=TODAY
    )
    certificate = Certificate(
        space_id=booking.space_id, booking=booking, code="23456789BCDFGHJK", name="Somebody", title="A course",
        day=TODAY, issued_on=TODAY,
    )  # fmt: skip
    certificate.save()
    return {
        "trainee_id": booker.user.pk, "other_trainee_id": RoleHeld.objects.get(person__name="Second").person_id,
        "certificate_id": certificate.pk, "code": certificate.code, "which": "will-do",
        "requirement_id": requirement.pk, "held_id": RoleHeld.objects.get(person=booker.user).pk,
        "record_id": record.pk,
        "organisation_id": agency.id, "tool_id": tool.pk, "licence_id": licence.pk, "promise_id": promise.pk,
    }  # fmt: skip


def money(booking: Any, booker: Actor, loader: Actor) -> dict[str, Any]:
    """The session's day, a charge for the booking, its statement, a rule; the booker leads the first agency."""
    from decimal import Decimal

    from throughline.office.partnership import api as partnership
    from throughline.office.training.models import (
        AgencyLead,
        Approval,
        Charge,
        ChargeRule,
        SessionDay,
        SessionTrainer,
        Statement,
        StatementLine,
    )

    space, agency = booking.space_id, partnership.agencies()[0]
    made = {"made_at": NOW, "made_by": loader.user, "day": TODAY}
    charge = Charge.objects.create(
        space_id=space, booking=booking, kind="place", amount=Decimal(5), why="A place.", **made
    )
    statement = Statement.objects.create(
        space_id=space, number=1, first=TODAY, last=TODAY, issued_at=NOW, issued_by=loader.user
    )
    StatementLine.objects.create(space_id=space, statement=statement, charge=charge)
    rule = ChargeRule.objects.create(space_id=space, no_show=Decimal(50))
    AgencyLead.objects.create(space_id=space, organisation_id=agency.id, person=booker.user)
    SessionTrainer.objects.create(space_id=space, session=booking.session, name="Trainer", person=booker.user)
    type(booking).objects.filter(pk=booking.pk).update(organisation_id=agency.id)
    Approval.objects.create(space_id=space, booking=booking, asked_at=NOW)
    return {
        "day_id": SessionDay.objects.filter(session=booking.session).latest("pk").pk, "charge_id": charge.pk,
        "statement_id": statement.pk, "rule_id": rule.pk, "organisation_id": agency.id, "file_format": "csv",
    }  # fmt: skip


def dataset_samples(unit: Actor, booker: Actor) -> dict[str, Any]:
    """Indicators of the register, a round with a return of the agency for which `booker` answers, and a rule."""
    from throughline.office.dataset.models import Indicator
    from throughline.office.dataset.operations.keys import issue_key
    from throughline.office.dataset.operations.register import RegisterRow, register_indicators
    from throughline.office.dataset.operations.rounds import open_round, set_rule
    from throughline.office.partnership import api as partnership

    assert booker.user is not None
    owner = partnership.agencies()[0].id
    partnership.record_post(title="Head", organisation_id=owner, holder_id=booker.user.pk, leads=True, by=unit, at=NOW)
    given = {"sector": "social_care", "unit": "contacts", "frequency": "quarter", "owner_id": owner}
    rows = [RegisterRow(code=f"X-{n}", title=f"Contacts {n}", definition="Contacts.", **given) for n in (1, 2)]
    register_indicators(rows=rows, by=unit, at=NOW)
    first, second = Indicator.objects.filter(code__in=["X-1", "X-2"]).order_by("code")
    asked = open_round(year="2023-24", quarter=3, due=date(2024, 2, 12), by=unit, at=NOW)
    rule = set_rule(
        kind="cannot_exceed", whole_id=first.pk, part_id=second.pk, missing="skip", why="It is a part.", by=unit, at=NOW
    )
    key, _ = issue_key(name="Their program", use="return", agency_id=owner, ends_on=date(2099, 1, 1), by=unit, at=NOW)
    return public_samples(first, owner, unit) | {
        "api_key_id": key.pk, "indicator_id": first.pk, "round_id": asked.pk,
        "agency_return_id": asked.returns.get().pk, "rule_id": rule.pk, "way": "submit",
    }  # fmt: skip


def public_samples(found: Any, agency_id: int, unit: Actor) -> dict[str, Any]:
    """Values of an indicator, open to the public; a point of it with a note and a question; a pack."""
    from decimal import Decimal

    from throughline.office.dataset.operations import narrative, packs, releasing
    from throughline.office.dataset.operations.loading import ObservationInput, record_observations

    given = [
        ObservationInput(found.name, "Medway", period, Decimal(9), "", "", "", "contacts.csv", number)
        for number, period in enumerate(("2022-23", "2023-24"), start=2)
    ]
    record_observations(rows=given, year="2023-24", by=unit, at=NOW)
    where = narrative.Where(found.pk, "own", "", "2023-24")
    note = narrative.note(where=where, said="Happened", rebase=False, why="", by=unit, at=NOW)
    question, _ = narrative.ask_agency(
        where=where, organisation_id=agency_id, text="Why?", by=unit, at=NOW, real_at=NOW
    )
    releasing.record_agreement(indicator_id=found.pk, agreed_by="Lead", agreed_on=TODAY, by=unit, at=NOW)
    releasing.release_indicator(indicator_id=found.pk, as_at=TODAY, by=unit, at=NOW)
    pack = packs.ask_for_pack(as_at=TODAY, by=unit, at=NOW)
    return {
        "series": "own", "period": "2023-24", "note_id": note.pk, "question_id": question.pk,
        "indicator_slug": found.slug, "audience": "public", "pack_id": pack.pk,
    }  # fmt: skip
