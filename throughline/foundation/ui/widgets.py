"""Controls with what Django's lack: hints and reveals per choice, and a date in three boxes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

DateText = tuple[str, str, str]


class Radios(forms.RadioSelect):
    """Radio buttons. `hints` by value; `reveals`: value → names of the form's fields that choosing it opens; `begins`:
    a new part of the form begins here, so that its legend stands out.

    A revealed field must not be required by itself: the form's clean() asks for it when its choice was made.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Sequence[Any] = (),
        *,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, Sequence[str]] | None = None,
        inline: bool = False,
        small: bool = False,
        begins: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = hints or {}
        self.reveals = reveals or {}
        self.inline = inline
        self.small = small
        self.begins = begins


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes of which several may be ticked; hints and reveals as for Radios."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Sequence[Any] = (),
        *,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, Sequence[str]] | None = None,
        small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = hints or {}
        self.reveals = reveals or {}
        self.small = small


class DateParts(forms.Widget):
    """Day, month and year as `NAME_day`, `NAME_month`, `NAME_year`. Its raw value is the three texts as typed."""

    parts = ("day", "month", "year")
    use_fieldset = True
    template_name = "ui/forms/date_parts.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> DateText:
        day, month, year = (str(data.get(f"{name}_{part}") or "").strip() for part in self.parts)
        return day, month, year

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in self.parts)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else ""

    def texts(self, value: dt.date | DateText | None) -> DateText:
        """What stands in the three boxes."""
        if value is None or value == "":
            return "", "", ""
        if isinstance(value, dt.date):
            return str(value.day), str(value.month), str(value.year)
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["boxes"] = [
            {"name": f"{name}_{part}", "label": part.capitalize(), "value": text}
            for part, text in zip(self.parts, self.texts(value), strict=True)
        ]
        return context

    def format_value(self, value: Any) -> Any:
        return value
