"""A trial of the new tool with invented schools, for the demonstration, as at 5 February 2024: a closed cycle of last
year, and an open one with returns in every state, a panel, moderated grades and an action; and what one agency says of
itself under section 11, in invented answers, beside what the demonstration's records say of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from throughline.foundation.access.actors import ANONYMOUS, Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.roles import Role
from throughline.foundation.accounts.operations import load_demonstration_account
from throughline.foundation.surveys.api import send_by_link
from throughline.foundation.surveys.rules import Answers
from throughline.office.audits.models import AssessmentCycle, CaseAudit, CaseFile, Return
from throughline.office.audits.operations import answering, cases, cycles, handing_in, helping, panel, sets, staff
from throughline.office.audits.operations.answering import AnswerInput
from throughline.office.audits.operations.cycles import BodyInput, CycleInput
from throughline.office.audits.operations.handing_in import Signer
from throughline.office.audits.queries import answers as reads
from throughline.office.audits.queries import staff as staff_reads
from throughline.office.audits.rules.cases import LIVED
from throughline.office.audits.rules.staff import standard_codes
from throughline.office.partnership import api as partnership

LONDON = ZoneInfo("Europe/London")
TRUST = "Saltings Learning Trust (invented)"
OPENS, DUE = date(2024, 1, 8), date(2024, 3, 1)


@dataclass(frozen=True)
class School:
    """`answered`: share of its questions; `way`: how far it came. `low`: standards in which it grades itself lower."""

    before_at: str
    name: str
    urn: str
    head: str
    answered: float
    way: str
    low: tuple[str, ...] = ()
    trust: str = ""


SCHOOLS = (
    School("head", "Harbour Steps Primary School (invented)", "900001", "Maren Oakhurst", 0.6, "under_way", ("2b",)),
    School("tidewell", "Tidewell Academy (invented)", "900002", "Piers Lanyon", 1, "accepted", ("5", "2a"), TRUST),
    School("gorse", "Gorse Hill Infant School (invented)", "900003", "Ines Maddox", 1, "submitted", ("3",), TRUST),
    School("millrace", "Millrace School (invented)", "900004", "Tobias Renn", 1, "returned", ("4", "5")),
    School("chalk", "Chalk Lane Junior School (invented)", "900005", "Yara Fenwick", 1, "signed", ()),
    School("beacon", "Beacon Marsh College (invented)", "900006", "Odhran Pike", 0.2, "under_way", ("1",), TRUST),
    School("larkfoot", "Larkfoot Nursery (invented)", "900007", "Sabine Croft", 0, "not_started"),
)
WORDS = (
    "Seen in the last dip sample and in the minutes of the governors’ meeting.",
    "In the policy of September, which all staff have signed.",
    "Part of induction; the register shows who has done it.",
    "Asked in the pupils’ survey in November.",
    "In place since the autumn; not tested yet.",
)
PANEL = (("panel-one", "Leonie Marsh"), ("panel-two", "Casper Thole"))

AUDITORS = (
    ("auditor-care", "Bryony Hale", "Children’s social care"),
    ("auditor-health", "Stellan Moore", "Community health"),
    ("auditor-police", "Nadia Crewe", "Police"),
)
CRITERIA = (
    "Practice of the last twelve months: was the child seen and heard, who was told what, what came of it? The cases "
    "here are invented for the demonstration."
)
# theme as the partnership's folder has it → how far it came
THEMES = (
    ("children with a child protection plan where domestic abuse was a concern", "reported"),
    ("children with a child in need plan", "moderating"),
    ("child sexual abuse", "collecting"),
)


def load(*, loader: Actor, domain: str, real_at: datetime) -> int:
    """In the scope of a demonstration partnership. How many returns were made; 0 when they are there already."""
    if AssessmentCycle.objects.exists():
        return 0
    people = _people(loader, domain, real_at)
    unit = Actor(people["business-unit"], frozenset({Role.BUSINESS_UNIT}), second_factor=True)
    version = sets.take_shipped(name="section-175-157", by=unit, at=_moment(date(2022, 12, 1)))
    section_11 = sets.take_shipped(name="section-11", by=unit, at=_moment(date(2023, 12, 1)))
    before = _cycle("Trial with three schools", "2023", version.pk, date(2023, 1, 9), date(2023, 3, 1), unit, real_at)
    _ask(before, SCHOOLS[:3], domain, unit, real_at)
    for school in SCHOOLS[:3]:
        _answer(before, school, people, 1, real_at, softer=True)
    _staff(before, {"900001": 14, "900002": 9, "900003": 6}, date(2023, 3, 1), unit, real_at)
    cycles.close(cycle_id=before.pk, by=unit, at=_moment(date(2023, 4, 3)))
    now = _cycle("Section 175/157, trial of the new tool", "2024", version.pk, OPENS, DUE, unit, real_at, before.pk)
    _ask(now, SCHOOLS, domain, unit, real_at)
    for school in SCHOOLS:
        _answer(now, school, people, school.answered, real_at)
    _staff(now, {"900001": 11, "900002": 17, "900003": 3, "900005": 8}, DUE, unit, real_at)
    _panel(now, domain, people, unit, real_at)
    _say_and_do(section_11.pk, domain, people, unit, real_at)
    _case_audits(domain, people, unit, real_at)
    return len(SCHOOLS)


def _people(loader: Actor, domain: str, real_at: datetime) -> dict[str, User]:
    wanted = {school.before_at: (school.head, "Head teacher") for school in SCHOOLS}
    wanted |= {before_at: (name, "Member of the scrutiny panel") for before_at, name in PANEL}
    wanted |= {before_at: (name, "Auditor of case files") for before_at, name, _ in AUDITORS}
    for before_at, (name, post) in wanted.items():
        load_demonstration_account(
            by=loader, at=real_at, email=f"{before_at}@{domain}", name=name, job_title=post, role=Role.PRACTITIONER
        )
    emails = [f"{each}@{domain}" for each in (*wanted, "business-unit", "practitioner")]
    return {user.email.partition("@")[0]: user for user in User.objects.filter(email__in=emails)}


def _cycle(
    title: str, year: str, version_id: int, opens: date, due: date, unit: Actor, real_at: datetime,
    previous_id: int | None = None,
) -> AssessmentCycle:  # fmt: skip
    given = CycleInput(title, version_id, year, opens, due, previous_id=previous_id)
    return cycles.make_cycle(given=given, by=unit, at=_moment(opens - timedelta(days=7)))


def _ask(cycle: AssessmentCycle, schools: tuple[School, ...], domain: str, unit: Actor, real_at: datetime) -> None:
    bodies = [
        BodyInput(s.name, "school", email=f"{s.before_at}@{domain}", contact=s.head, urn=s.urn, trust=s.trust)
        for s in schools
    ]
    at = _moment(cycle.opens_on)
    cycles.ask_bodies(cycle_id=cycle.pk, bodies=bodies, by=unit, at=at, real_at=real_at)
    cycles.launch(cycle_id=cycle.pk, by=unit, at=at, real_at=real_at)


def _answer(
    cycle: AssessmentCycle, school: School, people: dict[str, User], share: float, real_at: datetime, *,
    softer: bool = False,
) -> None:  # fmt: skip
    """Through the same operations as anybody's. What was graded last time in the same words is taken over."""
    row = Return.objects.select_related("cycle").get(cycle=cycle, urn=school.urn)
    who = Actor(people[school.before_at], frozenset({Role.PRACTITIONER}))
    at = _moment(cycle.opens_on + timedelta(days=14))
    asked = [(s.code, q.code) for s, questions in reads.asked(row).asked_of(row.kind) for q in questions]
    begun = asked[: round(len(asked) * share)]
    if not begun:
        return
    before = reads.before(row)
    given = {
        code: AnswerInput(0, _grade(number, standard, school, softer), text=WORDS[number % len(WORDS)])
        for number, (standard, code) in enumerate(begun)
        if not (code in before and number % 9 == 0)
    }
    answering.save_many(return_id=row.pk, answers=given, by=who, at=at)
    for code in [code for _, code in begun if code not in given]:
        answering.take_over(return_id=row.pk, question=code, seen=0, by=who, at=at)
    if not softer:
        helping.add_evidence(
            return_id=row.pk, title="Child protection policy", questions=[code for _, code in begun[:4]],
            link="https://example.org/child-protection-policy", expires=date(2024, 9, 1), by=who, at=at,
            real_at=real_at,
        )  # fmt: skip
    if school.way in ("signed", "submitted", "returned", "accepted") and share == 1:
        signer = Signer(school.head, "Head teacher", "Ruth Amberley", "Chair of governors", at.date())
        handing_in.sign(return_id=row.pk, signer=signer, by=who, at=at)
        if school.way != "signed":
            handing_in.submit(return_id=row.pk, by=who, at=at + timedelta(days=1), real_at=real_at)


