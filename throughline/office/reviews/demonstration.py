"""What followed the Medway review of 2023, for the demonstration: invented people, findings, recommendations and
actions around the eight practice changes that are on record. As at 5 February 2024."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.roles import Role
from throughline.foundation.accounts.operations import load_demonstration_account
from throughline.foundation.links import api as links
from throughline.office.actions import api as actions
from throughline.office.partnership import api as partnership
from throughline.office.reviews.action_sources import KIND
from throughline.office.reviews.models import PracticeChange, Review

REVIEW = "Isabel"
LONDON = ZoneInfo("Europe/London")
MIDWIVES, COUNCIL, COMMUNITY = "Medway NHS Foundation Trust", "Medway Council", "Medway Community Healthcare"
GROUP = "Learning Lessons"

# address before the at sign → (name, post, agency, leads it)
PEOPLE = {
    "midwifery": ("Ottilie Farrow", "Named midwife for safeguarding", MIDWIVES, True),
    "early-help": ("Rafe Tollgate", "Head of early help", COUNCIL, True),
    "health-visiting": ("Sunniva Pell", "Health visiting lead", COMMUNITY, True),
}
VACANT = ("Designated doctor for safeguarding", "NHS Kent and Medway", "health-visiting")  # title, agency, deputy


@dataclass(frozen=True)
class Story:
    """An action and how far it came. `owner`: a key of PEOPLE, 'practitioner' or '' for the vacant post. `done`,
    `closed`: days; `verdict`: (day, verdict, found). `moved`: (day, new due, reason)."""

    title: str
    owner: str
    agency: str
    raised: date
    due: date
    should_differ: str = ""
    measured_how: str = ""
    baseline: str = ""
    started: bool = False
    evidence: str = ""
    done: date | None = None
    closed: date | None = None
    verdict: tuple[date, str, str] | None = None
    moved: tuple[date, date, str] | None = None
    priority: int = 2
    changed: str = ""  # the change in practice on record that came of it


# (finding, [(recommendation, to, answer, reason when declined, [story …]) …])
FINDINGS = (
    (
        "Worries about an unborn baby reached the maternity hub without enough detail for a decision.",
        (
            (
                "Ask for what a decision needs at the point of referral, and record how it was made.",
                MIDWIVES,
                "",
                (
                    Story(
                        "Revise the terms of reference of the Maternity Safeguarding Hub", "midwifery", MIDWIVES,
                        date(2022, 11, 14), date(2023, 1, 31),
                        "Every agency knows which worries the hub decides on.",
                        "Dip sample of 20 referrals by the case file audit group", "11 of 20 were for the hub",
                        evidence="Terms of reference approved and sent to all referrers.", done=date(2023, 1, 18),
                        closed=date(2023, 1, 25), verdict=(date(2023, 8, 2), "proven", "18 of 20 were for the hub."),
                        changed="terms of reference revised",
                    ),
                    Story(
                        "Put a referral form into use that asks for more detail", "midwifery", MIDWIVES,
                        date(2022, 11, 14), date(2023, 3, 31),
                        "The hub can decide without asking back.", "Share of referrals sent back for detail",
                        "About half were sent back", evidence="The form is in use since 20 March 2023.",
                        done=date(2023, 3, 27), closed=date(2023, 4, 4),
                        verdict=(date(2023, 10, 10), "partly", "Fewer go back, but those from GPs still do."),
                        changed="referral form asks for more detailed information",
                    ),
                    Story(
                        "Record the reason for each decision at the point of referral", "midwifery", MIDWIVES,
                        date(2023, 9, 12), date(2023, 12, 31),
                        "A reader of the record sees why.", "Audit of 15 records", "Reasons in 6 of 15", started=True,
                        evidence="Template with a field for the reason, and ten records that use it.",
                        done=date(2024, 1, 29), priority=1,
                        changed="decision making recorded better at the point of referral",
                    ),
                ),
            ),
        ),
    ),
    (
        "Missed maternity appointments were not seen as a sign that something was wrong.",
        (
            (
                "Make clear what is done, by whom and when, if appointments are missed.",
                MIDWIVES,
                "",
                (
                    Story(
                        "Bring the revised did-not-attend policy into force", "midwifery", MIDWIVES,
                        date(2023, 9, 12), date(2023, 11, 30),
                        "Nobody misses two appointments without a visit.", "Monthly count from the maternity system",
                        evidence="Policy in force from 20 November 2023.", done=date(2023, 11, 22),
                        closed=date(2023, 12, 1), changed="revised policy in force",
                    ),
                    Story(
                        "Have senior managers review every did-not-attend checklist", "midwifery", MIDWIVES,
                        date(2023, 9, 12), date(2024, 2, 12), started=True, priority=1,
                        changed="senior managers review every checklist; subject to audit",
                    ),
                    Story(
                        "Audit the did-not-attend checklists", "", MIDWIVES, date(2023, 9, 12), date(2023, 11, 30),
                        moved=(date(2023, 11, 27), date(2024, 1, 31), "The post that runs the audit is vacant."),
                    ),
                ),
            ),
            (
                "Send a health visitor jointly with the midwife to every first visit.",
                COMMUNITY,
                "There are too few health visitors for that; a handover call was agreed instead.",
                (),
            ),
        ),
    ),
    (
        "Safe sleep was talked about once, with the mother alone.",
        (
            (
                "See where a baby sleeps, and talk about safe sleep with everyone who cares for the baby.",
                COMMUNITY,
                "",
                (
                    Story(
                        "See and write down the sleeping area at the first visit", "health-visiting", COMMUNITY,
                        date(2023, 9, 12), date(2023, 10, 31),
                        "Sleeping areas are on record for every new baby.", "Audit of 30 records",
                        "On record in 9 of 30", evidence="New line in the visit record, used since 2 October 2023.",
                        done=date(2023, 10, 24), closed=date(2023, 11, 2),
                        changed="community midwife sees and documents sleeping areas as a minimum",
                    ),
                    Story(
                        "Give the Lullaby Trust leaflet with a talk on substances and co-sleeping", "health-visiting",
                        COMMUNITY, date(2023, 9, 12), date(2024, 1, 15), started=True,
                        changed="Lullaby Trust leaflet at every first-day visit with a talk on substances and"
                        " co-sleeping",
                    ),
                    Story(
                        "Invite fathers and other carers to the safe sleep talk", "early-help", COUNCIL,
                        date(2023, 9, 12), date(2023, 10, 15), priority=1,
                        moved=(date(2023, 10, 9), date(2023, 11, 15), "The invitation had to be translated."),
                    ),
                    Story(
                        "Put safe sleep into the early help assessment", "early-help", COUNCIL, date(2023, 9, 12),
                        date(2024, 3, 29),
                    ),
                    Story(
                        "Try the safe sleep checklist in one practice and say what works", "practitioner", COMMUNITY,
                        date(2024, 1, 8), date(2024, 2, 16), "Practitioners use the checklist without being asked.",
                        "Ten visits observed", "Not used",
                    ),
                ),
            ),
        ),
    ),
)  # fmt: skip


def load(*, loader: Actor, domain: str, real_at: datetime) -> int:
    """In the scope of a demonstration partnership that has the review. Returns how many actions were made; 0 when they
    are there already. `domain`: of the invented addresses."""
    review = Review.objects.filter(name=REVIEW).first()
    if review is None or actions.finding_ids_of(KIND, review.pk):
        return 0
    people = _people(loader, domain, real_at)
    vacant = _posts(loader, people, real_at)
    group = next((each.id for each in partnership.groups() if each.name == GROUP), None)
    made = 0
    for place, (finding_text, recommendations) in enumerate(FINDINGS):
        began = _moment(date(2022, 11, 7) if place == 0 else date(2023, 9, 5))
        unit = acting(people["business-unit"], Role.BUSINESS_UNIT)
        finding = actions.raise_finding(
            text=finding_text, source_kind=KIND, source_id=review.pk, position=place, by=unit, at=began
        )
        for number, (text, to, declined, stories) in enumerate(recommendations):
            row = actions.recommend(
                finding_id=finding.pk, text=text, to_agency_id=_agency(to), to_group_id=group, position=number,
                by=unit, at=began,
            )  # fmt: skip
            actions.answer_recommendation(
                recommendation_id=row.pk, accept=not declined, answered_for=to, reason=declined, by=unit, at=began
            )
            for story in stories:
                _tell(story, row.pk, group, people, vacant, unit)
                made += 1
    return made


def _people(loader: Actor, domain: str, real_at: datetime) -> dict[str, User]:
    for before_at, (name, post, _, _) in PEOPLE.items():
        load_demonstration_account(
            by=loader, at=real_at, email=f"{before_at}@{domain}", name=name, job_title=post, role=Role.PRACTITIONER
        )
    wanted = (*PEOPLE, "business-unit", "scrutineer", "practitioner")
    found = {user.email: user for user in User.objects.filter(email__in=[f"{each}@{domain}" for each in wanted])}
    return {each: found[f"{each}@{domain}"] for each in wanted}


def _posts(loader: Actor, people: dict[str, User], real_at: datetime) -> int:
    """Posts of the invented people, a seat for the practitioner, and the vacant one, whose id is returned."""
    for before_at, (_, title, agency, leads) in PEOPLE.items():
        partnership.record_post(
            title=title, organisation_id=_agency(agency), holder_id=people[before_at].pk, leads=leads, by=loader,
            at=real_at,
        )  # fmt: skip
    title, agency, deputy = VACANT
    return partnership.record_post(
        title=title, organisation_id=_agency(agency), deputy_id=people[deputy].pk, by=loader, at=real_at
    ).pk


def _tell(
    story: Story, recommendation_id: int, group: int | None, people: dict[str, User], vacant: int, unit: Actor
) -> None:
    """The action goes through the same operations as anybody's."""
    row = actions.raise_action(
        given=actions.ActionInput(
            title=story.title, due=story.due, recommendation_id=recommendation_id, priority=story.priority,
            owner_id=people[story.owner].pk if story.owner else None, post_id=None if story.owner else vacant,
            judge_id=people["scrutineer"].pk, agency_id=_agency(story.agency), group_id=group,
            should_differ=story.should_differ, measured_how=story.measured_how, baseline=story.baseline,
        ),
        by=unit, at=_moment(story.raised),
    )  # fmt: skip
    owner = acting(people[story.owner], Role.PRACTITIONER) if story.owner else unit
    if story.started:
        actions.deliver_step(action_id=row.pk, transition="start", by=owner, at=_moment(story.raised))
    if story.moved:
        day, due, reason = story.moved
        actions.move_due(action_id=row.pk, due=due, reason=reason, by=unit, at=_moment(day))
    if story.done:
        done = _moment(story.done)
        actions.give_evidence(action_id=row.pk, kind="statement", text=story.evidence, by=owner, at=done)
        actions.deliver_step(action_id=row.pk, transition="deliver", by=owner, at=done)
    if story.closed:
        actions.check_evidence(
            action_id=row.pk, accept=True, note="Seen and discussed with the team.", by=unit, at=_moment(story.closed)
        )
    if story.verdict:
        day, verdict, found = story.verdict
        scrutineer = acting(people["scrutineer"], Role.SCRUTINEER)
        actions.judge_effect(action_id=row.pk, verdict=verdict, found=found, by=scrutineer, at=_moment(day))
    if story.changed:
        change = PracticeChange.objects.get(change=story.changed)
        links.link(
            source=links.Ref("actions.action", row.pk), says=links.Relation.LED_TO,
            target=links.Ref("reviews.practice_change", change.pk), by=unit, at=_moment(story.raised),
        )  # fmt: skip


def _agency(name: str) -> int:
    found = partnership.organisation_named(name)
    if found is None:
        raise LookupError(f"The demonstration has no agency ‘{name}’.")
    return found.id


def acting(user: User, role: Role) -> Actor:
    return Actor(user=user, roles=frozenset({role}), second_factor=True)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=LONDON)
