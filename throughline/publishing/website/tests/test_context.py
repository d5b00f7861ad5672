"""The frame of every page: on a partnership's site, without one, on the sign-in library's pages."""

from typing import Any

from django.test import RequestFactory

from throughline.foundation.ui.site import NavigationItem, Site
from throughline.publishing.website.context import site

REQUESTS = RequestFactory()


def asked(path: str, **attributes: Any) -> Site:
    request = REQUESTS.get(path, headers={"host": "medway.localhost:8123"})
    for name, value in attributes.items():
        setattr(request, name, value)
    return site(request)["site"]


def test_without_a_partnership_the_frame_is_bare() -> None:
    assert asked("/") == Site(name="Throughline", short_name="Throughline")


def test_a_visitor_is_offered_to_sign_in(partnership: Any, scoped: Any) -> None:
    found = asked("/nowhere/", partnership=partnership)
    assert found.name == partnership.name
    assert found.account_links == (NavigationItem("Sign in", "/accounts/login/"),)
    assert (found.demonstration, found.partnerships, found.as_at_note) == (False, (), "")


def test_the_switcher_of_the_demonstration_keeps_the_port(
    partnership: Any, other_partnership: Any, scoped: Any, settings: Any
) -> None:
    assert asked("/", partnership=partnership).partnerships == ()
    settings.DEMONSTRATION = True
    assert asked("/", partnership=partnership).partnerships == (
        NavigationItem("Kent", "http://kent.localhost:8123/"),
        NavigationItem("Medway", "http://medway.localhost:8123/", current=True),
    )
