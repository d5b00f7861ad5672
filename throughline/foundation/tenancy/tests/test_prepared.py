"""A prepared question gives what the plain one gives, in each scope, in each thread, and nothing without a scope."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from throughline.foundation.access.models import RoleAssignment, User
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.prepared import Given, Prepared, hold
from throughline.foundation.tenancy.queries import scope_of

pytestmark = pytest.mark.django_db

HELD_BY = Prepared(
    lambda: (
        RoleAssignment.objects.filter(user_id=Given("user"), role=Given("role")).select_related("user").order_by("pk")
    )
)
LOCKED = Prepared(lambda: RoleAssignment.objects.select_for_update().filter(user_id=Given("user")))
NOBODYS = Prepared(lambda: RoleAssignment.objects.filter(role__in=[], user_id=Given("user")))


@pytest.fixture
def scopes(partnership: Any, other_partnership: Any) -> list[scope.Scope]:
    """Two scopes; in each one the same two people have a role."""
    found = [scope_of(each, date(2024, 2, 5)) for each in (partnership, other_partnership)]
    for name in ("ann", "ben"):
        user = User.objects.create_user(email=f"{name}@example.org", name=name)
        for tenant in found:
            with scope.activate(tenant):
                RoleAssignment.objects.create(user=user, role="editor", space_id=tenant.home_id)
    return found


def test_it_gives_what_the_plain_question_gives_in_each_scope(
    scopes: list[scope.Scope], django_assert_num_queries: Any
) -> None:
    for tenant in (*scopes, *scopes):
        with scope.activate(tenant):
            for user in User.objects.order_by("pk"):
                plain = list(RoleAssignment.objects.filter(user=user, role="editor").select_related("user"))
                with django_assert_num_queries(1):
                    found = HELD_BY(user=user.pk, role="editor")
                    assert [row.user.name for row in found] == [user.name]
                assert found == plain
                assert [row.space_id for row in found] == [tenant.home_id]
                assert HELD_BY(user=user.pk, role="reader") == []


def test_a_text_is_a_value_and_never_part_of_the_question(scopes: list[scope.Scope]) -> None:
    with scope.activate(scopes[0]):
        user = User.objects.get(email="ann@example.org")
        for text in ("editor' OR '1'='1", "%s", "%(user)s", "editor--"):
            assert HELD_BY(user=user.pk, role=text) == []


def test_without_a_scope_it_raises(scopes: list[scope.Scope]) -> None:
    with scope.activate(scopes[0]):
        HELD_BY(user=1, role="editor")  # compiled, and still of no use to anybody else
    with pytest.raises(scope.NoScope):
        HELD_BY(user=1, role="editor")


def test_what_is_not_given_is_an_error(scopes: list[scope.Scope]) -> None:
    with scope.activate(scopes[0]), pytest.raises(KeyError):
        HELD_BY(user=1)


def test_where_no_row_can_be_an_answer_nothing_is_asked(
    scopes: list[scope.Scope], django_assert_num_queries: Any
) -> None:
    with scope.activate(scopes[0]), django_assert_num_queries(0):
        assert NOBODYS(user=1) == []


def test_a_number_that_no_row_can_have_is_nobodys(scopes: list[scope.Scope]) -> None:
    with scope.activate(scopes[0]):
        for number in (2**63, -(2**64), 10**20):
            assert HELD_BY(user=number, role="editor") == []


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_within_a_transaction_only(scopes: list[scope.Scope]) -> None:
    with scope.activate(scopes[0]):
        with transaction.atomic():
            assert LOCKED(user=0) == []
        with pytest.raises(transaction.TransactionManagementError):
            LOCKED(user=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("for_threads")
def test_each_thread_asks_by_its_own_connection(scopes: list[scope.Scope]) -> None:
    seen: list[tuple[list[str], bool]] = []

    def asks() -> None:
        try:
            with scope.activate(scopes[0]):
                user = User.objects.get(email="ben@example.org")
                for _ in range(20):
                    names = [row.user.name for row in HELD_BY(user=user.pk, role="editor")]
                seen.append((names, connection.connection is not mine))
        finally:
            connection.close()

    mine = connection.connection
    with scope.activate(scopes[0]):
        HELD_BY(user=0, role="editor")  # compiled in this thread
    threads = [threading.Thread(target=asks) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [(["ben"], True)] * 4


def test_held_rows_are_given_again_and_cannot_be_narrowed(
    scopes: list[scope.Scope], django_assert_num_queries: Any
) -> None:
    with scope.activate(scopes[0]):
        user = User.objects.get(email="ann@example.org")
        rows = HELD_BY(user=user.pk, role="editor")
        hold(user, role_assignments=rows)
        with django_assert_num_queries(0):
            assert list(user.role_assignments.all()) == rows
            assert user.role_assignments.count() == 1
            assert user.role_assignments.exists()
        with pytest.raises(TypeError):
            user.role_assignments.filter(role="reader")
