"""Rounds of returns: what is asked of whom, who has returned and who has not, and the rules they must satisfy."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, business_today
from throughline.foundation.figures.years import NotAReportYear
from throughline.foundation.ui.forms import Form
from throughline.foundation.ui.site import NavigationItem
from throughline.office.dataset.forms.returns import AgencyForm, ChangeRoundForm, RoundForm, RuleForm
from throughline.office.dataset.models import ReturnRound, ReturnRule
from throughline.office.dataset.operations import rounds as operations
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.presenters import returns as presenter
from throughline.office.dataset.queries import returns as queries
from throughline.office.dataset.views.steps import Words, sent, step

SEE, MANAGE, RETURN = DatasetPermission.SEE, DatasetPermission.MANAGE, DatasetPermission.RETURN
both = require_http_methods(["GET", "HEAD", "POST"])
Given = Mapping[str, Any]


def crumbs(*more: NavigationItem) -> list[NavigationItem]:
    return [NavigationItem("Returns", reverse("dataset:returns"), False), *more]


def load(round_id: int) -> ReturnRound:
    try:
        return queries.round_of(round_id)
    except ReturnRound.DoesNotExist as error:
        raise Http404 from error


@requires(SEE)
@require_safe
def returns(request: Request) -> HttpResponse:
    rows = list(queries.rounds())
    table = presenter.rounds_table(rows, business_today()) if rows else None
    return render(request, "dataset/returns.html", {"table": table, "manages": request.actor.may(MANAGE)})


@requires(RETURN)
@require_safe
def mine(request: Request) -> HttpResponse:
    who = queries.returner(request.actor)
    rows = [row for row in queries.returns_of(who) if row.agency_id in who.fills]
    table = presenter.returns_table(rows, business_today()) if rows else None
    return render(request, "dataset/my_returns.html", {"table": table, "in_post": bool(who.fills)})


@requires(MANAGE)
@both
def new(request: Request) -> HttpResponse:
    def do(given: Given) -> tuple[str, str]:
        try:
            made = operations.open_round(**given, by=request.actor, at=business_now())
        except NotAReportYear as error:
            raise Refused(str(error)) from error
        number = made.returns.count()
        asked = f"{number} agenc{'y is' if number == 1 else 'ies are'} asked."
        return f"The returns of {made} are open: {asked}", reverse("dataset:round", args=[made.pk])

    words = Words(
        "Ask for returns", "Ask for them", reverse("dataset:returns"),
        intro="Each agency is asked for the indicators that it owns in the register. Each return can be changed then.",
    )  # fmt: skip
    return step(request, RoundForm(sent(request)), words, do)


@requires(SEE)
@require_safe
def one(request: Request, round_id: int) -> HttpResponse:
    row, today = load(round_id), business_today()
    rows = list(queries.standing_of_round(row.pk))
    return render(
        request,
        "dataset/round.html",
        {
            "crumbs": crumbs(),
            "round_id": row.pk,
            "title": queries.quarter(row).words,
            "rows": presenter.round_rows(row, today),
            "table": presenter.round_table(rows, today),
            "waiting": presenter.not_returned(rows),
            "manages": request.actor.may(MANAGE),
        },
    )


@requires(MANAGE)
@both
def change(request: Request, round_id: int) -> HttpResponse:
    row = load(round_id)
    back = reverse("dataset:round", args=[row.pk])
    initial = {"due": row.due, "wider_area": row.wider_area, "note": row.note}

    def do(given: Given) -> tuple[str, str]:
        operations.change_round(round_id=row.pk, **given, by=request.actor, at=business_now())
        return "The round is changed.", back

    form = ChangeRoundForm(sent(request), initial=initial)
    return step(request, form, Words("Change the round", "Save", back, caption=queries.quarter(row).words), do)


@requires(MANAGE)
@both
def add_agency(request: Request, round_id: int) -> HttpResponse:
    row = load(round_id)

    def do(given: Given) -> tuple[str, str]:
        made = operations.ask_agency(round_id=row.pk, agency_id=given["agency"], by=request.actor, at=business_now())
        return "Now choose what this agency is asked for.", reverse("dataset:asked", args=[made.pk])

    words = Words(
        "Ask one more agency", "Ask it", reverse("dataset:round", args=[row.pk]), caption=queries.quarter(row).words
    )
    return step(request, AgencyForm(sent(request)), words, do)


@requires(SEE)
@require_safe
def rules(request: Request) -> HttpResponse:
    rows = list(queries.rules())
    table = presenter.rules_table(rows) if rows else None
    context = {"crumbs": crumbs(), "table": table, "manages": request.actor.may(MANAGE)}
    return render(request, "dataset/return_rules.html", context)


@requires(MANAGE)
@both
def new_rule(request: Request) -> HttpResponse:
    def do(given: Given) -> tuple[str, str]:
        operations.set_rule(
            kind=given["kind"], whole_id=given["whole"], part_id=given["part"], missing=given["missing"],
            why=given["why"], by=request.actor, at=business_now(),
        )  # fmt: skip
        return "The rule holds from now on.", reverse("dataset:return_rules")

    words = Words("New rule", "Set the rule", reverse("dataset:return_rules"))
    return step(request, RuleForm(sent(request)), words, do)


@requires(MANAGE)
@both
def drop(request: Request, rule_id: int) -> HttpResponse:
    try:
        row = queries.rules().get(pk=rule_id)
    except ReturnRule.DoesNotExist as error:
        raise Http404 from error

    def do(given: Given) -> tuple[str, str]:
        operations.drop_rule(rule_id=row.pk, by=request.actor, at=business_now())
        return "The rule holds no longer.", reverse("dataset:return_rules")

    words = Words("Drop the rule", "Drop it", reverse("dataset:return_rules"), caption=str(row), warning=True)
    return step(request, Form(sent(request)), words, do)
