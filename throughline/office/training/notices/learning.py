"""What people are told about what they learnt: it runs out, a licence expires, a certificate is there."""

from dataclasses import dataclass
from typing import ClassVar

from throughline.foundation.notices.api import Notice, register


@register
@dataclass(frozen=True)
class TrainingRunsOut(Notice):
    """TRN-20. `last_day` is the last day on which it counts."""

    kind: ClassVar[str] = "training.runs_out"
    category: ClassVar[str] = "Training runs out"
    optional: ClassVar[bool] = True
    partnership: str
    title: str
    last_day: str
    url: str
    passport: str

    def subject(self) -> str:
        return f"Time to refresh: {self.title}"

    def text(self) -> str:
        return (
            f"{self.title} counts until {self.last_day}.\n\nFind a session and book a place:\n{self.url}\n\n"
            f"Your training passport:\n{self.passport}\n\n{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class LicenceExpires(Notice):
    """TRN-21."""

    kind: ClassVar[str] = "training.licence_expires"
    category: ClassVar[str] = "Licence expires"
    partnership: str
    tool: str
    last_day: str
    passport: str

    def subject(self) -> str:
        return f"Your licence expires: {self.tool}"

    def text(self) -> str:
        return (
            f"Your licence for {self.tool} holds until {self.last_day}. Afterwards you may not use it with families."
            f" The training officer tells you how it is renewed.\n\n"
            f"Your training passport:\n{self.passport}\n\n{self.partnership}\n"
        )


@register
@dataclass(frozen=True)
class CertificateReady(Notice):
    """TRN-22."""

    kind: ClassVar[str] = "training.certificate_ready"
    category: ClassVar[str] = "Certificate"
    partnership: str
    title: str
    url: str

    def subject(self) -> str:
        return f"Your certificate: {self.title}"

    def text(self) -> str:
        return (
            f"Your certificate for {self.title} is ready. Download it here, signed in:\n{self.url}\n\n"
            f"{self.partnership}\n"
        )
