"""Every template of the project against what the Content-Security-Policy forbids; error pages without any context."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.template import Context, Engine, TemplateSyntaxError
from django.template.loader import get_template

HOUSE = Path(__file__).parents[3]
ROOT = HOUSE.parent
TEMPLATES = sorted(HOUSE.glob("**/templates/**/*.html"))
# Letters and printed documents are not pages: their styles stand in them.
NOT_PAGES = re.compile(r"/templates/[^/]+/(emails?|mail|pdf|print)/")
PAGES = [path for path in TEMPLATES if not NOT_PAGES.search(path.as_posix())]
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without a file": re.compile(r"<script\b(?![^>]*\b(src=|type=\"application/json\"))", re.IGNORECASE),
    "a handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "a file of another host": re.compile(r"<(script|link|img|iframe)\b[^>]*(src|href)=\"(https?:)?//", re.IGNORECASE),
}  # fmt: skip


def test_there_are_templates_to_look_at() -> None:
    assert HOUSE / "foundation/ui/templates/ui/base.html" in PAGES


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_page_has_no_inline_style_script_or_handler_and_nothing_from_elsewhere(path: Path) -> None:
    text = re.sub(r"\{% comment.*?endcomment %\}", "", path.read_text(), flags=re.DOTALL)
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_form_that_posts_is_not_checked_by_the_browser(path: Path) -> None:
    forms = re.findall(r"<form\b[^>]*>", path.read_text())
    assert [form for form in forms if 'method="post"' in form and "novalidate" not in form] == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">', "<style>p {}</style>", "<script>alert(1)</script>", '<a onclick="x()">',
        '<a href="javascript:x">', '<script src="https://cdn.example.org/x.js"></script>',
    ],
)  # fmt: skip
def test_the_sweep_finds_what_it_looks_for(text: str) -> None:
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] != []


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("400", "We could not read that request"),
        ("403", "You cannot see this page"),
        ("403_csrf", "Your page was open too long"),
        ("404", "Page not found"),
        ("429", "Too many tries"),
        ("500", "Sorry, there is a problem with this site"),
    ],
)
def test_an_error_page_needs_no_context_and_still_says_whom_to_call(name: str, heading: str) -> None:
    html = get_template(f"{name}.html").template.render(Context({}))
    assert f"<title>{heading}</title>" in html
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in html
    assert re.findall(r'href="tel:(\d+)"', html) == ["999", "101"]


def mistakes(texts: Mapping[str, str]) -> dict[str, str]:
    """Name → what the engine says of a template that does not compile."""
    engine, found = Engine.get_default(), {}
    for name, text in texts.items():
        try:
            engine.from_string(text)
        except TemplateSyntaxError as wrong:
            found[name] = str(wrong)
    return found


def test_every_template_of_ours_compiles() -> None:
    texts = {path.relative_to(ROOT).as_posix(): path.read_text() for path in TEMPLATES}
    broken = {"open": "{% if a %}", "unknown tag": "{% no_such_tag %}", "unknown filter": "{{ a|no_such_filter }}"}
    assert set(mistakes(texts | broken)) == set(broken)
