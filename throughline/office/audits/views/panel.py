"""The scrutiny panel: what was given to a member, a return's three layers, settling, feedback, actions."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.audits import forms
from throughline.office.audits.models import PanelMember, Return
from throughline.office.audits.operations import panel as writes
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.presenters import board
from throughline.office.audits.presenters import panel as presenter
from throughline.office.audits.queries import answers as reads
from throughline.office.audits.queries import panel as panel_reads
from throughline.office.audits.queries.people import Part, given_to_panel, reader
from throughline.office.audits.rules.returns import IN
from throughline.office.audits.views.answering import crumbs
from throughline.office.audits.views.office import crumbs as office_crumbs
from throughline.office.audits.views.office import cycle_url
from throughline.office.audits.views.steps import Words, confirming, load, load_cycle, step

ANSWER, MANAGE = AuditsPermission.ANSWER, AuditsPermission.MANAGE
both = require_http_methods(["GET", "HEAD", "POST"])
Given = Mapping[str, Any]


@requires(ANSWER)
@require_safe
def given(request: Request) -> HttpResponse:
    """What a member was given."""
    rows = given_to_panel(reader(request.actor)).select_related("cycle").defer("cycle__content")
    table = board.mine_table(list(rows.order_by("cycle_id", "name", "pk")), business_today())
    return render(request, "audits/panel_given.html", {"crumbs": crumbs(), "table": table})


def load_panel(request: Request, return_id: int) -> tuple[Return, Part]:
    row, part = load(request, return_id)
    if part.panel_id is None and not part.sees_all:
        raise Http404
    return row, part


@requires(ANSWER)
@require_safe
def panel(request: Request, return_id: int) -> HttpResponse:
    row, part = load_panel(request, return_id)
    asked = reads.asked(row)
    found = panel_reads.panel_of(row, asked, part)
    here = [row.pk]
    steps = []
    if part.panel_id is not None and not found.open:
        steps += [Cell("Grade it", reverse("audits:panel_grade", args=here)),
                  Cell("Say that you cannot judge it", reverse("audits:panel_conflict", args=here))]  # fmt: skip
    if part.manages and row.state in IN:
        steps += [Cell("Settle the moderated grades", reverse("audits:settle", args=here)),
                  Cell("Give feedback", reverse("audits:feedback", args=here)),
                  Cell("Put an action into the tracker", reverse("audits:raise_action", args=here))]  # fmt: skip
    return render(
        request,
        "audits/panel.html",
        {
            "crumbs": crumbs(row),
            "row": row,
            "steps": steps,
            "open": found.open,
            "seats": presenter.seats_table(found),
            "layers": presenter.layers_table(asked, row, found),
            "notes": presenter.notes(asked, found),
            "feedback": found.feedback,
        },
    )


@requires(ANSWER)
@both
def grade(request: Request, return_id: int) -> HttpResponse:
    row, part = load_panel(request, return_id)
    asked = reads.asked(row)
    found = panel_reads.panel_of(row, asked, part)
    refusals = [] if part.panel_id is not None else [writes.NO_SEAT]
    if found.open:
        refusals.append("All grades are in and were shown: they stand as they are.")
    form = forms.GradesForm(
        request.POST or None, standards=presenter.standards(asked, row), steps=presenter.steps(asked.scale),
        words="Your note", current=found.mine, beside=presenter.beside(asked, row, found),
    )  # fmt: skip

    def do(_: Given) -> tuple[str, str]:
        number = writes.grade(return_id=row.pk, grades=form.grades(), by=request.actor, at=business_now())
        return (
            f"{formats.counted(number, 'grade')} saved. Nobody sees them until all members have given theirs.",
            panel_url(row),
        )

    words = Words("Grade it", row.name, "Save my grades", panel_url(row), refusals=tuple(refusals),
                  intro="Your own view, before the discussion. The others see it once all have graded.")  # fmt: skip
    return step(request, form, words, do)


def panel_url(row: Return) -> str:
    return reverse("audits:panel", args=[row.pk])


@requires(ANSWER)
@both
def conflict(request: Request, return_id: int) -> HttpResponse:
    row, part = load_panel(request, return_id)

    def do(given: Given) -> tuple[str, str]:
        writes.declare_conflict(return_id=row.pk, reason=given["reason"], by=request.actor, at=business_now())
        return "It is on record. You do not see this return any more.", reverse("audits:panel_given")

    words = Words("You cannot judge it", row.name, "Put it on record", panel_url(row),
                  refusals=() if part.panel_id is not None else (writes.NO_SEAT,))  # fmt: skip
    return step(request, forms.ConflictForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def settle(request: Request, return_id: int) -> HttpResponse:
    row, part = load(request, return_id)
    asked = reads.asked(row)
    found = panel_reads.panel_of(row, asked, part)
    refusals = () if row.state in IN else ("It is not handed in yet.",)
    form = forms.GradesForm(
        request.POST or None, standards=presenter.standards(asked, row), steps=presenter.steps(asked.scale),
        words="Reason", current={code: (m.grade, m.reason) for code, m in found.moderated.items()},
        beside=presenter.beside(asked, row, found),
    )  # fmt: skip

    def do(_: Given) -> tuple[str, str]:
        number = writes.settle(return_id=row.pk, grades=form.grades(), by=request.actor, at=business_now())
        words = "1 moderated grade is" if number == 1 else f"{number} moderated grades are"
        return f"{words} on record.", panel_url(row)

    words = Words("Settle the moderated grades", row.name, "Save", panel_url(row), refusals=refusals,
                  intro="The body’s own grades and those of the members stay as they were.")  # fmt: skip
    return step(request, form, words, do)


@requires(MANAGE)
@both
def feedback(request: Request, return_id: int) -> HttpResponse:
    row, _ = load(request, return_id)
    old = panel_reads.feedback_of(row)
    refusals = () if row.state in IN else ("It is not handed in yet.",)

    def do(given: Given) -> tuple[str, str]:
        writes.give_feedback(return_id=row.pk, text=given["text"], by=request.actor, at=business_now(),
                             real_at=real_now())  # fmt: skip
        return "They can read it now, and were told.", panel_url(row)

    words = Words("Give feedback", row.name, "Send it", panel_url(row), refusals=refusals)
    form = forms.FeedbackForm(request.POST or None, initial={"text": old.text if old else ""})
    return step(request, form, words, do)


@requires(MANAGE)
@both
def raise_action(request: Request, return_id: int) -> HttpResponse:
    row, _ = load(request, return_id)

    def do(given: Given) -> tuple[str, str]:
        made = writes.raise_action(
            return_id=row.pk, title=given["title"], owner_id=given["owner"].pk, due=given["due"],
            should_differ=given["should_differ"], by=request.actor, at=business_now(),
        )  # fmt: skip
        return f"{made.reference} is in the tracker.", panel_url(row)

    words = Words("Put an action into the tracker", row.name, "Put it in", panel_url(row))
    return step(request, forms.RaiseForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def seats(request: Request, cycle_id: int) -> HttpResponse:
    """Who sits in the panel of a cycle, and one more."""
    row = load_cycle(cycle_id)
    here = reverse("audits:seats", args=[row.pk])
    form = forms.SeatForm(request.POST or None)
    status = 200
    if request.method == "POST":

        def do(given: Given) -> tuple[str, str]:
            writes.seat(cycle_id=row.pk, name=given["name"], email=given["email"], by=request.actor, at=business_now(),
                        real_at=real_now())  # fmt: skip
            return f"{given['name']} sits in the panel and was told.", here

        answer = step(request, form, Words("Panel", row.title, "Add", cycle_url(row)), do)
        if answer.status_code == 302:
            return answer
        status = answer.status_code
    found = panel_reads.members(row.pk)
    table = Table(
        "Panel", [Column("Name"), Column("Address"), Column("Take out")],
        [[each.name, each.email, Cell(f"Take {each.name} out", reverse("audits:unseat", args=[row.pk, each.pk]))]
         for each in found],
    )  # fmt: skip
    context = {"crumbs": office_crumbs(row), "row": row, "table": table if found else None, "form": form}
    return render(request, "audits/seats.html", context, status=status)


@requires(MANAGE)
@both
def unseat(request: Request, cycle_id: int, member_id: int) -> HttpResponse:
    row = load_cycle(cycle_id)
    member = PanelMember.objects.filter(pk=member_id, cycle=row).first()
    if member is None:
        raise Http404
    here = reverse("audits:seats", args=[row.pk])

    def do(given: Given) -> tuple[str, str]:
        writes.unseat(cycle_id=row.pk, member_id=member_id, by=request.actor, at=business_now())
        return f"{member.name} is not in the panel any more.", here

    words = Words(f"Take {member.name} out?", row.title, "Take out of the panel", here, warning=True,
                  intro="The grades that they gave do not count any more.")  # fmt: skip
    return step(request, confirming(request), words, do)
