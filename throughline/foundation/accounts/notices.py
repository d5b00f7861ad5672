"""Messages about a person's account. No code and no personal detail stands in them: a link."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.urls import reverse

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.notices.api import Notice, put, register, site_link
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership


@register
@dataclass(frozen=True)
class Invitation(Notice):
    kind: ClassVar[str] = "accounts.invitation"
    category: ClassVar[str] = "Invitation"
    partnership: str
    inviter: str
    roles: str
    link: str

    def subject(self) -> str:
        return f"You have an account at {self.partnership}"

    def text(self) -> str:
        return (
            f"{self.inviter} has made an account for you at {self.partnership}. Your role there: {self.roles}.\n\n"
            f"Sign in with this e-mail address. You do not need a password: we send you a code.\n\n{self.link}\n\n"
            "If you did not expect this, you need not do anything."
        )


@register
@dataclass(frozen=True)
class SecondFactorReset(Notice):
    kind: ClassVar[str] = "accounts.second_factor_reset"
    category: ClassVar[str] = "Second factor reset"
    partnership: str
    link: str

    def subject(self) -> str:
        return "Your second factor was reset"

    def text(self) -> str:
        return (
            f"{self.partnership} has reset your second factor: your authenticator app, keys and recovery codes no "
            "longer work for your account, and you were signed out everywhere.\n\n"
            f"Sign in to set up a new one:\n\n{self.link}\n\n"
            "If you did not ask for this, tell the partnership’s business unit at once."
        )


def _partnership() -> str:
    return Partnership.objects.get(pk=scope.current().partnership_id).name


def invite(*, user: User, roles: str, by: Actor, at: datetime) -> None:
    """Inside the operation that invites. One message an invitation."""
    notice = Invitation(
        partnership=_partnership(),
        inviter=str(by.user),
        roles=roles[0].lower() + roles[1:],
        link=site_link(reverse("account_login")),
    )
    put(notice, to=user.email, key=f"accounts.invitation:{uuid.uuid4()}", at=at)


def tell_of_reset(*, user: User, by: Actor, at: datetime) -> None:
    """Inside the operation that resets."""
    notice = SecondFactorReset(partnership=_partnership(), link=site_link(reverse("account_login")))
    put(notice, to=user.email, key=f"accounts.second_factor_reset:{uuid.uuid4()}", at=at)
