"""Who is written to when something of the dataset waits for them. Steps of the operation that is open."""

from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import RoleAssignment, User
from throughline.foundation.access.permissions import declaration
from throughline.foundation.notices.api import put, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.office.dataset.models import Question, Return
from throughline.office.dataset.notices import QuestionAnswered, QuestionAsked, ReturnMoved
from throughline.office.dataset.permissions import DatasetPermission
from throughline.office.partnership import api as partnership

WAITS = {"submitted": "to be approved", "approved": "to be accepted", "open": "to be filled again"}


def person_of(post: partnership.Post) -> User | None:
    """The holder, or the deputy of a vacant post; None for an account that is closed."""
    found = post.holder or post.deputy
    return found if found is not None and found.is_active else None


def people_of(organisation_id: int, *, leading: bool) -> set[User]:
    """Who holds a post in the agency; with `leading` those who answer for it alone."""
    posts = [post for post in partnership.posts() if post.organisation_id == organisation_id]
    return {person for post in posts if post.leads or not leading for person in [person_of(post)] if person}


def analysts() -> set[User]:
    """Who accepts returns."""
    roles = [role.value for role in declaration(DatasetPermission.MANAGE).roles]
    rows = RoleAssignment.objects.filter(role__in=roles, suspended=False, user__is_active=True, user__is_system=False)
    return {row.user for row in rows.select_related("user")}


def tell_asked(row: Question, at: datetime) -> int:
    """Everybody who answers for the agency; how many. `at` is real."""
    people = people_of(row.organisation_id, leading=True)
    for person in people:
        notice = QuestionAsked(
            partnership=_name(), agency=str(row.organisation), point=str(row.point),
            url=site_link(reverse("dataset:answer", args=[row.pk])),
        )  # fmt: skip
        put(notice, to=person.email, key=f"{notice.kind}:{row.pk}:{person.pk}", at=at)
    return len(people)


def tell_answered(row: Question, at: datetime) -> None:
    """Who asked, unless they answered it themselves."""
    if row.asked_by_id == row.answered_by_id or not row.asked_by.is_active or row.asked_by.is_system:
        return
    point = row.point
    where = reverse("dataset:point", args=[point.indicator_id, point.kind, point.period])
    query = f"?{urlencode({'unit': point.unit})}" if point.unit else ""
    notice = QuestionAnswered(
        partnership=_name(), agency=str(row.organisation), point=str(point), url=site_link(where + query)
    )
    put(notice, to=row.asked_by.email, key=f"{notice.kind}:{row.pk}", at=at)


def tell_moved(row: Return, by: Actor, at: datetime) -> int:
    """Who the return waits for now, whoever moved it left out: those who answer for the agency, the analysts, or all of
    the agency. `at` is real, and part of the key: a return may come by the same state again."""
    if row.state not in WAITS:
        return 0
    people = analysts() if row.state == "approved" else people_of(row.agency_id, leading=row.state == "submitted")
    if by.user is not None:
        people.discard(by.user)
    for person in people:
        notice = ReturnMoved(
            partnership=_name(), agency_return=str(row), waits=WAITS[row.state],
            url=site_link(reverse("dataset:return", args=[row.pk])),
        )  # fmt: skip
        put(notice, to=person.email, key=f"{notice.kind}:{row.pk}:{row.state}:{at.isoformat()}:{person.pk}", at=at)
    return len(people)


def _name() -> str:
    return Partnership.objects.get(pk=scope.current().partnership_id).name
