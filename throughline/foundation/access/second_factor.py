"""Was a second factor given in this sign-in, and where to give it."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

DEMONSTRATION = "demonstration"  # the method of the demonstration's one click


def counts(record: dict[str, Any]) -> bool:
    """Does one step of a sign-in count as a second factor: an authenticator app, a passkey, a recovery code, an
    organisation's sign-in that asserted one, or the demonstration's one click?"""
    method = record.get("method")
    if method == DEMONSTRATION:
        return bool(settings.DEMONSTRATION)
    return method == "mfa" or (method == "socialaccount" and record.get("second_factor") is True)


def given(request: HttpRequest) -> bool:
    """Whether the signed-in person gave a second factor in this very session. Another person's steps count nothing."""
    if request.session.is_empty() or not request.user.is_authenticated:
        return False
    return any(counts(record) for record in get_authentication_records(request, request.user))


def has_one(user: Any) -> bool:
    """Does the person have an authenticator app or a key? Recovery codes alone are none."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))


def ask(request: HttpRequest) -> HttpResponse:
    """To where the second factor is given, or first set up, and back afterwards."""
    place = "mfa_reauthenticate" if has_one(request.user) else "accounts:second_factor"
    return redirect(reverse(place) + "?" + urlencode({"next": request.get_full_path()}))
