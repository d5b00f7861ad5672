"""A document's text comes in from its editors' page and is frozen; it is approved, confirmed, counted, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import Refused, operation
from throughline.foundation.documents.api import StoredContent, add_file
from throughline.foundation.documents.models import StoredFile
from throughline.foundation.tenancy import scope
from throughline.publishing.library import queries
from throughline.publishing.library.models import Approval, Document, Reading, Version, VersionFile, ViewCount
from throughline.publishing.library.permissions import LibraryPermission
from throughline.publishing.library.rules import State, needs_approval, safe_html

VERSION_FILE = "library.version"


@dataclass(frozen=True)
class Section:
    heading: str
    html: str


@dataclass(frozen=True)
class SentFile:
    """Content that is on disk already, as `documents.save_stream` leaves it."""

    content: StoredContent
    name: str
    title: str
    content_type: str


@dataclass(frozen=True)
class Text:
    """A document as its editors' page says it. `joint_space_id`: shared with another partnership; None for the home.
    `approved_by` and `approved_on`: the own partnership's approval, both or neither."""

    page: int
    slug: str
    kind: str
    title: str
    label: str
    sections: Sequence[Section] = ()
    summary: str = ""
    what_changed: str = ""
    audience: str = ""
    owner: str = ""
    owner_email: str = ""
    theme: str = ""
    video_url: str = ""
    transcript: str = ""
    review_on: date | None = None
    approved_by: str = ""
    approved_on: date | None = None
    joint_space_id: int | None = None
    files: Sequence[SentFile] = ()


@operation(None)
def publish_text(*, given: Text, today: date, by: Actor, at: datetime) -> Version:
    """LB-01, LB-02. Without a permission of its own: the editors' tree has decided who publishes a page there.

    Returns the version as it stands then, waiting or current. Raises Refused.
    """
    if by.user is None:
        raise Refused("Somebody has to publish it.")
    if not given.label.strip():
        raise Refused("Say which version this is.")
    document = _document(given)
    version = document.versions.filter(label=given.label.strip()).first()
    if version is not None and version.state == State.SUPERSEDED:
        raise Refused(f"Version {version.label} was superseded. Give this text a version of its own.")
    if version is None:
        document.versions.filter(state=State.WAITING).delete()  # it never was in force, and this one takes its place
        last = document.versions.order_by("number").last()
        version = Version(
            space_id=document.space_id,
            document=document,
            label=given.label.strip(),
            number=last.number + 1 if last else 1,
        )
    elif version.state == State.WAITING:
        version.approvals.all().delete()  # they were given to another text
    version.title, version.summary, version.what_changed = given.title, given.summary, given.what_changed
    version.sections = [{"heading": each.heading, "html": safe_html(each.html)} for each in given.sections]
    version.video_url, version.transcript, version.review_on = given.video_url, given.transcript, given.review_on
    version.frozen_at, version.frozen_by = at, by.user
    version.save()
    _files(version, given.files, by, at)
    if given.approved_by and given.approved_on:
        _approve(version, given.approved_by, given.approved_on, by, at)
    return _settle(version, today)


def _document(given: Text) -> Document:
    space_id = given.joint_space_id or scope.current().home_id
    if space_id not in scope.current().space_ids:
        raise Refused("This document cannot be shared there.")
    document = Document.objects.filter(page=given.page).first() or Document(page=given.page, space_id=space_id)
    if document.space_id != space_id:
        raise Refused("A document that was published cannot change with whom it is shared. Write a new one.")
    document.slug, document.kind, document.title = given.slug, given.kind, given.title
    document.audience, document.owner, document.owner_email = given.audience, given.owner, given.owner_email
    document.theme, document.withdrawn_on = given.theme, None
    document.save()
    return document


def _files(version: Version, files: Sequence[SentFile], by: Actor, at: datetime) -> None:
    """Those that are there stay with what was read of them; others come or go."""
    there = {row.file.sha256: row for row in version.files.select_related("file")}
    wanted = {each.content.sha256 for each in files}
    for sha256, row in there.items():
        if sha256 not in wanted:
            row.delete()
    for position, each in enumerate(files):
        known = there.get(each.content.sha256)
        if known is not None:
            known.position = position
            known.save()
            continue
        stored: StoredFile = add_file(
            by=by, at=at, content=each.content, kind=VERSION_FILE, name=each.name, title=each.title,
            content_type=each.content_type, space_id=version.space_id,
        )  # fmt: skip
        VersionFile.objects.create(space_id=version.space_id, version=version, file=stored, position=position)


