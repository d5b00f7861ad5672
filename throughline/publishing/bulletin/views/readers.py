"""The office's list of readers."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import real_now
from throughline.foundation.sheets.api import EXCEL_TYPE, Plan, answer, excel_file, template_file
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table, Tile
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.bulletin import forms, list_sheet
from throughline.publishing.bulletin.models import Subscriber
from throughline.publishing.bulletin.operations import reading_list
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.presenters.office import crumbs
from throughline.publishing.bulletin.queries import readers as queries
from throughline.publishing.bulletin.rules.kinds import SECTORS
from throughline.publishing.bulletin.views.steps import Given, Words, sent, step

READERS = BulletinPermission.READERS
both = require_http_methods(["GET", "HEAD", "POST"])


@requires(READERS)
@require_safe
def listing(request: Request) -> HttpResponse:
    form = forms.ReaderFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    words, state = given.get("q", ""), given.get("state", "")
    page = Paginator(queries.readers(words, state), 50).get_page(request.GET.get("page"))
    numbers = queries.numbers()
    rows = [
        (
            Cell(row.email, reverse("bulletin:reader", args=[row.pk])),
            row.get_state_display(),
            SECTORS.get(row.sector, "Not stated"),
            row.agency or "Not stated",
        )
        for row in page
    ]
    columns = [Column("Address"), Column("How it stands"), Column("Sector"), Column("Agency")]
    context = {
        "filter": form,
        "page_obj": page,
        "crumbs": crumbs(),
        "narrowed": bool(words or state),
        "query": f"{urlencode({'q': words, 'state': state})}&",
        "table": Table("Readers", columns, rows) if rows else None,
        "tiles": [
            Tile("Get the bulletin", formats.number(numbers.active)),
            Tile("Not confirmed", formats.number(numbers.pending)),
            Tile("Unsubscribed", formats.number(numbers.left)),
            Tile("Stopped", formats.number(numbers.stopped)),
            Tile("Suppressed addresses", formats.number(numbers.suppressed)),
        ],
    }
    return render(request, "bulletin/readers.html", context)


def _reader(reader_id: int) -> Subscriber:
    try:
        return queries.reader(reader_id)
    except Subscriber.DoesNotExist as error:
        raise Http404 from error


@requires(READERS)
@require_safe
def reader(request: Request, reader_id: int) -> HttpResponse:
    row = _reader(reader_id)
    barred = queries.suppression_of(row.email)
    rows = [
        SummaryRow("How it stands", row.get_state_display()),
        SummaryRow("Gets", queries.topic_words(row.topics)),
        SummaryRow("Sector", SECTORS.get(row.sector, "Not stated")),
        SummaryRow("Agency", row.agency or "Not stated"),
        SummaryRow("Lawful basis", row.get_basis_display()),
        SummaryRow("Came by", row.source),
        SummaryRow("Since", queries.when_words(row)),
        SummaryRow("Agreed to", row.wording),
        SummaryRow("Soft bounces in a row", str(row.soft_bounces)),
        SummaryRow("Suppressed", f"{barred.get_reason_display()}. {barred.says}" if barred else ""),
    ]
    above = crumbs(NavigationItem("Readers", reverse("bulletin:readers")))
    return render(
        request, "bulletin/reader.html", {"reader": row, "rows": [r for r in rows if r.value], "crumbs": above}
    )


@requires(READERS)
@require_safe
def reader_data(request: Request, reader_id: int) -> HttpResponse:
    """What is held of a reader, as a file to hand over."""
    found = queries.everything_about(_reader(reader_id))
    response = HttpResponse(json.dumps(found, indent=2, ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="bulletin-reader.json"'
    return response


@requires(READERS)
@both
def wipe(request: Request, reader_id: int) -> HttpResponse:
    row = _reader(reader_id)

    def do(given: Given) -> tuple[str, str]:
        reading_list.wipe_reader(reader_id=row.pk, by=request.actor, at=real_now())
        return "Nothing that names the address is left.", reverse("bulletin:readers")

    intro = "Everything that names the address goes, from the list and from past mail-outs. It cannot be undone."
    words = Words(
        "Wipe this address", row.email, "Wipe it", reverse("bulletin:reader", args=[row.pk]), warning=True, intro=intro
    )
    return step(request, forms.NothingForm(sent(request)), words, do)


@requires(READERS)
@both
def take_out(request: Request, reader_id: int) -> HttpResponse:
    row = _reader(reader_id)
    back = reverse("bulletin:reader", args=[row.pk])

    def do(given: Given) -> tuple[str, str]:
        reading_list.take_out(reader_id=row.pk, reason=given["reason"], by=request.actor, at=real_now())
        return "The address gets no bulletin any more, until its owner subscribes afresh.", back

    return step(
        request,
        forms.ReasonForm(sent(request)),
        Words("Suppress this address", row.email, "Suppress it", back),
        do,
    )


@requires(READERS)
@both
def domain(request: Request) -> HttpResponse:
    def do(given: Given) -> tuple[str, str]:
        number = reading_list.move_domain(old=given["old"], new=given["new"], by=request.actor, at=real_now())
        return f"{formats.counted(number, 'address', 'addresses')} moved.", reverse("bulletin:readers")

    intro = "Addresses that only came back are free again; who left or complained stays out."
    words = Words("Move a mail domain", "Readers", "Move it", reverse("bulletin:readers"), intro=intro)
    return step(request, forms.DomainForm(sent(request)), words, do)


@requires(READERS)
@require_safe
def export(request: Request) -> HttpResponse:
    """The whole list as Excel."""
    heading = ["Email", "How it stands", "Topics", "Sector", "Agency", "Lawful basis", "Came by", "Since"]
    rows: list[list[Any]] = [
        [
            row.email,
            row.get_state_display(),
            queries.topic_words(row.topics),
            SECTORS.get(row.sector, ""),
            row.agency,
            row.get_basis_display(),
            row.source,
            queries.when_words(row),
        ]
        for row in queries.readers().iterator()
    ]
    response = HttpResponse(excel_file("Readers", heading, rows), content_type=EXCEL_TYPE)
    response["Content-Disposition"] = 'attachment; filename="bulletin-readers.xlsx"'
    return response


def _apply(plan: Plan, upload_id: int, actor: Actor) -> str:
    given = plan.data
    made, left_out = reading_list.import_list(
        rows=given.rows,
        basis=given.basis,
        source=given.source,
        wording=given.wording,
        upload_id=upload_id,
        purpose=list_sheet.PURPOSE,
        by=actor,
        at=real_now(),
    )
    return f"{made} came in. Left out, as known here or suppressed: {left_out}."


EXCHANGE = list_sheet.exchange(_apply)


@requires(READERS)
@both
def bring_in(request: Request) -> HttpResponse:
    return answer(request, EXCHANGE, at=real_now())


@requires(READERS)
@require_safe
def template(request: Request) -> HttpResponse:
    return template_file(EXCHANGE, request.actor, "bulletin-readers-to-bring-in.xlsx")
