"""A case comes in, is triaged, notified, decided. `at` is the business moment, `real_at` the real one.

Inside a case: `inside` is what `entered` gave, so membership was asked; each operation asks that it may write.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import RoleAssignment, User
from throughline.foundation.access.operations import NotPermitted, Refused, operation
from throughline.foundation.access.roles import Role
from throughline.foundation.clock import LONDON
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.restricted import api as restricted
from throughline.foundation.restricted.api import Entered, RestrictedPermission
from throughline.foundation.statute.clocks import due_on
from throughline.foundation.workflow.api import begin, fire
from throughline.office.reviews.models import (
    Case,
    CaseClock,
    CaseText,
    Criterion,
    HouseholdPerson,
    Incident,
    PartnerView,
    PlanStep,
    Slip,
    Told,
    Work,
)
from throughline.office.reviews.notices import Replied
from throughline.office.reviews.operations.following import begin_work
from throughline.office.reviews.permissions import ReviewsPermission
from throughline.office.reviews.queries.cases import calendar, case_in, facts_of
from throughline.office.reviews.restricted_spaces import CASE as SPACE_KIND
from throughline.office.reviews.rules.guards import Facts, signs_for_another
from throughline.office.reviews.rules.reviewing import WorkKind
from throughline.office.reviews.rules.words import PLAN, Origin, Outcome, Partner, Stage, Triage
from throughline.office.reviews.workflow import CASE

READ_ONLY = "You can read this case, not change it."
NOBODY = "Nobody triages referrals here yet. Tell the partnership’s business unit."


@dataclass(frozen=True)
class CaseInput:
    """What comes in. `title` is the working name; `what`: what is asked for, and why."""

    origin: Origin
    title: str
    what: str
    from_whom: str = ""
    came_on: date | None = None
    expected_on: date | None = None


def writable(inside: Entered) -> Case:
    if not inside.may_write:
        raise NotPermitted(READ_ONLY)
    return case_in(inside)


@operation(ReviewsPermission.REFER)
def refer(*, given: CaseInput, by: Actor, at: datetime, real_at: datetime) -> Slip:
    """Any agency refers a case. It goes into a restricted space led by the business unit; the referrer is no member of
    it and keeps a slip, by which they read their referral and the reply."""
    units = RoleAssignment.objects.filter(role=Role.BUSINESS_UNIT, suspended=False, user__is_active=True)
    leads = [row.user_id for row in units.order_by("pk")]
    if not leads:
        raise Refused(NOBODY)
    case = _open(given, leads, by, at, real_at)
    return Slip.objects.create(
        space_id=case.restricted.space_id, restricted=case.restricted, person=by.user, kind=Slip.Kind.REFERRAL,
        record_id=case.pk, made_on=at.date(),
    )  # fmt: skip


@operation(ReviewsPermission.OPEN)
def open_case(*, given: CaseInput, by: Actor, at: datetime, real_at: datetime) -> Case:
    """An incident, a request or a national review that the office records itself. Whoever does it leads the case."""
    if by.user is None:
        raise NotPermitted("Sign in to do this.")
    return _open(given, [by.user.pk], by, at, real_at)


def _open(given: CaseInput, leads: list[int], by: Actor, at: datetime, real_at: datetime) -> Case:
    if not given.title.strip() or not given.what.strip():
        raise Refused("Give a working name, and say what is asked for.")
    space = restricted.open_space(kind=SPACE_KIND, lead_id=leads[0], by=by, at=real_at)
    for user_id in leads[1:]:
        _lead_too(space.pk, leads[0], user_id, real_at)
    with restricted.as_system(space.pk):
        case = Case.objects.create(
            space_id=space.place_id, restricted=space, origin=given.origin, title=given.title.strip(),
            what=given.what.strip(), from_whom=given.from_whom.strip(), referrer=by.user,
            came_on=given.came_on or at.date(), expected_on=given.expected_on,
        )  # fmt: skip
        begin(CASE, case, by=by, at=at)
    return case


def _lead_too(restricted_id: int, first_id: int, user_id: int, real_at: datetime) -> None:
    """The further people of the business unit, named by the first one."""
    first = Actor(user=User.objects.get(pk=first_id), second_factor=True)
    restricted.name_member(restricted_id=restricted_id, user_id=user_id, part="lead", by=first, at=real_at)


@operation(RestrictedPermission.ENTER)
def triage(*, inside: Entered, decision: Triage, reply: str, by: Actor, at: datetime, real_at: datetime) -> Case:
    """With the reasons, which are the reply to who referred it."""
    case = writable(inside)
    way = {
        Triage.NOTIFY: "triage_notify", Triage.LEARNING: "triage_learning", Triage.HOMICIDE: "triage_homicide",
    }.get(decision, "triage_close")  # fmt: skip
    fire(CASE, case, way, by=by, at=at, reason=reply, changes={"triage": decision.value, "triaged_on": at.date()})
    _write_text(case, "triage", reply, by, at)
    if case.state == "learning":
        begin_work(case, WorkKind.DHR if decision is Triage.HOMICIDE else WorkKind.LLR, by, at)
    for slip in Slip.objects.filter(restricted_id=inside.id, kind=Slip.Kind.REFERRAL, done_on=None):
        slip.done_on = at.date()
        slip.save(update_fields=["done_on"])
        url = site_link(reverse("reviews:slip", args=[slip.pk]))
        notice = Replied(reference=inside.reference, url=url)
        put(notice, to=slip.person.email, key=f"{notice.kind}:{slip.pk}", at=real_at)
    return case


@operation(RestrictedPermission.ENTER)
def record_incident(*, inside: Entered, words: Mapping[str, object], by: Actor, at: datetime) -> Incident:
    """`words` are the incident's fields. RV-01 starts on the day on which the authority became aware."""
    case = writable(inside)
    row = Incident.objects.filter(case=case).first() or Incident(space_id=inside.space_id, case=case)
    for name, value in words.items():
        setattr(row, name, value)
    row.save()
    aware = row.aware_at.astimezone(LONDON).date()
    start_clock(case, "RV-01", aware)
    return row


