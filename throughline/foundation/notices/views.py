"""The business unit's mail log, and the demonstration's outbox."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from throughline.foundation.access.gate import public, requires
from throughline.foundation.access.http import Request
from throughline.foundation.notices import queries
from throughline.foundation.notices.models import OutboxAttachment
from throughline.foundation.notices.permissions import NoticesPermission

PAGE = 25


@requires(NoticesPermission.SEE_MAIL_LOG)
def mail_log(request: Request) -> HttpResponse:
    """To whom, what kind, when, sent or not and why not. Never the text: it may hold a sign-in code."""
    address = request.GET.get("address", "").strip()[:254]
    page = Paginator(queries.messages(address), PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/mail_log.html", {"page": page, "address": address})


@public
def outbox(request: Request) -> HttpResponse:
    """The route exists in the demonstration only."""
    page = Paginator(queries.messages(), PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/outbox.html", {"page": page})


@public
def outbox_message(request: Request, message_id: int) -> HttpResponse:
    message = get_object_or_404(queries.whole_messages(), pk=message_id)
    return render(request, "notices/outbox_message.html", {"message": message})


@public
def outbox_attachment(request: Request, message_id: int, attachment_id: int) -> HttpResponse:
    found = get_object_or_404(OutboxAttachment, pk=attachment_id, message_id=message_id)
    response = HttpResponse(bytes(found.content), content_type=found.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response
