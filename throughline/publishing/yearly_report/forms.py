"""Forms of the yearly report. They check the shape; the operations check the rest and save."""

from typing import Any

from django import forms

from throughline.foundation.figures.years import NotAReportYear
from throughline.foundation.ui.forms import Checkboxes, DateField, Form
from throughline.publishing.yearly_report import queries
from throughline.publishing.yearly_report.rules.findings import How


class YearForm(Form):
    year = forms.CharField(label="Report year", max_length=7, help_text="For example, 2023-24")

    def clean_year(self) -> Any:
        try:
            return queries.report_year(self.cleaned_data["year"].strip())
        except NotAReportYear as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class BuildForm(Form):
    as_at = DateField(label="As at", help_text="The day that the records are taken at")


class SectionForm(Form):
    """`version` is the one that the writer opened: how a second writer is noticed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="Title", max_length=200)
    body = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        help_text="Markdown: a blank line begins a paragraph, ### a heading, - a point. A figure is"
        " {{ figure:its-id }}; the ids are listed below.",
        widget=forms.Textarea(attrs={"rows": 20}),
    )
    elements = forms.MultipleChoiceField(
        label="What the law asks for that this text answers", required=False, widget=Checkboxes
    )

    def __init__(self, *args: Any, elements: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["elements"].choices = elements  # type: ignore[attr-defined]


class SettleForm(Form):
    finding = forms.CharField(max_length=500)
    how = forms.ChoiceField(choices=[(how.value, how.value) for how in How])
    text = forms.CharField(required=False, max_length=2000)
    figure = forms.CharField(required=False, max_length=255)


class PublishForm(Form):
    as_at = DateField(label="Frozen as at", help_text="The day that the records are taken at")
    sure = forms.BooleanField(label="Publish this report. An edition cannot be changed afterwards.")
