"""How the calendar is narrowed."""

from typing import Any

from django import forms

from throughline.foundation.ui.forms import Form
from throughline.office.training.queries import EVERYTHING, Wanted


class CalendarFilter(Form):
    """Sent by GET; what it does not understand narrows nothing."""

    mark_optional = False

    q = forms.CharField(label="Words in the title", required=False, max_length=100)
    mode = forms.ChoiceField(label="How it is held", required=False)
    places = forms.BooleanField(
        label="Only with places left",
        required=False,
        help_text="Leaves out sessions that are full or by invitation. Where places are not stated, the session stays.",
    )

    def __init__(self, *args: Any, modes: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["mode"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", "Any"), *((mode, f"{mode[0].upper()}{mode[1:]}") for mode in modes)]

    def wanted(self) -> Wanted:
        if not self.is_valid():
            return EVERYTHING
        given = self.cleaned_data
        return Wanted(mode=given["mode"], text=given["q"], places_left=given["places"])
