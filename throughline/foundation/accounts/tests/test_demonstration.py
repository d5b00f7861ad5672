"""One click signs in as an invented person, in the demonstration alone."""

import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import NoReverseMatch, clear_url_caches, include, path, reverse

from throughline.config import urls as project_urls
from throughline.foundation.access.models import PersonEvent, RoleAssignment, User
from throughline.foundation.access.roles import Role
from throughline.foundation.accounts import urls as account_urls
from throughline.foundation.accounts.tests.conftest import tenant

pytestmark = pytest.mark.django_db

PAGE = "/demonstration/sign-in/"


@pytest.fixture
def _demonstration(settings: Any, partnership: Any) -> Iterator[None]:
    settings.DEMONSTRATION = True
    partnership.demonstration = True
    partnership.save()
    module = ModuleType("demonstration_urls")
    module.urlpatterns = [
        path("", include((account_urls.demonstration_pages, "demonstration"))),
        *project_urls.urlpatterns,
    ]
    settings.ROOT_URLCONF = module
    clear_url_caches()
    call_command("load_demonstration_accounts")
    yield
    clear_url_caches()


@pytest.mark.usefixtures("_demonstration")
def test_one_click_signs_in_with_both_factors(visitor: Any) -> None:
    client = visitor()
    page = client.get(PAGE).text
    assert page.count('name="role"') == len(Role)
    answer = client.post(PAGE, {"role": "business_unit", "next": "/office/people/"})
    assert answer.url == "/office/people/"
    assert client.get("/office/people/").status_code == 200
    assert "Ada Fenwick" in client.get("/me/").text


@pytest.mark.usefixtures("_demonstration")
def test_such_a_session_is_worth_little_outside_the_demonstration(visitor: Any, settings: Any) -> None:
    client = visitor()
    client.post(PAGE, {"role": "business_unit"})
    settings.DEMONSTRATION = False
    assert client.get("/office/people/").status_code == 302


@pytest.mark.usefixtures("_demonstration")
def test_loading_the_accounts_again_changes_nothing(partnership: Any) -> None:
    def all_there_is() -> Any:
        with tenant(partnership):
            return (
                list(User.objects.order_by("pk").values_list("email", "name")),
                list(RoleAssignment.objects.order_by("pk").values_list("pk", "user__email", "role")),
                PersonEvent.objects.count(),
            )

    before = all_there_is()
    call_command("load_demonstration_accounts")
    assert all_there_is() == before
    assert len(before[1]) == len(Role)
    assert all(email.endswith(("medway.example.org", "@system.invalid")) for email, _ in before[0])


@pytest.mark.usefixtures("_demonstration")
@pytest.mark.parametrize("role", ["", "superuser", "boss@example.org"])
def test_nobody_else_can_be_signed_in_as(visitor: Any, person: Any, role: str) -> None:
    person("boss@example.org", "administrator")
    client = visitor()
    assert client.post(PAGE, {"role": role}).status_code == 404
    assert client.get("/me/").status_code == 302


@pytest.mark.usefixtures("_demonstration")
def test_it_takes_a_post_and_switching_leaves_nothing_of_the_first_behind(visitor: Any) -> None:
    client = visitor()
    client.get(PAGE, {"role": "business_unit"})
    assert client.get("/me/").status_code == 302
    client.post(PAGE, {"role": "business_unit"})
    client.post(PAGE, {"role": "practitioner"})
    assert client.get("/office/people/").status_code == 403


@pytest.mark.usefixtures("_demonstration")
def test_a_partnership_that_is_no_demonstration_has_no_such_page(visitor: Any, other_partnership: Any) -> None:
    client = visitor(other_partnership)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"role": "business_unit"}).status_code == 404


def test_the_page_does_not_exist_otherwise(visitor: Any, partnership: Any) -> None:
    importlib.reload(account_urls)
    assert visitor().get(PAGE).status_code == 404
    assert visitor().post(PAGE, {"role": "business_unit"}).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("demonstration:sign_in")
