"""The mails of the sign-in library, each a notice of its own kind. Their words are in templates/account/email/."""

from dataclasses import dataclass
from typing import ClassVar

from throughline.foundation.notices.registry import register
from throughline.foundation.notices.rules import Notice


@dataclass(frozen=True)
class AccountMail(Notice):
    """Written already: the library renders it."""

    category: ClassVar[str] = "Account"
    keeps_text: ClassVar[bool] = False
    written_subject: str
    written_text: str

    def subject(self) -> str:
        return self.written_subject

    def text(self) -> str:
        return self.written_text


@register
@dataclass(frozen=True)
class SignInCode(AccountMail):
    kind: ClassVar[str] = "account.sign_in_code"
    category: ClassVar[str] = "Sign-in code"


@register
@dataclass(frozen=True)
class VerificationCode(AccountMail):
    kind: ClassVar[str] = "account.verification_code"
    category: ClassVar[str] = "Code to confirm an address"


@register
@dataclass(frozen=True)
class UnknownAccount(AccountMail):
    kind: ClassVar[str] = "account.unknown"
    category: ClassVar[str] = "No account with this address"


@register
@dataclass(frozen=True)
class AccountExists(AccountMail):
    kind: ClassVar[str] = "account.exists"
    category: ClassVar[str] = "Account exists already"


@register
@dataclass(frozen=True)
class AccountChanged(AccountMail):
    """Everything else: an authenticator app added or removed, an address changed."""

    kind: ClassVar[str] = "account.changed"
    category: ClassVar[str] = "Change to an account"


BY_TEMPLATE: dict[str, type[AccountMail]] = {
    "account/email/login_code": SignInCode,
    "account/email/email_confirmation": VerificationCode,
    "account/email/email_confirmation_signup": VerificationCode,
    "account/email/unknown_account": UnknownAccount,
    "account/email/account_already_exists": AccountExists,
}
