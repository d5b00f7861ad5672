"""Every kind of field as HTML: plain, with a hint, with an error."""

import datetime as dt
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from throughline.foundation.ui.fieldview import summary_lines
from throughline.foundation.ui.forms import DateField, Form, Radios, lower_first
from throughline.foundation.ui.gallery import WRONG, EveryField, WithoutHints


class Elements(HTMLParser):
    """The start tags of a piece of HTML, as (name, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, Any]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice: {tag} {attrs}"
        self.found.append((tag, dict(attrs)))

    def control(self, name: str) -> dict[str, Any]:
        return next(
            a for tag, a in self.found if tag in ("input", "select", "textarea") and a.get("name", "").endswith(name)
        )


def elements(form: forms.Form, name: str) -> Elements:
    return Elements(form[name].as_field_group())


SIMPLE = ["name", "email", "code", "places", "fee", "sector", "about", "papers"]


@pytest.mark.parametrize("name", [*SIMPLE, "agreed"])
def test_a_plain_control_has_its_label_and_no_description(name: str) -> None:
    form = WithoutHints()
    found = elements(form, name)
    control = found.control(name)
    assert ("label", control["id"]) in [(tag, a.get("for")) for tag, a in found.found]
    assert control.get("aria-describedby") == ("id_about-info" if name == "about" else None)
    assert "error" not in form[name].as_field_group()


@pytest.mark.parametrize("name", [*SIMPLE[:4], "sector", "about", "papers", "agreed"])
def test_a_hint_and_an_error_are_tied_to_the_control(name: str) -> None:
    form = EveryField(WRONG, prefix="wrong")
    html = form[name].as_field_group()
    control = Elements(html).control(name)
    described = control["aria-describedby"].split()
    assert described[:2] == [f"id_wrong-{name}_helptext", f"id_wrong-{name}_error"]
    ids = re.findall(r' id="([^"]+)"', html)
    assert [each for each in described if each not in ids] == []
    assert control["aria-invalid"] == "true"
    assert html.count("govuk-error-message") == 1
    assert "govuk-form-group--error" in html


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("name", {"class": "govuk-input", "type": "text"}),
        ("email", {"class": "govuk-input", "type": "email", "autocomplete": "email", "spellcheck": "false"}),
        ("code", {"class": "govuk-input govuk-input--width-10", "autocomplete": "one-time-code", "type": "text"}),
        ("places", {"class": "govuk-input govuk-input--width-5", "type": "text", "inputmode": "numeric"}),
        ("fee", {"class": "govuk-input govuk-input--width-5", "type": "text", "inputmode": "decimal"}),
        ("phone", {"class": "govuk-input govuk-input--width-20", "type": "tel", "autocomplete": "tel"}),
        ("sector", {"class": "govuk-select"}),
        ("papers", {"class": "govuk-file-upload", "type": "file"}),
        ("about", {"class": "govuk-textarea govuk-js-character-count", "rows": "5"}),
    ],
)  # fmt: skip
def test_each_control_has_the_classes_and_attributes_of_its_kind(name: str, expected: dict[str, str]) -> None:
    control = elements(WithoutHints(), name).control(name)
    assert {key: control.get(key) for key in expected} == expected


def test_a_counted_text_is_never_cut_by_the_browser() -> None:
    html = WithoutHints()["about"].as_field_group()
    assert 'data-maxlength="500"' in html
    assert "maxlength" not in Elements(html).control("about")
    assert "You can enter up to 500 characters" in html


def test_radios_and_checkboxes_stand_in_a_fieldset_named_by_their_label() -> None:
    form = EveryField(WRONG, prefix="wrong")
    for name, kind, count in (("mode", "radio", 2), ("audience", "checkbox", 3)):
        html = form[name].as_field_group()
        found = Elements(html).found
        fieldset = next(a for tag, a in found if tag == "fieldset")
        assert fieldset["aria-describedby"] == f"id_wrong-{name}_helptext id_wrong-{name}_error"
        assert [a["type"] for tag, a in found if tag == "input"] == [kind] * count
        assert f'<legend class="govuk-fieldset__legend">{form[name].label}</legend>' in html


def test_the_hint_of_a_choice_is_tied_to_it() -> None:
    found = elements(WithoutHints(), "mode").found
    virtual = next(a for tag, a in found if a.get("value") == "virtual")
    assert virtual["aria-describedby"] == "id_mode_1-item-hint"
    assert "id_mode_1-item-hint" in [a.get("id") for _, a in found]


def test_a_revealed_field_stands_inside_its_choice_and_nowhere_else() -> None:
    form = WithoutHints(initial={"contact": "email"})
    html = str(form)
    assert html.count('name="phone"') == 1
    closed = '<div class="govuk-radios__conditional govuk-radios__conditional--hidden" id="conditional-id_contact_1">'
    assert closed in html
    assert closed.replace(" govuk-radios__conditional--hidden", "") in str(WithoutHints(initial={"contact": "phone"}))
    assert "Telephone number (optional)" not in html


def test_an_optional_field_says_so_unless_the_form_says_otherwise() -> None:
    class Filter(Form):
        mark_optional = False
        words = forms.CharField(label="Words", required=False)

    assert "Charge in pounds (optional)" in WithoutHints()["fee"].as_field_group()
    assert "(optional)" not in Filter()["words"].as_field_group()


def test_the_heading_field_is_the_heading_of_the_page() -> None:
    class OneQuestion(Form):
        heading_field = "where"
        where = forms.CharField(label="Where is it?")

    assert re.search(r"<h1[^>]*><label[^>]*>Where is it\?</label></h1>", str(OneQuestion()))


def test_hidden_fields_have_no_label_and_their_error_is_in_the_summary() -> None:
    class Token(Form):
        token = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Start again"})

    html = str(Token({}))
    assert "<label" not in html
    assert [line.text for line in summary_lines(Token({}))] == ["Start again"]
    assert summary_lines(Token({}))[0].href == ""


def test_a_stored_file_is_named_and_may_be_removed_only_where_it_is_optional() -> None:
    class Stored(str):
        url = "/somewhere/secret.pdf"

    class Papers(Form):
        needed = forms.FileField(label="Minutes")
        spare = forms.FileField(label="Slides", required=False)

    html = str(Papers(initial={"needed": Stored("minutes.pdf"), "spare": Stored("slides.pdf")}))
    assert re.findall(r"File now: ([\w.]+)", html) == ["minutes.pdf", "slides.pdf"]
    assert re.findall(r'name="([\w-]+)-clear"', html) == ["spare"]
    assert "secret.pdf" not in html
    form = Papers({"spare-clear": "on"}, {"needed": SimpleUploadedFile("a.pdf", b"x")}, initial={"spare": Stored("b")})
    assert form.is_valid()
    assert form.cleaned_data["spare"] is False


# ---- messages and the summary ---------------------------------------------------------------------------------------


def test_messages_say_what_to_do_and_the_summary_leads_to_each_field() -> None:
    form = EveryField(WRONG, prefix="wrong")
    assert [(line.text, line.href) for line in summary_lines(form)] == [
        ("Enter name of the session", "#id_wrong-name"),
        ("Enter an email address in the correct format, like name@example.com", "#id_wrong-email"),
        ("Enter security code", "#id_wrong-code"),
        ("Places must be a whole number", "#id_wrong-places"),
        ("Charge in pounds must have no more than 2 decimal places", "#id_wrong-fee"),
        ("Select sector", "#id_wrong-sector"),
        ("What it is about must be 500 characters or fewer", "#id_wrong-about"),
        ("Day of the session must include a month", "#id_wrong-held_on_month"),
        ("Select an answer to ‘How is it held?’", "#id_wrong-mode_0"),
        ("Select an answer to ‘Who is it for?’", "#id_wrong-audience_0"),
        ("Choose a file for ‘Slides’", "#id_wrong-papers"),
        ("Tick the box ‘The trainer has agreed’", "#id_wrong-agreed"),
    ]
    ids = re.findall(r' id="([^"]+)"', str(form))
    assert [line.href for line in summary_lines(form) if line.href[1:] not in ids] == []


def test_a_message_that_the_form_sets_itself_stays() -> None:
    class Named(Form):
        name = forms.CharField(error_messages={"required": "Say who you are"})

    assert Named({}).errors["name"] == ["Say who you are"]


def test_an_error_of_the_whole_form_leads_to_its_first_field() -> None:
    class Pair(Form):
        first = forms.CharField()

        def clean(self) -> None:
            raise forms.ValidationError("These do not fit together")

    assert [(line.text, line.href) for line in summary_lines(Pair({"first": "a"}))] == [
        ("These do not fit together", "#id_first")
    ]


def test_a_set_of_forms_has_one_summary() -> None:
    numbered = forms.formset_factory(WithoutHints, extra=2)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "x", "form-1-name": "y"}
    html = str(numbered(data))
    assert html.count("govuk-error-summary__title") == 1
    assert html.count('name="form-1-name"') == 1
    assert 'name="form-TOTAL_FORMS"' in html


def test_an_unanswered_form_has_no_summary() -> None:
    assert "govuk-error-summary" not in str(WithoutHints())


def test_the_empty_choice_of_a_list_says_what_to_do() -> None:
    assert '<option value="" selected>Choose one</option>' in WithoutHints()["sector"].as_field_group()


@pytest.mark.parametrize(
    ("label", "inside"), [("Email address", "email address"), ("NHS number", "NHS number"), ("A name", "a name")]
)
def test_labels_inside_sentences(label: str, inside: str) -> None:
    assert lower_first(label) == inside


# ---- dates ----------------------------------------------------------------------------------------------------------


class Meeting(Form):
    on = DateField(label="Date", earliest=dt.date(2023, 4, 1), latest=dt.date(2024, 3, 31))


def posted(day: str, month: str, year: str) -> Meeting:
    return Meeting({"on_day": day, "on_month": month, "on_year": year})


@pytest.mark.parametrize("month", ["2", "02", "Feb", "february"])
def test_a_date_is_read_from_its_three_boxes(month: str) -> None:
    form = posted(" 26", month, "2024")
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"on": dt.date(2024, 2, 26)}


@pytest.mark.parametrize(
    ("day", "month", "year", "message", "wrong"),
    [
        ("", "", "", "Enter date", ["day", "month", "year"]),
        ("", "2", "2024", "Date must include a day", ["day"]),
        ("26", "", "", "Date must include a month and year", ["month", "year"]),
        ("30", "2", "2024", "Date must be a real date", ["day", "month", "year"]),
        ("x", "2", "2024", "Date must be a real date", ["day", "month", "year"]),
        ("26", "13", "2024", "Date must have a real month", ["month"]),
        ("26", "ju", "2024", "Date must have a real month", ["month"]),
        ("26", "2", "24", "Date: the year must have 4 digits", ["year"]),
        ("26", "2", "²024", "Date: the year must have 4 digits", ["year"]),
        ("31", "3", "2023", "Date must be 1 April 2023 or later", ["day", "month", "year"]),
        ("1", "4", "2024", "Date must be 31 March 2024 or earlier", ["day", "month", "year"]),
    ],
)
def test_a_wrong_date_says_what_is_wrong_and_marks_the_box(
    day: str, month: str, year: str, message: str, wrong: list[str]
) -> None:
    form = posted(day, month, year)
    assert form.errors["on"] == [message]
    html = form["on"].as_field_group()
    boxes = [a for tag, a in Elements(html).found if tag == "input"]
    assert [a["name"].removeprefix("on_") for a in boxes if "govuk-input--error" in a["class"]] == wrong
    assert [a["value"] for a in boxes] == [day, month, year], "what was typed stays"
    assert summary_lines(form)[0].href == f"#id_on_{wrong[0]}"


def test_the_limits_of_a_date_are_allowed_themselves() -> None:
    assert posted("1", "4", "2023").is_valid()
    assert posted("31", "3", "2024").is_valid()


def test_a_date_knows_whether_it_changed() -> None:
    data = {"on_day": "26", "on_month": "2", "on_year": "2024"}
    assert not Meeting(data, initial={"on": dt.date(2024, 2, 26)}).has_changed()
    assert Meeting(data, initial={"on": dt.date(2024, 2, 27)}).has_changed()


def test_a_stored_date_fills_the_boxes() -> None:
    boxes = [a for tag, a in elements(Meeting(initial={"on": dt.date(2024, 2, 6)}), "on").found if tag == "input"]
    assert [a["value"] for a in boxes] == ["6", "2", "2024"]
    assert [a["id"] for a in boxes] == ["id_on_day", "id_on_month", "id_on_year"]


def test_markup_in_what_people_typed_is_text() -> None:
    class Chosen(Form):
        one = forms.ChoiceField(label="<b>One</b>", choices=[("<i>", "<i>x</i>")], widget=Radios(hints={"<i>": "<u>"}))

    html = str(Chosen({"one": "<i>"})) + str(posted("<b>", "<i>", "<u>"))
    assert not re.search(r"<(b|i|u)>", html)