@operation(RestrictedPermission.ENTER)
def judge_criteria(*, inside: Entered, judged: Mapping[str, tuple[bool, str]], by: Actor, at: datetime) -> None:
    """Key → (met, reasons). Raises Refused where reasons are missing."""
    case = writable(inside)
    for key, (met, reasons) in judged.items():
        if not reasons.strip():
            raise Refused("Give the reasons against each criterion.")
        row = Criterion.objects.filter(case=case, key=key).first()
        row = row or Criterion(space_id=inside.space_id, case=case, key=key)
        row.met, row.reasons = met, reasons.strip()
        row.save()


@operation(RestrictedPermission.ENTER)
def sign(
    *, inside: Entered, stage: Stage, partner: Partner, agrees: bool, reasons: str, signs_for_id: int, by: Actor,
    at: datetime,
) -> PartnerView:  # fmt: skip
    """One partner's view at one stage, once, by a member for whom the lead put this partner on record. A deputy signs
    for whom they stand in, so for the same partner. Dissent needs its reasons."""
    case = case_in(inside)
    if by.user is None or inside.part == restricted.Part.GLASS:
        raise NotPermitted("Only members sign.")
    if not restricted.stands_in(inside.id, by.user.pk, signs_for_id):
        raise Refused("Sign for yourself, or for whom you stand in.")
    principal = "" if signs_for_id == by.user.pk else str(User.objects.get(pk=signs_for_id))
    if why_not := signs_for_another(partner, restricted.partner_of(inside.id, signs_for_id), principal):
        raise Refused(why_not)
    if not agrees and not reasons.strip():
        raise Refused("Give the reasons for the dissent. They are kept.")
    taken = PartnerView.objects.filter(case=case, stage=stage)
    if taken.filter(partner=partner).exists():
        raise Refused(f"The {partner.label.lower()} has signed already.")
    if taken.filter(signed_by=by.user).exists():
        raise Refused("You have signed for another partner. Each partner signs for itself.")
    if stage is Stage.DECISION and not case.outcome:
        raise Refused("There is no decision to sign yet.")
    if stage is Stage.REPORT and not Work.objects.filter(case=case, state="agreeing").exists():
        raise Refused("The report is signed when each comment on it has its answer, and before it is agreed.")
    return PartnerView.objects.create(
        space_id=inside.space_id, case=case, stage=stage, partner=partner, agrees=agrees, reasons=reasons.strip(),
        signed_by=by.user, signs_for_id=signs_for_id, signed_at=at,
    )  # fmt: skip