def _approve(version: Version, body: str, on: date, by: Actor, at: datetime) -> None:
    if by.user is None:
        raise Refused("Somebody has to approve.")
    Approval.objects.update_or_create(
        version=version, partnership_id=scope.current().partnership_id,
        defaults={"space_id": version.space_id, "body": body, "approved_on": on, "by": by.user, "at": at},
    )  # fmt: skip


def _settle(version: Version, today: date) -> Version:
    """Current as soon as nothing is missing; the one before it is superseded on the same day."""
    if version.state != State.WAITING:
        return version
    document = version.document
    wanted = queries.partnerships_of(document.space_id, today)
    if needs_approval(document.kind, joint=len(wanted) > 1):
        given = set(version.approvals.values_list("partnership_id", flat=True))
        if {each.pk for each in wanted} - given:
            return version
    for before in document.versions.filter(state=State.CURRENT).exclude(pk=version.pk):
        before.state, before.superseded_on = State.SUPERSEDED, today
        before.save()
    version.state, version.published_on = State.CURRENT, today
    version.save()
    return version


@operation(LibraryPermission.APPROVE)
def approve(*, version_id: int, body: str, approved_on: date, today: date, by: Actor, at: datetime) -> Version:
    """This partnership's approval of a waiting version. Raises Refused, Version.DoesNotExist."""
    version = Version.objects.select_related("document").get(pk=version_id)
    if version.state != State.WAITING:
        raise Refused("This version does not wait for an approval any more.")
    if not body.strip():
        raise Refused("Say which body approved it.")
    if approved_on > today:
        raise Refused("The day of the approval cannot be in the future.")
    if version.approvals.filter(partnership_id=scope.current().partnership_id).exists():
        raise Refused("This partnership has approved it already.")
    _approve(version, body.strip(), approved_on, by, at)
    return _settle(version, today)


@operation(None)
def withdraw(*, page: int, today: date, by: Actor, at: datetime) -> None:
    """Its editors took the page down. The record and all versions stay; the public meets it no more. Without a
    permission of its own, as publishing. Nothing happens for a page that never was published as a document."""
    document = Document.objects.filter(page=page, withdrawn_on=None).first()
    if document is not None:
        document.withdrawn_on = today
        document.save()


@operation(LibraryPermission.MANAGE)
def ask_to_read(*, version_id: int, organisation_ids: Sequence[int], due: date, today: date, by: Actor) -> int:
    """Asks agencies of the partnership to confirm the current version; those asked before are not asked again.
    Returns how many were asked now. Raises Refused, Version.DoesNotExist."""
    version = Version.objects.get(pk=version_id)
    if version.state != State.CURRENT:
        raise Refused("Only a version that applies can be confirmed.")
    if due < today:
        raise Refused("The day must be today or later.")
    known = {agency.id for agency in queries.agencies()}
    there = set(version.readings.values_list("organisation_id", flat=True))
    wanted = [each for each in organisation_ids if each in known and each not in there]
    home = scope.current().home_id
    for each in wanted:
        Reading(space_id=home, version=version, organisation_id=each, asked_on=today, due=due).save()
    return len(wanted)


@operation(LibraryPermission.CONFIRM)
def confirm_reading(*, reading_id: int, how: str, today: date, by: Actor) -> Reading:
    """By somebody who answers for the agency. Raises Refused, Reading.DoesNotExist."""
    reading = queries.readings_for(by).get(pk=reading_id)
    if reading.confirmed_on is not None:
        raise Refused("This was confirmed already.")
    if not how.strip():
        raise Refused("Say how your staff were told.")
    reading.confirmed_on, reading.confirmed_by, reading.how = today, by.user, how.strip()
    reading.save()
    return reading


@operation(LibraryPermission.MANAGE)
def count_views(*, document_id: int, counted_on: date, views: int, today: date, by: Actor) -> ViewCount:
    """The number read off the video's host; a second one for a day corrects it. Raises Refused, DoesNotExist."""
    document = Document.objects.get(pk=document_id)
    if counted_on > today:
        raise Refused("The day cannot be in the future.")
    count = document.view_counts.filter(counted_on=counted_on).first() or ViewCount(
        space_id=document.space_id, document=document, counted_on=counted_on
    )
    count.views = views
    count.save()
    return count
