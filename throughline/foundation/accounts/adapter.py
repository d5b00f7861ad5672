"""What the sign-in library asks us: who may sign in here, where to go next, what a partnership's keys are called."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.middleware import bind_to_host
from throughline.foundation.access.models import User
from throughline.foundation.accounts import operations, queries
from throughline.foundation.clock import real_now
from throughline.foundation.notices.adapter import AccountAdapter as OutboxAdapter
from throughline.foundation.tenancy.prepared import Given, Prepared


class AccountAdapter(OutboxAdapter):
    """Sign-in for accounts; its mail goes through the outbox."""

    error_messages = {
        **OutboxAdapter.error_messages,
        "incorrect_code": "This code is not right. Use the one from the newest message.",
        "too_many_login_attempts": "You have asked too often. Wait some minutes and try again.",
        "rate_limited": "You have asked too often. Wait some minutes and try again.",
    }

    def is_safe_url(self, url: str | None) -> bool:
        """Only this very host: another partnership's is not a place to be sent on to."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts={context.request.get_host()})

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """Refuses the system's accounts, and people whom this partnership has suspended; the code was right by then."""
        if user.is_system or queries.is_suspended(user):
            clear_login(request)
            request.session.flush()
            return redirect("accounts:refused")
        confirm_address(request, user)
        response: HttpResponse | None = super().pre_login(request, user, **options)
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        """A new session key; the person is a member of this partnership from now on."""
        library = super().login

        def begin() -> None:
            library(request, user)
            write_session(request)

        operations.sign_in(by=Actor(user=user), at=real_now(), begin=begin)
        if not get_authentication_records(request, user):
            # The library notes nothing when an account begins with the code that confirms its address.
            record_authentication(request, user, method="code", email=user.email)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A new account with what the person told of themselves."""
        for field in ("name", "job_title", "agency_name"):
            setattr(user, field, form.cleaned_data.get(field, "").strip() or getattr(user, field))
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def send_account_already_exists_mail(self, email: str) -> None:
        """The library's own wants the address of a page about passwords."""
        self.send_mail("account/email/account_already_exists", email, {})

    def get_login_stages(self) -> list[str]:
        """The library's own, but an organisation's sign-in that gave a second factor is not asked for another."""
        ours = "throughline.foundation.accounts.stages.SecondFactorStage"
        return [
            ours if stage == "allauth.mfa.stages.AuthenticateStage" else stage for stage in super().get_login_stages()
        ]

    def add_message(self, request: HttpRequest, level: int, *args: Any, **options: Any) -> None:
        """The library's chatter ("Successfully signed in") is left out; errors are shown."""
        from django.contrib.messages import ERROR

        if level >= ERROR:
            super().add_message(request, level, *args, **options)


def write_session(request: HttpRequest) -> None:
    """As Django's middleware does when the answer is ready, but in the transaction that is open: both are kept or none,
    and the disk is waited for once."""
    bind_to_host(request)
    if not request.session.modified or request.session.is_empty():
        return
    try:
        request.session.save()
    except UpdateError as error:
        raise SessionInterrupted("The session was deleted while somebody signed in with it.") from error


_ADDRESSES = Prepared(lambda: EmailAddress.objects.filter(user_id=Given("user")))


def read_addresses(user: User) -> None:
    """Keeps the person's addresses with the person: the library asks for them at each step of a sign-in."""
    found = _ADDRESSES(user=user.pk)
    for address in found:
        address.user = user
    EmailAddress.objects.fill_cache_for_user(user, found)


def is_confirmed(user: User) -> bool:
    try:
        address = EmailAddress.objects.get_for_user(user, user.email)
    except EmailAddress.DoesNotExist:
        return False
    return bool(address.verified and address.primary)


def confirm_address(request: HttpRequest, user: User) -> None:
    """An invited person's address counts as confirmed by the code that came to it, or by the organisation that vouches
    for it; nobody types two codes."""
    vouched: frozenset[str] = getattr(request, "organisation_addresses", frozenset())
    for step in get_authentication_records(request, user):
        by_code = step["method"] == "code" and step.get("email", "").lower() == user.email
        if by_code or (step["method"] == "socialaccount" and user.email in vouched):
            if not is_confirmed(user):
                known = {"verified": True, "primary": True}
                EmailAddress.objects.update_or_create(user=user, email=user.email, defaults=known)
                read_addresses(user)
            return


_FACTORS = Prepared(lambda: Authenticator.objects.filter(user_id=Given("user")).values_list("type", flat=True))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps and keys."""

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Asked at each sign-in."""
        return not user.is_anonymous and any(types is None or found in types for found in _FACTORS(user=user.pk))

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not right. Check that it is the newest, and try again.",
    }

    def _get_site_name(self) -> str:
        partnership = getattr(context.request, "partnership", None)
        return partnership.name if partnership else super()._get_site_name()

    def get_totp_issuer(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """Sign-in by an organisation (OpenID Connect)."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Remembers for this request which addresses the organisation vouches for, and whether it asserts a second
        factor (receivers.py writes that into the session)."""
        addresses = frozenset(each.email.lower() for each in sociallogin.email_addresses if each.verified)
        request.organisation_addresses = addresses  # type: ignore[attr-defined]
        data = sociallogin.account.extra_data
        token = data.get("id_token") if isinstance(data.get("id_token"), dict) else {}
        request.organisation_second_factor = asserts_second_factor(token)  # type: ignore[attr-defined]

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = super().populate_user(request, sociallogin, data)
        full = " ".join(part for part in (data.get("first_name"), data.get("last_name")) if part)
        user.name = (data.get("name") or full or "")[:200]
        return user


def asserts_second_factor(token: dict[str, Any]) -> bool:
    """By the token's `amr` (a list of methods) or `acr` (a class): one of those that the settings name."""
    methods = token.get("amr") or []
    methods = [methods] if isinstance(methods, str) else methods
    said = {str(method) for method in methods} | {str(token.get("acr", ""))}
    return bool(said & set(settings.OPENID_SECOND_FACTORS))
