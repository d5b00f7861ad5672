"""The case itself: what came in, the triage, the incident, the notification, the plan."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughline.foundation.access.http import Request
from throughline.foundation.clock import LONDON, business_now, business_today, real_now
from throughline.foundation.restricted.api import Entered, member_page, members_of
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.foundation.workflow.api import way_of
from throughline.office.reviews.forms import cases as forms
from throughline.office.reviews.forms.works import AnswerOthersForm
from throughline.office.reviews.models import Case, PlanStep
from throughline.office.reviews.operations import cases as operations
from throughline.office.reviews.operations.clocks import PLANNED
from throughline.office.reviews.queries import cases as queries
from throughline.office.reviews.rules.guards import Facts, partner_not_on_record
from throughline.office.reviews.rules.words import (
    INCIDENT_CRITERIA,
    REVIEW_CRITERIA,
    Harm,
    Origin,
    PanelAnswer,
    Partner,
    Stage,
    Standing,
    Triage,
)
from throughline.office.reviews.views.steps import Words, both, frame, page, step
from throughline.office.reviews.workflow import CASE


@member_page("Case")
@require_safe
def case(request: Request, inside: Entered) -> HttpResponse:
    found, today = queries.case_in(inside), business_today()
    incident = queries.incident_of(found)
    rows = [
        SummaryRow("What it is", Origin(found.origin).label),
        SummaryRow("Came in", formats.day(found.came_on)),
        SummaryRow("From", found.from_whom or "The office itself"),
        SummaryRow("What is asked for", found.what),
    ]
    if found.expected_on:
        rows.append(SummaryRow("Expected", formats.day(found.expected_on)))
    if found.answered_on:
        rows.append(SummaryRow("Answered", formats.day(found.answered_on)))
    if found.triaged_on:
        rows.append(SummaryRow("Triage", f"{Triage(found.triage).label}, {formats.day(found.triaged_on)}"))
    if found.panel_answered_on:
        answer = PanelAnswer(found.panel_answer).label
        rows.append(SummaryRow("The Panel", f"{answer}, {formats.day(found.panel_answered_on)}"))
    state = CASE.state(found.state)
    context = {
        **frame(inside, "reviews:case"),
        "title": found.title,
        "state": state.label,
        "colour": state.colour,
        "says": state.says,
        "rows": rows,
        "incident": _incident_rows(incident) if incident else [],
        "to_tell": _to_tell(found, incident) if incident else [],
        "criteria": criteria_table(found, INCIDENT_CRITERIA),
        "views": views_table(found, Stage.NOTIFICATION),
        "told": _told_table(found),
        "plan": _plan_table(found, inside, today),
        "plan_why": _plan_why(found, inside),
        "steps": _ways(found, inside),
        "story": _story(found),
    }
    return render(request, "reviews/case.html", context)


def _incident_rows(incident: Any) -> list[SummaryRow]:
    areas = incident.incident_area
    if incident.home_area.casefold() != incident.incident_area.casefold():
        areas = f"{incident.incident_area} leads, as it happened there; {incident.home_area} is the home area"
    rows = [
        SummaryRow("The authority became aware", formats.moment(incident.aware_at.astimezone(LONDON))),
        SummaryRow("Harm", Harm(incident.harm).label),
        SummaryRow("The child was", Standing(incident.standing).label),
        SummaryRow("Area", areas),
        SummaryRow("What happened", incident.account),
    ]
    if incident.happened_on:
        rows.insert(1, SummaryRow("It happened", formats.day(incident.happened_on)))
    if incident.place:
        rows.insert(2, SummaryRow("Where", incident.place))
    return rows


def _to_tell(found: Case, incident: Any) -> list[str]:
    told = {each.who for each in queries.told_of(found)}
    return [who for who in queries.whom_to_tell(incident) if who not in told]


def criteria_table(found: Case, wanted: Mapping[str, str]) -> Table | None:
    judged = queries.criteria_of(found)
    rows = [
        [says, "Met" if judged[key].met else "Not met", judged[key].reasons]
        for key, says in wanted.items()
        if key in judged
    ]
    return Table("Criteria", [Column("Criterion"), Column("Judged"), Column("Reasons")], rows) if rows else None


def views_table(found: Case, stage: Stage) -> Table | None:
    rows = [
        [
            Partner(each.partner).label,
            "Agrees" if each.agrees else f"Dissents: {each.reasons}",
            str(each.signed_by) + ("" if each.signed_by_id == each.signs_for_id else f" for {each.signs_for}"),
            formats.moment(each.signed_at),
        ]
        for each in queries.views_of(found, stage)
    ]
    columns = [Column("Partner"), Column("View"), Column("Signed by"), Column("When")]
    return Table(stage.label, columns, rows) if rows else None


def _told_table(found: Case) -> Table | None:
    rows = [[each.who, formats.day(each.on), str(each.by)] for each in queries.told_of(found)]
    return Table("Who was told", [Column("Who"), Column("When"), Column("Recorded by")], rows) if rows else None


def _plan_table(found: Case, inside: Entered, today: Any) -> Table | None:
    def standing(each: PlanStep) -> str:
        if each.done_on:
            return f"Done on {formats.day(each.done_on)}"
        return "Late" if each.on < today else "To be done"

    rows = [
        [
            str(each.working_day), formats.weekday(each.on), each.what, standing(each),
            Cell("Change", page("plan_change", inside, step_id=each.pk)) if inside.may_write else "",
        ]
        for each in queries.plan_of(found)
    ]  # fmt: skip
    columns = [Column("Working day", numeric=True), Column("Day"), Column("What"), Column("State"), Column("Change")]
    return Table("Plan of days", columns, rows) if rows else None


def _plan_why(found: Case, inside: Entered) -> NavigationItem | None:
    """Where the first day, the calendar and the days left out are told from which the plan counts."""
    clock = next((each for each in queries.clocks_of(found, business_today()) if each.code == PLANNED), None)
    if clock is None:
        return None
    words = f"Why these dates? Working days after {formats.weekday(clock.started_on)}"
    return NavigationItem(words, page("clock", inside, clock_id=clock.id))


def _ways(found: Case, inside: Entered) -> list[dict[str, str]]:
    """What can be done from here, in the order in which it is usually done."""
    ways = {
        "referred": [*([("answer_others", "Record our answer")] if found.origin == Origin.REQUEST else []),
                     ("incident_criteria", "Judge the criteria of a serious incident"), ("triage", "Triage it")],
        "deciding": [
            ("incident", "Record the incident"), ("incident_criteria", "Judge the criteria of a serious incident"),
            ("sign_notification", "Sign a partner’s view"), ("tell", "Record who was told"),
            ("notify", "Record that the Panel was notified"), ("do_not_notify", "Decide not to notify"),
        ],
        "rapid_review": [("tell", "Record who was told"), ("plan_add", "Add a step to the plan")],
    }.get(found.state, [])  # fmt: skip
    if not inside.may_write:
        ways = [way for way in ways if way[0].startswith("sign")]
    return [{"label": label, "url": page(name, inside)} for name, label in ways]


def _story(found: Case) -> Table:
    rows = [
        [formats.moment(each.at.astimezone(LONDON)), CASE.state(each.state).label, str(each.by), each.reason]
        for each in way_of(CASE, found.pk)
    ]
    return Table("How it came here", [Column("When"), Column("State"), Column("By"), Column("Reasons")], rows)


@member_page("Triage")
@both
def triage(request: Request, inside: Entered) -> HttpResponse:
    found = queries.case_in(inside)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.triage(
            inside=inside, decision=Triage(given["decision"]), reply=given["reply"], by=request.actor,
            at=business_now(), real_at=real_now(),
        )  # fmt: skip
        return "It is decided, and who referred it was told that there is a reply.", page("case", inside)

    criteria = "; ".join(f"{says[:1].lower()}{says[1:]}" for says in INCIDENT_CRITERIA.values())
    words = Words("Triage", found.title, "Decide", page("case", inside),
                  f"A serious incident is notified where both are so: {criteria}.",
                  tuple(CASE.refusals(found.state, "triage_close", reason="asked for")))  # fmt: skip
    more = {"shown": criteria_table(found, INCIDENT_CRITERIA)}
    return step(request, forms.TriageForm(request.POST or None), words, do, more)


@member_page("Answer")
@both
def answer_others(request: Request, inside: Entered) -> HttpResponse:
    """What another area or board asked us for is answered, and the case closes."""
    found = queries.case_in(inside)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.answer_others(inside=inside, text=given["text"], on=given["on"], by=request.actor, at=business_now())
        return "The answer is on record, and the case is closed.", page("case", inside)

    refusals = CASE.refusals(found.state, "answer", Facts(asked_by_others=found.origin == Origin.REQUEST), "asked for")
    words = Words("Our answer", found.title, "Save", page("case", inside), found.what, tuple(refusals))
    return step(request, AnswerOthersForm(request.POST or None), words, do)


@member_page("Incident")
@both
def incident(request: Request, inside: Entered) -> HttpResponse:
    found = queries.case_in(inside)
    row = queries.incident_of(found)
    initial: dict[str, Any] = {"incident_area": request.partnership.area, "home_area": request.partnership.area}
    if row is not None:
        aware = row.aware_at.astimezone(LONDON)
        names = ("harm", "standing", "happened_on", "place", "incident_area", "home_area", "account")
        initial = {name: getattr(row, name) for name in names}
        initial |= {"aware_on": aware.date(), "aware_time": aware.strftime("%H:%M")}
    form = forms.IncidentForm(request.POST or None, initial=initial)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.record_incident(inside=inside, words=form.words(), by=request.actor, at=business_now())
        return "The incident is recorded, and its clock runs.", page("case", inside)

    refusals = () if found.state == "deciding" else ("The incident is recorded before the Panel is notified.",)
    words = Words("The incident", found.title, "Save", page("case", inside), refusals=refusals)
    return step(request, form, words, do)


def _judge(request: Request, inside: Entered, criteria: dict[str, str], title: str, back: str) -> HttpResponse:
    found = queries.case_in(inside)
    judged = queries.criteria_of(found)
    initial: dict[str, Any] = {f"{key}_met": "yes" if row.met else "no" for key, row in judged.items()}
    initial |= {f"{key}_reasons": row.reasons for key, row in judged.items()}
    form = forms.CriteriaForm(request.POST or None, criteria=criteria, initial=initial)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.judge_criteria(inside=inside, judged=form.judged(), by=request.actor, at=business_now())
        return "The criteria are judged.", back

    return step(request, form, Words(title, found.title, "Save", back), do)


@member_page("Criteria of a serious incident")
@both
def incident_criteria(request: Request, inside: Entered) -> HttpResponse:
    return _judge(request, inside, INCIDENT_CRITERIA, "Criteria of a serious incident", page("case", inside))


@member_page("Criteria of a review")
@both
def review_criteria(request: Request, inside: Entered) -> HttpResponse:
    return _judge(request, inside, REVIEW_CRITERIA, "Criteria of a review", page("decision", inside))


def sign(request: Request, inside: Entered, stage: Stage, back: str) -> HttpResponse:
    """One partner's view at a stage: of the notification, the decision, the report."""
    now = list(members_of(inside.id))
    me = request.user.pk
    mine = {me, *(row.stands_in_for_id for row in now if row.user_id == me)}
    choices = [
        (f"{row.partner}:{row.user_id}", f"{Partner(row.partner).label}, "
         + ("for yourself" if row.user_id == me else f"for {row.user}, for whom you stand in"))
        for row in now
        if row.partner and row.user_id in mine
    ]  # fmt: skip
    form = forms.SignForm(request.POST or None, as_whom=choices)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        partner, user_id = given["as_whom"].split(":")
        operations.sign(
            inside=inside, stage=stage, partner=Partner(partner), agrees=given["view"] == "agree",
            reasons=given["reasons"], signs_for_id=int(user_id), by=request.actor, at=business_now(),
        )  # fmt: skip
        return "The partner’s view is signed.", back

    refusals = () if choices else (partner_not_on_record(),)
    intro = "Sign for your own partner alone: your name stands beside its view, for every member to read."
    return step(request, form, Words("Sign a partner’s view", stage.label, "Sign", back, intro, refusals), do)