def _staff(
    cycle: AssessmentCycle, answers: dict[str, int], closes: date, unit: Actor, real_at: datetime
) -> None:  # fmt: skip
    """So many staff of each school answer by its link. They are less sure than their heads of some things."""
    at = _moment(cycle.opens_on + timedelta(days=10))
    staff.start_staff_survey(cycle_id=cycle.pk, closes_on=closes, by=unit, at=at, real_at=real_at)
    survey = staff_reads.survey_of(cycle.pk)
    assert survey is not None  # noqa: S101  (it was started a moment ago)
    rows = list(Return.objects.filter(cycle=cycle, urn__in=answers).select_related("cycle").order_by("urn"))
    standings = staff_reads.standings(survey, rows)
    codes = standard_codes(cycle.questions)
    for row in rows:
        for number in range(answers[row.urn]):
            given: Answers = {
                key: _choice(7 * number + 3 * place, code) for place, (key, code) in enumerate(codes.items())
            }
            send_by_link(token=standings[row.pk].token, answers=given, by=ANONYMOUS, today=at.date())


def _choice(number: int, standard: str) -> str:
    if standard in ("5", "2b") and number % 3:
        return "2"
    return "5" if number % 8 == 0 else "2" if number % 10 == 3 else str(3 + number % 2)


