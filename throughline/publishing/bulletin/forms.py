"""What people type about the bulletin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughline.foundation.documents.api import PICTURES, Accepts, UploadField
from throughline.foundation.ui.forms import DateField, Form
from throughline.foundation.ui.widgets import Checkboxes, Radios
from throughline.publishing.bulletin.models import Subscriber
from throughline.publishing.bulletin.operations.composing import BlockWords, IssueWords
from throughline.publishing.bulletin.operations.reading_list import Wishes
from throughline.publishing.bulletin.rules.kinds import KINDS, SECTORS, TOPICS, BlockKind

LONGEST = 20_000
MARKDOWN = (
    "Leave a line empty between paragraphs. Begin a point of a list with “- ”, a heading with “# ”. Write a link as "
    "[words that say where it leads](https://…)."
)


def area(
    label: str, *, required: bool = True, hint: str = "", rows: int = 4, longest: int = LONGEST
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=longest, widget=widget, help_text=hint)


class NewIssueForm(Form):
    """The month it bears, and how it begins."""

    title = forms.CharField(label="Title", max_length=200, help_text="Such as “MSCP bulletin, February 2024”.")
    dated = DateField(label="Day it bears", help_text="The first of its month will do. Lists begin on this day.")
    how = forms.ChoiceField(
        label="How does it begin?",
        choices=[
            ("draft", "With a first draft of what changed since the last issue"),
            ("empty", "Empty"),
            ("urgent", "As an urgent notice between issues"),
        ],
        initial="draft",
        widget=Radios(
            hints={
                "draft": "Sessions with places left, reviews published and more, each with why it is there.",
                "urgent": "It goes to everybody as soon as a second person approves it. Warnings are shown, not asked "
                "about.",
            }
        ),
    )

    def words(self) -> IssueWords:
        given = self.cleaned_data
        return IssueWords(given["title"], given["dated"], day_known=given["how"] == "urgent")


class IssueForm(Form):
    title = forms.CharField(label="Title", max_length=200)
    subject = forms.CharField(
        label="Subject of the mail", max_length=150, required=False, help_text="The title, if you leave it empty."
    )
    dated = DateField(label="Day it bears")
    day_known = forms.BooleanField(label="Show the day, not only the month", required=False)
    topic = forms.ChoiceField(
        label="Who gets it",
        required=False,
        choices=[("", "Every reader"), *((c, f"Who chose: {w}") for c, w in TOPICS.items())],
    )
    introduction = area("Introduction", required=False, hint=MARKDOWN, rows=5)

    def words(self) -> IssueWords:
        given = self.cleaned_data
        return IssueWords(
            given["title"], given["dated"], given["subject"], given["introduction"], given["topic"], given["day_known"]
        )


class BlockForm(Form):
    """One block. Fields that its kind has no use for are left out."""

    heading = forms.CharField(label="Heading", max_length=150, required=False)
    group = forms.ChoiceField(label="Whose messages", required=False)
    text = area("Text", required=False, hint=MARKDOWN, rows=10)
    for_whom = forms.CharField(
        label="For whom", max_length=200, required=False, help_text="Such as “teachers and early years staff”."
    )
    first = DateField(label="From", required=False)
    last = DateField(label="To", required=False)
    link_text = forms.CharField(
        label="Words of the link",
        max_length=150,
        required=False,
        help_text="They say where it leads, such as “Read the summary of the review”.",
    )
    link_url = forms.CharField(
        label="Address of the link", max_length=500, required=False, help_text="With https://, or /path on this site."
    )
    picture = UploadField(label="Picture", required=False, accepts=Accepts(kinds=PICTURES, most=3 * 1024 * 1024))
    picture_alt = forms.CharField(
        label="What the picture shows",
        max_length=300,
        required=False,
        help_text="For people who do not see it. If it has words in it, write them here.",
    )
    without_picture = forms.BooleanField(label="Take the picture out", required=False)

    def __init__(
        self, *args: Any, kind: BlockKind, groups: list[tuple[str, str]], has_picture: bool = False, **options: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.kind = kind
        if kind.code == "messages":
            self.fields["group"].choices = [("", "Every group’s"), *groups]  # type: ignore[attr-defined]
        else:
            del self.fields["group"]
        if not kind.period:
            del self.fields["first"], self.fields["last"]
        if kind.code == "worried":
            for name in ("for_whom", "link_text", "link_url", "picture", "picture_alt"):
                del self.fields[name]
        if not has_picture:
            del self.fields["without_picture"]
        heading = self.fields["heading"]
        heading.required = not kind.heading
        heading.error_messages["required"] = "Enter the heading"
        if kind.heading:
            heading.help_text = f"“{kind.heading}”, if you leave it empty."

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("link_text") and not given.get("link_url"):
            self.add_error("link_url", "Enter the address of the link")
        if given.get("link_url") and not given.get("link_text"):
            self.add_error("link_text", "Enter words that say where the link leads")
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", "The list must end on or after the day it begins")
        return given

    def words(self) -> BlockWords:
        given = self.cleaned_data
        return BlockWords(
            heading=given["heading"],
            text=given["text"],
            for_whom=given.get("for_whom", ""),
            link_text=given.get("link_text", ""),
            link_url=given.get("link_url", ""),
            picture_alt=given.get("picture_alt", ""),
            first=given.get("first"),
            last=given.get("last"),
            picture=given.get("picture"),
            without_picture=bool(given.get("without_picture")),
            group_id=int(given["group"]) if given.get("group") else None,
        )


class MessagesForm(Form):
    group = forms.ChoiceField(label="Group")
    met_on = DateField(label="Day of the meeting")
    text = area(
        "Key messages", rows=8, longest=5000,
        hint="One a line, three to five of them. Write a link as [words that say where it leads](https://…).",
    )  # fmt: skip

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"].choices = [("", "Choose a group"), *groups]  # type: ignore[attr-defined]


class ReasonForm(Form):
    reason = area("Why?", rows=2, longest=300)


class NothingForm(Form):
    """A button alone."""


class ScheduleForm(Form):
    day = DateField(label="Day")
    time = forms.TimeField(
        label="Time",
        help_text="Such as 9:30 or 14:00.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={"invalid": "Enter a time, such as 9:30 or 14:00"},
    )


class SendForm(Form):
    per_minute = forms.IntegerField(
        label="At most so many a minute",
        required=False,
        min_value=1,
        max_value=100_000,
        help_text="Leave it empty unless your mail server asks for a limit.",
    )


class TestForm(Form):
    to = forms.EmailField(label="Email address for the test")


class SuggestForm(Form):
    heading = forms.CharField(label="What would you like to see?", max_length=150, help_text="In a few words.")
    text = area("Tell us more", hint="Name no child and no family.", rows=6, longest=5000)
    link = forms.URLField(label="A link", required=False, max_length=500, assume_scheme="https")
    name = forms.CharField(label="Your name", required=False, max_length=120)
    agency = forms.CharField(label="Your agency, school or group", required=False, max_length=200)
    email = forms.EmailField(
        label="Your email address", required=False, help_text="If you want to know what became of it."
    )


class AcceptForm(Form):
    decision = forms.ChoiceField(
        label="What becomes of it?",
        choices=[("accept", "It goes into an issue"), ("decline", "It is not taken")],
        widget=Radios(reveals={"accept": ["issue", "kind"]}),
    )
    issue = forms.ChoiceField(label="Which issue?", required=False)
    kind = forms.ChoiceField(
        label="As what?",
        required=False,
        choices=[(kind.code, kind.label) for kind in KINDS.values() if not kind.live and kind.code != "feedback"],
    )
    answer = area("What do you want to tell them?", required=False, rows=3, longest=2000)

    def __init__(self, *args: Any, drafts: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["issue"].choices = drafts  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == "accept" and not given.get("issue"):
            self.add_error("issue", "Select an issue; start one first if there is none")
        if given.get("decision") == "decline" and not given.get("answer", "").strip():
            self.add_error("answer", "Say why it is not taken")
        return given


class WishesForm(Form):
    topics = forms.MultipleChoiceField(
        label="What would you like to get?",
        required=False,
        choices=list(TOPICS.items()),
        widget=Checkboxes(),
        help_text="Tick none to get everything.",
    )
    sector = forms.ChoiceField(
        label="Where do you work, or who are you?",
        required=False,
        choices=[("", "I would rather not say"), *SECTORS.items()],
    )
    agency = forms.CharField(label="Your agency, school or group", required=False, max_length=200)

    def wishes(self) -> Wishes:
        given = self.cleaned_data
        return Wishes(tuple(given["topics"]), given["sector"], given["agency"])


class SubscribeForm(WishesForm):
    email = forms.EmailField(label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    agree = forms.BooleanField(label="")
    field_order = ["email", "topics", "sector", "agency", "agree"]

    def __init__(self, *args: Any, wording: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agree"].label = wording
        self.fields["agree"].error_messages["required"] = "Tick the box to say that you want the bulletin"

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if not email.isascii():
            raise ValidationError("Enter an email address without accents or other special letters")
        return email


class DomainForm(Form):
    old = forms.CharField(label="Old domain", max_length=100, help_text="Such as old.example.org")
    new = forms.CharField(label="New domain", max_length=100)


class ReaderFilter(Form):
    mark_optional = False
    q = forms.CharField(label="Part of an address", required=False, max_length=100)
    state = forms.ChoiceField(label="How it stands", required=False, choices=[("", "Any"), *Subscriber.State.choices])


class BackIssueForm(Form):
    """The file is read and not kept."""

    file = forms.FileField(
        label="The issue’s file",
        help_text="A Word document (.docx), a web page (.html) or plain text (.txt), up to 20 MB.",
    )


class NameForm(Form):
    name = forms.CharField(label="Name to take out", max_length=200, help_text="As it stands in the issue.")
    reason = area("Why?", rows=2, longest=300, hint="Such as “asked by the person on 3 May”. Readers do not see it.")


class KitForm(Form):
    title = forms.CharField(label="Campaign", max_length=150)
    says = area("What is it for?", rows=3, longest=4000)
    first = DateField(label="First day")
    last = DateField(label="Last day")
    link = forms.URLField(label="Address with more", required=False, max_length=500, assume_scheme="https")
    poster = UploadField(label="Poster", required=False, accepts=Accepts(kinds=("pdf", *PICTURES)))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", "The campaign must end on or after the day it begins")
        return given


class PostForm(Form):
    day = DateField(label="Day")
    channel = forms.CharField(label="Channel", max_length=60, help_text="Such as Facebook, LinkedIn or the intranet.")
    text = area("Text to copy", rows=4, longest=2000)
    who = forms.CharField(label="Who posts it", max_length=120)


class ChannelForm(Form):
    channel = forms.CharField(label="Channel", max_length=60)
    month = DateField(label="Month", help_text="Any day in it.")
    followers = forms.IntegerField(label="Followers at its end", min_value=0, max_value=100_000_000)
    views = forms.IntegerField(label="Views in it", min_value=0, max_value=1_000_000_000)


class SeenForm(Form):
    """Carries the hash of the content that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ReadOverForm(Form):
    """A back issue as it was read: each item's heading and text, to be put right. One left empty goes."""

    title = forms.CharField(label="Title", max_length=200)
    dated = DateField(label="Day it bore")
    day_known = forms.BooleanField(label="Show the day, not only the month", required=False)
    mark_optional = False

    def __init__(self, *args: Any, items: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.number = items
        for number in range(items):
            self.fields[f"heading_{number}"] = forms.CharField(
                label=f"Item {number + 1}: heading", max_length=150, required=False
            )
            self.fields[f"text_{number}"] = area(f"Item {number + 1}: text", required=False, rows=6)

    def items(self) -> list[tuple[str, str]]:
        given = self.cleaned_data
        return [(given[f"heading_{n}"], given[f"text_{n}"]) for n in range(self.number)]
