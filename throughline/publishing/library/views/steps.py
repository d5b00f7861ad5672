"""One page with one form: shown, refused with what was typed, or done and on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused


@dataclass(frozen=True)
class Words:
    """What stands on the page."""

    title: str
    caption: str
    button: str
    back: str
    intro: str = ""


def step(
    request: Request, form: BaseForm, words: Words, do: Callable[[Mapping[str, Any]], tuple[str, str]]
) -> HttpResponse:
    """`do(cleaned data)` calls one operation and returns (what was done, where to go). 422 when it was refused."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                said, where = do(form.cleaned_data)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, said)
                return redirect(where)
    return render(request, "library/step.html", {"form": form, "words": words}, status=status)