@member_page("Signature", writes=False)
@both
def sign_notification(request: Request, inside: Entered) -> HttpResponse:
    return sign(request, inside, Stage.NOTIFICATION, page("case", inside))


@member_page("Signature", writes=False)
@both
def sign_decision(request: Request, inside: Entered) -> HttpResponse:
    return sign(request, inside, Stage.DECISION, page("decision", inside))


@member_page("Who was told")
@both
def tell(request: Request, inside: Entered) -> HttpResponse:
    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.tell(inside=inside, who=given["who"], on=given["on"], by=request.actor, at=business_now())
        return f"It is on record that {given['who']} was told.", page("case", inside)

    words = Words("Record who was told", queries.case_in(inside).title, "Save", page("case", inside))
    return step(request, forms.ToldForm(request.POST or None), words, do)


@member_page("Notification")
@both
def notify(request: Request, inside: Entered) -> HttpResponse:
    found = queries.case_in(inside)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.notify(inside=inside, on=given["on"], by=request.actor, at=business_now())
        return "The rapid review has begun. Its plan of days is a usual one: change what is different.", page(
            "case", inside
        )

    refusals = CASE.refusals(found.state, "notify", queries.facts_of(found, Stage.NOTIFICATION))
    words = Words("The Panel was notified", found.title, "Save", page("case", inside),
                  "15 working days run from the day on which the notification was sent.", tuple(refusals))  # fmt: skip
    return step(request, forms.DayForm(request.POST or None), words, do)


