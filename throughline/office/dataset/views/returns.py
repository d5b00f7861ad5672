"""One return: its page, its grid, its explanations, what it asks, and its way."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.ui import formats
from throughline.foundation.ui.fieldview import SummaryLine
from throughline.foundation.ui.forms import Form
from throughline.foundation.ui.site import NavigationItem
from throughline.foundation.workflow.api import way_of
from throughline.office.dataset import grid
from throughline.office.dataset.forms.returns import AskedForm, ExplainForm, ReasonForm
from throughline.office.dataset.grid import Typed
from throughline.office.dataset.models import Return
from throughline.office.dataset.operations import returning
from throughline.office.dataset.operations.rounds import ask_for
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.presenters import returns as presenter
from throughline.office.dataset.queries import returns as queries
from throughline.office.dataset.queries.returns import Returner
from throughline.office.dataset.rules.returned import LIKE
from throughline.office.dataset.views.steps import Words, sent, step
from throughline.office.dataset.workflow import RETURN as MACHINE

MANAGE, RETURN = DatasetPermission.MANAGE, DatasetPermission.RETURN
both = require_http_methods(["GET", "HEAD", "POST"])


def load(request: Request, agency_return_id: int) -> tuple[Returner, Return]:
    """404 for what does not exist, or is not for this person."""
    who = queries.returner(request.actor)
    try:
        return who, queries.one(who, agency_return_id)
    except Return.DoesNotExist as error:
        raise Http404 from error


def page_of(row: Return) -> str:
    return reverse("dataset:return", args=[row.pk])


def crumbs(row: Return, who: Returner) -> list[NavigationItem]:
    if not who.sees_all:
        return [NavigationItem("My agency’s returns", reverse("dataset:my_returns"), False)]
    return [
        NavigationItem("Returns", reverse("dataset:returns"), False),
        NavigationItem(str(row.round), reverse("dataset:round", args=[row.round_id]), False),
    ]


@requires(RETURN)
@require_safe
def one(request: Request, agency_return_id: int) -> HttpResponse:
    who, row = load(request, agency_return_id)
    today = business_today()
    broken = queries.broken_by(row)
    explained = queries.explained(row, broken)
    facts = queries.facts_of(row, who)
    fills = who.may_fill(row.agency_id)
    state = MACHINE.state(row.state)
    return render(
        request,
        "dataset/return.html",
        {
            "crumbs": crumbs(row, who),
            "return_id": row.pk,
            "caption": row.agency.name,
            "title": f"Return of {row.round}",
            "stands": presenter.stands(row, today),
            "colour": state.colour,
            "rows": presenter.return_rows(row, today),
            "values": presenter.values_table(row, queries.official_counts(row)),
            "broken": presenter.broken_table(broken, explained) if broken else None,
            "earlier": presenter.earlier_explanations(row, explained),
            "restated": presenter.restatements_table(row),
            "story": presenter.story_table(way_of(MACHINE, row.pk)),
            "left": presenter.what_is_left(facts) if row.state == "open" else "",
            "steps": presenter.steps_of(row, who),
            "fills": fills and row.state == "open",
            "explains": fills and bool(broken) and row.state != "accepted",
            "asks": who.manages and row.state == "open",
        },
    )


def _typed(request: Request, row: Return) -> dict[int, Typed]:
    return {
        line.pk: Typed(request.POST.get(f"v{line.pk}", ""), request.POST.get(f"n{line.pk}", ""))
        for line in row.lines.all()
    }


@requires(RETURN)
@both
def fill(request: Request, agency_return_id: int) -> HttpResponse:
    """The grid. `paste` fills it from a pasted block without saving; else it is saved whole or not at all."""
    who, row = load(request, agency_return_id)
    if not who.may_fill(row.agency_id) or row.state != "open":
        why = returning.NOT_OPEN if row.state != "open" else returning.NOT_YOURS
        words = Words("Fill the return", "", page_of(row), refusals=(why,))
        status = 409 if request.method == "POST" else 200
        return render(request, "dataset/step.html", {"words": words, "form": Form()}, status=status)
    if request.method != "POST":
        return _grid(request, row, presenter.as_typed(row))
    typed, lines = _typed(request, row), presenter.lines_of(row)
    if "paste" in request.POST:
        found, wrong = grid.pasted(request.POST.get("block", ""), lines)
        if wrong:
            return _grid(request, row, typed, block=request.POST.get("block", ""), block_error=wrong, status=422)
        typed |= {pk: Typed(text, typed[pk].note) for pk, text in found.items()}
        filled = f"{formats.counted(len(found), 'line')} filled from what you pasted. Look at it, then save."
        _, errors = grid.answers(lines, typed, wider=bool(row.round.wider_area))
        return _grid(request, row, typed, wrong=errors, filled=filled, status=422 if errors else 200)
    answers, errors = grid.answers(lines, typed, wider=bool(row.round.wider_area))
    if errors:
        return _grid(request, row, typed, wrong=errors, status=422)
    revision = request.POST.get("revision", "")
    try:
        changed = returning.save_values(
            return_id=row.pk, answers=answers, revision=int(revision) if revision.isdecimal() else -1,
            by=request.actor, at=business_now(),
        )  # fmt: skip
    except returning.SavedSince as since:
        opened_on = {line.pk: request.POST.get(f"o{line.pk}", "") for line in row.lines.all()}
        return _grid(request, row, typed, refused=str(since), opened_on=opened_on, status=409)
    except Refused as refused:
        return _grid(request, row, typed, refused=str(refused), status=409)
    said = f"{formats.counted(changed, 'line')} saved." if changed else "Nothing had changed."
    messages.success(request, said)
    return redirect(page_of(row))


def _grid(
    request: Request,
    row: Return,
    typed: Mapping[int, Typed],
    *,
    wrong: Mapping[int, str] | None = None,
    opened_on: Mapping[int, str] | None = None,
    refused: str = "",
    filled: str = "",
    block: str = "",
    block_error: str = "",
    status: int = 200,
) -> HttpResponse:
    official = queries.official_counts(row)
    rows = presenter.grid_rows(row, typed, wrong or {}, official, queries.before(row), opened_on)
    lines = [SummaryLine(refused, "")] if refused else []
    lines += [SummaryLine(f"{each.key} {each.error}", f"#v{each.id}") for each in rows if each.error]
    lines += [SummaryLine(block_error, "#block")] if block_error else []
    on_record = {line.pk: line.given.written for line in row.lines.all()}
    context = {
        "back": page_of(row),
        "caption": f"{row.agency.name}, {queries.quarter(row.round).words}",
        "lines": lines,
        "rows": rows,
        "revision": row.revision,
        "with_official": any(each.official for each in rows),
        "with_before": any(each.before for each in rows),
        "with_now": any(each.now for each in rows),
        "like": LIKE,
        "wider_area": row.round.wider_area,
        "filled": filled,
        "pasted": block,  # in a template `block` is the template's own
        "block_error": block_error,
        "sheet": reverse("dataset:return_sheet", args=[row.pk]),
        "opened": [(each.id, on_record[each.id]) for each in rows],
        "choices": ["not held", "not yet", "suppressed", *(["wider area"] if row.round.wider_area else [])],
    }
    return render(request, "dataset/fill.html", context, status=status)


@requires(RETURN)
@both
def explain(request: Request, agency_return_id: int) -> HttpResponse:
    who, row = load(request, agency_return_id)
    broken = queries.broken_by(row)
    said = {mark: each.text for mark, each in queries.explained(row, broken).items()}
    form = ExplainForm(sent(request), broken=broken, said=said)
    refusals = [] if who.may_fill(row.agency_id) else [returning.NOT_YOURS]
    if not broken:
        refusals.append("This return breaks no rule.")

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        made = returning.explain(return_id=row.pk, texts=given, by=request.actor, at=business_now())
        return f"{made} explained." if made else "Nothing was explained anew.", page_of(row)

    words = Words(
        "Explain", "Save", page_of(row), caption=str(row), refusals=tuple(refusals),
        intro="Where the numbers are wrong, mend them in the grid. Where they are right, say why. What you say stays"
        " with the return.",
    )  # fmt: skip
    return step(request, form, words, do)


@requires(MANAGE)
@both
def asked(request: Request, agency_return_id: int) -> HttpResponse:
    _, row = load(request, agency_return_id)
    now = {f"{line.indicator_id}|{line.breakdown}".removesuffix("|") for line in row.lines.all()}
    form = AskedForm(sent(request), initial={"asked": sorted(now)})
    refusals = () if row.state == "open" else ("What is asked can be changed only while the return is being filled.",)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        added, left = ask_for(return_id=row.pk, asked=form.wanted(), by=request.actor, at=business_now())
        return f"{formats.counted(added, 'line')} added, {left} left out.", page_of(row)

    words = Words("Change what is asked", "Save", page_of(row), caption=str(row), refusals=refusals)
    return step(request, form, words, do)


@requires(RETURN)
@both
def move(request: Request, agency_return_id: int, way: str) -> HttpResponse:
    who, row = load(request, agency_return_id)
    if way not in {each.name for each in MACHINE.transitions}:
        raise Http404
    found = MACHINE.transition(way)
    refusals = MACHINE.refusals(row.state, way, queries.facts_of(row, who), reason="asked for in the form")
    if not request.actor.may(found.permission):  # type: ignore[arg-type]
        refusals = ["The business unit does this."]
    form = (ReasonForm if found.asks_reason else Form)(sent(request))

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        returning.move(
            return_id=row.pk, transition=way, reason=given.get("reason", ""), by=request.actor,
            at=business_now(), real_at=real_now(),
        )  # fmt: skip
        return f"{row.agency}: {MACHINE.state(found.target).label.lower()}.", page_of(row)

    words = Words(found.label, found.label, page_of(row), caption=str(row), intro=MACHINE.state(found.target).says,
                  refusals=tuple(refusals))  # fmt: skip
    return step(request, form, words, do)
