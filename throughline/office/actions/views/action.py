"""One action: its page, and each step of its delivery and its effect."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.ui.forms import Form
from throughline.foundation.ui.site import NavigationItem
from throughline.foundation.workflow.api import way_of
from throughline.office.actions import forms, operations, queries
from throughline.office.actions.forms import id_or_none
from throughline.office.actions.models import Recommendation
from throughline.office.actions.operations.delivering import NOT_YOURS, may_check, may_deliver
from throughline.office.actions.operations.judging import may_judge
from throughline.office.actions.permissions import ActionsPermission
from throughline.office.actions.presenters import action as presenter
from throughline.office.actions.views.steps import Words, load, step
from throughline.office.actions.workflow import DELIVERY, EFFECT

WORK, MANAGE = ActionsPermission.WORK, ActionsPermission.MANAGE
both = require_http_methods(["GET", "HEAD", "POST"])
Given = Mapping[str, Any]


def crumbs() -> list[NavigationItem]:
    return [NavigationItem("Actions", reverse("actions:list"), False)]


def page_of(action_id: int) -> str:
    return reverse("actions:action", args=[action_id])


@requires(WORK)
@require_safe
def action(request: Request, action_id: int) -> HttpResponse:
    today = business_today()
    who, row = load(request, action_id)
    words, colour = presenter.standing(row)
    ways = [("Delivery", each) for each in way_of(DELIVERY, row.pk)]
    ways += [("Effect", each) for each in way_of(EFFECT, row.pk)]
    return render(
        request,
        "actions/action.html",
        {
            "crumbs": crumbs(),
            "action_id": row.pk,
            "reference": row.reference,
            "title": row.title,
            "standing": words,
            "colour": colour,
            "rows": presenter.rows(row, request.actor, today),
            "delivery": presenter.delivery_rows(row),
            "effect": presenter.effect_rows(row),
            "evidence": presenter.evidence_table(row),
            "checks": presenter.checks_table(row, today),
            "story": presenter.story_table(row, ways),
            "can": presenter.can(who, row),
        },
    )


@requires(MANAGE)
@both
def new(request: Request, recommendation_id: int | None = None) -> HttpResponse:
    """An action from a recommendation that was accepted, or raised directly."""
    caption, back = "Raised directly", reverse("actions:list")
    refusals: tuple[str, ...] = ()
    if recommendation_id is not None:
        try:
            recommendation = queries.recommendation(recommendation_id)
        except Recommendation.DoesNotExist as error:
            raise Http404 from error
        caption, back = recommendation.text, reverse("actions:recommendation", args=[recommendation_id])
        if recommendation.state != "accepted":
            refusals = ("An action follows a recommendation once it was accepted.",)

    def do(given: Given) -> tuple[str, str]:
        people = {"owner_id": given["owner"].pk, "judge_id": given["judge"].pk if given["judge"] else None}
        words = {name: given[name] for name in ("title", "text", "due", "priority", "should_differ", "measured_how",
                                                "baseline")}  # fmt: skip
        made = operations.raise_action(
            given=operations.ActionInput(
                **words, **people, recommendation_id=recommendation_id, agency_id=id_or_none(given["agency"]),
                group_id=id_or_none(given["group"]),
            ),
            by=request.actor, at=business_now(),
        )  # fmt: skip
        return f"{made.reference} is in the tracker.", page_of(made.pk)

    words = Words("New action", caption, "Put it into the tracker", back, refusals=refusals)
    return step(request, forms.ActionForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def change(request: Request, action_id: int) -> HttpResponse:
    _, row = load(request, action_id)
    initial = {
        "title": row.title, "text": row.text, "agency": row.agency_id or "", "group": row.group_id or "",
        "priority": row.priority, "judge": row.judge.email if row.judge else "",
    }  # fmt: skip

    def do(given: Given) -> tuple[str, str]:
        operations.change_action(
            action_id=row.pk, title=given["title"], text=given["text"], priority=given["priority"],
            agency_id=id_or_none(given["agency"]), group_id=id_or_none(given["group"]),
            judge_id=given["judge"].pk if given["judge"] else None, by=request.actor, at=business_now(),
        )  # fmt: skip
        return f"{row.reference} is changed.", page_of(row.pk)

    words = Words("Change the action", str(row), "Save", page_of(row.pk))
    return step(request, forms.ChangeForm(request.POST or None, initial=initial), words, do)


@requires(WORK)
@both
def delivery_step(request: Request, action_id: int, transition: str) -> HttpResponse:
    """Start, deliver, cancel, open again: what the machine's table says."""
    who, row = load(request, action_id)
    known = {way.name: way for way in DELIVERY.transitions if way.name in ("start", "deliver", "cancel", "reopen")}
    if transition not in known:
        raise Http404
    way = known[transition]
    refusals = DELIVERY.refusals(row.delivery, transition, queries.facts_of(row, who), reason="asked for in the form")
    if not (may_deliver(who, row) if transition in ("start", "deliver") else who.manages):
        refusals = [NOT_YOURS]
    form = forms.ReasonForm if way.asks_reason else Form

    def do(given: Given) -> tuple[str, str]:
        operations.deliver_step(
            action_id=row.pk, transition=transition, reason=given.get("reason", ""), by=request.actor,
            at=business_now(),
        )  # fmt: skip
        return f"{row.reference}: {DELIVERY.state(way.target).label.lower()}.", page_of(row.pk)

    words = Words(
        way.label, str(row), way.label, page_of(row.pk), warning=transition == "cancel", refusals=tuple(refusals)
    )
    return step(request, form(request.POST or None), words, do)


