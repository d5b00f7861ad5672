"""Cycles for those who run them: made, filled, launched, followed, closed."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.sheets.api import Exchange, Plan, answer, template_file
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.office.audits import forms, school_sheet
from throughline.office.audits.models import AssessmentCycle
from throughline.office.audits.operations import cycles as writes
from throughline.office.audits.operations.cycles import BodyInput, CycleInput
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.presenters import board
from throughline.office.audits.queries import cycles as reads
from throughline.office.audits.queries import sets as set_reads
from throughline.office.audits.rules.scales import CarryRule
from throughline.office.audits.views.steps import Words, confirming, load, load_cycle, step
from throughline.office.audits.workflow import CYCLE, RETURN
from throughline.office.partnership import api as partnership

MANAGE, SEE_ALL = AuditsPermission.MANAGE, AuditsPermission.SEE_ALL
both = require_http_methods(["GET", "HEAD", "POST"])
Given = Mapping[str, Any]
PAGE = 50


def crumbs(cycle: AssessmentCycle | None = None) -> list[NavigationItem]:
    found = [NavigationItem("Audits", reverse("audits:cycles"), False)]
    if cycle is not None:
        found.append(NavigationItem(cycle.title, cycle_url(cycle), False))
    return found


def cycle_url(cycle: AssessmentCycle) -> str:
    return reverse("audits:cycle", args=[cycle.pk])


@requires(SEE_ALL)
@require_safe
def cycles(request: Request) -> HttpResponse:
    return render(
        request, "audits/cycles.html",
        {"table": board.cycles_table(reads.cycles()), "manages": request.actor.may(MANAGE)},
    )  # fmt: skip


@requires(MANAGE)
@both
def new(request: Request) -> HttpResponse:
    versions = [(str(v.pk), str(v)) for v in set_reads.published()]
    earlier = [(str(row.pk), row.title) for row, _, _ in reads.cycles()]
    spaces = [("home", f"{request.partnership.name} alone"), *((str(pk), name) for pk, name in reads.joint_spaces())]
    refusals = () if versions else ("Publish a question set first.",)

    def do(given: Given) -> tuple[str, str]:
        made = writes.make_cycle(
            given=CycleInput(
                title=given["title"], version_id=given["version"], year=given["year"], opens_on=given["opens_on"],
                due=given["due"], introduction=given["introduction"], chase_days=given["chase_days"],
                previous_id=given["previous"], carry_rule=CarryRule(given["carry_rule"]),
                space_id=None if given["shared"] == "home" else int(given["shared"]),
            ),
            by=request.actor, at=business_now(),
        )  # fmt: skip
        return f"{made.title} is prepared. Choose who answers, then launch it.", cycle_url(made)

    words = Words("New cycle", "Audits", "Prepare it", reverse("audits:cycles"), refusals=refusals)
    form = forms.CycleForm(request.POST or None, versions=versions, cycles=earlier, spaces=spaces)
    return step(request, form, words, do)


@requires(SEE_ALL)
@require_safe
def cycle(request: Request, cycle_id: int) -> HttpResponse:
    """The board: who is where."""
    row = load_cycle(cycle_id)
    today = business_today()
    form = forms.BoardFilter(request.GET)
    form.is_valid()
    text, state = form.cleaned_data.get("q", "").strip(), form.cleaned_data.get("state", "")
    counts = reads.counts(row.pk)
    late = reads.late(row.pk, today)
    paginator = Paginator(reads.board(row.pk, text=text, state=state, today=today), PAGE)
    if not text:
        paginator.__dict__["count"] = (
            late if state == "late" else counts.get(state, 0) if state else sum(counts.values())
        )
    page = paginator.get_page(request.GET.get("page"))
    rows = list(page)
    given = {name: value for name, value in (("q", text), ("state", state)) if value}
    return render(
        request,
        "audits/cycle.html",
        {
            "crumbs": crumbs(),
            "row": row,
            "state": CYCLE.state(row.state).label,
            "colour": CYCLE.state(row.state).colour,
            "days": f"{formats.day(row.opens_on)} to {formats.day(row.due)}",
            "asked": f"{row.set_title}, version {row.set_version}",
            "previous": row.previous.title if row.previous else "",
            "tiles": board.tiles(counts, late),
            "filter": form,
            "narrowed": bool(given),
            "query": f"{urlencode(given)}&" if given else "",
            "page_obj": page,
            "total": formats.number(paginator.count),
            "table": board.table(rows, reads.extended(rows), today),
            "manages": request.actor.may(MANAGE),
            "draft": row.state == "draft",
            "open": row.state == "open",
            "runner": "" if row.run_by_id == request.partnership.pk else row.run_by.name,
        },
    )


@requires(MANAGE)
@both
def ask(request: Request, cycle_id: int) -> HttpResponse:
    """Agencies of the partnership are asked."""
    row = load_cycle(cycle_id)
    agencies = {str(each.id): each for each in partnership.agencies()}
    refusals = ("The cycle is closed.",) if row.state == "closed" else ()

    def do(given: Given) -> tuple[str, str]:
        spaces = partnership.spaces_of_organisations([int(pk) for pk in given["agencies"]])
        bodies = [
            BodyInput(name=agencies[pk].name, kind=given["kind"], why=given["why"], organisation_id=int(pk),
                      space_id=spaces[int(pk)])
            for pk in given["agencies"]
        ]  # fmt: skip
        new_ones = writes.ask_bodies(
            cycle_id=row.pk, bodies=bodies, by=request.actor, at=business_now(), real_at=real_now()
        )
        return f"{new_ones} added. Name who answers for each.", cycle_url(row)

    words = Words("Choose agencies", row.title, "Add them", cycle_url(row), refusals=refusals)
    choices = [(pk, each.name, each.sector) for pk, each in agencies.items()]
    return step(request, forms.AskForm(request.POST or None, agencies=choices), words, do)


def _exchange(row: AssessmentCycle) -> Exchange:
    def apply(plan: Plan, upload_id: int, actor: Actor) -> str:
        made = writes.import_schools(
            cycle_id=row.pk, bodies=plan.data, upload_id=upload_id, purpose=f"{school_sheet.PURPOSE}:{row.pk}",
            by=actor, at=business_now(), real_at=real_now(),
        )  # fmt: skip
        return f"{formats.counted(made, 'school')} added, {len(plan.data) - made} brought up to date."

    return school_sheet.exchange(row, apply)


@requires(MANAGE)
@both
def schools(request: Request, cycle_id: int) -> HttpResponse:
    return answer(request, _exchange(load_cycle(cycle_id)), at=real_now())


@requires(MANAGE)
@require_safe
def school_template(request: Request, cycle_id: int) -> HttpResponse:
    return template_file(_exchange(load_cycle(cycle_id)), request.actor, "schools.xlsx")


@requires(MANAGE)
@both
def launch(request: Request, cycle_id: int) -> HttpResponse:
    row = load_cycle(cycle_id)

    def do(given: Given) -> tuple[str, str]:
        number = writes.launch(cycle_id=row.pk, by=request.actor, at=business_now(), real_at=real_now())
        return f"Launched: {number} asked by e-mail.", cycle_url(row)

    words = Words(
        "Launch it?", row.title, "Launch and tell everybody", cycle_url(row),
        refusals=tuple(CYCLE.refusals(row.state, "launch")),
        intro=f"Everybody asked gets one e-mail with a link. Due on {formats.day(row.due)}.",
    )  # fmt: skip
    return step(request, confirming(request), words, do)


@requires(MANAGE)
@both
def close(request: Request, cycle_id: int) -> HttpResponse:
    row = load_cycle(cycle_id)

    def do(given: Given) -> tuple[str, str]:
        writes.close(cycle_id=row.pk, by=request.actor, at=business_now())
        return "The cycle is closed.", cycle_url(row)

    words = Words("Close it?", row.title, "Close the cycle", cycle_url(row), warning=True,
                  refusals=tuple(CYCLE.refusals(row.state, "close")),
                  intro="No answer can be changed afterwards, and nobody is reminded.")  # fmt: skip
    return step(request, confirming(request), words, do)


@requires(SEE_ALL)
@require_safe
def trusts(request: Request, cycle_id: int) -> HttpResponse:
    """The roll-up of each trust."""
    row = load_cycle(cycle_id)
    found, heat = reads.trusts(row.pk), reverse("audits:heat", args=[row.pk])
    table = Table(
        "Trusts",
        [Column("Trust"), Column("Schools", numeric=True), Column("Started", numeric=True),
         Column("Handed in", numeric=True), Column("Answered", numeric=True)],
        [
            [Cell(str(each["trust"]), f"{heat}?{urlencode({'trust': str(each['trust'])})}"),
             str(each["schools"]), str(each["began"]), str(each["done"]),
             f"{each['answered_all']} of {each['asked_all']}"]
            for each in found
        ],
    )  # fmt: skip
    return render(request, "audits/trusts.html", {"crumbs": crumbs(row), "row": row, "table": table if found else None})


@requires(MANAGE)
@both
def lead(request: Request, return_id: int) -> HttpResponse:
    row, _ = load(request, return_id)
    back = reverse("audits:return", args=[row.pk])

    def do(given: Given) -> tuple[str, str]:
        writes.name_lead(return_id=row.pk, email=given["email"], by=request.actor, at=business_now(),
                         real_at=real_now())  # fmt: skip
        return f"{given['email']} answers for {row.name}.", cycle_url(row.cycle) if row.cycle.state == "draft" else back

    words = Words("Who answers for it?", row.name, "Save", back)
    return step(request, forms.LeadForm(request.POST or None, initial={"email": row.lead_email}), words, do)


@requires(MANAGE)
@both
def extend(request: Request, return_id: int) -> HttpResponse:
    row, _ = load(request, return_id)
    back = reverse("audits:return", args=[row.pk])

    def do(given: Given) -> tuple[str, str]:
        writes.extend(return_id=row.pk, due=given["due"], reason=given["reason"], by=request.actor, at=business_now())
        return f"Extended to {formats.day(given['due'])}.", back

    words = Words("Extend it", row.name, "Extend", back)
    return step(request, forms.ExtendForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def send_back(request: Request, return_id: int) -> HttpResponse:
    row, _ = load(request, return_id)
    back = reverse("audits:return", args=[row.pk])

    def do(given: Given) -> tuple[str, str]:
        writes.send_back(return_id=row.pk, questions=given["questions"], by=request.actor, at=business_now(),
                         real_at=real_now())  # fmt: skip
        return "Sent back. The lead was told.", back

    words = Words("Send it back with questions", row.name, "Send it back", back,
                  refusals=tuple(RETURN.refusals(row.state, "send_back", reason="asked for in the form")))  # fmt: skip
    return step(request, forms.SendBackForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def accept(request: Request, return_id: int) -> HttpResponse:
    row, _ = load(request, return_id)
    back = reverse("audits:return", args=[row.pk])

    def do(given: Given) -> tuple[str, str]:
        writes.accept(return_id=row.pk, by=request.actor, at=business_now())
        return "Accepted.", back

    words = Words("Accept it?", row.name, "Accept", back,
                  refusals=tuple(RETURN.refusals(row.state, "accept")),
                  intro="The partnership has all that it asked for.")  # fmt: skip
    return step(request, confirming(request), words, do)
