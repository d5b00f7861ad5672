"""What people type about self-assessments."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.foundation.documents.api import UploadField
from throughline.foundation.ui.forms import Checkboxes, DateField, Form, Radios
from throughline.office.audits.queries.people import person_known
from throughline.office.audits.rules.question_sets import APPLIES_TO, KINDS, Question, QuestionSet, Standard
from throughline.office.audits.rules.returns import CHASE_DAYS, WHY
from throughline.office.audits.rules.scales import SCALES, CarryRule
from throughline.office.audits.workflow import RETURN

Choices = list[tuple[str, str]]
NOT_APPLICABLE = "na"


def area(label: str, *, required: bool = True, hint: str = "", rows: int = 4, most: int = 8000) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget, help_text=hint)


class SetForm(Form):
    """A question set as a file. What a spreadsheet cannot say is asked beside it."""

    file = forms.FileField(label="The file", help_text="YAML, Excel or CSV, smaller than 1 MB.")
    key = forms.SlugField(
        label="Key", required=False, max_length=60,
        help_text="For a spreadsheet: a short name that stays the same in later versions, such as neglect-audit.",
    )  # fmt: skip
    title = forms.CharField(label="Title", required=False, max_length=200, help_text="For a spreadsheet.")
    kind = forms.ChoiceField(label="Kind, for a spreadsheet", choices=list(KINDS.items()), initial="own")
    scale = forms.ChoiceField(
        label="Scale, for a spreadsheet", choices=[(scale.key, scale.label) for scale in SCALES.values()]
    )
    signed_by = forms.CharField(
        label="Who signs, for a spreadsheet", required=False, max_length=200,
        help_text="One or two posts, separated by a comma, such as Head teacher, Chair of governors.",
    )  # fmt: skip
    note = forms.CharField(label="What is new in it", required=False, max_length=300)

    def clean_signed_by(self) -> list[str]:
        return [post.strip() for post in self.cleaned_data["signed_by"].split(",") if post.strip()]


class CycleForm(Form):
    title = forms.CharField(label="Title", max_length=200, help_text="As people will see it in their mail.")
    version = forms.TypedChoiceField(label="What is asked", coerce=int)
    year = forms.CharField(label="Year", max_length=20, help_text="As in the yearly report, such as 2024-25.")
    opens_on = DateField(label="Opens on")
    due = DateField(label="Due on")
    introduction = area("What do you want to say first?", required=False, rows=3, most=4000)
    chase_days = forms.CharField(
        label="When to remind", initial=", ".join(map(str, CHASE_DAYS)), max_length=100,
        help_text="Days from the due day: −3 is three days before it, 7 a week after. One mail a person and day.",
    )  # fmt: skip
    previous = forms.TypedChoiceField(label="The cycle before this one", coerce=int, required=False, empty_value=None)
    carry_rule = forms.ChoiceField(
        label="If the scale is another one, how does last time’s grade move?",
        choices=[(rule.value, rule.label) for rule in CarryRule], initial=CarryRule.CAUTIOUS, widget=Radios(small=True),
    )  # fmt: skip
    shared = forms.ChoiceField(label="With whom?", initial="home", widget=Radios(small=True))

    def __init__(self, *args: Any, versions: Choices, cycles: Choices, spaces: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in (("version", versions), ("previous", [("", "None"), *cycles]), ("shared", spaces)):
            found = self.fields[name]
            assert isinstance(found, forms.ChoiceField)  # noqa: S101  (for the type checker)
            found.choices = choices

    def clean_chase_days(self) -> list[int]:
        texts = self.cleaned_data["chase_days"].replace("−", "-").replace("–", "-").split(",")
        try:
            days = sorted({int(text) for text in texts if text.strip()})
        except ValueError:
            raise ValidationError("Days must be whole numbers, separated by commas") from None
        if any(abs(day) > 365 for day in days):
            raise ValidationError("A reminder can be at most a year from the due day")
        return days

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("opens_on") and given.get("due") and given["due"] <= given["opens_on"]:
            self.add_error("due", "The due day must be after the day it opens")
        return given


class AskForm(Form):
    """Agencies of the partnership, one by one or by sector, with the kind of questions that fall to them. What is
    chosen comes as `agencies`, in the list's order."""

    sectors = forms.MultipleChoiceField(
        label="Whole sectors", required=False, widget=Checkboxes(small=True), help_text="Every agency of the sector.",
    )  # fmt: skip
    agencies = forms.MultipleChoiceField(
        label="Which agencies answer?", required=False, widget=Checkboxes(small=True),
        help_text="Besides those of a sector that you have ticked.",
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="What are they?", choices=list(APPLIES_TO.items()),
        help_text="Decides which questions they are asked. Do this once for each kind.",
    )  # fmt: skip
    why = forms.ChoiceField(label="Why do they answer?", choices=list(WHY.items()), widget=Radios(small=True))
    mark_optional = False

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str, str]], **options: Any) -> None:
        """`agencies`: (id, name, sector)."""
        super().__init__(*args, **options)
        self.known = agencies
        sectors = dict.fromkeys(sector for _, _, sector in agencies if sector)
        choices = {"agencies": [(pk, f"{name} ({sector})") for pk, name, sector in agencies],
                   "sectors": [(sector, sector) for sector in sectors]}  # fmt: skip
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
            field.choices = found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        ticked, sectors = given.get("agencies", ()), given.pop("sectors", ())
        given["agencies"] = [pk for pk, _, sector in self.known if pk in ticked or sector in sectors]
        if not given["agencies"] and not self.errors.keys() & {"agencies", "sectors"}:
            self.add_error("agencies", "Choose at least one agency or sector")
        return given


