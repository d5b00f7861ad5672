"""Other people whom somebody books for: a colleague, a person the office adds, an agency's staff."""

from collections.abc import Sequence
from typing import Any

from django import forms

from throughline.foundation.sheets.api import Column, Layout
from throughline.foundation.ui.forms import Form
from throughline.office.training.models import Session
from throughline.office.training.rules import when_words
from throughline.office.training.rules.staff import EMAIL, Person, RowProblem, twice

STAFF = Layout(
    (
        Column("name", "Name", required=True, longest=200),
        Column("email", "Email", required=True, longest=254),
        Column("job_title", "Job title", longest=200),
    )
)


class Colleague(Form):
    name = forms.CharField(label="Colleague’s full name", max_length=200)
    email = forms.EmailField(
        label="Colleague’s email address", help_text="They are sent the booking with its calendar file."
    )


class AddPerson(Form):
    name = forms.CharField(label="Full name", max_length=200)
    email = forms.EmailField(label="Email address")
    reason = forms.CharField(
        label="Why does the office book for this person?", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why the office books for this person"},
    )  # fmt: skip


class MovePerson(Form):
    to_session = forms.TypedChoiceField(label="Which session?", coerce=int, empty_value=None)
    reason = forms.CharField(
        label="Why is this person moved?", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The person is sent this reason.", error_messages={"required": "Say why this person is moved"},
    )  # fmt: skip

    def __init__(self, *args: Any, sessions: Sequence[Session], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["to_session"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [
            ("", "Choose one"),
            *((each.pk, f"{each.title}, {when_words(each.starts, each.ends)}") for each in sessions),
        ]


class StaffList(Form):
    people = forms.CharField(
        label="Names and email addresses",
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="One person a line, for example: Ann Wood, ann.wood@example.org, Health visitor. You can paste"
        " columns from a spreadsheet.",
    )
    file = forms.FileField(
        label="Or a spreadsheet", required=False, help_text="Excel or CSV with the columns Name, Email and Job title."
    )


def read_staff(rows: Sequence[Sequence[str]]) -> tuple[list[Person], list[RowProblem]]:
    """The people of a sheet and what is wrong with it, by the sheet's own rows: its heading is row 1."""
    parsed = STAFF.parse(rows)
    people, problems = [], [RowProblem(each.row, f"{each.column} {each.says}".strip()) for each in parsed.problems]
    for row, values in parsed.rows:
        if EMAIL.fullmatch(values["email"]):
            people.append(Person(row, values["name"], values["email"].lower(), values["job_title"]))
        else:
            problems.append(RowProblem(row, "Email must be an email address, like ann@example.org"))
    return people, [*problems, *twice(people)]


class AgencySettled(Form):
    approves = forms.BooleanField(
        label="The agency approves its staff’s bookings",
        required=False,
        help_text="A place is held until its lead has answered.",
    )
    order_number = forms.CharField(label="Purchase order for statements", required=False, max_length=60)
    leads = forms.CharField(
        label="Who leads training there?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Email addresses of people with an account, one a line. They see and book for the agency’s staff.",
    )  # fmt: skip
