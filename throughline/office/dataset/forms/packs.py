"""As at which day a pack is made."""

from throughline.foundation.ui.forms import DateField, Form


class PackForm(Form):
    as_at = DateField(label="As at", help_text="Only periods that had ended by then are in it.")
