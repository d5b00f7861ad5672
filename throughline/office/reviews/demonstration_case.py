"""Invented cases in restricted spaces, for the demonstration: a rapid review under way on 5 February 2024, a learning
lessons review (demonstration_review.py), and a referral that waits for triage. Nobody in them exists."""

from dataclasses import replace
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.roles import Role
from throughline.foundation.accounts.operations import load_demonstration_account
from throughline.foundation.restricted import api as restricted
from throughline.foundation.restricted.api import Entered
from throughline.office.partnership import api as partnership
from throughline.office.reviews import demonstration_review
from throughline.office.reviews.demonstration import LONDON, _moment, acting
from throughline.office.reviews.models import ChronologyEntry, Slip
from throughline.office.reviews.operations import cases, returns
from throughline.office.reviews.operations.returns import EntryInput
from throughline.office.reviews.queries.cases import case_in, plan_of
from throughline.office.reviews.restricted_spaces import CASE
from throughline.office.reviews.rules.words import INCIDENT_CRITERIA, Origin, Partner, Stage, Triage

TITLE = "Fable (an invented case)"
SIGNERS = {
    Partner.LOCAL_AUTHORITY: ("council-lead", "Imogen Sandling", "Director for children, invented"),
    Partner.ICB: ("health-lead", "Tobias Hythe", "Chief nurse, invented"),
    Partner.POLICE: ("police-lead", "Marguerite Dane", "Superintendent, invented"),
}
HOUSEHOLD = (
    ("Fable Storey", "the child", date(2023, 10, 12), True),
    ("Aesop Storey", "half-brother", date(2019, 3, 2), True),
    ("Novella Storey", "mother", None, True),
    ("Conte Byline", "mother’s partner", None, False),
)
# agency → (who is asked, entries, summary; '' where the request is still open)
RETURNS: dict[str, tuple[str, tuple[EntryInput, ...], str]] = {
    "Medway Community Healthcare": (
        "health-visiting",
        (
            EntryInput(date(2023, 10, 23), "First visit. The cot was seen.", "10:00", "Fable", "First visit",
                       "safe sleep"),
            EntryInput(date(2023, 11, 8), "Home visit: nobody answered.", "", "Fable", "", "engagement"),
            EntryInput(date(2024, 1, 19), "Told by the hospital of the bruise seen on 17 January.", "", "Fable",
                       "Hospital visit", "injury", date(2024, 1, 22)),
        ),
        "Invented for the demonstration: universal service since birth.",
    ),
    "Medway NHS Foundation Trust": (
        "midwifery",
        (
            EntryInput(date(2023, 10, 12), "Born at term. No worries were recorded.", "03:15", "Fable", "Birth", ""),
            EntryInput(date(2024, 1, 17), "Seen in the emergency department with a bruise on the arm.", "18:40",
                       "Fable", "Hospital visit", "injury"),
            EntryInput(date(2024, 1, 24), "Brought in by ambulance. Fractures of different ages.", "07:20", "Fable",
                       "Admission", "injury"),
        ),
        "Invented for the demonstration: known from birth, seen twice in January.",
    ),
    "Medway Council": ("early-help", (), ""),
}  # fmt: skip

# what the office typed from an agency's papers, first with a slip of the pen
TYPED = "Kent Police"
SLIP_OF_THE_PEN = EntryInput(date(2023, 12, 15), "Called to a quarrel at the home. Fable was asleep.", "22:40", "Fable")
PUT_RIGHT = replace(SLIP_OF_THE_PEN, on=date(2023, 12, 16), source="Log of calls")


def load(*, loader: Actor, domain: str, real_at: datetime) -> int:
    """In the scope of a demonstration partnership whose people are there already. Returns how many cases were made."""
    wanted = ("business-unit", "practitioner", *(who for who, *_ in RETURNS.values()))
    people = {
        user.email.split("@")[0]: user for user in User.objects.filter(email__in=[f"{w}@{domain}" for w in wanted])
    }
    if len(people) < len(wanted) or restricted.all_spaces().filter(kind=CASE).exists():
        return 0
    unit = acting(people["business-unit"], Role.BUSINESS_UNIT)
    given = cases.CaseInput(
        Origin.INCIDENT, TITLE, "A baby of three months was admitted with fractures of different ages.",
        "Medway Council", date(2024, 1, 24),
    )  # fmt: skip
    case = cases.open_case(given=given, by=unit, at=_moment(date(2024, 1, 24)), real_at=real_at)
    signers = _signers(loader, case.restricted_id, unit, domain, real_at)
    with restricted.entered(unit, case.restricted_id, what="Demonstration", at=real_at) as inside:
        _notified(inside, unit, signers, real_at)
        _asked(inside, unit, people, real_at)
        _typed(inside, unit)
    demonstration_review.load(unit=unit, real_at=real_at)
    referral = cases.CaseInput(
        Origin.REFERRAL, "Saga (an invented case)", "Four schools in two years. What can be learnt from that?",
        "An invented school",
    )  # fmt: skip
    referrer = acting(people["practitioner"], Role.PRACTITIONER)
    cases.refer(given=referral, by=referrer, at=_moment(date(2024, 2, 1)), real_at=real_at)
    return 3


