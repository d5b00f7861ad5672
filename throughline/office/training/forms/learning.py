"""What is typed about learning: an own statement, a requirement, who does which role, a licence, uses, promises."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from throughline.foundation.access.models import User
from throughline.foundation.ui.forms import Checkboxes, DateField, Form, Radios
from throughline.office.training.operations.requirements import StaffRow
from throughline.office.training.rules.learning import last_quarters, quarter_words

MOST_STAFF = 12_000


def choose(field: forms.Field, choices: list[tuple[Any, str]], *, empty: str = "") -> None:
    """The choices that only the request knows."""
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
    field.choices = [*([("", empty)] if empty else []), *choices]


class PersonField(forms.EmailField):
    """An account by its e-mail address."""

    def clean(self, value: Any) -> Any:
        email = super().clean(value)
        if not email:
            return None
        person = User.objects.filter(email=email.lower(), is_system=False).first()
        if person is None:
            raise ValidationError("Nobody has an account with this email address")
        return person


class Statement(Form):
    title = forms.CharField(label="What did you learn?", max_length=300, help_text="The course's name.")
    course = forms.ChoiceField(
        label="Is it the same as one of our courses?",
        required=False,
        help_text="The training officer looks at the evidence before it counts as that course.",
    )
    day = DateField(label="When was it?", subject="The day")
    hours = forms.DecimalField(label="Hours of learning", required=False, min_value=0.25, max_value=999, max_digits=5,
                               decimal_places=2)  # fmt: skip
    evidence = forms.CharField(
        label="What proves it?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who gave the course, and the number on the certificate.",
    )

    def __init__(self, *args: Any, courses: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self.fields["course"], list(courses), empty="No, another course")


class NewRequirement(Form):
    role = forms.CharField(label="Which role?", max_length=150, help_text="Such as Foster carer.")
    what = forms.CharField(label="What does it need?", max_length=200)
    months = forms.IntegerField(
        label="Again after how many months?", required=False, min_value=1, max_value=240,
        help_text="Leave empty where once is enough.",
    )  # fmt: skip
    hours = forms.DecimalField(
        label="How many hours in that time?", required=False, min_value=0.25, max_value=999, max_digits=5,
        decimal_places=2,
    )  # fmt: skip
    source = forms.CharField(label="Who asks for it?", max_length=300, help_text="The document and its edition.")
    starts = DateField(label="In force from", subject="In force from")
    courses = forms.MultipleChoiceField(label="Which courses meet it?", required=False, widget=Checkboxes(small=True))

    def __init__(self, *args: Any, courses: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self.fields["courses"], list(courses))


class ChangeRequirement(Form):
    courses = forms.MultipleChoiceField(label="Which courses meet it?", required=False, widget=Checkboxes(small=True))
    ends = DateField(label="Last day in force", required=False)

    def __init__(self, *args: Any, courses: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self.fields["courses"], list(courses))


class StaffList(Form):
    """Pasted from a spreadsheet: tabs or commas between email, name, agency and role."""

    rows = forms.CharField(
        label="People and their roles",
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="One person a line: email, name, agency, role. Paste it from a spreadsheet, or write commas between.",
    )

    def clean_rows(self) -> list[StaffRow]:
        text = self.cleaned_data["rows"]
        dialect = "excel-tab" if "\t" in text.splitlines()[0] else "excel"
        found, wrong = [], []
        for number, cells in enumerate(csv.reader(io.StringIO(text), dialect), 1):
            cells = [cell.strip() for cell in cells]
            if not any(cells) or (number == 1 and cells[0].lower() in ("email", "e-mail", "email address")):
                continue
            if len(cells) != 4:
                wrong.append(f"Row {number}: give four columns: email, name, agency, role")
                continue
            try:
                validate_email(cells[0])
            except ValidationError:
                wrong.append(f"Row {number}: ‘{cells[0][:80]}’ is not an email address")
                continue
            found.append(StaffRow(number, cells[0].lower(), cells[1], cells[2], cells[3]))
        if len(found) > MOST_STAFF:
            wrong.append(f"Give at most {MOST_STAFF:,} rows at once")
        if wrong:
            raise ValidationError(wrong[:10])
        return found


class NewTool(Form):
    name = forms.CharField(label="Name of the tool", max_length=150)
    owner = forms.CharField(label="Who owns it?", required=False, max_length=150)
    months = forms.IntegerField(
        label="Months that a licence holds", required=False, min_value=1, max_value=240,
        help_text="Leave empty where it does not expire.",
    )  # fmt: skip


class NewLicence(Form):
    person = PersonField(label="Email address of the person", help_text="They need an account here.")
    agency = forms.ChoiceField(label="Agency", required=False)
    number = forms.CharField(label="Licence number", max_length=60)
    is_trainer = forms.BooleanField(label="This person may train others", required=False)
    trained_on = DateField(label="Trained on", subject="Trained on")
    assessed_on = DateField(label="Assessment passed on", subject="Assessment passed on")
    assessor = forms.CharField(label="Who assessed them?", max_length=200)
    trained_by = forms.ChoiceField(label="Trained by", required=False)

    def __init__(
        self, *args: Any, agencies: list[tuple[int, str]], trainers: list[tuple[int, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choose(self.fields["agency"], list(agencies), empty="Not stated")
        choose(self.fields["trained_by"], list(trainers), empty="Somebody else, such as the tool's owner")


class WithReason(Form):
    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is withdrawn"},
    )


class Uses(Form):
    agency = forms.ChoiceField(label="Agency")
    quarter = forms.ChoiceField(label="Quarter")
    families = forms.IntegerField(label="Families with whom it was used", min_value=0, max_value=100_000)

    def __init__(self, *args: Any, agencies: list[tuple[int, str]], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self.fields["agency"], list(agencies), empty="Choose one")
        quarters = [(q.isoformat(), quarter_words(q)) for q in last_quarters(today, 8)]
        choose(self.fields["quarter"], quarters, empty="Choose one")


class NewPromise(Form):
    person = PersonField(label="Email address of the trainer")
    times = forms.IntegerField(label="How many times will they deliver it?", min_value=1, max_value=100)
    by_day = DateField(label="By which day?", subject="The day")


class NewDelivery(Form):
    day = DateField(label="Delivered on", subject="Delivered on")
    people = forms.IntegerField(label="How many people took part?", min_value=0, max_value=10_000)


class ThemesOfText(Form):
    themes = forms.MultipleChoiceField(label="Themes", required=False, widget=Checkboxes(small=True))
    another = forms.CharField(
        label="Another theme", required=False, max_length=100,
        help_text="Without any theme the text counts as read, and is not shown again.",
    )  # fmt: skip

    def __init__(self, *args: Any, themes: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        if themes:
            choose(self.fields["themes"], list(themes))
        else:
            self.fields["themes"].widget = forms.MultipleHiddenInput()


class CheckCode(Form):
    code = forms.CharField(label="Code on the certificate", max_length=40, help_text="16 letters and digits.")


class EvaluationFilter(Form):
    """`years`: labels to choose from, the newest first."""

    mark_optional = False
    year = forms.ChoiceField(label="Sessions of", required=False)
    by = forms.ChoiceField(
        label="Show by", choices=[("course", "Course"), ("trainer", "Trainer"), ("sector", "Sector")], widget=Radios,
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, years: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self.fields["year"], [(label, label) for label in years])


class ManagersAddress(Form):
    email = forms.EmailField(label="Your line manager’s work email address")
