"""Open data in the office: the owner's leave, a preview, letting out; and the policies on small numbers."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.figures.suppression.protecting import CannotProtect
from throughline.foundation.ui.site import NavigationItem
from throughline.office.dataset.forms.releasing import AgreementForm, PolicyForm, WithdrawForm
from throughline.office.dataset.models import AudiencePolicy, Indicator
from throughline.office.dataset.operations import releasing as operations
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.presenters import releasing as presenter
from throughline.office.dataset.queries import releasing as queries
from throughline.office.dataset.queries.indicator import find_indicator, indicator_page
from throughline.office.dataset.views.indicators import crumbs
from throughline.office.dataset.views.steps import Words, step

SEE, MANAGE = DatasetPermission.SEE, DatasetPermission.MANAGE
both = require_http_methods(["GET", "HEAD", "POST"])


def _find(indicator_id: int) -> Indicator:
    try:
        return find_indicator(indicator_id)
    except Indicator.DoesNotExist as error:
        raise Http404 from error


@requires(SEE)
@require_safe
def open_data(request: Request, indicator_id: int) -> HttpResponse:
    found = _find(indicator_id)
    leave = queries.publication_of(indicator_id)
    refused, preview = "", None
    try:
        preview = presenter.preview_table(queries.outgoing(indicator_page(indicator_id, until=business_today())))
    except CannotProtect as cannot:
        refused = f"It cannot go out: {cannot}"
    context = {
        "crumbs": [*crumbs(), NavigationItem(str(found), reverse("dataset:indicator", args=[indicator_id]))],
        "indicator": found,
        "agreement": presenter.agreement_rows(leave) if leave else None,
        "preview": preview,
        "refused": refused,
        "releases": presenter.releases_table(queries.releases_of(indicator_id), found.slug, live=leave is not None),
        "manages": request.actor.may(MANAGE),
    }
    return render(request, "dataset/open_data.html", context)


@requires(MANAGE)
@both
def agree(request: Request, indicator_id: int) -> HttpResponse:
    found = _find(indicator_id)
    back = reverse("dataset:open_data", args=[indicator_id])

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.record_agreement(
            indicator_id=indicator_id, agreed_by=given["agreed_by"], agreed_on=given["agreed_on"], by=request.actor,
            at=real_now(),
        )  # fmt: skip
        return "The agreement is on record. Nothing goes out until you release it.", back

    none = () if found.owner_id else ("Name the agency that answers for the indicator in the register first.",)
    words = Words("Record the owner’s agreement", "Record it", back, caption=str(found), refusals=none)
    return step(request, AgreementForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def withdraw(request: Request, indicator_id: int) -> HttpResponse:
    found = _find(indicator_id)
    back = reverse("dataset:open_data", args=[indicator_id])

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.withdraw_agreement(indicator_id=indicator_id, why=given["why"], by=request.actor, at=real_now())
        return "Its public pages are gone. What readers have already cannot be taken back.", back

    none = () if queries.publication_of(indicator_id) else (operations.NO_LEAVE,)
    words = Words("End the agreement", "End it", back, caption=str(found), warning=True, refusals=none)
    return step(request, WithdrawForm(request.POST or None), words, do)


@requires(MANAGE)
@require_POST
def release(request: Request, indicator_id: int) -> HttpResponse:
    found = _find(indicator_id)
    try:
        made = operations.release_indicator(
            indicator_id=indicator_id, as_at=business_today(), by=request.actor, at=real_now()
        )
        messages.success(request, f"Release {made.number} of {found} is public.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("dataset:open_data", indicator_id)


@requires(SEE)
@require_safe
def policies(request: Request) -> HttpResponse:
    context = {"crumbs": crumbs(), "table": presenter.policy_table(queries.policies())}
    return render(request, "dataset/policies.html", context)


@requires(MANAGE)
@both
def policy(request: Request, audience: str) -> HttpResponse:
    if audience not in AudiencePolicy.Audience.values:
        raise Http404
    back = reverse("dataset:policies")
    now = queries.policy_for(audience)
    initial = {"largest_small": now.largest_small, "zero_shown": now.zero_shown, "round_to": now.round_to}
    form = PolicyForm(request.POST) if request.method == "POST" else PolicyForm(initial=initial)

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        operations.set_policy(
            audience=audience, largest_small=given["largest_small"], zero_shown=given["zero_shown"],
            round_to=given["round_to"], why=given["why"], by=request.actor, at=real_now(),
        )  # fmt: skip
        return "The policy holds from now on.", back

    words = Words("Policy on small numbers", "Save", back, caption=str(AudiencePolicy.Audience(audience).label))
    return step(request, form, words, do)
