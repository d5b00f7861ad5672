"""No scope, no query: list, count, exists, subquery, bulk, update, delete, related, history."""

from datetime import date

import pytest

from throughline.foundation.access.models import RoleAssignment, User
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of

pytestmark = pytest.mark.django_db

WITHOUT_SCOPE = {
    "list": lambda user: list(RoleAssignment.objects.all()),
    "count": lambda user: RoleAssignment.objects.count(),
    "exists": lambda user: RoleAssignment.objects.exists(),
    "subquery": lambda user: list(User.objects.filter(pk__in=RoleAssignment.objects.values("user_id"))),
    "bulk": lambda user: RoleAssignment.objects.bulk_create([RoleAssignment(user=user, role="editor", space_id=1)]),
    "update": lambda user: RoleAssignment.objects.update(suspended=True),
    "delete": lambda user: RoleAssignment.objects.all().delete(),
    "related": lambda user: list(user.role_assignments.all()),
    "history": lambda user: list(RoleAssignment.history.all()),
    "save": lambda user: RoleAssignment(user=user, role="editor", space_id=1).save(),
}


@pytest.mark.parametrize("way", WITHOUT_SCOPE)
def test_without_a_scope_every_way_in_raises(way: str, partnership) -> None:
    user = User.objects.create_user(email="a@example.org")
    with pytest.raises(scope.NoScope):
        WITHOUT_SCOPE[way](user)


def test_a_scope_sees_its_own_rows_and_no_others(partnership, other_partnership) -> None:
    user = User.objects.create_user(email="a@example.org")
    scopes = {p.slug: scope_of(p, date(2024, 2, 5)) for p in (partnership, other_partnership)}
    for tenant in scopes.values():
        with scope.activate(tenant):
            RoleAssignment.objects.create(user=user, role="editor", space_id=tenant.home_id)
    for tenant in scopes.values():
        with scope.activate(tenant):
            assert [row.space_id for row in RoleAssignment.objects.all()] == [tenant.home_id]
            assert [row.space_id for row in user.role_assignments.all()] == [tenant.home_id]
            assert [row.space_id for row in RoleAssignment.history.all()] == [tenant.home_id]


def test_writing_into_a_foreign_space_raises(partnership, other_partnership) -> None:
    user = User.objects.create_user(email="a@example.org")
    ours, theirs = (scope_of(p, date(2024, 2, 5)) for p in (partnership, other_partnership))
    with scope.activate(ours):
        with pytest.raises(scope.NoScope):
            RoleAssignment.objects.create(user=user, role="editor", space_id=theirs.home_id)
        with pytest.raises(scope.NoScope):
            RoleAssignment.objects.bulk_create([RoleAssignment(user=user, role="editor", space_id=theirs.home_id)])
