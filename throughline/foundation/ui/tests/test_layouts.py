"""The frame of every page: with a whole site, a bare one, and what a form's errors do to it."""

import re

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string

from throughline.foundation.ui.site import NavigationItem, Site

BARE = Site(name="Medway Safeguarding Children Partnership", short_name="MSCP")
WHOLE = Site(
    name="Medway Safeguarding Children Partnership",
    short_name="MSCP",
    demonstration=True,
    worried_phone="01634 000001",
    out_of_hours_phone="01634 000002",
    navigation=(NavigationItem("Training", "/training/", current=True), NavigationItem("Groups", "/groups/")),
    account_links=(NavigationItem("Sign in", "/accounts/login/"),),
    footer_links=(NavigationItem("Accessibility", "/accessibility/"), NavigationItem("Contact", "/contact/")),
    partnerships=(NavigationItem("Medway", "http://medway.localhost/", current=True), NavigationItem("Kent", "http://kent.localhost/")),
    as_at_note="The site stands at 5 February 2024.",
)  # fmt: skip


class NameForm(forms.Form):
    name = forms.CharField()


def links(html: str) -> list[str]:
    return re.findall(r'<a [^>]*href="([^"]*)"', html)


def title(html: str) -> str:
    return re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1]


def test_the_public_page_links_everything_the_site_names_and_the_numbers_to_call() -> None:
    html = render_to_string("ui/public.html", {"site": WHOLE})
    assert links(html) == [
        "#main-content", "/", "/accounts/login/", "http://kent.localhost/", "#navigation", "/training/", "/groups/",
        "#main-content", "tel:999", "tel:01634000001", "tel:01634000002", "tel:101", "/accessibility/", "/contact/",
    ]  # fmt: skip
    assert "The site stands at 5 February 2024." in html
    assert "Demonstration." in html


def test_a_bare_site_names_no_number_that_it_does_not_have_and_no_demonstration() -> None:
    html = render_to_string("ui/public.html", {"site": BARE})
    assert links(html) == ["#main-content", "/", "tel:999", "tel:101"]
    assert "Demonstration" not in html
    assert "<nav" not in html


def test_the_office_is_wider_and_has_its_own_navigation() -> None:
    sub = [NavigationItem("Sections", "/report/sections/", current=True), NavigationItem("Checks", "/report/checks/")]
    context = {"site": WHOLE, "sub_navigation": sub, "sub_navigation_label": "Yearly report 2023-24"}
    html = render_to_string("ui/office.html", context)
    assert '<body class="govuk-template__body tl-office">' in html
    assert '<nav class="tl-subnavigation" aria-label="Yearly report 2023-24">' in html
    assert links(html)[8:10] == ["/report/sections/", "/report/checks/"]
    assert "tl-subnavigation" not in render_to_string("ui/office.html", {"site": BARE})


@pytest.mark.parametrize("layout", ["ui/public.html", "ui/office.html"])
def test_a_form_with_errors_says_so_in_the_title_and_above_the_content(layout: str) -> None:
    wrong, right = NameForm({}), NameForm({"name": "Amina"})
    assert title(render_to_string(layout, {"site": BARE, "form": wrong})) == f"Error: Welcome – {BARE.name}"
    assert title(render_to_string(layout, {"site": BARE, "form": right})) == f"Welcome – {BARE.name}"
    html = render_to_string(layout, {"site": BARE, "form": wrong})
    assert html.count("govuk-error-summary__title") == 1
    assert '<a href="#id_name">' in html
    assert "govuk-error-summary" not in str(wrong), "the summary is not repeated inside the form"


def test_messages_are_banners_of_their_kind() -> None:
    messages = [
        Message(constants.SUCCESS, "Your place is booked."),
        Message(constants.ERROR, "The session is full."),
        Message(constants.INFO, "The session has moved."),
    ]
    html = render_to_string("ui/public.html", {"site": BARE, "messages": messages})
    found = re.findall(r'notification-banner(--success)?" role="(\w+)" aria-labelledby="([\w-]+)"', html)
    assert found == [
        ("--success", "alert", "notification-1"),
        ("", "alert", "notification-2"),
        ("", "region", "notification-3"),
    ]


def test_a_name_with_markup_is_text() -> None:
    html = render_to_string("ui/public.html", {"site": Site(name="Tom & <b>Jerry</b>", short_name="TJ")})
    assert "Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;" in html
    assert "<b>" not in html
