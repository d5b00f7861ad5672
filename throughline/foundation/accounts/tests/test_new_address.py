"""A person changes their own address: by a code to the new one, freshly signed in; what they have stays theirs."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from throughline.foundation.access.models import PersonEvent, RoleAssignment, User
from throughline.foundation.accounts.tests.conftest import LOGIN, tenant

pytestmark = pytest.mark.django_db

OLD, NEW = "nurse@old.example.org", "nurse@new.example.org"
CHANGE = "/accounts/email/"
CODE = "/accounts/confirm-email/"


def asks_for(client: Any, address: str) -> Any:
    return client.post(CHANGE, {"action_add": "yes", "email": address})


@pytest.fixture
def nurse(visitor: Any, person: Any, enter: Any) -> Any:
    """Signed in, with a role."""
    person(OLD, "editor", name="Nadia Thorne")
    client = visitor()
    enter(client, OLD)
    return client


def test_the_new_address_takes_the_old_ones_place(
    nurse: Any, visitor: Any, enter: Any, mail: Any, code_for: Any, partnership: Any
) -> None:
    user = User.objects.get(email=OLD)
    assert OLD in nurse.get(CHANGE).text
    assert asks_for(nurse, NEW.upper()).url == CODE
    page = nurse.get(CODE).text
    assert NEW in page
    assert f"Keep {OLD}" in page
    assert User.objects.get(pk=user.pk).email == OLD  # nothing is changed yet
    done = nurse.post(CODE, {"code": code_for(NEW)})
    assert (done.status_code, done.url) == (302, "/me/")
    assert NEW in nurse.get("/me/").text
    user.refresh_from_db()
    assert (user.email, user.name) == (NEW, "Nadia Thorne")
    assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")) == [
        (NEW, True, True)
    ]
    with tenant(partnership):
        assert RoleAssignment.objects.filter(user=user, role="editor").count() == 1
        assert PersonEvent.objects.filter(user=user, what=f"Email address: {NEW} (before: {OLD}).").count() == 1
    told = mail(OLD)[0]
    assert told.subject == "Your email address was changed"
    assert told.kind == "account.changed"
    assert NEW in told.text
    again = visitor()
    enter(again, NEW)
    assert again.get("/me/").status_code == 200
    assert User.objects.get(email=NEW).pk == user.pk


def test_the_old_address_signs_nobody_in_any_more(nurse: Any, visitor: Any, mail: Any, code_for: Any) -> None:
    asks_for(nurse, NEW)
    nurse.post(CODE, {"code": code_for(NEW)})
    visitor().post(LOGIN, {"login": OLD})
    assert mail(OLD)[0].kind == "account.unknown"


def test_a_wrong_code_changes_nothing_and_three_end_it(nurse: Any) -> None:
    asks_for(nurse, NEW)
    for _ in range(2):
        wrong = nurse.post(CODE, {"code": "BBBB-BBBB"})
        assert wrong.status_code == 200
        assert "This code is not right" in wrong.text
    assert nurse.post(CODE, {"code": "BBBB-BBBB"}).status_code == 302
    assert nurse.get(CODE).url == CHANGE
    assert User.objects.filter(email=OLD).exists()


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("", "Enter your new email address"),
        ("nurse", "Enter an email address in the correct format, like name@example.com"),
        (OLD.upper(), "This is your address already."),
    ],
)
def test_what_is_no_new_address_is_said_at_its_field(nurse: Any, address: str, says: str) -> None:
    page = asks_for(nurse, address)
    assert page.status_code == 200
    assert page.text.count(says) == 2  # in the summary and at the field
    assert "<title>Error: Change your email address" in page.text


def test_an_address_that_has_an_account_is_for_the_office_to_join(nurse: Any, person: Any, code_for: Any) -> None:
    person(NEW)
    assert asks_for(nurse, NEW).url == CODE  # who only guesses learns nothing
    page = nurse.post(CODE, {"code": code_for(NEW)})
    assert "There is another account with this address. Ask the business unit to join the two" in page.text
    assert User.objects.filter(email__in=[OLD, NEW]).count() == 2


def test_an_old_sign_in_is_not_enough(nurse: Any, time_machine: Any) -> None:
    from throughline.foundation.clock import real_now

    time_machine.move_to(real_now() + timedelta(minutes=16))
    for answer in (nurse.get(CHANGE), asks_for(nurse, NEW)):
        assert answer.url.startswith("/me/sign-in-again/")
    assert "Sign in again first" in nurse.get(nurse.get(CHANGE).url).text


def test_nobody_who_is_not_signed_in_has_the_page(visitor: Any) -> None:
    assert visitor().get(CHANGE).url.startswith(LOGIN)


def test_making_an_account_is_no_change_of_an_address(visitor: Any, mail: Any, code_for: Any) -> None:
    client = visitor()
    client.post(
        "/accounts/signup/", {"email": NEW, "name": "Nadia Thorne", "job_title": "Nurse", "agency_name": "Hill School"}
    )
    client.post(CODE, {"code": code_for(NEW)})
    assert client.get("/me/").status_code == 200
    assert [message.kind for message in mail(NEW)] == ["account.verification_code"]
