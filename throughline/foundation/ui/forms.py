"""One renderer for every form of the site, and form bases whose messages say what to do.

`{{ form }}` shows a whole form: the summary of errors (unless the layout already showed it at the top), then each field
with label, hint, error and control. The page brings the button, csrf_token and `<form method="post" novalidate>`.

A form may set `heading_field` (the field whose label is the page's heading) and `mark_optional = False` (a filter form
does not say "(optional)" after each field).
"""

import calendar
import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import renderers

from throughline.foundation.ui import formats
from throughline.foundation.ui.widgets import Checkboxes, DateParts, DateText, Radios

__all__ = ["Checkboxes", "DateField", "DateParts", "Form", "GovukRenderer", "ModelForm", "PlainMessages", "Radios"]


class GovukRenderer(renderers.DjangoTemplates):
    """FORM_RENDERER: fields render themselves as GOV.UK Frontend's. Widgets elsewhere stay Django's."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"


class DateField(forms.Field):
    """A day in three boxes; cleans to a date. Months may be typed as a number or by name.

    `subject` starts the messages ("Date of the meeting must include a month"); the label unless given. `earliest` and
    `latest` are allowed days themselves.
    """

    widget = DateParts

    def __init__(
        self,
        *,
        subject: str = "",
        earliest: dt.date | None = None,
        latest: dt.date | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.subject = subject
        self.earliest = earliest
        self.latest = latest

    def _says(self) -> str:
        return self.subject or str(self.label or "Date")

    def to_python(self, value: Any) -> dt.date | None:
        if value is None or isinstance(value, dt.date):
            return value
        texts: DateText = value
        if not any(texts):
            return None
        missing = [part for part, text in zip(DateParts.parts, texts, strict=True) if not text]
        if missing:
            raise self._wrong(f"{self._says()} must include a {' and '.join(missing)}", missing)
        return self._real_date(*texts)

    def _real_date(self, day: str, month: str, year: str) -> dt.date:
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise self._wrong(f"{self._says()}: the year must have 4 digits", ["year"])
        number = _month_number(month)
        if number is None:
            raise self._wrong(f"{self._says()} must have a real month", ["month"])
        try:
            return dt.date(int(year), number, int(day) if day.isascii() and day.isdigit() else 0)
        except ValueError:
            raise self._wrong(f"{self._says()} must be a real date", list(DateParts.parts)) from None

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value is not None and self.earliest is not None and value < self.earliest:
            raise self._wrong(f"{self._says()} must be {formats.day(self.earliest)} or later", list(DateParts.parts))
        if value is not None and self.latest is not None and value > self.latest:
            raise self._wrong(f"{self._says()} must be {formats.day(self.latest)} or earlier", list(DateParts.parts))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def _wrong(self, message: str, parts: list[str]) -> ValidationError:
        return ValidationError(message, code="date", params={"parts": tuple(parts)})


class PlainMessages:
    """Messages that say what to do, from the label: "Enter name". What a field sets itself stays."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, each in fields.items():
            label = str(each.label or name.replace("_", " ").capitalize())
            _say_plainly(each, label)
            _blank_choice(each)


class Form(PlainMessages, forms.Form):
    """A form of ours."""


class ModelForm(PlainMessages, forms.ModelForm):
    """A form of ours over one model's row; it validates, the app's operation saves."""


def _say_plainly(each: forms.Field, label: str) -> None:
    messages = each.error_messages
    plain = {
        "required": _required_message(each, label),
        "max_length": f"{label} must be %(limit_value)d characters or fewer",
        "min_length": f"{label} must be %(limit_value)d characters or more",
        "max_value": f"{label} must be %(limit_value)s or less",
        "min_value": f"{label} must be %(limit_value)s or more",
    }
    if isinstance(each, forms.EmailField):
        plain["invalid"] = "Enter an email address in the correct format, like name@example.com"
    elif isinstance(each, forms.DecimalField | forms.FloatField):
        plain["invalid"] = f"{label} must be a number"
        plain["max_decimal_places"] = f"{label} must have no more than %(max)s decimal places"
        plain["max_digits"] = f"{label} must have no more than %(max)s digits"
    elif isinstance(each, forms.IntegerField):
        plain["invalid"] = f"{label} must be a whole number"
    defaults = _default_messages(type(each))
    for code, text in plain.items():
        if code not in messages or messages[code] == defaults.get(code):
            messages[code] = text


def _default_messages(kind: type[forms.Field]) -> dict[str, Any]:
    defaults: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        defaults.update(getattr(base, "default_error_messages", {}))
    return defaults


def _required_message(each: forms.Field, label: str) -> str:
    widget = each.widget
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick the box ‘{label}’"
    choosing = isinstance(widget, forms.widgets.ChoiceWidget)
    if label.endswith("?"):
        return f"{'Select' if choosing else 'Enter'} an answer to ‘{label}’"
    if isinstance(widget, forms.FileInput):
        return f"Choose a file for ‘{label}’"
    return f"{'Select' if choosing else 'Enter'} {lower_first(label)}"


def lower_first(label: str) -> str:
    """The label inside a sentence: "Email address" becomes "email address"; "NHS number" stays."""
    first = label.split(" ", 1)[0]
    return label if not first[1:].islower() and len(first) > 1 else label[:1].lower() + label[1:]


def _blank_choice(each: forms.Field) -> None:
    """The empty choice of a drop-down says what to do, where Django draws a line."""
    if isinstance(each, forms.ModelChoiceField) and not isinstance(each, forms.ModelMultipleChoiceField):
        if each.empty_label is not None and set(str(each.empty_label)) == {"-"}:
            each.empty_label = "Choose one"
        return
    if isinstance(each, forms.ChoiceField) and isinstance(each.widget, forms.Select) and not callable(each.choices):
        each.choices = [
            ("", "Choose one") if value in ("", None) and set(str(text)) == {"-"} else (value, text)
            for value, text in each.choices
        ]


def _month_number(text: str) -> int | None:
    if text.isascii() and text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    for number in range(1, 13):
        name = calendar.month_name[number].lower()
        if len(text) >= 3 and name.startswith(text.lower()):
            return number
    return None
