"""Back issues: brought in from a file, read over, put into the archive; and a name taken out of an issue."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Column, Table
from throughline.publishing.bulletin import forms
from throughline.publishing.bulletin.models import Issue
from throughline.publishing.bulletin.operations import archiving
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.presenters.office import crumbs, story
from throughline.publishing.bulletin.queries import archive, issues
from throughline.publishing.bulletin.reading import CannotRead, read
from throughline.publishing.bulletin.reading.data import as_data
from throughline.publishing.bulletin.rules.content import from_data
from throughline.publishing.bulletin.rules.kinds import IssueKind
from throughline.publishing.bulletin.views.steps import Given, Words, load, sent, sent_files, step

WRITE = BulletinPermission.WRITE
both = require_http_methods(["GET", "HEAD", "POST"])


@requires(WRITE)
@both
def bring_in(request: Request) -> HttpResponse:
    form = forms.BackIssueForm(sent(request), sent_files(request))

    def do(given: Given) -> tuple[str, str]:
        file = given["file"]
        try:
            found = read(file.read(), name=file.name, today=business_today(), own_addresses=issues.own_contacts()[0])
        except CannotRead as refused:
            raise Refused(str(refused)) from refused
        row = archiving.import_back_issue(found=as_data(found), file_name=file.name, by=request.actor, at=real_now())
        return "This is what was recognised. Read it over before it goes into the archive.", _page(row)

    intro = "The file is read and not kept. A file that could do harm is refused."
    words = Words("Bring in a back issue", "Bulletin", "Read it", reverse("bulletin:list"), intro=intro)
    return step(request, form, words, do)


def _page(row: Issue) -> str:
    return reverse("bulletin:back_issue", args=[row.pk])


@requires(WRITE)
@both
def back_issue(request: Request, back_issue_id: int) -> HttpResponse:
    """What was recognised, beside what is wrong in it; its text can be changed until it is in the archive."""
    row = load(back_issue_id)
    if row.kind != IssueKind.BACK or row.frozen is None:
        raise Http404
    sections = from_data(row.frozen).sections
    initial: dict[str, Any] = {"title": row.title, "dated": row.dated, "day_known": row.day_known}
    for number, section in enumerate(sections):
        initial |= {f"heading_{number}": section.heading, f"text_{number}": section.text}
    form = forms.ReadOverForm(sent(request), initial=initial, items=len(sections))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                given = form.cleaned_data
                version = request.POST.get("version", "")
                archiving.save_back_issue(
                    issue_id=row.pk,
                    version=int(version) if version.isdigit() else 0,
                    title=given["title"],
                    dated=given["dated"],
                    day_known=given["day_known"],
                    items=form.items(),
                    by=request.actor,
                    at=real_now(),
                )
                if "publish" in request.POST:
                    archiving.publish_back_issue(issue_id=row.pk, by=request.actor, at=real_now())
                    messages.success(request, "It stands in the archive, under its own day.")
                else:
                    messages.success(request, "Your changes are kept.")
                return redirect(_page(row))
            except Refused as refused:
                form.add_error(None, str(refused))
    found = row.found or {}
    context = {
        "issue": row,
        "form": form,
        "crumbs": crumbs(),
        "is_draft": row.state == "draft",
        "file": found.get("file", ""),
        "defects": _defects(found),
        "sessions": _sessions(found),
        "contacts": _contacts(found),
        "story": story(row),
    }
    return render(request, "bulletin/back_issue.html", context, status=status)


def _defects(found: dict[str, Any]) -> Table | None:
    rows = [(each["text"], each.get("says", each["kind"]), str(each["where"])) for each in found.get("defects", [])]
    columns = [Column("As written"), Column("What is wrong"), Column("Line", numeric=True)]
    return Table("What is wrong in it", columns, rows) if rows else None


def _sessions(found: dict[str, Any]) -> Table | None:
    rows = [
        (
            each["title"],
            _when(each["starts"]),
            each["mode"] or "Not stated",
            str(each["places"]) if each["places"] is not None else "Not stated",
        )
        for each in found.get("sessions", [])
    ]
    columns = [Column("Session"), Column("Starts"), Column("How"), Column("Places")]
    return Table("Sessions in it", columns, rows) if rows else None


def _when(text: str) -> str:
    from datetime import date, datetime

    if "T" in text:
        return formats.moment(datetime.fromisoformat(text))
    return formats.day(date.fromisoformat(text))


def _contacts(found: dict[str, Any]) -> Table | None:
    rows = [(each["text"], each["kind"], str(each["where"])) for each in found.get("contacts", [])]
    columns = [Column("Address or number"), Column("Kind"), Column("Line", numeric=True)]
    return Table("Contacts in it", columns, rows) if rows else None


@requires(WRITE)
@both
def remove_name(request: Request, issue_id: int) -> HttpResponse:
    row = load(issue_id)
    back = _page(row) if row.kind == IssueKind.BACK else reverse("bulletin:issue", args=[row.pk])

    def do(given: Given) -> tuple[str, str]:
        archiving.remove_name(
            issue_id=row.pk, name=given["name"], reason=given["reason"], by=request.actor, at=real_now()
        )
        return "The name is out of the archive’s page, search, feed and files.", back

    number = len(archive.redactions(row.pk))
    intro = f"{number} name{'s were' if number != 1 else ' was'} taken out of this issue so far." if number else ""
    words = Words("Take a name out of the archive", row.title, "Take it out", back, warning=True, intro=intro)
    return step(request, forms.NameForm(sent(request)), words, do)
