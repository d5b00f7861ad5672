"""Why a booking is cancelled, what the public reads."""

from django import forms

from throughline.foundation.ui.forms import Form


class CancelForSomebody(Form):
    reason = forms.CharField(
        label="Why is the booking cancelled?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The person is sent this reason.",
        error_messages={"required": "Say why the booking is cancelled; the person is told"},
    )


class PublicNote(Form):
    text = forms.CharField(
        label="What everyone reads about this session",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For example how to cancel, or what to bring. Empty it to show nothing.",
    )
