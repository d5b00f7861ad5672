"""The library's office: documents, approvals, who confirmed, views of videos, broken links."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.roles import Role
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, SummaryRow, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.library import forms, operations, presenters, queries
from throughline.publishing.library.links import DOCUMENT
from throughline.publishing.library.models import Document, Version
from throughline.publishing.library.permissions import LibraryPermission
from throughline.publishing.library.rules import Kind, State, label_of
from throughline.publishing.library.views.steps import Words, step

MANAGE, APPROVE, CONFIRM = LibraryPermission.MANAGE, LibraryPermission.APPROVE, LibraryPermission.CONFIRM
both = require_http_methods(["GET", "HEAD", "POST"])
Given = Mapping[str, Any]


def sections(here: str) -> list[NavigationItem]:
    """The sub-navigation of the library's office."""
    return [
        NavigationItem(label, reverse(f"library_office:{name}"), current=name == here)
        for label, name in (
            ("Documents", "documents"), ("Out for comment", "consultations"), ("Read and understood", "readings"),
            ("Services", "services"), ("Campaigns", "campaigns"), ("Reviews elsewhere", "elsewhere"),
            ("Broken links", "links"),
        )
    ]  # fmt: skip


def frame(here: str) -> dict[str, Any]:
    return {"sub_navigation": sections(here), "sub_navigation_label": "Library"}


@requires(MANAGE)
@require_safe
def documents(request: Request) -> HttpResponse:
    rows = list(queries.documents())
    table = presenters.documents_table(rows, business_today()) if rows else None
    return render(request, "library/office_documents.html", {**frame("documents"), "table": table})


@requires(APPROVE)
@require_safe
def approvals(request: Request) -> HttpResponse:
    """Versions that wait for this partnership's approval."""
    today = business_today()
    waiting = Version.objects.filter(state=State.WAITING).select_related("document").order_by("frozen_at", "pk")
    rows: list[list[str | Cell]] = [
        [
            Cell(str(row), reverse("library_office:approve", args=[row.pk])),
            label_of(row.document.kind),
            formats.day(row.frozen_at),
            ", ".join(each.area for each in queries.missing_approvals(row, today)),
        ]
        for row in waiting
    ]
    columns = ("Version", "Kind", "Published by its editor", "Waits for")
    table = Table("Versions that wait for an approval", [Column(each) for each in columns], rows) if rows else None
    return render(request, "library/office_approvals.html", {"table": table})


@requires(MANAGE)
@require_safe
def document(request: Request, document_id: int) -> HttpResponse:
    row = get_object_or_404(queries.documents(), pk=document_id)
    today = business_today()
    versions = list(row.versions.all())
    current = next((each for each in versions if each.state == State.CURRENT), None)
    readings = list(queries.readings_for(request.actor).filter(version__document=row))
    counts = list(row.view_counts.all())
    return render(
        request,
        "library/office_document.html",
        {
            **frame("documents"),
            "document": row,
            "thread_url": reverse("links:thread", args=[DOCUMENT, row.pk]),
            "crumbs": [NavigationItem("Library", reverse("library_office:documents"))],
            "rows": [
                SummaryRow("Kind", label_of(row.kind)),
                SummaryRow("Owner", f"{row.owner or 'nobody'}{f', {row.owner_email}' if row.owner_email else ''}"),
                SummaryRow(
                    "Next review", formats.day(current.review_on) if current and current.review_on else "no day set"
                ),
            ],
            "versions": _versions(row, versions, today),
            "current_id": current.pk if current else None,
            "readings": presenters.readings_table(readings, today) if readings else None,
            # A joint document is written where it is kept; another partnership's editor has no page of it.
            "edits": Role.EDITOR in request.actor.roles and row.space_id == scope.current().home_id,
            "is_video": row.kind == Kind.VIDEO,
            "counts": Table(
                "Views", [Column("Read off on"), Column("Views in all", numeric=True)],
                [[formats.day(each.counted_on), formats.number(each.views)] for each in counts],
            ) if counts else None,
        },
    )  # fmt: skip


def _versions(row: Document, versions: list[Version], today: Any) -> Table:
    lines: list[list[str | Cell]] = []
    for each in versions:
        said = presenters.STATE_WORDS[State(each.state)]
        if each.state == State.WAITING:
            said = f"{said} by {', '.join(p.area for p in queries.missing_approvals(each, today))}"
        url = (
            reverse("library_office:approve", args=[each.pk]) if each.state == State.WAITING
            else reverse("library:version", args=[row.slug, each.number])
        )  # fmt: skip
        approvals = "; ".join(
            f"{a.body} ({a.partnership.area}), {formats.day(a.approved_on)}" for a in each.approvals.all()
        )
        lines.append(
            [
                Cell(each.label, url),
                said,
                formats.day(each.published_on) if each.published_on else "not yet",
                approvals or "none",
                each.what_changed,
            ]
        )
    columns = ("Version", "How it stands", "From", "Approved by", "What changed")
    return Table("Versions", [Column(column) for column in columns], lines)


