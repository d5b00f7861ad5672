"""Whose leave there is for open data, and the policies on small numbers."""

from django import forms

from throughline.foundation.ui.forms import DateField, Form


class AgreementForm(Form):
    agreed_by = forms.CharField(
        label="Who agreed for the agency, and how?", max_length=300, help_text="Such as: head of early help, by e-mail."
    )
    agreed_on = DateField(label="When?")


class WithdrawForm(Form):
    why = forms.CharField(label="Why does the agreement end?", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class PolicyForm(Form):
    largest_small = forms.IntegerField(
        label="Hide counts of children from 1 to", min_value=2, max_value=20, help_text="The department hides 1 to 5."
    )
    zero_shown = forms.BooleanField(label="Show a nought as a nought", required=False)
    round_to = forms.IntegerField(
        label="Round region and nation to the nearest", min_value=1, max_value=100, help_text="The department: 10."
    )
    why = forms.CharField(label="Why?", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
