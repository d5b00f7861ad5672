"""What people write about a point of a series."""

from django import forms

from throughline.foundation.ui.forms import DateField, Form
from throughline.office.partnership import api as partnership


def _text(label: str, hint: str = "", *, required: bool = True, longest: int = 2000) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=hint, max_length=longest, widget=widget, required=required)


class ExplanationForm(Form):
    text = _text("Why does it stand out?", "A sentence that a reader outside understands. No child can be known by it.")
    whole = forms.BooleanField(label="It explains the other points of the same trend or shift too", required=False)

    def __init__(self, data: object = None, *, alike: int) -> None:
        super().__init__(data)
        if not alike:
            del self.fields["whole"]


class QuestionForm(Form):
    organisation = forms.ChoiceField(label="Which agency?")
    text = _text("What do you want to know?")

    def __init__(self, data: object = None) -> None:
        super().__init__(data)
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]
            (str(agency.id), agency.name) for agency in partnership.agencies()
        ]


class AnswerForm(Form):
    text = _text("Your answer", "It stays with the point.")


class NoteForm(Form):
    said = forms.CharField(label="What happened?", max_length=200, help_text="Such as: new threshold document in use.")
    rebase = forms.BooleanField(label="The process became another one: begin the limits anew here", required=False)
    why = _text("Why the limits begin anew", "Asked for when they do.", required=False, longest=500)

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("rebase") and not given.get("why", "").strip():
            self.add_error("why", "Say why the limits begin anew: what changed for good")
        return given


class TakeBackForm(Form):
    why = _text("Why is it taken back?", longest=500)


class PointActionForm(Form):
    title = forms.CharField(label="What is to be done?", max_length=300)
    text = _text("More about it", required=False)
    due = DateField(label="By when?")