def _signers(loader: Actor, restricted_id: int, unit: Actor, domain: str, real_at: datetime) -> dict[Partner, Actor]:
    found = {}
    for partner, (before_at, name, post) in SIGNERS.items():
        email = f"{before_at}@{domain}"
        load_demonstration_account(
            by=loader, at=real_at, email=email, name=name, job_title=post, role=Role.ACCOUNTABLE_OFFICER
        )
        user = User.objects.get(email=email)
        restricted.name_member(
            restricted_id=restricted_id, user_id=user.pk, part="reader", partner=partner, by=unit, at=real_at
        )
        found[partner] = acting(user, Role.ACCOUNTABLE_OFFICER)
    return found


def _notified(inside: Entered, unit: Actor, signers: dict[Partner, Actor], real_at: datetime) -> None:
    day = _moment(date(2024, 1, 25))
    cases.triage(
        inside=inside, decision=Triage.NOTIFY, reply="Abuse is suspected and the harm is serious.", by=unit, at=day,
        real_at=real_at,
    )  # fmt: skip
    cases.record_incident(
        inside=inside,
        words={
            "aware_at": datetime(2024, 1, 24, 11, 30, tzinfo=LONDON), "harm": "serious", "standing": "",
            "happened_on": date(2024, 1, 24), "place": "At home", "incident_area": "Medway", "home_area": "Medway",
            "account": "Fable was brought to hospital with fractures of different ages that were not explained.",
        },
        by=unit, at=day,
    )  # fmt: skip
    reasons = {
        "abuse": "The doctors hold that the fractures were caused by somebody.",
        "harm": "Fractures of a baby are serious harm, though Fable is expected to recover.",
    }
    cases.judge_criteria(
        inside=inside, judged={key: (True, reasons[key]) for key in INCIDENT_CRITERIA}, by=unit, at=day
    )
    for partner, by in signers.items():
        agrees = partner is not Partner.POLICE
        assert by.user is not None  # noqa: S101  (an account was just made)
        cases.sign(
            inside=inside, stage=Stage.NOTIFICATION, partner=partner, agrees=agrees,
            reasons="" if agrees else "The cause is still being looked into; we would have waited.",
            signs_for_id=by.user.pk, by=by, at=_moment(date(2024, 1, 26)),
        )  # fmt: skip
    cases.notify(inside=inside, on=date(2024, 1, 29), by=unit, at=_moment(date(2024, 1, 29)))
    for step in plan_of(case_in(inside))[:2]:
        cases.step_done(inside=inside, step_id=step.pk, by=unit, at=_moment(step.on))
    cases.tell(inside=inside, who="The family, by the social worker", on=date(2024, 1, 30), by=unit,
               at=_moment(date(2024, 1, 30)))  # fmt: skip
    for name, relation, born, at_home in HOUSEHOLD:
        cases.add_household_person(
            inside=inside, name=name, relation=relation, born=born, at_home=at_home, note="", by=unit,
            at=_moment(date(2024, 1, 30)),
        )  # fmt: skip
    cases.write_text(
        inside=inside, part="safety", by=unit, at=_moment(date(2024, 1, 31)),
        text="Fable and Aesop are with foster carers. The ward’s checklist for bruises in babies is checked each day.",
    )  # fmt: skip


def _asked(inside: Entered, unit: Actor, people: dict[str, User], real_at: datetime) -> None:
    for agency, (who, entries, summary) in RETURNS.items():
        found = partnership.organisation_named(agency)
        if found is None:
            raise LookupError(f"The demonstration has no agency ‘{agency}’.")
        row = returns.ask_agency(
            inside=inside, agency_id=found.id, person_id=people[who].pk, child="Fable Storey, born 12 October 2023",
            asks="Your agency’s involvement since birth, as a summary and a chronology.", due=date(2024, 2, 9), by=unit,
            at=_moment(date(2024, 1, 30)), real_at=real_at,
        )  # fmt: skip
        if summary:
            slip = Slip.objects.get(restricted_id=inside.id, kind=Slip.Kind.REQUEST, record_id=row.pk)
            by = acting(people[who], Role.PRACTITIONER)
            returns.return_entries(slip=slip, rows=entries, by=by, at=_moment(date(2024, 2, 2)))
            returns.answer_request(slip=slip, known=True, summary=summary, by=by, at=_moment(date(2024, 2, 2)))


def _typed(inside: Entered, unit: Actor) -> None:
    found = partnership.organisation_named(TYPED)
    if found is None:
        raise LookupError(f"The demonstration has no agency ‘{TYPED}’.")
    at = _moment(date(2024, 2, 2))
    returns.add_entries(inside=inside, agency_id=found.id, rows=[SLIP_OF_THE_PEN], by=unit, at=at)
    entry = ChronologyEntry.objects.get(request=None)
    returns.correct_entry(inside=inside, entry_id=entry.pk, agency_id=found.id, row=PUT_RIGHT, by=unit, at=at)
