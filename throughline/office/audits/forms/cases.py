"""What people type about case file audits."""

from typing import Any

from django import forms

from throughline.foundation.ui.forms import Checkboxes, DateField, Form, Radios
from throughline.office.audits.forms import Choices, GradedForm, area
from throughline.office.audits.rules.cases import DOMAINS
from throughline.office.audits.rules.cases import SCALE as CASE_SCALE


def confirm() -> forms.BooleanField:
    return forms.BooleanField(
        label="I have checked: nobody can be known by what is written here", required=False,
        help_text="Needed only where the page warned of words like names, or of a date of birth.",
    )  # fmt: skip


class CaseAuditForm(Form):
    theme = forms.CharField(label="Theme", max_length=300)
    year = forms.CharField(label="Year", max_length=20, help_text="As in the yearly report, such as 2023-24.")
    criteria = area("What is looked for?", rows=4, most=4000)
    agreed_on = DateField(label="Agreed by the executive on")
    due = DateField(label="Auditors are due on")
    purge_on = DateField(label="The cases are deleted on", help_text="The overview and the counts stay.")
    domains = forms.MultipleChoiceField(
        label="Domains", choices=list(DOMAINS.items()), initial=list(DOMAINS), widget=Checkboxes(small=True),
        help_text="The child’s voice and lived experience is always among them.",
    )  # fmt: skip


class RepeatForm(Form):
    year = forms.CharField(label="Year", max_length=20)
    agreed_on = DateField(label="Agreed by the executive on")
    due = DateField(label="Auditors are due on")
    purge_on = DateField(label="The cases are deleted on")


class SampleForm(Form):
    list_size = forms.IntegerField(
        label="How many cases fit the criteria?", min_value=1, max_value=100_000,
        help_text="The length of the list that the local authority holds. The list itself never comes here.",
    )  # fmt: skip
    number = forms.IntegerField(label="How many are drawn?", min_value=1, max_value=26)
    seed = forms.CharField(
        label="Seed", max_length=60, help_text="Any word or number. It is kept, so that the draw can be repeated."
    )


class AuditorForm(Form):
    agency = forms.ChoiceField(label="Agency")
    email = forms.EmailField(label="Auditor’s email address", max_length=254)

    def __init__(self, *args: Any, agencies: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.fields["agency"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  (for the type checker)
        found.choices = agencies


class CaseForm(GradedForm):
    """An agency's part, or the meeting's grades: a grade and some words for each domain, and overall. `words`: what is
    asked, with {} for the domain."""

    def __init__(
        self, *args: Any, domains: Choices, words: str, current: dict[str, tuple[int, str]], overall: int | None = None,
        overall_words: bool = False, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.codes = [code for code, _ in domains]
        steps = [(str(step.rank), f"{step.sign} {step.word}") for step in reversed(CASE_SCALE.steps)]
        for code, label in domains:
            rank, text = current.get(code, ("", ""))
            self.fields[f"grade_{code}"] = forms.ChoiceField(
                label=label,
                choices=steps,
                required=False,
                widget=Radios(inline=True, small=True, begins=True),
                initial=str(rank),
            )
            self.fields[f"words_{code}"] = area(words.format(label), required=False, rows=3, most=4000)
            self.fields[f"words_{code}"].initial = text
        if not overall_words:
            self.fields["overall"] = forms.ChoiceField(
                label="Overall", choices=steps, required=False, widget=Radios(inline=True, small=True, begins=True),
                initial="" if overall is None else str(overall),
            )  # fmt: skip
        self.fields["confirmed"] = confirm()

    def overall(self) -> int | None:
        text = self.cleaned_data["overall"]
        return int(text) if text else None


class VoiceForm(Form):
    whose = forms.ChoiceField(
        label="Whose words?", choices=[("practitioner", "A practitioner’s"), ("family", "The family’s")],
        widget=Radios(small=True),
    )  # fmt: skip
    text = area("What was said?", most=4000, hint="In plain words; nobody may be known by it.")
    confirmed = confirm()


class OverviewForm(Form):
    strengths = area("Strengths", rows=5)
    to_improve = area("Areas to improve", rows=5)
    summaries = area("Short case summaries", required=False, rows=5, hint="They must identify nobody.")
    confirmed = confirm()
