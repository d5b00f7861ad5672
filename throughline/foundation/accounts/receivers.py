"""What the session remembers of its sign-in beyond what the library notes."""

from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from throughline.foundation.accounts.adapter import read_addresses


@receiver(authentication_step_completed)
def read_addresses_once(user: Any, **kwargs: Any) -> None:
    read_addresses(user)


@receiver(authentication_step_completed)
def note_organisations_second_factor(request: HttpRequest, method: str, **kwargs: Any) -> None:
    if method != "socialaccount" or not getattr(request, "organisation_second_factor", False):
        return
    records = request.session[AUTHENTICATION_METHODS_SESSION_KEY]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [*records[:-1], {**records[-1], "second_factor": True}]


@receiver(authenticator_added)
def count_the_first_factor(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Whoever has just shown a new app's code or touched a new key has given a second factor in this sign-in.

    The page that adds one asks for a fresh sign-in (or for the factor that exists) before: see sign_in_urls.py.
    """
    if authenticator.type in (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN):
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=str(authenticator.type), reauthenticated=True
        )
