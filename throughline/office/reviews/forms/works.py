"""Forms of the review that follows a case."""

from typing import Any

from django import forms

from throughline.foundation.ui.forms import Checkboxes, DateField, Form
from throughline.foundation.ui.widgets import Radios
from throughline.office.reviews.forms.cases import Choices, PersonField, WithAgency, area
from throughline.office.reviews.rules.reviewing import BRIEFING, Process, Taking


class SetUpForm(Form):
    led_by = forms.CharField(
        label="Who leads it?", max_length=200, required=False,
        help_text="The partnership, or for a domestic homicide review the community safety partnership.",
    )  # fmt: skip
    reviewer = forms.CharField(
        label="Reviewer", max_length=200, required=False, help_text="The independent reviewer or chair."
    )
    independent = area(
        "Why is the reviewer independent?", required=False, rows=2,
        hint="Of the agencies involved, and with which experience.",
    )  # fmt: skip
    period = forms.CharField(label="Which time is looked at?", max_length=200, required=False)
    terms = area("Terms of reference", required=False, rows=8)
    delay = area(
        "Reasons for a delay", required=False, rows=2, hint="As told to the Panel, if it is published later than due."
    )


class PanelMemberForm(Form):
    name = forms.CharField(label="Name", max_length=200)
    agency = forms.CharField(label="For which agency?", max_length=200)


class ProcessForm(Form):
    kind = forms.ChoiceField(label="What runs beside the review?", choices=Process.choices(), widget=Radios())
    what = forms.CharField(
        label="What is it exactly?", max_length=200, help_text="It is named where publication waits for it."
    )
    since = DateField(label="Since when?")
    pauses = forms.ChoiceField(
        label="Does publication wait for it?", choices=[("no", "No"), ("yes", "Yes")],
        widget=Radios(reveals={"yes": ["reason"]}),
    )  # fmt: skip
    reason = area("Why does publication wait?", required=False, rows=3)


class ContributionForm(Form):
    kind = forms.ChoiceField(label="Who takes part?", choices=Taking.choices(), widget=Radios())
    what = forms.CharField(
        label="Who, or what event?", max_length=200,
        help_text="Choose a name for an event that shows no family: people who are asked to it read it.",
    )  # fmt: skip
    where = forms.CharField(label="How, or where?", max_length=300, required=False)
    on = DateField(label="On which day?", required=False)
    said = area("What did they say?", required=False, rows=6)


class PersonForm(Form):
    person = PersonField(label="Email address", help_text="They see day and place, and nothing else of the review.")


class AttendanceForm(Form):
    came = forms.MultipleChoiceField(label="Who came?", required=False, widget=Checkboxes())

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.fields["came"]
        assert isinstance(found, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        found.choices = people


class SectionForm(Form):
    heading = forms.CharField(label="Heading", max_length=200)
    text = area("Text", rows=16)


class ReaderForm(WithAgency):
    agency = forms.ChoiceField(label="Which agency?")
    person = PersonField(
        label="Email address of who comments", help_text="They see the draft and their own comments alone."
    )
    due = DateField(label="Comments due")


class CommentForm(Form):
    section = forms.ChoiceField(label="On which section?")
    text = area("Your comment", rows=4)

    def __init__(self, *args: Any, sections: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.fields["section"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  (for the type checker)
        found.choices = sections


class AnswerCommentForm(Form):
    answer = area("What becomes of this comment?", rows=3, hint="Taken up, or not and why.")


class FindingForm(WithAgency):
    text = area("What was found?", rows=3)
    recommendation = area("What is recommended?", required=False, rows=3)
    agency = forms.ChoiceField(label="To which agency?", required=False)


class PlanPublicationForm(Form):
    name = forms.CharField(
        label="By which name is it published?", max_length=200, help_text="Nobody’s own name, such as: Child N."
    )
    themes = forms.CharField(label="Themes", max_length=300, required=False, help_text="With commas between them.")
    improvements = area("What should improve?", rows=6, hint="This summary is public, whether the report is or not.")
    planned_on = DateField(label="On which day is it to be published?", required=False)


class BriefingForm(Form):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number, point in enumerate(BRIEFING):
            self.fields[f"point_{number}"] = area(point, required=False, rows=3, longest=2000)

    def points(self) -> dict[str, str]:
        return {point: self.cleaned_data[f"point_{number}"] for number, point in enumerate(BRIEFING)}


class ClearForm(Form):
    word = forms.ChoiceField(label="Which word may stand?")
    reason = forms.CharField(label="Why does it show nobody?", max_length=300)

    def __init__(self, *args: Any, words: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.fields["word"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  (for the type checker)
        found.choices = [("", "Choose one"), *((word, word) for word in words)]


class AnswerOthersForm(Form):
    on = DateField(label="On which day was the answer sent?")
    text = area("What was answered?", rows=6)
