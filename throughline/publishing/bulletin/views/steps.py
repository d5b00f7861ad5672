"""One page with one form: shown, refused with what was typed, or done and on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict

from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.bulletin.models import Issue
from throughline.publishing.bulletin.queries import issues

Given = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """What stands on the page. `refusals`: why it cannot be done now; the form is left out then. `version`: of what the
    form was made from, sent along, so that of two tabs the second is told."""

    title: str
    caption: str
    button: str
    back: str
    warning: bool = False
    intro: str = ""
    refusals: tuple[str, ...] = ()
    public: bool = False
    version: int = 0
    see: NavigationItem | None = None  # where to put right what is refused


def step(
    request: Request, form: BaseForm, words: Words, do: Callable[[Given], tuple[str, str]], rows: Sequence[Any] = (),
    *, template: str = "bulletin/step.html", more: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """`do(cleaned data)` calls one operation and returns (what was done, where to go). 422 when it was refused.

    `rows`: summary rows above the form. `more` is for a `template` of the page's own.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if words.refusals:
            form.full_clean()
        elif form.is_valid():
            try:
                said, where = do(form.cleaned_data)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                if said:
                    messages.success(request, said)
                return redirect(where)
    layout = "ui/public.html" if words.public else "ui/office.html"
    context = {"form": form, "words": words, "layout": layout, "rows": rows, **(more or {})}
    return render(request, template, context, status=status)


def sent(request: Request) -> QueryDict | None:
    """What a form is bound to: also a POST with nothing in it, which a button alone can be."""
    return request.POST if request.method == "POST" else None


def sent_files(request: Request) -> "MultiValueDict[str, UploadedFile] | None":
    """None while nothing was sent: a form that is given files counts as sent, and shows none of its initial values."""
    return request.FILES if request.method == "POST" else None


def load(issue_id: int) -> Issue:
    """404 for what does not exist here."""
    try:
        return issues.issue(issue_id)
    except Issue.DoesNotExist as error:
        raise Http404 from error
