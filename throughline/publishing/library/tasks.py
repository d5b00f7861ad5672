"""What the library needs done by the clock."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.urls import reverse

from throughline.foundation import weblinks
from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.models import RoleAssignment
from throughline.foundation.access.roles import Role
from throughline.foundation.clock import business_today
from throughline.foundation.documents.api import place_of
from throughline.foundation.jobs.api import each_partnership, scheduled
from throughline.foundation.links.api import Relation, align
from throughline.foundation.tenancy import scope
from throughline.publishing.library import operations, queries
from throughline.publishing.library.citing import citations
from throughline.publishing.library.extracting import text_of
from throughline.publishing.library.places import places

FILES_AT_ONCE = 20


def unit() -> list[str]:
    """The addresses of the business unit's people."""
    rows = RoleAssignment.objects.filter(
        role=Role.BUSINESS_UNIT, suspended=False, space_id=scope.current().home_id, user__is_active=True
    )
    return sorted(rows.values_list("user__email", flat=True))


@scheduled("library.review_days", daily_at=time(6, 45), says="Warns of documents whose review day nears or has passed.")
def review_days(now: datetime) -> None:
    for _ in each_partnership(now):
        operations.send_warnings(unit=unit(), today=business_today(), by=system_actor("worker"), at=now)


@scheduled(
    "library.tell", every=timedelta(minutes=15), says="Mails who has a document to approve, comment on or confirm."
)
def tell(now: datetime) -> None:
    for _ in each_partnership(now):
        operations.tell(today=business_today(), by=system_actor("worker"), at=now)


@scheduled(
    "library.read_files", every=timedelta(minutes=2), says="Reads the text of new files, so that they are found."
)
def read_files(now: datetime) -> None:
    for _ in each_partnership(now):
        for row in queries.unread_files(FILES_AT_ONCE):
            text = text_of(place_of(row.file), row.file.content_type)
            operations.keep_text(file_id=row.pk, text=text, by=system_actor("worker"))


@scheduled("library.citations", every=timedelta(minutes=10), says="Reads which texts cite which documents and reviews.")
def note_citations(now: datetime) -> None:
    for _ in each_partnership(now):
        align(says=Relation.CITED_IN, wanted=citations(), by=system_actor("worker"), at=now)


@scheduled(
    "library.check_links", every=timedelta(days=7), says="Asks whether the links on public pages still lead somewhere."
)
def check_links(now: datetime) -> None:
    """Off by LINK_CHECK=no, for machines without internet; in a demonstration too, where nothing leaves the machine."""
    if not settings.LINK_CHECK:
        return
    for _ in each_partnership(now):
        operations.record_places(places=places(), by=system_actor("worker"))
        answers = weblinks.ask_all(queries.links_to_check(), inside=settings.LINK_CHECK_INSIDE)
        verdicts = {url: (operations.VERDICTS[answer], says) for url, (answer, says) in answers.items()}
        operations.record_checks(
            verdicts=verdicts, unit=unit(), office=reverse("library_office:links"), today=business_today(),
            by=system_actor("worker"), at=now,
        )  # fmt: skip
