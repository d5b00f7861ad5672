"""One page with one form: shown, refused with what was typed, or done and on; and the frame of a case's pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.restricted.api import Entered
from throughline.foundation.ui.site import NavigationItem
from throughline.office.reviews.queries.works import work_follows

both = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Words:
    """What stands on the page. `refusals`: why it cannot be done now; the form is left out then."""

    title: str
    caption: str
    button: str
    back: str
    intro: str = ""
    refusals: tuple[str, ...] = ()


def step(
    request: Request, form: BaseForm, words: Words, do: Callable[[Mapping[str, Any]], tuple[str, str]],
    more: Mapping[str, Any] | None = None, template: str = "reviews/step.html",
) -> HttpResponse:  # fmt: skip
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
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, said)
                return redirect(where)
    context = {"form": form, "words": words, "shown": None, "problems": None, "template_url": "", "remove_url": "",
               "done_url": "", "is_done": False, **(more or {})}  # fmt: skip
    return render(request, template, context, status=status)


PAGES = (
    ("reviews:case", "Case"),
    ("reviews:requests", "Agencies"),
    ("reviews:timeline", "Timeline"),
    ("reviews:household", "Household"),
    ("reviews:analysis", "Analysis"),
    ("reviews:decision", "Decision"),
    ("reviews:work", "Review"),
    ("reviews:draft", "Draft"),
    ("reviews:publication", "Publication"),
    ("reviews:clocks", "Dates"),
    ("reviews:keeping", "Keeping"),
)


OF_THE_REVIEW = ("reviews:work", "reviews:draft", "reviews:publication")


def frame(inside: Entered, current: str) -> dict[str, Any]:
    """The sub-navigation and what every page of a case says. One query."""
    follows = work_follows(inside)
    return {
        "sub_navigation": [
            NavigationItem(label, reverse(name, args=[inside.id]), name == current)
            for name, label in PAGES
            if follows or name not in OF_THE_REVIEW
        ],
        "sub_navigation_label": f"Case {inside.reference}",
        "reference": inside.reference,
        "restricted_id": inside.id,
        "may_write": inside.may_write,
    }


def page(name: str, inside: Entered, **more: int | str) -> str:
    return reverse(f"reviews:{name}", kwargs={"restricted_id": inside.id, **more})
