"""Question sets: put in as a file, compared, published, taken out."""

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
from throughline.foundation.clock import business_now
from throughline.foundation.sheets.api import EXCEL_TYPE, Unreadable, excel_file, read_rows
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.office.audits import yaml_files
from throughline.office.audits.forms import SetForm
from throughline.office.audits.models import SetVersion
from throughline.office.audits.operations import sets as writes
from throughline.office.audits.permissions import AuditsPermission
from throughline.office.audits.queries import sets as reads
from throughline.office.audits.rules import set_sheets
from throughline.office.audits.rules.question_sets import FORCES, QuestionSet, Unfit, applies_words
from throughline.office.audits.rules.set_differences import compare

MANAGE, SEE_ALL = AuditsPermission.MANAGE, AuditsPermission.SEE_ALL
both = require_http_methods(["GET", "HEAD", "POST"])


def crumbs() -> list[NavigationItem]:
    return [
        NavigationItem("Audits", reverse("audits:cycles"), False),
        NavigationItem("Question sets", reverse("audits:sets"), False),
    ]


@requires(SEE_ALL)
@require_safe
def sets(request: Request) -> HttpResponse:
    found = list(reads.question_sets())
    rows: list[list[str | Cell]] = [
        [
            Cell(f"{each.title}, version {v.number}", reverse("audits:set_version", args=[v.pk])),
            each.get_kind_display(),
            f"Published on {formats.day(v.published_on)}" if v.published_on else "Draft",
            v.note or "none",
        ]
        for each in found
        for v in each.versions.all()
    ]
    table = Table("Versions", [Column("Version"), Column("Kind"), Column("State"), Column("Note")], rows)
    here = {each.key for each in found}
    offered = [
        {"name": name, "title": asked.title, "count": len(asked.questions)}
        for name in yaml_files.SHIPPED
        if (asked := yaml_files.shipped(name)).key not in here
    ]
    return render(
        request, "audits/sets.html",
        {"crumbs": crumbs()[:1], "table": table if rows else None, "offered": offered,
         "manages": request.actor.may(MANAGE)},
    )  # fmt: skip


@requires(MANAGE)
@require_POST
def take_shipped(request: Request) -> HttpResponse:
    try:
        made = writes.take_shipped(name=request.POST.get("name", ""), by=request.actor, at=business_now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("audits:sets")
    messages.success(request, f"{made} is published.")
    return redirect("audits:set_version", made.pk)


@requires(MANAGE)
@both
def new(request: Request) -> HttpResponse:
    form = SetForm(request.POST or None, request.FILES or None)
    problems: tuple[tuple[str, str], ...] = ()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                given = _read(form.cleaned_data)
                made = writes.take_question_set(
                    given=given, note=form.cleaned_data["note"], by=request.actor, at=business_now()
                )
            except Unfit as unfit:
                problems = unfit.problems
                form.add_error("file", "Nothing was taken: put right what is listed below")
            except (Refused, Unreadable) as refused:
                form.add_error("file", str(refused))
            else:
                messages.success(request, f"{made} is a draft. Publish it when it is right.")
                return redirect("audits:set_version", made.pk)
    table = Table("What must be put right", [Column("Where"), Column("What is wrong")], list(problems[:200]))
    context = {"crumbs": crumbs(), "form": form, "problems": table if problems else None}
    return render(request, "audits/set_new.html", context, status=status)


def _read(given: Mapping[str, Any]) -> QuestionSet:
    """Raises Unfit, Unreadable."""
    file = given["file"]
    if file.size > yaml_files.LARGEST:
        raise Unfit([("the file", "must be smaller than 1 MB")])
    content = file.read()
    if file.name.lower().endswith((".yaml", ".yml")):
        return yaml_files.load(content)
    head = {name: given[name] for name in ("key", "title", "kind", "scale", "signed_by")}
    return set_sheets.from_rows(read_rows(content), head)


def load(version_id: int) -> SetVersion:
    try:
        return reads.version(version_id)
    except SetVersion.DoesNotExist as error:
        raise Http404 from error


@requires(SEE_ALL)
@require_safe
def version(request: Request, set_version_id: int) -> HttpResponse:
    row = load(set_version_id)
    asked = row.asked
    parts = [
        {
            "title": f"{s.code} {s.title}", "says": s.says,
            "table": Table(
                f"Questions of standard {s.code}",
                [Column("Question"), Column("Force"), Column("Asked of"), Column("Guidance"), Column("Evidence")],
                [[f"{q.code} {q.text}", FORCES[q.force], applies_words(q), q.guidance, q.evidence]
                 for q in s.questions],
            ),
            "grades": [(step.label, s.descriptors.get(step.rank, "")) for step in reversed(asked.scale.steps)],
        }
        for s in asked.standards
    ]  # fmt: skip
    return render(
        request, "audits/set_version.html",
        {
            "crumbs": crumbs(), "row": row, "title": str(row), "based_on": asked.based_on,
            "introduction": asked.introduction, "scale": asked.scale.label, "signed_by": " and ".join(asked.signed_by),
            "count": len(asked.questions), "parts": parts,
            "state": f"Published on {formats.day(row.published_on)}" if row.published_on else "Draft",
            "draft": row.published_on is None, "manages": request.actor.may(MANAGE),
            "others": [
                Cell(f"Compare with version {v.number}", reverse("audits:set_compare", args=[v.pk, row.pk]))
                for v in reads.other_versions(row)
            ],
        },
    )  # fmt: skip


@requires(MANAGE)
@require_POST
def publish(request: Request, set_version_id: int) -> HttpResponse:
    row = load(set_version_id)
    try:
        made = writes.publish_version(version_id=row.pk, by=request.actor, at=business_now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{made} is published and never changes.")
    return redirect("audits:set_version", row.pk)


@requires(SEE_ALL)
@require_safe
def compared(request: Request, set_version_id: int, other_version_id: int) -> HttpResponse:
    """From the first to the second."""
    old, new_row = load(set_version_id), load(other_version_id)
    if old.question_set_id != new_row.question_set_id:
        raise Http404
    found = compare(old.asked, new_row.asked)
    table = Table(
        "Differences",
        [Column("What"), Column("Question"), Column(f"Version {old.number}"), Column(f"Version {new_row.number}")],
        [[each.what.capitalize(), each.code or "the set", each.before, each.after] for each in found],
    )
    context = {"crumbs": crumbs(), "title": str(new_row), "old": old.number, "table": table if found else None}
    return render(request, "audits/set_compare.html", context)


@requires(SEE_ALL)
@require_safe
def as_yaml(request: Request, set_version_id: int) -> HttpResponse:
    row = load(set_version_id)
    return _file(yaml_files.dump(row.asked).encode(), "application/yaml", f"{row.question_set.key}-{row.number}.yaml")


@requires(SEE_ALL)
@require_safe
def as_excel(request: Request, set_version_id: int) -> HttpResponse:
    row = load(set_version_id)
    asked = row.asked
    content = excel_file(asked.title, set_sheets.heading_of(asked), set_sheets.rows_of(asked))
    return _file(content, EXCEL_TYPE, f"{row.question_set.key}-{row.number}.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
