"""Disproportionality of an indicator: rates by group against the population, with intervals."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now
from throughline.foundation.ui import formats
from throughline.foundation.ui.site import NavigationItem
from throughline.office.dataset.forms.groups import GroupsForm
from throughline.office.dataset.models import Indicator
from throughline.office.dataset.operations.groups import record_groups
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.presenters import groups as presenter
from throughline.office.dataset.queries.groups import breakdowns
from throughline.office.dataset.queries.indicator import find_indicator
from throughline.office.dataset.views.indicators import crumbs
from throughline.office.dataset.views.steps import Words, step


def _find(indicator_id: int) -> Indicator:
    try:
        return find_indicator(indicator_id)
    except Indicator.DoesNotExist as error:
        raise Http404 from error


@requires(DatasetPermission.SEE)
@require_safe
def groups(request: Request, indicator_id: int) -> HttpResponse:
    found = _find(indicator_id)
    context = {
        "crumbs": [*crumbs(), NavigationItem(str(found), reverse("dataset:indicator", args=[indicator_id]))],
        "indicator": found,
        "parts": [presenter.drawn(str(found), each) for each in breakdowns(indicator_id)],
        "manages": request.actor.may(DatasetPermission.MANAGE),
    }
    return render(request, "dataset/groups.html", context)


@requires(DatasetPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Request, indicator_id: int) -> HttpResponse:
    found = _find(indicator_id)
    words = Words(
        "Counts by group", "Save the counts", reverse("dataset:groups", args=[indicator_id]), caption=str(found)
    )

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        number = record_groups(
            indicator_id=indicator_id, period=given["period"], breakdown=given["breakdown"], lines=given["lines"],
            vintage=given["vintage"], by=request.actor, at=business_now(),
        )  # fmt: skip
        return f"{formats.counted(number, 'group')} on record.", words.back

    return step(request, GroupsForm(request.POST or None), words, do)
