"""What the officer sends: a course's package."""

from typing import Any

from django import forms

from throughline.foundation.ui.forms import Form
from throughline.office.training.forms.learning import choose
from throughline.office.training.packages import PackageField


class NewPackage(Form):
    course = forms.ChoiceField(label="Which course is it?")
    file = PackageField(label="SCORM package", help_text="A zip file in SCORM 1.2 or SCORM 2004, smaller than 250 MB.")

    def __init__(self, *args: Any, courses: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self.fields["course"], list(courses), empty="Choose one")
