"""What people type about actions."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.foundation.documents.api import UploadField
from throughline.foundation.ui.forms import DateField, Form
from throughline.foundation.ui.widgets import Radios
from throughline.office.actions import sources
from throughline.office.actions.queries import Wanted, person_with_email
from throughline.office.actions.rules import Age, Priority, Standing, Verdict
from throughline.office.partnership import api as partnership

Choices = list[tuple[str, str]]


def area(label: str, *, required: bool = True, hint: str = "", rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=4000, widget=widget, help_text=hint)


def agency_choices() -> Choices:
    return [(str(agency.id), agency.name) for agency in partnership.agencies()]


def group_choices() -> Choices:
    return [(str(group.id), group.name) for group in partnership.groups()]


def id_or_none(text: str) -> int | None:
    return int(text) if text else None


class PersonField(forms.EmailField):
    """The address of somebody whom the partnership knows; cleans to the User, or None."""

    def clean(self, value: Any) -> Any:
        email = super().clean(value)
        if not email:
            return None
        person = person_with_email(email)
        if person is None:
            raise ValidationError("Nobody here has this address. They need an account first")
        return person


class WithBodies(Form):
    """Fills the drop-downs `agency` and `group`, where a form has them."""

    blank = "None"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in (("agency", agency_choices), ("group", group_choices)):
            found = self.fields.get(name)
            if isinstance(found, forms.ChoiceField):
                found.choices = [("", self.blank), *choices()]


class ListFilter(WithBodies):
    """Sent by GET; what it does not understand narrows nothing."""

    mark_optional = False
    blank = "Any"

    q = forms.CharField(label="Words", required=False, max_length=100)
    whose = forms.ChoiceField(
        label="Whose", required=False, choices=[("", "All I may see"), ("mine", "Mine"), ("agency", "My agency’s")]
    )
    standing = forms.ChoiceField(
        label="How it stands", required=False, choices=[("", "Any"), *((s.value, s.label) for s in Standing)]
    )
    late = forms.ChoiceField(
        label="Overdue", required=False,
        choices=[("", "Any"), ("all", "All that are overdue"), *((a.value, a.label) for a in Age)],
    )  # fmt: skip
    agency = forms.ChoiceField(label="Agency", required=False)
    group = forms.ChoiceField(label="Group", required=False)
    source = forms.ChoiceField(label="Where it comes from", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.fields["source"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  (for the type checker)
        found.choices = [("", "Anywhere"), (sources.DIRECT, sources.label_of(sources.DIRECT)),
                         *((each.kind, each.label) for each in sources.sources())]  # fmt: skip

    def wanted(self) -> Wanted:
        self.is_valid()
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return Wanted(
            whose=given["whose"], standing=given["standing"], late=given["late"], text=given["q"],
            agency=id_or_none(given["agency"]), group=id_or_none(given["group"]), source=given["source"],
        )  # fmt: skip


class ActionForm(WithBodies):
    """A new action."""

    title = forms.CharField(label="What is to be done, in short", max_length=200)
    text = area("More about it", required=False)
    owner = PersonField(label="Owner’s email address", help_text="Who delivers it. They need an account here.")
    agency = forms.ChoiceField(label="Agency", required=False)
    group = forms.ChoiceField(label="Group that follows it", required=False)
    due = DateField(label="Due")
    priority = forms.TypedChoiceField(
        label="Priority", coerce=int, choices=[(p.value, p.label) for p in Priority], initial=Priority.MEDIUM,
        widget=Radios(inline=True, small=True),
    )  # fmt: skip
    judge = PersonField(
        label="Email address of who judges its effect", required=False, help_text="Never the owner. May be named later."
    )
    should_differ = area("What should be different for children?", required=False, rows=2)
    measured_how = area("How is that measured?", required=False, rows=2)
    baseline = area("How is it now?", required=False, rows=2)


class ChangeForm(WithBodies):
    title = forms.CharField(label="What is to be done, in short", max_length=200)
    text = area("More about it", required=False)
    agency = forms.ChoiceField(label="Agency", required=False)
    group = forms.ChoiceField(label="Group that follows it", required=False)
    priority = forms.TypedChoiceField(
        label="Priority", coerce=int, choices=[(p.value, p.label) for p in Priority],
        widget=Radios(inline=True, small=True),
    )  # fmt: skip
    judge = PersonField(label="Email address of who judges its effect", required=False, help_text="Never the owner.")


class EvidenceForm(Form):
    kind = forms.ChoiceField(
        label="What kind of evidence is it?",
        choices=[("statement", "A statement"), ("link", "A link"), ("file", "A file")],
        widget=Radios(reveals={"link": ["link"], "file": ["upload"]}),
    )
    upload = UploadField(label="The file", required=False)
    link = forms.URLField(label="Web address", required=False, max_length=500, assume_scheme="https")
    text = area("What does it show?", hint="In plain words. Name no child and no family.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == "link" and not given.get("link") and "link" not in self.errors:
            self.add_error("link", "Enter the web address")
        if given.get("kind") == "file" and not given.get("upload") and "upload" not in self.errors:
            self.add_error("upload", "Choose the file")
        if given.get("kind") != "link":
            given["link"] = ""
        if given.get("kind") != "file":
            given["upload"] = None
        return given


class ReasonForm(Form):
    reason = area("Why?", hint="It stays with the action for everyone who follows it.")


class DueForm(Form):
    due = DateField(label="New due day")
    reason = area("Why does it move?", hint="Every move stays visible, with its reason.")


class OwnerForm(Form):
    owner = PersonField(label="New owner’s email address")
    reason = area("Why?")


class CheckForm(Form):
    decision = forms.ChoiceField(
        label="Is the evidence good?",
        choices=[("accept", "Yes: close the action"), ("return", "No: send it back")],
        widget=Radios(),
    )
    note = area("What did you check, or what is missing?")


class EffectForm(Form):
    should_differ = area("What should be different for children?", rows=2)
    measured_how = area("How is that measured?", rows=2)
    baseline = area("How is it now?", required=False, rows=2)


class JudgeForm(Form):
    verdict = forms.ChoiceField(
        label="What did you find?", choices=[(v.value, v.label) for v in Verdict], widget=Radios()
    )
    found = area("How do you know?", hint="The measure, where you looked, and what you saw.")
    look_again = DateField(label="Look again on another day", required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_look_again(self) -> date | None:
        day: date | None = self.cleaned_data["look_again"]
        if day is not None and day <= self.today:
            raise ValidationError("The day to look again must be after today")
        return day


class RecommendForm(WithBodies):
    """A finding raised directly, with what is recommended because of it."""

    finding = area("What was found?")
    text = area("What is recommended?")
    agency = forms.ChoiceField(label="To which agency?", required=False)
    group = forms.ChoiceField(label="To which group?", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("agency") and not given.get("group"):
            self.add_error("agency", "Select an agency or a group")
        return given


class AnswerForm(Form):
    decision = forms.ChoiceField(
        label="What is the answer?",
        choices=[("accept", "Accepted"), ("decline", "Declined")],
        widget=Radios(reveals={"decline": ["reason"]}),
    )
    reason = area("Why is it declined?", required=False)
    answered_for = forms.CharField(
        label="Whose answer is it?", max_length=200, help_text="The body or the post, such as the executive."
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == "decline" and not given.get("reason", "").strip():
            self.add_error("reason", "Enter the reason")
        return given


class PostForm(Form):
    """Who holds a post now. Left empty, it is vacant."""

    holder = PersonField(label="Holder’s email address", required=False, help_text="Leave empty when it is vacant.")
    deputy = PersonField(label="Deputy’s email address", required=False, help_text="Acts while it is vacant.")
    reason = area("Why does it change?")
