"""What a new person tells besides the address. Not in forms.py: the sign-in library's own forms build on it."""

from typing import Any

from django import forms
from django.http import HttpRequest


class SignUpDetails(forms.Form):
    name = forms.CharField(
        label="Full name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"})
    )
    job_title = forms.CharField(
        label="Job title", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization-title"})
    )
    agency_name = forms.CharField(
        label="Agency",
        max_length=200,
        help_text="Your school, service, team or charity.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    field_order = ["name", "job_title", "agency_name", "email"]

    def signup(self, request: HttpRequest, user: Any) -> None:
        """The library calls it; the details are saved with the account itself, in the adapter."""
