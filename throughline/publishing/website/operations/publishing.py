"""A page of a document is published: its text and files go to the library, which freezes them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.operations import operation
from throughline.foundation.documents.api import clean_name, recognise, save_stream
from throughline.publishing.library import api as library
from throughline.publishing.website.models import DocumentPage, LibraryPage, PartnershipSite, SiteDocument


@operation(None)
def publish_document(*, page: DocumentPage, site: PartnershipSite, today: date, by: Actor, at: datetime) -> None:
    """In the scope of the page's partnership. Without a permission of its own: the editors' tree decided."""
    library.publish_text(
        given=library.Text(
            page=page.pk, slug=page.slug, kind=page.kind, title=page.title, label=page.version.strip(),
            sections=page.library_sections(), summary=page.summary, what_changed=page.what_changed,
            audience=page.audience, owner=page.document_owner, owner_email=page.owner_email, theme=page.theme,
            video_url=page.video_url, transcript=page.transcript, review_on=page.review_on,
            approved_by=page.approved_by, approved_on=page.approved_on, joint_space_id=page.joint_with_id,
            files=[_sent(each) for each in _own_files(page, site)],
        ),
        today=today, by=by, at=at,
    )  # fmt: skip


def _own_files(page: DocumentPage, site: PartnershipSite) -> list[SiteDocument]:
    """In their order; none of another partnership's collection, whatever number the form named."""
    chosen = [each.value for each in page.files if each.value is not None]
    own = SiteDocument.objects.filter(
        pk__in=[each.pk for each in chosen], collection__path__startswith=site.collection.path
    )
    known = set(own.values_list("pk", flat=True))
    return [each for each in chosen if each.pk in known]


def _sent(document: SiteDocument) -> library.SentFile:
    with document.file.open("rb") as file:
        kind = recognise(file, name=document.filename).kind
        content = save_stream(file)
    return library.SentFile(
        content, clean_name(document.filename, kind.ending), document.title[:200], kind.content_type
    )


@operation(None)
def write_document(*, above: LibraryPage, values: Mapping[str, Any], by: Actor) -> DocumentPage:
    """A page of the library as a loader has it, live, new or changed by its slug; `publish_document` follows. For the
    command line: no permission of its own."""
    page = DocumentPage.objects.child_of(above).filter(slug=values["slug"]).first()
    if page is None:
        page = above.add_child(instance=DocumentPage(**{k: v for k, v in values.items() if k != "sections"}))
    for name, value in values.items():
        setattr(page, name, value)
    page.save()
    page.save_revision(user=by.user, log_action=True)
    above.refresh_from_db()
    return page


@operation(None)
def keep_file(*, site: PartnershipSite, name: str, title: str, content: bytes, by: Actor) -> SiteDocument:
    """A file among the site's own, as an editor uploads one. For the command line: no permission of its own."""
    made = SiteDocument(title=title, collection=site.collection, uploaded_by_user=by.user)
    made.file.save(name, ContentFile(content), save=False)
    made.file_size = len(content)
    made.save()
    return made


@operation(None)
def withdraw_document(*, page_id: int, today: date, by: Actor, at: datetime) -> None:
    """The editors took it down. Without a permission of its own, likewise."""
    library.withdraw(page=page_id, today=today, by=by, at=at)
