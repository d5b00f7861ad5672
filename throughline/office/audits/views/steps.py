"""One page with one form: shown, refused with what was typed, or done and on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.ui.forms import Form
from throughline.office.audits.models import AssessmentCycle, Return
from throughline.office.audits.operations.cases import Unconfirmed
from throughline.office.audits.queries import cycles as cycle_reads
from throughline.office.audits.queries.people import Part, one, reader


@dataclass(frozen=True)
class Words:
    """What stands on the page. `refusals`: why it cannot be done now; the form is left out then."""

    title: str
    caption: str
    button: str
    back: str
    intro: str = ""
    warning: bool = False
    refusals: tuple[str, ...] = ()
    points: tuple[str, ...] = field(default=())


def step(
    request: Request, form: BaseForm, words: Words, do: Callable[[Mapping[str, Any]], tuple[str, str]]
) -> HttpResponse:
    """`do(cleaned data)` calls one operation and returns (what was done, where to go). 422 when it was refused."""
    status = 200
    if request.method == "POST":
        status = 422
        if words.refusals:
            form.full_clean()
        elif form.is_valid():
            try:
                said, where = do(form.cleaned_data)
            except NotPermitted:
                raise
            except Unconfirmed as unconfirmed:
                form.add_error("confirmed", str(unconfirmed))
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, said)
                return redirect(where)
    return render(request, "audits/step.html", {"form": form, "words": words}, status=status)


def confirming(request: Request) -> Form:
    """A form that asks for nothing but the press of its button."""
    return Form(request.POST if request.method == "POST" else None)


def load(request: Request, return_id: int) -> tuple[Return, Part]:
    """404 for what does not exist, or is not for this person."""
    try:
        return one(reader(request.actor), return_id)
    except Return.DoesNotExist as error:
        raise Http404 from error


def load_cycle(cycle_id: int) -> AssessmentCycle:
    try:
        return cycle_reads.cycle(cycle_id)
    except AssessmentCycle.DoesNotExist as error:
        raise Http404 from error