@requires(WORK)
@both
def evidence(request: Request, action_id: int) -> HttpResponse:
    who, row = load(request, action_id)
    refusals = () if may_deliver(who, row) else (NOT_YOURS,)

    def do(given: Given) -> tuple[str, str]:
        operations.give_evidence(
            action_id=row.pk, kind=given["kind"], text=given["text"], link=given["link"], upload=given["upload"],
            by=request.actor, at=business_now(), real_at=real_now(),
        )  # fmt: skip
        return "The evidence is with the action. Say that it is delivered when all is there.", page_of(row.pk)

    words = Words("Give evidence", str(row), "Give this evidence", page_of(row.pk), refusals=refusals)
    return step(request, forms.EvidenceForm(request.POST or None, request.FILES or None), words, do)


@requires(WORK)
@both
def check(request: Request, action_id: int) -> HttpResponse:
    who, row = load(request, action_id)
    refusals = DELIVERY.refusals(row.delivery, "close", queries.facts_of(row, who))
    if not may_check(who, row):
        refusals = ["Evidence is checked by the business unit, or by who answers for the agency or group."]

    def do(given: Given) -> tuple[str, str]:
        accept = given["decision"] == "accept"
        operations.check_evidence(
            action_id=row.pk, accept=accept, note=given["note"], by=request.actor, at=business_now()
        )
        done = "is closed. Its effect is looked at after 6 and 12 months" if accept else "went back to its owner"
        return f"{row.reference} {done}.", page_of(row.pk)

    words = Words("Check the evidence", str(row), "Save", page_of(row.pk), refusals=tuple(refusals))
    return step(request, forms.CheckForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def due(request: Request, action_id: int) -> HttpResponse:
    _, row = load(request, action_id)

    def do(given: Given) -> tuple[str, str]:
        operations.move_due(
            action_id=row.pk, due=given["due"], reason=given["reason"], by=request.actor, at=business_now()
        )
        return "The due day is moved. The move stays visible.", page_of(row.pk)

    words = Words("Move the due day", str(row), "Move it", page_of(row.pk))
    return step(request, forms.DueForm(request.POST or None, initial={"due": row.due}), words, do)


@requires(MANAGE)
@both
def owner(request: Request, action_id: int) -> HttpResponse:
    _, row = load(request, action_id)

    def do(given: Given) -> tuple[str, str]:
        operations.hand_over(
            action_id=row.pk, owner_id=given["owner"].pk, reason=given["reason"], by=request.actor, at=business_now()
        )
        return f"{row.reference} is now with {given['owner']}.", page_of(row.pk)

    words = Words("Hand the action over", str(row), "Hand it over", page_of(row.pk))
    return step(request, forms.OwnerForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def effect(request: Request, action_id: int) -> HttpResponse:
    _, row = load(request, action_id)
    initial = {"should_differ": row.should_differ, "measured_how": row.measured_how, "baseline": row.baseline}

    def do(given: Given) -> tuple[str, str]:
        operations.plan_effect(action_id=row.pk, **given, by=request.actor, at=business_now())
        return "It is on record what should be different.", page_of(row.pk)

    words = Words("What should be different?", str(row), "Save", page_of(row.pk))
    return step(request, forms.EffectForm(request.POST or None, initial=initial), words, do)


@requires(WORK)
@both
def judge(request: Request, action_id: int) -> HttpResponse:
    who, row = load(request, action_id)
    refusals = EFFECT.refusals(row.effect, "judge_proven", queries.facts_of(row, who))
    if not may_judge(who, row):
        refusals = ["The effect is judged by the scrutineer, the business unit, or whoever was named for it."]

    def do(given: Given) -> tuple[str, str]:
        operations.judge_effect(action_id=row.pk, **given, by=request.actor, at=business_now())
        return "The effect is judged.", page_of(row.pk)

    intro = (
        f"What should be different: {row.should_differ} Measured by: {row.measured_how}" if row.should_differ else ""
    )
    words = Words("Judge the effect", str(row), "Save the verdict", page_of(row.pk), intro=intro,
                  refusals=tuple(refusals))  # fmt: skip
    return step(request, forms.JudgeForm(request.POST or None, today=business_today()), words, do)