@operation(RestrictedPermission.ENTER)
def tell(*, inside: Entered, who: str, on: date, by: Actor, at: datetime) -> Told:
    case = writable(inside)
    if not who.strip():
        raise Refused("Say who was told.")
    if Told.objects.filter(case=case, who=who.strip()).exists():
        raise Refused(f"It is on record that {who.strip()} was told.")
    return Told.objects.create(space_id=inside.space_id, case=case, who=who.strip(), on=on, by=by.user)


@operation(RestrictedPermission.ENTER)
def notify(*, inside: Entered, on: date, by: Actor, at: datetime) -> Case:
    """The Panel was notified: RV-01 is met, RV-02 starts, and the plan of days begins as the usual one."""
    case = writable(inside)
    fire(CASE, case, "notify", by=by, at=at, facts=facts_of(case, Stage.NOTIFICATION), changes={"notified_on": on})
    meet_clock(case, "RV-01", on)
    start_clock(case, "RV-02", on)
    for day, what in PLAN:
        PlanStep.objects.create(
            space_id=inside.space_id, case=case, working_day=day, what=what, on=calendar().count(on, day).counted[-1]
        )
    return case


@operation(RestrictedPermission.ENTER)
def do_not_notify(*, inside: Entered, reason: str, by: Actor, at: datetime) -> Case:
    case = writable(inside)
    fire(CASE, case, "do_not_notify", by=by, at=at, facts=facts_of(case, Stage.NOTIFICATION), reason=reason)
    meet_clock(case, "RV-01", at.date())
    return case


@operation(RestrictedPermission.ENTER)
def plan_step(
    *, inside: Entered, step_id: int | None, working_day: int, what: str, by: Actor, at: datetime
) -> PlanStep:
    """A new step, or another day or words for one that is there."""
    case = writable(inside)
    if case.notified_on is None:
        raise Refused("The plan begins when the Panel was notified.")
    on = calendar().count(case.notified_on, working_day).counted[-1]
    row = PlanStep.objects.get(case=case, pk=step_id) if step_id else PlanStep(space_id=inside.space_id, case=case)
    row.working_day, row.what, row.on = working_day, what.strip(), on
    row.save()
    return row


@operation(RestrictedPermission.ENTER)
def step_done(*, inside: Entered, step_id: int, by: Actor, at: datetime) -> PlanStep:
    """Done today, or not done after all."""
    row = PlanStep.objects.get(case=writable(inside), pk=step_id)
    row.done_on = None if row.done_on else at.date()
    row.save(update_fields=["done_on"])
    return row


@operation(RestrictedPermission.ENTER)
def write_text(*, inside: Entered, part: str, text: str, by: Actor, at: datetime) -> CaseText:
    return _write_text(writable(inside), part, text, by, at)


@operation(RestrictedPermission.ENTER)
def add_household_person(
    *, inside: Entered, name: str, relation: str, born: date | None, at_home: bool, note: str, by: Actor, at: datetime
) -> HouseholdPerson:
    case = writable(inside)
    if not name.strip() or not relation.strip():
        raise Refused("Give the name and what they are to the child.")
    position = HouseholdPerson.objects.filter(case=case).count()
    return HouseholdPerson.objects.create(
        space_id=inside.space_id, case=case, name=name.strip(), relation=relation.strip(), born=born, at_home=at_home,
        note=note.strip(), position=position,
    )  # fmt: skip


@operation(RestrictedPermission.ENTER)
def remove_household_person(*, inside: Entered, person_id: int, by: Actor, at: datetime) -> None:
    for row in HouseholdPerson.objects.filter(case=writable(inside), pk=person_id):
        row.delete()


