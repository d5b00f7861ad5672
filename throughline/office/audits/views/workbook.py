"""The workbook of a return: out, in, differences shown before anything is written."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.sheets.api import Exchange, Plan, answer, template_file
from throughline.foundation.ui import formats
from throughline.office.audits import workbook_sheet
from throughline.office.audits.operations import answering
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.views.steps import load


def _exchange(request: Request, return_id: int) -> Exchange:
    row, part = load(request, return_id)
    if not part.lead and not part.helps:
        raise Http404

    def apply(plan: Plan, upload_id: int, actor: Actor) -> str:
        changed = answering.save_many(
            return_id=row.pk, answers=plan.data, upload_id=upload_id, purpose=f"{workbook_sheet.PURPOSE}:{row.pk}",
            by=actor, at=business_now(),
        )  # fmt: skip
        return f"{formats.counted(changed, 'answer')} taken from the workbook."

    return workbook_sheet.exchange(row, part, apply)


@requires(AuditsPermission.ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: Request, return_id: int) -> HttpResponse:
    return answer(request, _exchange(request, return_id), at=real_now())


@requires(AuditsPermission.ANSWER)
@require_safe
def template(request: Request, return_id: int) -> HttpResponse:
    return template_file(_exchange(request, return_id), request.actor, f"self-assessment-{return_id}.xlsx")
