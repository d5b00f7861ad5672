"""Documents and versions, for the active scope: the partnership's own and the joint ones that it shares."""

from datetime import date, timedelta

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import RoleAssignment
from throughline.foundation.access.permissions import declaration
from throughline.foundation.documents.api import with_facts
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.partnership import api as partnership
from throughline.office.partnership.api import Agency
from throughline.publishing.library.models import Document, Reading, Version, VersionFile
from throughline.publishing.library.permissions import LibraryPermission
from throughline.publishing.library.rules import State


def works_here(actor: Actor) -> bool:
    """May this person see what is not public yet?"""
    return actor.may(LibraryPermission.MANAGE) or actor.may(LibraryPermission.APPROVE)


def agencies() -> list[Agency]:
    return partnership.agencies()


def partnerships_of(space_id: int, today: date) -> list[Partnership]:
    """Those that share the space on the day. One query."""
    open_now = (Q(spaces__starts=None) | Q(spaces__starts__lte=today)) & (
        Q(spaces__ends=None) | Q(spaces__ends__gte=today)
    )
    return list(Partnership.objects.filter(open_now, spaces__space_id=space_id).order_by("name").distinct())


def documents() -> QuerySet[Document]:
    """All on record, by title, with their versions."""
    return Document.objects.prefetch_related(
        Prefetch("versions", Version.objects.select_related("document").prefetch_related("approvals__partnership"))
    )


def current() -> QuerySet[Version]:
    """What applies and may be read by anybody, by title."""
    return (
        Version.objects.filter(state=State.CURRENT, document__withdrawn_on=None)
        .select_related("document", "space")
        .order_by("title", "pk")
    )


def document_at(slug: str) -> Document | None:
    """The own document of that address before a joint one. Two queries."""
    home = scope.current().home_id
    own_first = Case(When(space_id=home, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Document.objects.filter(slug=slug, withdrawn_on=None).annotate(place=own_first).order_by("place", "pk")
    return found.select_related("space").prefetch_related("versions").first()


def version_of(document: Document, number: int | None) -> Version | None:
    """The version of that number, or the current one; never one that waits. Four queries."""
    rows = Version.objects.filter(document=document).exclude(state=State.WAITING).select_related("document")
    rows = rows.prefetch_related("approvals__partnership", Prefetch("files__file", with_facts()))
    return (rows.filter(state=State.CURRENT) if number is None else rows.filter(number=number)).first()


def missing_approvals(version: Version, today: date) -> list[Partnership]:
    """Whose approval a waiting version still needs. Two queries."""
    given = set(version.approvals.values_list("partnership_id", flat=True))
    return [each for each in partnerships_of(version.space_id, today) if each.pk not in given]


def due_for_review(today: date) -> QuerySet[Version]:
    """Current versions whose review day is at most two months away, or past; by that day."""
    return current().filter(review_on__lte=today + timedelta(days=60)).order_by("review_on", "pk")


def readings_for(actor: Actor) -> QuerySet[Reading]:
    """What the agencies that this person answers for are asked to confirm; all of them for who runs the library."""
    rows = Reading.objects.select_related("version__document", "organisation", "confirmed_by")
    if actor.may(LibraryPermission.MANAGE):
        return rows
    posts = partnership.posts_held_by(actor.user.pk if actor.user else None)
    return rows.filter(organisation_id__in=[post.organisation_id for post in posts if post.leads])


def unread_files(at_most: int) -> list[VersionFile]:
    """Files whose text was not tried yet."""
    return list(VersionFile.objects.filter(text=None).select_related("file").order_by("pk")[:at_most])


def waiting() -> QuerySet[Version]:
    """Versions that wait for an approval, the own ones and the joint ones."""
    return Version.objects.filter(state=State.WAITING, document__withdrawn_on=None).order_by("pk")


def approvers() -> list[str]:
    """Addresses of the people who approve for the active partnership."""
    roles = declaration(LibraryPermission.APPROVE).roles
    rows = RoleAssignment.objects.filter(
        role__in=roles, suspended=False, space_id=scope.current().home_id, user__is_active=True
    )
    return sorted(set(rows.values_list("user__email", flat=True)))


def unconfirmed() -> QuerySet[Reading]:
    """What agencies of the active partnership were asked to confirm and did not yet, of versions that apply."""
    rows = Reading.objects.filter(confirmed_on=None, version__state=State.CURRENT, space_id=scope.current().home_id)
    return rows.select_related("version", "organisation").order_by("pk")