def _grade(number: int, standard: str, school: School, softer: bool) -> int:
    if standard in school.low:
        return (0, 1, 1)[number % 3]
    return 1 if softer and number % 2 else (2, 2, 1, 2)[number % 4]


def _panel(cycle: AssessmentCycle, domain: str, people: dict[str, User], unit: Actor, real_at: datetime) -> None:
    at = _moment(date(2024, 1, 30))
    members = []
    for before_at, name in PANEL:
        panel.seat(cycle_id=cycle.pk, name=name, email=f"{before_at}@{domain}", by=unit, at=at, real_at=real_at)
        members.append(Actor(people[before_at], frozenset({Role.PRACTITIONER})))
    seen = Return.objects.select_related("cycle").get(cycle=cycle, urn="900002")
    asked = reads.asked(seen)
    codes = [s.code for s, _ in asked.asked_of(seen.kind)]
    for place, member in enumerate(members):
        grades = {code: (1 if code in ("5", "2a") or (code == "3" and place) else 2, "") for code in codes}
        panel.grade(return_id=seen.pk, grades=grades, by=member, at=at)
    settled = {code: (1 if code in ("5", "2a", "3") else 2, "As the evidence shows.") for code in codes}
    settled["3"] = (1, "The record of checks was complete for staff, but not for governors.")
    panel.settle(return_id=seen.pk, grades=settled, by=unit, at=at)
    panel.give_feedback(
        return_id=seen.pk, text="A candid return. Filtering and monitoring, and how reports between children are "
        "followed up, need most work; the checks of governors must be completed now.", by=unit, at=at, real_at=real_at,
    )  # fmt: skip
    panel.raise_action(
        return_id=seen.pk, title="Complete the checks of governors in the single central record",
        owner_id=people["tidewell"].pk, due=date(2024, 3, 15), should_differ="Nobody governs unchecked.", by=unit,
        at=at,
    )  # fmt: skip
    cycles.accept(return_id=seen.pk, by=unit, at=at)
    other = Return.objects.get(cycle=cycle, urn="900004")
    cycles.send_back(
        return_id=other.pk, questions="How many low-level concerns were recorded last year, and what came of them?",
        by=unit, at=at, real_at=real_at,
    )  # fmt: skip
    late = Return.objects.get(cycle=cycle, urn="900006")
    cycles.extend(return_id=late.pk, due=date(2024, 3, 15), reason="The lead began in January.", by=unit, at=at)


def _say_and_do(version_id: int, domain: str, people: dict[str, User], unit: Actor, real_at: datetime) -> None:
    """The first agency, of which the demonstration has records of training, data and actions. Its answers are invented,
    and surer than the records."""
    known, lead = partnership.agencies(), people.get("practitioner")
    if not known or lead is None:
        return
    who, first = Actor(lead, frozenset({Role.PRACTITIONER})), known[0]
    cycle = _cycle("Section 11, trial of the new tool (invented answers)", "2024", version_id, date(2023, 12, 4),
                   date(2024, 1, 31), unit, real_at)  # fmt: skip
    at, handed_in = _moment(cycle.opens_on), _moment(date(2024, 1, 24))
    body = BodyInput(first.name, "local_authority", email=lead.email, contact=lead.name, organisation_id=first.id)
    cycles.ask_bodies(cycle_id=cycle.pk, bodies=[body], by=unit, at=at, real_at=real_at)
    cycles.launch(cycle_id=cycle.pk, by=unit, at=at, real_at=real_at)
    row = Return.objects.select_related("cycle").get(cycle=cycle)
    asked = [(s.code, q.code) for s, questions in reads.asked(row).asked_of(row.kind) for q in questions]
    given = {
        code: AnswerInput(0, 3 if standard in ("5", "8") else 2 - (number % 7 == 0), text=WORDS[number % len(WORDS)])
        for number, (standard, code) in enumerate(asked)
    }
    answering.save_many(return_id=row.pk, answers=given, by=who, at=handed_in)
    handing_in.sign(return_id=row.pk, signer=Signer(lead.name, "Accountable senior leader"), by=who, at=handed_in)
    handing_in.submit(return_id=row.pk, by=who, at=handed_in, real_at=real_at)
    for before_at, name in PANEL:
        panel.seat(cycle_id=cycle.pk, name=name, email=f"{before_at}@{domain}", by=unit, at=handed_in, real_at=real_at)
    panel.raise_action(
        return_id=row.pk, title="Show the board what the last dip sample found", owner_id=lead.pk,
        due=date(2024, 2, 1), should_differ="What leaders hear of children is tested.", by=unit,
        at=handed_in + timedelta(days=1),
    )  # fmt: skip