class LeadForm(Form):
    email = forms.EmailField(label="Email address of who answers for it", max_length=254)


class ExtendForm(Form):
    due = DateField(label="New due day")
    reason = area("Why?", hint="It stays with the return.", rows=2, most=1000)


class SendBackForm(Form):
    questions = area("What do you ask?", hint="The lead sees it on the return.", most=4000)


class BoardFilter(Form):
    """Sent by GET; what it does not understand narrows nothing."""

    mark_optional = False
    q = forms.CharField(label="Name, URN or trust", required=False, max_length=100)
    state = forms.ChoiceField(
        label="How it stands", required=False, choices=[("", "Any"), *RETURN.choices, ("late", "Overdue")]
    )


class AnswerForm(Form):
    """One question. `seen` is the number of the answer that the page showed. It may be saved half done, so nothing is
    required; but signing asks for the grade and the text, so that they are not called optional."""

    mark_optional = False
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    grade = forms.ChoiceField(label="Grade", required=False)
    text = area("How do you know?", required=False, hint="Name no child, no family and no member of staff.")
    improvement = area("What will be better, and by when? (optional)", required=False, rows=2)

    def __init__(
        self, *args: Any, standard: Standard, question: Question, asked: QuestionSet, **options: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        found = self.fields["grade"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  (for the type checker)
        steps = list(reversed(asked.scale.steps))
        found.widget = Radios(
            hints={str(s.rank): standard.descriptor(question, s.rank) for s in steps} | {"": ""}, small=True
        )
        found.choices = [(str(s.rank), f"{s.sign} {s.label}") for s in steps] + [
            (NOT_APPLICABLE, "Does not apply to us")
        ]
        found.label = f"Grade for {question.code}"

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        grade = data["grade"]
        return {
            "seen": data["seen"] or 0, "grade": int(grade) if grade.isdigit() else None,
            "not_applicable": grade == NOT_APPLICABLE, "text": data["text"], "improvement": data["improvement"],
        }  # fmt: skip


class CommentForm(Form):
    text = area("Add a comment", rows=2, most=2000, hint="For those who work on this return.")


class HelperForm(Form):
    email = forms.EmailField(label="Colleague’s email address", max_length=254)
    standards = forms.MultipleChoiceField(
        label="Which standards do they answer?", required=False, widget=Checkboxes(small=True),
        help_text="None ticked: all of them.",
    )  # fmt: skip
    signs = forms.BooleanField(label="They may sign it off", required=False)

    def __init__(self, *args: Any, standards: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.fields["standards"]
        assert isinstance(found, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        found.choices = standards


class EvidenceForm(Form):
    title = forms.CharField(label="What is it?", max_length=200, help_text="Name no child and no family.")
    kind = forms.ChoiceField(
        label="A file or a link?", choices=[("file", "A file"), ("link", "A link")],
        widget=Radios(reveals={"link": ["link"], "file": ["upload"]}),
    )  # fmt: skip
    upload = UploadField(label="The file", required=False)
    link = forms.URLField(label="Web address", required=False, max_length=500, assume_scheme="https")
    expires = DateField(
        label="Until when does it hold?", required=False, help_text="Such as the review day of a policy."
    )
    questions = forms.MultipleChoiceField(label="Which questions does it serve?", widget=Checkboxes(small=True))

    def __init__(self, *args: Any, questions: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        found = self.fields["questions"]
        assert isinstance(found, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        found.choices = questions

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


class SignForm(Form):
    name = forms.CharField(label="Your name", max_length=200)
    post = forms.CharField(label="Your post", max_length=200)
    second = forms.ChoiceField(
        label="Who signs as well?", choices=[("here", "They sign here: send them a link"),
                                             ("paper", "They have signed on paper")],
        widget=Radios(reveals={"here": ["together_email"], "paper": ["together_name", "together_post", "together_on"]}),
    )  # fmt: skip
    together_email = forms.EmailField(label="Their email address", max_length=254, required=False)
    together_name = forms.CharField(label="Their name", max_length=200, required=False)
    together_post = forms.CharField(label="Their post", max_length=200, required=False)
    together_on = DateField(label="On which day did they sign?", required=False)
    confirmed = forms.BooleanField(label="What is written here is true to the best of my knowledge")

    def __init__(self, *args: Any, posts: Sequence[str], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.together = len(posts) > 1
        self.today = today
        self.fields["post"].initial = posts[0]
        if not self.together:
            for name in ("second", "together_email", *self.PAPER):
                del self.fields[name]
        else:
            label = f"Who signs as {posts[1][:1].lower()}{posts[1][1:]}?"
            self.fields["second"].label = label
            self.fields["second"].error_messages["required"] = f"Select an answer to ‘{label}’"
            self.fields["together_post"].initial = posts[1]

    PAPER = ("together_name", "together_post", "together_on")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.together:
            return given
        wanted = {"here": ("together_email",), "paper": self.PAPER}.get(given.get("second", ""), ())
        says = {"together_email": "Enter their email address", "together_name": "Enter their name",
                "together_post": "Enter their post", "together_on": "Enter the day on which they signed"}  # fmt: skip
        for name in ("together_email", *self.PAPER):
            if name not in wanted:
                given[name] = None if name == "together_on" else ""
                self.errors.pop(name, None)
            elif not given.get(name) and name not in self.errors:
                self.add_error(name, says[name])
        return given

    def clean_together_on(self) -> date | None:
        day: date | None = self.cleaned_data["together_on"]
        if day is not None and day > self.today:
            raise ValidationError("The day of the agreement cannot be after today")
        return day


class StaffSurveyForm(Form):
    closes_on = DateField(label="Last day to answer", help_text="Results are shown from the day after.")


class StaffNumberForm(Form):
    people = forms.IntegerField(
        label="How many staff did you send it to?", required=False, min_value=1, max_value=1_000_000,
        help_text="So that answers are seen against them. You can change it.",
    )  # fmt: skip


class CountersignForm(Form):
    name = forms.CharField(label="Your name", max_length=200)
    post = forms.CharField(label="Your post", max_length=200)
    confirmed = forms.BooleanField(label="I have read it, and what is written here is true to the best of my knowledge")


class SeatForm(Form):
    name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(label="Email address", max_length=254)


class ConflictForm(Form):
    reason = area("Why can you not judge it?", rows=2, most=1000)


class FeedbackForm(Form):
    text = area("What do you tell them?", hint="They see it with the moderated grades and their reasons.", most=4000)


class GradedForm(Form):
    """A grade and some words for each of `codes`; what is left empty is not touched, and may be asked for later."""

    mark_optional = False
    codes: Sequence[str] = ()

    def clean(self) -> dict[str, Any]:
        """Words are kept with their grade, so that words alone would be lost."""
        found = super().clean() or {}
        for code in self.codes:
            if found.get(f"words_{code}", "").strip() and not found.get(f"grade_{code}"):
                label = self.fields[f"grade_{code}"].label
                self.add_error(f"grade_{code}", f"Choose a grade for ‘{label}’ too: words are kept with their grade")
        return found

    def grades(self) -> dict[str, tuple[int, str]]:
        data = self.cleaned_data
        return {
            code: (int(data[f"grade_{code}"]), data[f"words_{code}"]) for code in self.codes if data[f"grade_{code}"]
        }


class GradesForm(GradedForm):
    """By standard. `beside`: standard → what stands beside it, such as the body's own grade."""

    def __init__(
        self, *args: Any, standards: Choices, steps: Choices, words: str, current: dict[str, tuple[int, str]],
        beside: Mapping[str, str], **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.codes = [code for code, _ in standards]
        for code, label in standards:
            rank, note = current.get(code, ("", ""))
            self.fields[f"grade_{code}"] = forms.ChoiceField(
                label=label, choices=steps, required=False, initial=str(rank), help_text=beside[code],
                widget=Radios(inline=True, small=True, begins=True),
            )  # fmt: skip
            self.fields[f"words_{code}"] = area(f"{words}: {label}", required=False, rows=2, most=2000)
            self.fields[f"words_{code}"].initial = note


class RaiseForm(Form):
    title = forms.CharField(label="What is to be done, in short", max_length=200)
    owner = forms.EmailField(label="Owner’s email address", help_text="They need an account here.")
    due = DateField(label="Due")
    should_differ = area("What should be different for children?", required=False, rows=2, most=2000)

    def clean_owner(self) -> Any:
        person = person_known(self.cleaned_data["owner"])
        if person is None:
            raise ValidationError("Nobody here has this address. They need an account first")
        return person
