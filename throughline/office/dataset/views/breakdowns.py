"""The lists of categories by which returns split a count, and how many children of each live here."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import real_now
from throughline.foundation.ui import formats
from throughline.office.dataset.forms.breakdowns import CategoriesForm
from throughline.office.dataset.operations.breakdowns import set_categories
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.presenters.breakdowns import as_lines, lists_table, vintage_of
from throughline.office.dataset.queries import breakdowns as queries
from throughline.office.dataset.views.indicators import crumbs
from throughline.office.dataset.views.steps import Words, step

MANAGE = DatasetPermission.MANAGE


@requires(MANAGE)
@require_safe
def breakdowns(request: Request) -> HttpResponse:
    table = lists_table(queries.breakdown_names(), queries.categories(), queries.kept_categories())
    return render(request, "dataset/breakdowns.html", {"crumbs": crumbs(), "table": table})


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request) -> HttpResponse:
    """Of the breakdown that the address names."""
    name = request.GET.get("of", "")
    if name not in queries.breakdown_names():
        raise Http404
    kept = queries.kept_categories(name)
    initial = {"lines": as_lines(kept, queries.categories().get(name, ())), "vintage": vintage_of(kept)}
    form = CategoriesForm(request.POST) if request.method == "POST" else CategoriesForm(initial=initial)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        number = set_categories(
            breakdown=name, categories=given["lines"], vintage=given["vintage"], by=request.actor, at=real_now()
        )
        held = formats.counted(number, "category", "categories")
        said = f"From now on: {held} by {name}." if number else f"The list by {name} that ships holds."
        return said, reverse("dataset:breakdowns")

    words = Words(
        f"Categories by {name}", "Save the list", reverse("dataset:breakdowns"),
        intro="A round that is opened later asks by this list. What was returned before stays as it was.",
    )  # fmt: skip
    return step(request, form, words, do)
