"""Many actions at once, by spreadsheet."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.sheets.api import Plan, answer, template_file
from throughline.office.actions import bulk_sheet, operations
from throughline.office.actions.permissions import ActionsPermission


def _apply(plan: Plan, upload_id: int, actor: Actor) -> str:
    added, changed = operations.update_in_bulk(
        rows=plan.data, upload_id=upload_id, purpose=bulk_sheet.PURPOSE, by=actor, at=business_now()
    )
    return f"{added} added, {changed} changed."


EXCHANGE = bulk_sheet.exchange(_apply)


@requires(ActionsPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheet(request: Request) -> HttpResponse:
    return answer(request, EXCHANGE, at=real_now())


@requires(ActionsPermission.MANAGE)
@require_safe
def template(request: Request) -> HttpResponse:
    return template_file(EXCHANGE, request.actor, "actions-to-update.xlsx")