@requires(APPROVE)
@both
def approve(request: Request, library_version_id: int) -> HttpResponse:
    """The text that waits, and the form."""
    version = get_object_or_404(
        Version.objects.select_related("document").exclude(state=State.SUPERSEDED), pk=library_version_id
    )
    back = reverse("library_office:approvals")
    today = business_today()

    def do(given: Given) -> tuple[str, str]:
        done = operations.approve(
            version_id=version.pk, body=given["body"], approved_on=given["approved_on"], today=today,
            by=request.actor, at=real_now(),
        )  # fmt: skip
        said = "It applies from today." if done.state == State.CURRENT else "It waits for the other partnership."
        return f"Your partnership’s approval of {done} is on record. {said}", back

    words = Words(
        f"Approve {version}", label_of(version.document.kind), "Put the approval on record", back,
        intro="Once every partnership that shares it has approved it, it applies and the version before is superseded.",
    )  # fmt: skip
    form = forms.ApproveForm(request.POST or None)
    return step(request, form, words, do)


@requires(MANAGE)
@both
def ask_to_read(request: Request, library_version_id: int) -> HttpResponse:
    version = get_object_or_404(Version.objects.select_related("document"), pk=library_version_id, state=State.CURRENT)
    back = reverse("library_office:document", args=[version.document_id])

    def do(given: Given) -> tuple[str, str]:
        asked = operations.ask_to_read(
            version_id=version.pk, organisation_ids=[int(each) for each in given["agencies"]], due=given["due"],
            today=business_today(), by=request.actor,
        )  # fmt: skip
        return f"{asked} {'agency is' if asked == 1 else 'agencies are'} asked to confirm.", back

    words = Words("Ask agencies to confirm", str(version), "Ask them", back,
                  intro="Those who answer for an agency see it among their documents to confirm.")  # fmt: skip
    return step(request, forms.AskToReadForm(request.POST or None), words, do)


@requires(CONFIRM)
@require_safe
def readings(request: Request) -> HttpResponse:
    today = business_today()
    rows = list(queries.readings_for(request.actor))
    manages = request.actor.may(MANAGE)
    context = frame("readings") if manages else {}
    table = presenters.readings_table(rows, today) if rows else None
    return render(request, "library/office_readings.html", {**context, "table": table, "manages": manages})


@requires(CONFIRM)
@both
def reading(request: Request, reading_id: int) -> HttpResponse:
    row = queries.readings_for(request.actor).filter(pk=reading_id).first()
    if row is None:
        raise Http404
    back = reverse("library_office:readings")
    if row.confirmed_on is not None:
        rows = [
            SummaryRow("Confirmed", formats.day(row.confirmed_on)),
            SummaryRow("By", str(row.confirmed_by)),
            SummaryRow("How staff were told", row.how),
        ]
        return render(request, "library/office_reading.html", {"reading": row, "rows": rows, "back": back})

    def do(given: Given) -> tuple[str, str]:
        operations.confirm_reading(reading_id=row.pk, how=given["how"], today=business_today(), by=request.actor)
        return f"Confirmed for {row.organisation.name}. Thank you.", back

    words = Words(f"Confirm: {row.version}", row.organisation.name, "Confirm", back,
                  intro=f"To be confirmed by {formats.day(row.due)}.")  # fmt: skip
    return step(request, forms.ConfirmForm(request.POST or None), words, do)


@requires(MANAGE)
@both
def views(request: Request, document_id: int) -> HttpResponse:
    row = get_object_or_404(Document.objects.filter(kind=Kind.VIDEO), pk=document_id)
    back = reverse("library_office:document", args=[row.pk])

    def do(given: Given) -> tuple[str, str]:
        count = operations.count_views(
            document_id=row.pk, counted_on=given["counted_on"], views=given["views"], today=business_today(),
            by=request.actor,
        )  # fmt: skip
        return f"On record for {formats.day(count.counted_on)}: {formats.counted(count.views, 'view')}.", back

    words = Words("How often was it watched?", row.title, "Save", back, intro="Read the number off the video’s host.")
    return step(request, forms.ViewsForm(request.POST or None), words, do)


@requires(MANAGE)
@require_safe
def links(request: Request) -> HttpResponse:
    rows: list[list[str | Cell]] = [
        [Cell(row.place, row.place_url), row.url, row.says,
         formats.day(row.broken_since) if row.broken_since else "", row.owner_email or "business unit"]
        for row in queries.broken_links()
    ]  # fmt: skip
    columns = ("Page", "Address", "What it answered", "Broken since", "Who hears of it")
    table = Table("Links that did not answer", [Column(each) for each in columns], rows) if rows else None
    return render(request, "library/office_links.html", {**frame("links"), "table": table})
