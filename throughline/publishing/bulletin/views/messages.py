"""Key messages of groups: entered by who has a seat in one, or by the bulletin's editors."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Card
from throughline.publishing.bulletin import forms
from throughline.publishing.bulletin.models import KeyMessages
from throughline.publishing.bulletin.operations import telling
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.queries import messages as queries
from throughline.publishing.bulletin.views.steps import Given, Words, sent, step

TELL = BulletinPermission.TELL


@requires(TELL)
@require_safe
def listing(request: Request) -> HttpResponse:
    page = Paginator(queries.messages_of(request.actor), 20).get_page(request.GET.get("page"))
    cards = [
        Card(
            f"{row.group.name}, {formats.day(row.met_on)}", reverse("bulletin:change_messages", args=[row.pk]),
            text=row.text.splitlines()[0], note=f"Entered by {row.written_by}",
        )
        for row in page
    ]  # fmt: skip
    return render(
        request,
        "bulletin/messages.html",
        {"cards": cards, "page_obj": page, "enters": bool(queries.groups_of(request.actor))},
    )


@requires(TELL)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, key_messages_id: int | None = None) -> HttpResponse:
    row: KeyMessages | None = None
    if key_messages_id is not None:
        row = queries.messages_of(request.actor).filter(pk=key_messages_id).first()
        if row is None:
            raise Http404
    groups = queries.groups_of(request.actor)
    asked = request.GET.get("group", "")
    initial = (
        {"group": row.group_id, "met_on": row.met_on, "text": row.text} if row
        else {"group": int(asked)} if asked.isdigit() else {}
    )  # fmt: skip
    form = forms.MessagesForm(sent(request), groups=[(str(each.id), each.name) for each in groups], initial=initial)
    back = reverse("bulletin:messages")

    def do(given: Given) -> tuple[str, str]:
        telling.write_messages(
            messages_id=key_messages_id, group_id=int(given["group"]), met_on=given["met_on"], text=given["text"],
            by=request.actor, at=business_now(),
        )  # fmt: skip
        return "The messages are kept. The next issue of the bulletin can take them from here.", back

    title = "Change key messages" if row else "Enter key messages"
    intro = "What everybody should know after a meeting. Name no child and no family."
    return step(request, form, Words(title, "Key messages of groups", "Save", back, intro=intro), do)
