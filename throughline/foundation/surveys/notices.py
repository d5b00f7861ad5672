"""What people are told about a survey: the question, until when, and the link that is theirs alone."""

from dataclasses import dataclass
from typing import ClassVar

from throughline.foundation.notices.api import Notice, register


@dataclass(frozen=True)
class SurveyNotice(Notice):
    """`url` is the person's own link. The text is emptied once sent: the link is as good as their answer."""

    keeps_text: ClassVar[bool] = False
    partnership: str
    title: str
    introduction: str
    naming: str
    until: str
    url: str

    def body(self) -> str:
        until = f"Please answer by {self.until}.\n\n" if self.until else ""
        about = f"{self.introduction}\n\n" if self.introduction else ""
        return f"{about}{self.naming}\n\n{until}Your own link, which you should not pass on:\n{self.url}\n\n"


@register
@dataclass(frozen=True)
class SurveyInvitation(SurveyNotice):
    """SV-N1."""

    kind: ClassVar[str] = "surveys.invitation"
    category: ClassVar[str] = "Survey"

    def subject(self) -> str:
        return f"Please tell us: {self.title}"

    def text(self) -> str:
        return f"{self.partnership} asks for your answers: {self.title}.\n\n{self.body()}{self.partnership}\n"


@register
@dataclass(frozen=True)
class SurveyReminder(SurveyNotice):
    """SV-N2."""

    kind: ClassVar[str] = "surveys.reminder"
    category: ClassVar[str] = "Survey reminder"

    def subject(self) -> str:
        return f"Reminder: {self.title}"

    def text(self) -> str:
        return (
            f"We have not had your answers yet to: {self.title}. What you have begun is kept.\n\n"
            f"{self.body()}{self.partnership}\n"
        )
