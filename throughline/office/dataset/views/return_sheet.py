"""One return by spreadsheet: a template filled for its agency, and the same back."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.names import slug_of
from throughline.foundation.sheets.api import Exchange, Plan, answer, template_file
from throughline.foundation.ui import formats
from throughline.office.dataset import return_sheet
from throughline.office.dataset.models import Return
from throughline.office.dataset.operations.returning import save_values
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.queries import returns as queries


def _exchange(request: Request, agency_return_id: int) -> tuple[Return, Exchange]:
    """404 for what does not exist, is not this person's to fill, or is not being filled."""
    who = queries.returner(request.actor)
    try:
        row = queries.one(who, agency_return_id)
    except Return.DoesNotExist as error:
        raise Http404 from error
    if not who.may_fill(row.agency_id):
        raise Http404

    def apply(plan: Plan, upload_id: int, actor: Actor) -> str:
        changed = save_values(
            return_id=row.pk, answers=plan.data, upload_id=upload_id, purpose=return_sheet.purpose_of(row), by=actor,
            at=business_now(),
        )  # fmt: skip
        return f"{formats.counted(changed, 'line')} saved."

    return row, return_sheet.exchange(row, apply)


@requires(DatasetPermission.RETURN)
@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheet(request: Request, agency_return_id: int) -> HttpResponse:
    _, exchange = _exchange(request, agency_return_id)
    return answer(request, exchange, at=real_now())


@requires(DatasetPermission.RETURN)
@require_safe
def template(request: Request, agency_return_id: int) -> HttpResponse:
    row, exchange = _exchange(request, agency_return_id)
    return template_file(
        exchange, request.actor, f"return-{slug_of(row.agency.name, 60)}-{slug_of(str(row.round))}.xlsx"
    )