def _case_audits(domain: str, people: dict[str, User], unit: Actor, real_at: datetime) -> None:
    """The three themes of 2023-24, each further than the next, with invented cases."""
    for number, (theme, way) in enumerate(THEMES):
        began = date(2023, 6 + 3 * number, 12) if number < 2 else date(2024, 1, 8)
        at, due = _moment(began), began + timedelta(days=60)
        audit = cases.plan_case_audit(
            theme=theme, year="2023-24", criteria=CRITERIA, agreed_on=began, due=due, purge_on=date(2024, 11, 1),
            by=unit, at=at,
        )  # fmt: skip
        drawn = cases.draw_sample(audit_id=audit.pk, list_size=48 + number, number=3, seed=f"{began}", by=unit, at=at)
        for before_at, _, agency in AUDITORS:
            cases.name_auditor(audit_id=audit.pk, agency=agency, email=f"{before_at}@{domain}", by=unit, at=at)
        cases.open_audit(audit_id=audit.pk, by=unit, at=at, real_at=real_at)
        for place, (before_at, _, _) in enumerate(AUDITORS):
            if way == "collecting" and place:
                continue
            auditor = Actor(people[before_at], frozenset({Role.PRACTITIONER}))
            for case_number, case in enumerate(drawn):
                _audit_case(audit, case, auditor, place + case_number, at)
        if way != "collecting":
            cases.begin_moderation(audit_id=audit.pk, by=unit, at=at)
        if way == "reported":
            _report(audit, drawn, unit, at)


def _audit_case(audit: CaseAudit, case: CaseFile, auditor: Actor, number: int, at: datetime) -> None:
    if number == 4:
        cases.end_case_return(audit_id=audit.pk, case_id=case.pk, how="not_known", by=auditor, at=at)
        return
    grades = {
        code: (1 if code in ("fathers", "sharing") or (place + number // 2) % 3 == 0 else 2, WORDS_OF_CASES[place % 3])
        for place, code in enumerate(audit.domains)
    }
    overall = 2 if grades[LIVED][0] == 2 else 1
    cases.save_case_return(
        audit_id=audit.pk, case_id=case.pk, grades=grades, overall=overall, confirmed=True, submit=True, by=auditor,
        at=at,
    )  # fmt: skip


def _report(audit: CaseAudit, drawn: list[CaseFile], unit: Actor, at: datetime) -> None:
    for number, case in enumerate(drawn):
        lived = 2 if number else 1
        grades = {
            code: (1 if code in ("fathers", "sharing") else lived if code == LIVED else 2, "Settled in the meeting.")
            for code in audit.domains
        } | {"overall": (lived, "As the domains show.")}
        cases.moderate_case(audit_id=audit.pk, case_id=case.pk, grades=grades, confirmed=True, by=unit, at=at)
        cases.add_voice(
            audit_id=audit.pk, case_id=case.pk, whose=("family", "practitioner")[number % 2],
            text="Being told what happens next made it easier.", confirmed=True, by=unit, at=at,
        )  # fmt: skip
    cases.write_overview(
        audit_id=audit.pk, strengths="Risk was recognised early, and plans named who does what.",
        to_improve="Fathers and other adults were seldom part of the assessment, and what one agency knew reached the "
        "others late.", summaries="One child lived through several moves; two had the same worker throughout.",
        confirmed=True, by=unit, at=at,
    )  # fmt: skip


WORDS_OF_CASES = (
    "Seen in the records of visits and of supervision.",
    "The chronology shows it; the reason is not always written down.",
    "In the plan, and looked at again in each meeting.",
)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=LONDON)