@member_page("Notification")
@both
def do_not_notify(request: Request, inside: Entered) -> HttpResponse:
    found = queries.case_in(inside)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.do_not_notify(inside=inside, reason=given["reason"], by=request.actor, at=business_now())
        return "The Panel is not notified. The case is closed.", page("case", inside)

    facts = queries.facts_of(found, Stage.NOTIFICATION)
    refusals = CASE.refusals(found.state, "do_not_notify", facts, reason="asked for")
    words = Words("Decide not to notify", found.title, "Close the case", page("case", inside), refusals=tuple(refusals))
    return step(request, forms.ReasonForm(request.POST or None), words, do)


def _plan_form(request: Request, inside: Entered, row: PlanStep | None) -> HttpResponse:
    found = queries.case_in(inside)
    initial = {"working_day": row.working_day, "what": row.what} if row else {}

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.plan_step(
            inside=inside, step_id=row.pk if row else None, working_day=given["working_day"], what=given["what"],
            by=request.actor, at=business_now(),
        )  # fmt: skip
        return "The plan is changed.", page("case", inside)

    refusals = () if found.notified_on else ("The plan begins when the Panel was notified.",)
    words = Words("A step of the plan", found.title, "Save", page("case", inside), refusals=refusals)
    more = {"done_url": page("plan_done", inside, step_id=row.pk), "is_done": row.done_on is not None} if row else {}
    return step(request, forms.PlanForm(request.POST or None, initial=initial), words, do,
                {"done_url": "", "is_done": False, **more})  # fmt: skip


@member_page("Plan of days")
@both
def plan_add(request: Request, inside: Entered) -> HttpResponse:
    return _plan_form(request, inside, None)


@member_page("Plan of days")
@both
def plan_change(request: Request, inside: Entered, step_id: int) -> HttpResponse:
    row = next((each for each in queries.plan_of(queries.case_in(inside)) if each.pk == step_id), None)
    if row is None:
        raise Http404
    return _plan_form(request, inside, row)


@member_page("Plan of days")
@require_POST
def plan_done(request: Request, inside: Entered, step_id: int) -> HttpResponse:
    try:
        operations.step_done(inside=inside, step_id=step_id, by=request.actor, at=business_now())
    except PlanStep.DoesNotExist as error:
        raise Http404 from error
    return redirect(page("case", inside))
