"""A time of day as people type it, and lists with one entry a line."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.foundation.ui.formats import LONDON, clock

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}


class TimeField(forms.CharField):
    """9:30am, 09:30, 2pm, midday; cleans to a time, None when empty and not required."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 12} | options)
        self.widget.attrs["class"] = "govuk-input--width-5"

    def clean(self, value: Any) -> time | None:
        text = super().clean(value).strip().lower()
        return read_time(text, str(self.label)) if text else None

    def prepare_value(self, value: Any) -> Any:
        return clock(value) if isinstance(value, time) else value


def read_time(text: str, label: str) -> time:
    """Raises ValidationError for what is no time of day."""
    if text in _NAMED:
        return _NAMED[text]
    match = _TIME.fullmatch(text)
    if match:
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half.lower() == "p" else 0)
        elif half:
            hour = 99
        if hour < 24 and minute < 60 and (half or match[2]):
            return time(hour, minute)
    raise ValidationError(f"{label} must be a time, like 9:30am or 14:00")


def moment(day: date | None, at: time | None) -> datetime | None:
    """Both together in London; None without a day."""
    return datetime.combine(day, at or time(), LONDON) if day is not None else None


def lines(text: str) -> list[str]:
    """Each line that is not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]
