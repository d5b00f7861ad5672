"""/office/people/: found, invited, changed, suspended, reset; another partnership's people do not exist."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import Membership, PersonEvent, RoleAssignment, User
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.access.roles import Role
from throughline.foundation.accounts import operations, queries
from throughline.foundation.accounts.tests.conftest import CONFIRM, LOGIN, tenant

pytestmark = pytest.mark.django_db

NURSE = "nurse@example.org"
NOW = datetime(2024, 2, 5, 9, 0, tzinfo=UTC)
PEOPLE = "/office/people/"


def id_of(email: str, partnership: Any) -> int:
    with tenant(partnership):
        return Membership.objects.get(user__email=email).pk


def roles_of(email: str, partnership: Any) -> set[str]:
    with tenant(partnership):
        return set(RoleAssignment.objects.filter(user__email=email).values_list("role", flat=True))


def names(page: str) -> list[str]:
    return re.findall(r'<a class="govuk-link" href="/office/people/\d+/">([^<]+)</a>', page)


@pytest.fixture
def unit(sign_in: Any, partnership: Any) -> Any:
    return sign_in(partnership, "business_unit", email="unit@example.org")


@pytest.fixture
def admin(sign_in: Any, partnership: Any) -> Any:
    return sign_in(partnership, "administrator", email="admin@example.org")


def test_the_list_has_this_partnerships_people_alone(unit: Any, person: Any, other_partnership: Any) -> None:
    person(NURSE, "practitioner", name="Ada Fenwick")
    person("kent@example.org", "practitioner", on=other_partnership, name="Kit Eastry")
    assert names(unit.get(PEOPLE).text) == ["Ada Fenwick"]
    assert names(unit.get(PEOPLE, {"q": "fen ADA"}).text) == ["Ada Fenwick"]
    assert names(unit.get(PEOPLE, {"q": "Kit"}).text) == []


def test_the_list_is_paged_and_asks_as_much_for_three_as_for_one(unit: Any, person: Any) -> None:
    counts = []
    person("p0@example.org", "practitioner", name="Person 00")
    for number in (1, 3, 27):
        for each in range(number):
            person(f"p{each}@example.org", "practitioner", name=f"Person {each:02}")
        with CaptureQueriesContext(connection) as asked:
            page = unit.get(PEOPLE).text
        counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1] == counts[2]
    assert names(page) == [f"Person {each:02}" for each in range(25)]
    assert names(unit.get(PEOPLE, {"page": 2}).text) == ["Person 25", "Person 26"]


def test_inviting_sends_a_link_and_the_person_signs_in_with_one_code(
    unit: Any, visitor: Any, enter: Any, mail: Any, partnership: Any
) -> None:
    form = {"name": "Ada Fenwick", "email": "Ada@Example.org", "job_title": "Trainer", "agency_name": "Hill School",
            "roles": ["training_officer"]}  # fmt: skip
    assert unit.post(PEOPLE + "invite/", form).url == PEOPLE
    message = mail("ada@example.org")[0]
    assert (message.kind, message.subject) == (
        "accounts.invitation", "You have an account at Medway Safeguarding Children Partnership"
    )  # fmt: skip
    assert "http://medway.localhost:8000/accounts/login/" in message.text
    assert roles_of("ada@example.org", partnership) == {"training_officer"}
    client = visitor()
    assert enter(client, "ada@example.org").url == "/"
    assert client.get("/me/").status_code == 200
    page = unit.get(f"{PEOPLE}{id_of('ada@example.org', partnership)}/").text
    assert "Invited, with Training officer." in page


def test_inviting_a_member_again_is_refused_and_says_so(unit: Any, person: Any, mail: Any) -> None:
    person(NURSE)
    answer = unit.post(PEOPLE + "invite/", {"name": "Nurse", "email": "NURSE@example.org"})
    assert answer.status_code == 200
    assert "nurse@example.org already has an account here." in answer.text
    assert mail(NURSE) == []


def test_an_account_from_elsewhere_is_invited_with_its_own_name(
    unit: Any, person: Any, partnership: Any, other_partnership: Any
) -> None:
    person(NURSE, "business_unit", on=other_partnership, name="Kit Eastry")
    unit.post(PEOPLE + "invite/", {"name": "Somebody Else", "email": NURSE, "roles": ["editor"]})
    assert User.objects.get(email=NURSE).name == "Kit Eastry"
    assert roles_of(NURSE, partnership) == {"editor"}
    assert roles_of(NURSE, other_partnership) == {"business_unit"}


def test_the_business_unit_is_not_offered_administrator_and_cannot_give_or_take_it(
    unit: Any, admin: Any, person: Any, partnership: Any
) -> None:
    person(NURSE)
    person("head@example.org", "administrator")
    url = f"{PEOPLE}{id_of(NURSE, partnership)}/change/"
    assert 'value="administrator"' not in unit.get(url).text
    assert 'value="administrator"' in admin.get(url).text
    assert unit.post(url, {"name": "Nurse", "roles": ["administrator"]}).status_code == 200
    assert roles_of(NURSE, partnership) == set()
    head = f"{PEOPLE}{id_of('head@example.org', partnership)}/change/"
    assert unit.post(head, {"name": "Head", "roles": ["editor"]}).status_code == 302
    assert roles_of("head@example.org", partnership) == {"administrator", "editor"}
    assert admin.post(url, {"name": "Nurse", "roles": ["administrator"]}).status_code == 302
    assert roles_of(NURSE, partnership) == {"administrator"}


def test_the_last_administrator_stays(sign_in: Any, person: Any, partnership: Any) -> None:
    person("head@example.org", "administrator")
    head = sign_in(partnership, "administrator", email="head@example.org")
    url = f"{PEOPLE}{id_of('head@example.org', partnership)}/change/"
    answer = head.post(url, {"name": "Head", "roles": []})
    assert "This is the last administrator." in answer.text
    assert roles_of("head@example.org", partnership) == {"administrator"}
    person(NURSE, "administrator")
    assert head.post(url, {"name": "Head", "roles": []}).status_code == 302
    assert roles_of("head@example.org", partnership) == set()


def test_changes_are_in_the_persons_history_with_before_and_after(unit: Any, person: Any, partnership: Any) -> None:
    user = person(NURSE, "practitioner", name="Ada Fenwick")
    url = f"{PEOPLE}{id_of(NURSE, partnership)}/change/"
    unit.post(url, {"name": "Ada Marsh", "job_title": "", "agency_name": "", "roles": ["editor", "practitioner"]})
    with tenant(partnership):
        assert [(event.what, event.by) for event in queries.events(user.pk)] == [
            ("Roles: Editor, Practitioner (before: Practitioner).", "unit"),
            ("Name: Ada Marsh (before: Ada Fenwick).", "unit"),
        ]
        assert [(h.role, h.history_type) for h in RoleAssignment.history.filter(user=user).order_by("history_id")] == [
            ("practitioner", "+"), ("editor", "+"),
        ]  # fmt: skip


def test_an_event_is_written_once(person: Any, partnership: Any) -> None:
    user = person(NURSE)
    with tenant(partnership) as active:
        event = PersonEvent.objects.create(space_id=active.home_id, user=user, by=user, what="Invited.", at=NOW)
        with pytest.raises(TypeError):
            event.save()


def test_suspending_ends_the_sessions_here_at_once_and_refuses_new_ones(
    unit: Any, visitor: Any, person: Any, enter: Any, code_for: Any, partnership: Any, other_partnership: Any
) -> None:
    person(NURSE, "practitioner")
    here, there = visitor(), visitor(other_partnership)
    enter(here, NURSE)
    enter(there, NURSE, on=other_partnership)
    url = f"{PEOPLE}{id_of(NURSE, partnership)}/"
    assert unit.post(url + "suspend/", {"reason": ""}).status_code == 200
    assert here.get("/me/").status_code == 200
    assert unit.post(url + "suspend/", {"reason": "Left the agency."}).url == url
    assert here.get("/me/").status_code == 302
    assert there.get("/me/").status_code == 200
    client = visitor()
    client.post(LOGIN, {"login": NURSE})
    refused = client.post(CONFIRM, {"code": code_for(NURSE)})
    assert refused.url == "/sign-in/refused/"
    assert client.get(refused.url).status_code == 403
    assert client.get("/me/").status_code == 302
    assert "Suspended: Left the agency." in unit.get(url).text
    assert unit.post(url + "allow/").url == url
    assert here.get("/me/").status_code == 302  # the session ended for good
    cache.clear()  # three codes a minute were asked for
    enter(visitor(), NURSE)
    assert roles_of(NURSE, partnership) == {"practitioner"}


def test_roles_are_worth_nothing_while_suspended(person: Any, partnership: Any) -> None:
    from throughline.foundation.access.actors import actor_for

    user = person(NURSE, "business_unit")
    with tenant(partnership) as active:
        Membership.objects.filter(user=user).update(suspended=True)
        RoleAssignment.objects.get_or_create(user=user, role="editor", space_id=active.home_id)
        actor = actor_for(user, second_factor=True)
    assert (actor.user, actor.roles, actor.suspended) == (None, frozenset(), True)


def test_the_business_unit_suspends_no_administrator_and_nobody_suspends_themselves(
    unit: Any, admin: Any, person: Any, partnership: Any
) -> None:
    person("head@example.org", "administrator")
    url = f"{PEOPLE}{id_of('head@example.org', partnership)}/suspend/"
    assert "Only an administrator can suspend an administrator." in unit.post(url, {"reason": "x"}).text
    person("admin@example.org")
    own = f"{PEOPLE}{id_of('admin@example.org', partnership)}/suspend/"
    assert "You cannot suspend your own account." in admin.post(own, {"reason": "x"}).text
    assert admin.post(url, {"reason": "x"}).status_code == 302


def test_resetting_a_second_factor_removes_it_ends_sessions_and_tells_the_person(
    unit: Any, visitor: Any, person: Any, enter: Any, mail: Any, partnership: Any, other_partnership: Any
) -> None:
    user = person(NURSE, "editor")
    here, there = visitor(), visitor(other_partnership)
    enter(here, NURSE)
    enter(there, NURSE, on=other_partnership)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    url = f"{PEOPLE}{id_of(NURSE, partnership)}/"
    assert "Authenticator app" in unit.get(url).text
    assert "they are signed out everywhere" in unit.get(url + "reset/").text
    assert unit.post(url + "reset/").url == url
    assert not Authenticator.objects.filter(user=user).exists()
    assert [here.get("/me/").status_code, there.get("/me/").status_code] == [302, 302]
    assert mail(NURSE)[0].kind == "accounts.second_factor_reset"
    assert "has no second factor to reset" in unit.post(url + "reset/").text


@pytest.mark.parametrize("page", ["", "change/", "suspend/", "allow/", "reset/"])
def test_another_partnerships_person_is_as_one_who_does_not_exist(
    unit: Any, person: Any, other_partnership: Any, page: str
) -> None:
    person(NURSE, "editor", on=other_partnership, name="Kit Eastry")
    theirs = id_of(NURSE, other_partnership)
    for method in (unit.get, unit.post):
        if page == "" and method == unit.post:
            continue
        found, none = method(f"{PEOPLE}{theirs}/{page}"), method(f"{PEOPLE}999999/{page}")
        assert (found.status_code, none.status_code) == (404, 404)
        assert found.content == none.content
    with tenant(other_partnership):
        assert not Membership.objects.get(pk=theirs).suspended
        assert RoleAssignment.objects.filter(suspended=False).count() == 1


def test_operations_refuse_who_may_not(person: Any, partnership: Any) -> None:
    nurse = Actor(user=person(NURSE, "practitioner"), roles=frozenset({Role.PRACTITIONER}), second_factor=True)
    without = Actor(user=nurse.user, roles=frozenset({Role.BUSINESS_UNIT}), second_factor=False)
    with tenant(partnership):
        target = Membership.objects.get().pk
        for by in (nurse, without):
            for deed in (operations.allow_again, operations.reset_second_factor):
                with pytest.raises(NotPermitted):
                    deed(by=by, at=NOW, membership_id=target)
            with pytest.raises(NotPermitted):
                operations.suspend(by=by, at=NOW, membership_id=target, reason="x")
        unit = Actor(user=nurse.user, roles=frozenset({Role.BUSINESS_UNIT}), second_factor=True)
        with pytest.raises(Refused, match="command line"):
            operations.create_first_administrator(by=unit, at=NOW, email="x@example.org", name="X")
        with pytest.raises(Refused, match="command"):
            operations.load_demonstration_account(
                by=unit, at=NOW, email="x@example.org", name="X", job_title="", role=Role.EDITOR
            )
    assert not User.objects.filter(email="x@example.org").exists()


def test_own_details_are_changed_and_noted(visitor: Any, person: Any, enter: Any, partnership: Any) -> None:
    user = person(NURSE)
    client = visitor()
    enter(client, NURSE)
    assert client.post("/me/details/", {"name": ""}).status_code == 200
    client.post("/me/details/", {"name": "Ada", "job_title": "Nurse", "agency_name": "Hill School"})
    user.refresh_from_db()
    assert (user.name, user.job_title, user.agency_name) == ("Ada", "Nurse", "Hill School")
    with tenant(partnership):
        assert queries.events(user.pk)[0].what == (
            "Name: Ada (before: Nurse). Job title: Nurse (before: (none)). Agency: Hill School (before: (none))."
        )