@operation(RestrictedPermission.ENTER)
def decide(*, inside: Entered, outcome: Outcome, reasons: str, by: Actor, at: datetime) -> Case:
    """The decision that the partners then sign. Not changed once anybody signed it."""
    case = writable(inside)
    if case.state != "rapid_review":
        raise Refused("A decision is taken in the rapid review.")
    if PartnerView.objects.filter(case=case, stage=Stage.DECISION).exists():
        raise Refused("A partner has signed this decision. It cannot be changed any more.")
    if not reasons.strip():
        raise Refused("Give the reasons for the decision.")
    case.outcome, case.decided_on = outcome.value, at.date()
    case.save(update_fields=["outcome", "decided_on"])
    _write_text(case, "decision", reasons, by, at)
    return case


@operation(RestrictedPermission.ENTER)
def send_pack(*, inside: Entered, on: date, by: Actor, at: datetime) -> Case:
    """The pack went to the Panel: RV-02 is met."""
    case = writable(inside)
    fire(CASE, case, "send_pack", by=by, at=at, facts=facts_of(case, Stage.DECISION), changes={"pack_sent_on": on})
    meet_clock(case, "RV-02", on)
    return case


@operation(RestrictedPermission.ENTER)
def panel_answered(*, inside: Entered, answer: str, text: str, on: date, by: Actor, at: datetime) -> Case:
    case = writable(inside)
    if case.state != "panel":
        raise Refused("The Panel answers once the pack was sent.")
    case.panel_answer, case.panel_answered_on = answer, on
    case.save(update_fields=["panel_answer", "panel_answered_on"])
    _write_text(case, "panel", text, by, at)
    return case


@operation(RestrictedPermission.ENTER)
def go_on(*, inside: Entered, transition: str, reason: str, by: Actor, at: datetime) -> Case:
    """What follows the Panel's answer: a review (RV-03 starts), learning without one, or nothing more."""
    if transition not in ("begin_review", "begin_learning", "close"):
        raise Refused("This is done on a page of its own.")
    case = writable(inside)
    fire(CASE, case, transition, by=by, at=at, facts=facts_of(case, Stage.DECISION), reason=reason)
    if transition == "begin_review":
        start_clock(case, "RV-03", at.date())
        begin_work(case, WorkKind.LCSPR, by, at)
    elif transition == "begin_learning":
        other = case.outcome == Outcome.OTHER_REVIEW
        begin_work(case, WorkKind.LLR if other else WorkKind.LOCAL, by, at)
    return case


@operation(RestrictedPermission.ENTER)
def answer_others(*, inside: Entered, text: str, on: date, by: Actor, at: datetime) -> Case:
    """What another area or board asked for was sent. The case closes, and how long it took can be counted."""
    case = writable(inside)
    facts = Facts(asked_by_others=case.origin == Origin.REQUEST)
    if on < case.came_on:
        raise Refused("The answer cannot have gone before the request came.")
    fire(CASE, case, "answer", by=by, at=at, facts=facts, reason=text, changes={"answered_on": on})
    _write_text(case, "answer", text, by, at)
    return case


def _write_text(case: Case, part: str, text: str, by: Actor, at: datetime) -> CaseText:
    if by.user is None:
        raise NotPermitted("Sign in to do this.")
    row = CaseText.objects.filter(case=case, part=part).first()
    row = row or CaseText(space_id=case.space_id, case=case, part=part)
    row.text, row.written_by, row.written_at = text.strip(), by.user, at
    row.save()
    return row


def start_clock(case: Case, code: str, started_on: date) -> None:
    """Or starts it anew from another day, while it is not met."""
    due = due_on(code, started_on)
    row = CaseClock.objects.filter(case=case, code=code).first()
    row = row or CaseClock(space_id=case.space_id, case=case, code=code)
    if row.met_on is None:
        row.started_on, row.due_on = started_on, due.due_on
        row.edition, row.calendar = due.edition.id, due.calendar_version
        row.save()


def meet_clock(case: Case, code: str, on: date) -> None:
    """A clock that counts back from its day is met before it."""
    for row in CaseClock.objects.filter(case=case, code=code, met_on=None):
        row.met_on = on if row.due_on < row.started_on else max(on, row.started_on)
        row.save(update_fields=["met_on"])
