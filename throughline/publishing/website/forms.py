"""What an editor types about the site itself."""

from django import forms

from throughline.foundation.ui.forms import Form


class AddressForm(Form):
    path = forms.CharField(
        label="Old address", max_length=500, help_text="What stands after the name of the site, such as /about-us/",
        error_messages={"required": "Enter the old address"},
    )  # fmt: skip
    to = forms.CharField(
        label="Leads to", max_length=500, help_text="An address of this site such as /training/, or a whole one",
        error_messages={"required": "Enter where it leads to"},
    )  # fmt: skip
