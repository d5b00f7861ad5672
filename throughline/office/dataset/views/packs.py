"""The subgroup's packs: ask for one, read it, take its files."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.office.dataset.forms.packs import PackForm
from throughline.office.dataset.models import Pack
from throughline.office.dataset.operations.packs import ask_for_pack
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.dataset.queries import packs as queries
from throughline.office.dataset.views.indicators import crumbs

FORMS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}


@requires(DatasetPermission.SEE)
@require_safe
def packs(request: Request) -> HttpResponse:
    rows = queries.packs()
    columns = [Column("Pack"), Column("Standing"), Column("Asked for by")]
    table = Table(
        "Packs, the latest first",
        columns,
        [
            [
                Cell(f"As at {formats.day(row.as_at)}", reverse("dataset:pack", args=[row.pk])),
                row.get_status_display(),
                f"{row.asked_by}, {formats.moment(row.asked_at)}",
            ]
            for row in rows
        ],
    )
    context = {
        "crumbs": crumbs(), "table": table if rows else None, "form": PackForm(initial={"as_at": business_today()}),
        "manages": request.actor.may(DatasetPermission.MANAGE),
    }  # fmt: skip
    return render(request, "dataset/packs.html", context)


@requires(DatasetPermission.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    if request.method != "POST":
        return redirect("dataset:packs")
    form = PackForm(request.POST)
    if not form.is_valid():
        context = {"crumbs": crumbs(), "table": None, "form": form, "manages": True}
        return render(request, "dataset/packs.html", context, status=422)
    made = ask_for_pack(as_at=form.cleaned_data["as_at"], by=request.actor, at=real_now())
    return redirect("dataset:pack", made.pk)


@requires(DatasetPermission.SEE)
@require_safe
def pack(request: Request, pack_id: int) -> HttpResponse:
    try:
        found = queries.find_pack(pack_id)
    except Pack.DoesNotExist as error:
        raise Http404 from error
    context = {
        "crumbs": [*crumbs(), NavigationItem("Packs", reverse("dataset:packs"))],
        "pack": found,
        "title": f"Dataset pack as at {formats.day(found.as_at)}",
        "body": mark_safe(found.html),  # noqa: S308  made by documents.html from escaped parts
        "files": [(row.file, FORMS[row.form]) for row in found.files.all()],
        "waiting": found.status == Pack.Status.WAITING,
        "failed": found.status == Pack.Status.FAILED,
    }
    return render(request, "dataset/pack.html", context)
