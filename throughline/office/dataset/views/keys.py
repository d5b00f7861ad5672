"""Keys of programs: who has one, when it was used, a new one, one revoked."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import real_now
from throughline.foundation.ui.forms import Form
from throughline.office.dataset.api_document import FEED
from throughline.office.dataset.forms.keys import KeyForm
from throughline.office.dataset.forms.register import id_or_none
from throughline.office.dataset.models import ApiKey
from throughline.office.dataset.operations.keys import issue_key, revoke_key
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.presenters.keys import keys_table
from throughline.office.dataset.queries import returns as queries
from throughline.office.dataset.views.rounds import crumbs
from throughline.office.dataset.views.steps import Words, sent, step

MANAGE = DatasetPermission.MANAGE
both = require_http_methods(["GET", "HEAD", "POST"])


@requires(MANAGE)
@require_safe
def keys(request: Request) -> HttpResponse:
    rows = list(queries.keys())
    table = keys_table(rows, real_now().date()) if rows else None
    return render(request, "dataset/keys.html", {"crumbs": crumbs(), "table": table})


@requires(MANAGE)
@both
def new(request: Request) -> HttpResponse:
    """The secret is shown on the answer and nowhere else, so there is no redirect."""
    at = real_now()
    form = KeyForm(sent(request), today=at.date())
    if form.is_valid():
        given = form.cleaned_data
        try:
            made, secret = issue_key(
                name=given["name"], use=given["use"], agency_id=id_or_none(given["agency"]),
                audience=given["audience"], ends_on=given["ends_on"], by=request.actor, at=at,
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "dataset/key_made.html", _made(request, made, secret))
    words = Words("New key", "Issue the key", reverse("dataset:keys"))
    status = 422 if request.method == "POST" else 200
    return render(request, "dataset/step.html", {"form": form, "words": words}, status=status)


def _made(request: Request, made: ApiKey, secret: str) -> dict[str, Any]:
    tables = [
        (says, request.build_absolute_uri(reverse(f"dataset_interface:feed_{name}_csv")))
        for name, (_, says) in FEED.items()
    ]
    reads = made.use == ApiKey.Use.READ
    return {"crumbs": crumbs(), "name": made.name, "secret": secret, "tables": tables if reads else []}


@requires(MANAGE)
@both
def revoke(request: Request, api_key_id: int) -> HttpResponse:
    try:
        row = queries.keys().get(pk=api_key_id)
    except ApiKey.DoesNotExist as error:
        raise Http404 from error

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        revoke_key(key_id=row.pk, by=request.actor, at=real_now())
        return f"The key of ‘{row.name}’ is worth nothing any more.", reverse("dataset:keys")

    words = Words(
        "Revoke the key", "Revoke it", reverse("dataset:keys"), caption=row.name, warning=True,
        intro="The program that uses it is refused from now on.",
    )  # fmt: skip
    return step(request, Form(sent(request)), words, do)
