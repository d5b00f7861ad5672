"""The tree /accounts/: those pages of the sign-in library that this service has, and no other.

There is no password, so no page about one; the e-mail address is not changed here; an organisation's sign-in appears
where the settings name one, without pages to connect several.
"""

import functools
import time
from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.views.generic import RedirectView

from throughline.foundation.access import second_factor
from throughline.foundation.accounts.adapter import write_session
from throughline.foundation.accounts.wanted import wanted

type View = Callable[..., HttpResponseBase]

FRESH = 15 * 60  # seconds after a sign-in in which a first second factor may be set up
SIGN_INS = ("code", "socialaccount", "mfa", second_factor.DEMONSTRATION)


def framed(view: View) -> View:
    """The library gives its pages a variable `site` of its own, where our frame expects the partnership's."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None)
        if context is not None:
            context.pop("site", None)
            context.setdefault("redirect_field", "")
            context["wanted"] = wanted(request)
            context["organisation"] = settings.ENV.openid["name"] if settings.ENV.openid else ""
        return response

    return run


def in_one_go(view: View) -> View:
    """What a sent form writes, limits that are counted, session and message, is one transaction instead of twenty."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            write_session(request)
            return response

    return run


def taken_back(view: View) -> View:
    """Where a page ends in an error, its session is read anew: what was written of it may have been taken back."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Exception:
            request.session = type(request.session)(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
            raise

    return run


def signed_in_freshly(request: HttpRequest) -> bool:
    steps = [record for record in get_authentication_records(request, request.user) if record["method"] in SIGN_INS]
    return any(time.time() - record["at"] < FRESH for record in steps)


def for_a_first_factor(view: View) -> View:
    """Somebody else at an open computer must not set up the person's second factor: the sign-in has to be fresh.

    Who has a factor already is asked for it by the library.
    """

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not second_factor.has_one(request.user) and not signed_in_freshly(request):
            return redirect(reverse("accounts:again") + "?" + urlencode({"next": request.get_full_path()}))
        return view(request, *args, **kwargs)

    return run


def to_sign_in_alone(view: View) -> View:
    """An organisation's sign-in is for signing in; the library could also connect accounts, which has no page here."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("process", "login") != "login":
            raise Http404
        return view(request, *args, **kwargs)

    return run


def page(route: str, view: View, name: str) -> URLPattern:
    return path(route, framed(taken_back(in_one_go(view))), name=name)


urlpatterns = [
    page("login/", account.login, "account_login"),
    # It asks much before it writes, and what it writes last is one transaction anyway: operations.sign_in.
    path("login/code/confirm/", framed(taken_back(account.confirm_login_code)), name="account_confirm_login_code"),
    # One page asks for the address; the library also knows this name for it.
    path(
        "login/code/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="account_request_login_code",
    ),
    page("logout/", account.logout, "account_logout"),
    page("inactive/", account.account_inactive, "account_inactive"),
    page("signup/", account.signup, "account_signup"),
    page("confirm-email/", account.email_verification_sent, "account_email_verification_sent"),
    page("2fa/", mfa.index, "mfa_index"),
    page("2fa/authenticate/", mfa.authenticate, "mfa_authenticate"),
    page("2fa/reauthenticate/", mfa.reauthenticate, "mfa_reauthenticate"),
    page("2fa/totp/activate/", for_a_first_factor(totp.activate_totp), "mfa_activate_totp"),
    page("2fa/totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp"),
    page("2fa/recovery-codes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    page("2fa/recovery-codes/generate/", recovery_codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page("2fa/recovery-codes/download/", recovery_codes.download_recovery_codes, "mfa_download_recovery_codes"),
    page("2fa/webauthn/", webauthn.list_webauthn, "mfa_list_webauthn"),
    page("2fa/webauthn/add/", for_a_first_factor(webauthn.add_webauthn), "mfa_add_webauthn"),
    page("2fa/webauthn/login/", webauthn.login_webauthn, "mfa_login_webauthn"),
    page("2fa/webauthn/reauthenticate/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    page("2fa/webauthn/keys/<int:pk>/remove/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    page("2fa/webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
]
organisation_pages = [
    page("organisation/cancelled/", social.login_cancelled, "socialaccount_login_cancelled"),
    page("organisation/error/", social.login_error, "socialaccount_login_error"),
    page("organisation/signup/", social.signup, "socialaccount_signup"),
    path("oidc/<slug:provider_id>/login/", to_sign_in_alone(openid.login), name="openid_connect_login"),
    page("oidc/<slug:provider_id>/login/callback/", openid.callback, "openid_connect_callback"),
]
if settings.ENV.openid:
    urlpatterns += organisation_pages
