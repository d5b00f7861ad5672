"""The sign-in library's own pages wear our frame and our fields."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django import forms
from django.template.backends.django import DjangoTemplates
from django.template.loader import render_to_string

from throughline.foundation.ui.site import Site

PAGE = """{% extends "allauth/layouts/entrance.html" %}{% load allauth %}
{% block head_title %}Sign in{% endblock %}
{% block content %}
{% element h1 %}Sign in{% endelement %}
{% element form form=form method="post" action="/x/" tags="entrance,login" %}
{% slot body %}{% element fields form=form unlabeled=True %}{% endelement %}{% endslot %}
{% slot actions %}{% element button type="submit" tags="prominent,login" %}Sign in{% endelement %}{% endslot %}
{% endelement %}
{% endblock %}
{% block extra_body %}<p>passkey</p>{% endblock %}"""


class SignIn(forms.Form):
    login = forms.EmailField(label="Email")
    remember = forms.BooleanField(label="Remember me", required=False)


@pytest.fixture
def page(tmp_path: Path) -> Callable[[forms.Form], str]:
    """page(form) → the page's HTML. It is a file, because the library asks a template where it comes from."""
    (tmp_path / "page.html").write_text(PAGE)
    backend = DjangoTemplates({"NAME": "pages", "DIRS": [tmp_path], "APP_DIRS": True, "OPTIONS": {}})
    site = Site(name="Medway", short_name="M")
    return lambda form: backend.get_template("page.html").render({"site": site, "form": form})


def test_its_page_has_our_frame_fields_and_buttons(page: Callable[[forms.Form], str]) -> None:
    html = page(SignIn())
    assert "<title>Sign in – Medway</title>" in html
    assert re.findall(r'<input [^>]*class="([^"]+)"', html) == ["govuk-input", "govuk-checkboxes__input"]
    assert re.findall(r'<button type="submit"[^>]*class="([^"]+)"', html) == ["govuk-button"]
    assert '<form method="post" action="/x/" novalidate>' in html
    assert '<h1 class="govuk-heading-l">Sign in</h1>' in html


def test_its_errors_are_summed_up_once_above_the_heading(page: Callable[[forms.Form], str]) -> None:
    html = page(SignIn({"login": "nobody"}))
    assert "<title>Error: Sign in – Medway</title>" in html
    assert html.count("govuk-error-summary__title") == 1
    assert html.index('href="#id_login"') < html.index("<h1")


def test_what_its_pages_add_at_the_end_of_the_body_is_shown(page: Callable[[forms.Form], str]) -> None:
    """Without this block a passkey's button does nothing, and nobody is told."""
    html = page(SignIn())
    assert html.index("</footer>") < html.index("<p>passkey</p>") < html.index("</body>")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("checkbox", "govuk-checkboxes__input"), ("radio", "govuk-radios__input"), ("text", "govuk-input")],
)
def test_a_control_that_it_draws_itself_is_dressed(kind: str, expected: str) -> None:
    attrs = {"type": kind, "id": "id_x", "name": "x", "errors": "", "value": "1"}
    html = render_to_string("allauth/elements/field.html", {"attrs": attrs, "slots": {"label": ["Remember me"]}})
    assert f'<input class="{expected}"' in html
