"""Finding people, and joining two accounts of one person."""

from django import forms

from throughline.foundation.ui.forms import Form


class FindPerson(Form):
    mark_optional = False

    q = forms.CharField(label="Name, email address or agency", required=False, max_length=200)


class MergePeople(Form):
    reason = forms.CharField(
        label="How do you know that they are the same person?", max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say how you know that they are the same person"},
    )  # fmt: skip
