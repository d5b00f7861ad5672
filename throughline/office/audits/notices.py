"""What people are told by mail about self-assessments. No answer, no name of a child, ever: a link."""

from dataclasses import dataclass
from typing import ClassVar

from throughline.foundation.notices.api import Notice, register
from throughline.foundation.ui import formats

HOW = "Sign in with this address: you get a code by e-mail, and no password is needed."


@register
@dataclass(frozen=True)
class Invited(Notice):
    """AUD-01. To the lead of a body, once a cycle."""

    kind: ClassVar[str] = "audits.invited"
    category: ClassVar[str] = "Self-assessment"
    partnership: str
    title: str
    body: str
    why: str
    questions: int
    due: str
    url: str

    def subject(self) -> str:
        return f"{self.title}: {self.body}"

    def text(self) -> str:
        return (
            f"{self.partnership} asks {self.body} for its self-assessment ‘{self.title}’ ({self.why.lower()}).\n\n"
            f"{formats.counted(self.questions, 'question')}, due on {self.due}. What you write is kept as you go, "
            f"colleagues can help, and the accountable person signs it off before it is submitted.\n\n"
            f"Start here:\n{self.url}\n\n{HOW}\n\n"
            f"{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class AskedToHelp(Notice):
    """AUD-02. To a colleague whom the lead asked to help. `part` in words: the standards."""

    kind: ClassVar[str] = "audits.asked_to_help"
    category: ClassVar[str] = "Self-assessment"
    partnership: str
    title: str
    body: str
    who: str
    part: str
    due: str
    url: str

    def subject(self) -> str:
        return f"Please help with {self.title}: {self.body}"

    def text(self) -> str:
        return (
            f"{self.who} asks you to help with the self-assessment ‘{self.title}’ of {self.body}: {self.part}.\n\n"
            f"It is due on {self.due}.\n\nOpen it here:\n{self.url}\n\n{HOW}\n\n{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class SentBack(Notice):
    """AUD-03. To the lead: the partnership asks something."""

    kind: ClassVar[str] = "audits.sent_back"
    category: ClassVar[str] = "Self-assessment"
    partnership: str
    title: str
    body: str
    url: str

    def subject(self) -> str:
        return f"Questions about your self-assessment: {self.body}"

    def text(self) -> str:
        return (
            f"The partnership has questions about ‘{self.title}’ of {self.body}, and sent it back so that you can "
            f"change it.\n\nRead them here:\n{self.url}\n\n{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class AskedToSign(Notice):
    """AUD-10. To the second who signs: the first has signed."""

    kind: ClassVar[str] = "audits.asked_to_sign"
    category: ClassVar[str] = "Self-assessment"
    partnership: str
    title: str
    body: str
    who: str
    post: str
    url: str

    def subject(self) -> str:
        return f"Please sign as well: {self.title}, {self.body}"

    def text(self) -> str:
        return (
            f"{self.who} has signed the self-assessment ‘{self.title}’ of {self.body} and asks you to sign it as well "
            f"({self.post}). Read it and sign it here:\n{self.url}\n\n{HOW}\n\n{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class StaffLink(Notice):
    """AUD-09. To the lead: the page with the link that their staff answer by."""

    kind: ClassVar[str] = "audits.staff_link"
    category: ClassVar[str] = "Self-assessment"
    partnership: str
    title: str
    body: str
    until: str
    url: str

    def subject(self) -> str:
        return f"A link for your staff: {self.title}, {self.body}"

    def text(self) -> str:
        return (
            f"Beside ‘{self.title}’ the partnership asks the staff of {self.body} a few questions, without names. "
            f"Please send them the link that stands on this page:\n{self.url}\n\nThey can answer until the end of "
            f"{self.until}. You see what they say once the survey has closed, if five or more have answered.\n\n"
            f"{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class Submitted(Notice):
    """AUD-04. To the lead: it has arrived; the hash says what was submitted."""

    kind: ClassVar[str] = "audits.submitted"
    category: ClassVar[str] = "Self-assessment"
    partnership: str
    title: str
    body: str
    sha256: str
    url: str

    def subject(self) -> str:
        return f"Submitted: {self.title}, {self.body}"

    def text(self) -> str:
        return (
            f"The self-assessment ‘{self.title}’ of {self.body} was submitted. Thank you.\n\n"
            f"The content that was signed has this check sum:\n{self.sha256}\n\nYou can read it here:\n{self.url}\n\n"
            f"{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class ChaseDigest(Notice):
    """AUD-05. One a person and day, whatever the number of returns. `lines` as "Example School: due in 3 days"."""

    kind: ClassVar[str] = "audits.chase"
    category: ClassVar[str] = "Reminder of self-assessments"
    partnership: str
    lines: list[str]
    url: str

    def subject(self) -> str:
        number = len(self.lines)
        return f"Self-assessments: {number} to submit" if number > 1 else "Self-assessment: one to submit"

    def text(self) -> str:
        listed = "\n".join(f"- {line}" for line in self.lines)
        return (
            f"These self-assessments wait for you:\n\n{listed}\n\nGo on here:\n{self.url}\n\n{HOW}\n\n"
            f"{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class OnThePanel(Notice):
    """AUD-06. To a member of the scrutiny panel, once a cycle."""

    kind: ClassVar[str] = "audits.panel"
    category: ClassVar[str] = "Scrutiny panel"
    partnership: str
    title: str
    url: str

    def subject(self) -> str:
        return f"Scrutiny panel: {self.title}"

    def text(self) -> str:
        return (
            f"{self.partnership} asks you to sit in the scrutiny panel for ‘{self.title}’.\n\n"
            "You see the returns that were handed in, and grade each standard before the discussion. Nobody sees your "
            "grades until all members have given theirs. If you cannot judge a body, say so on its page.\n\n"
            f"Start here:\n{self.url}\n\n{HOW}\n\n{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class FeedbackGiven(Notice):
    """AUD-07. To the lead: the panel has written."""

    kind: ClassVar[str] = "audits.feedback"
    category: ClassVar[str] = "Self-assessment"
    partnership: str
    title: str
    body: str
    url: str

    def subject(self) -> str:
        return f"Feedback on your self-assessment: {self.body}"

    def text(self) -> str:
        return (
            f"The scrutiny panel has looked at ‘{self.title}’ of {self.body}. Its grades with their reasons, and its "
            f"feedback, are here:\n{self.url}\n\n{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class CaseAuditorAsked(Notice):
    """AUD-08. To an auditor, once an audit."""

    kind: ClassVar[str] = "audits.case_auditor"
    category: ClassVar[str] = "Case file audit"
    partnership: str
    theme: str
    cases: int
    url: str

    def subject(self) -> str:
        return f"Case file audit: {self.theme}"

    def text(self) -> str:
        return (
            f"{self.partnership} asks you to audit your agency's own files: {self.theme},"
            f" {formats.counted(self.cases, 'case')}.\n\n"
            "Each case has a letter. Which child it is stands in the list that your agency holds, never here. Audit no "
            "case that you worked on yourself, and say so where it happens.\n\n"
            f"Start here:\n{self.url}\n\n{HOW}\n\n{self.partnership}\n"
        )
