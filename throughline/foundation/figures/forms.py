from django import forms

from throughline.foundation.ui.forms import Form


class ExceptionForm(Form):
    """Why a small number is published all the same."""

    reason = forms.CharField(
        label="Why may this small number be published?",
        help_text="The reason is kept with the figure and shown to who reads the draft.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
