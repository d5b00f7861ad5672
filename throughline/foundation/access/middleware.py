"""The gate that every request to our views passes, and the session that belongs to one host."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from throughline.foundation.access import operations, second_factor
from throughline.foundation.access.actors import ANONYMOUS, Actor, actor_for
from throughline.foundation.access.decisions import Decision, decide
from throughline.foundation.access.gate import THIRD_PARTY_PREFIXES, access_of
from throughline.foundation.clock import real_now

SAFE = ("GET", "HEAD", "OPTIONS")
WRITES = ("INSERT", "UPDATE", "DELETE")
LONG = 40  # characters; what is shorter is quickly typed again
HOST_KEY = "host"
SIGNED_IN_AT = "signed_in_at"  # seconds since 1970, real time

# Tables that a request may write outside an operation: the framework's own, and the looks at restricted spaces.
FRAMEWORK_TABLES = (
    "django_session",
    "cache",
    "django_tasks",
    "account_",
    "mfa_",
    "socialaccount_",
    "wagtail",
    "SAVEPOINT",
    "restricted_look",  # that somebody looked is kept while they look
    "website_siterendition",  # a size of an image is made when it is first asked for
)


class SessionHostMiddleware:
    """A session that was begun on one host is worth nothing on another, even if its cookie is carried there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "partnership", None) is None:
            return self.get_response(request)  # the health page: it must answer when the session's table does not
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            host = request.get_host().rsplit(":", 1)[0]
            begun_on = request.session.get(HOST_KEY)
            if begun_on is None and not request.session.is_empty():
                request.session[HOST_KEY] = host
            elif begun_on is not None and begun_on != host:
                request.session = type(request.session)(None)  # an empty one; the other host's stays as it is
        response = self.get_response(request)
        bind_to_host(request)
        return response


def bind_to_host(request: HttpRequest) -> None:
    """A session that has just begun notes its host."""
    if request.session.modified and HOST_KEY not in request.session and not request.session.is_empty():
        request.session[HOST_KEY] = request.get_host().rsplit(":", 1)[0]


def remember_when(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    request.session[SIGNED_IN_AT] = real_now().timestamp()


user_logged_in.connect(remember_when, dispatch_uid="access.remember_when")


def ran_out(request: HttpRequest) -> bool:
    """A sign-in lasts SESSION_COOKIE_AGE seconds from its start, however busy the session is."""
    begun = request.session.get(SIGNED_IN_AT)
    return begun is not None and real_now().timestamp() - begun > settings.SESSION_COOKIE_AGE


def refuse_stray_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Our own tables are written inside an operation only, and never while answering a GET."""
    if sql.lstrip()[:6].upper() in WRITES and not operations.operation_is_open():
        words = sql.split(None, 3)
        table = (words[2] if words[0].upper() != "UPDATE" else words[1]).strip('"')
        if not table.startswith(FRAMEWORK_TABLES):
            raise operations.WriteOnRead(f"{words[0]} {table} outside an operation.")
    return execute(sql, params, many, context)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page. Who sent a form with a text, having signed out in another tab or stayed too long, is first
    shown what they wrote, so that it is not lost. The form's own token was good: nobody else sent it."""
    redirect = redirect_to_login(request.get_full_path())
    sent = [text for name in request.POST if name != "csrfmiddlewaretoken" for text in request.POST.getlist(name)]
    typed = [text for text in sent if len(text) > LONG]
    if not typed:
        return redirect
    return render(request, "signed_out.html", {"typed": typed, "sign_in": redirect.url}, status=403)


class GateMiddleware:
    """Sets `request.actor`, asks `decide`, and keeps reads from writing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        if getattr(request, "partnership", None) is not None:
            request.actor = self.actor_of(request)  # type: ignore[attr-defined]
        if request.path.lstrip("/").startswith(THIRD_PARTY_PREFIXES):
            return self.kept_by_nobody(request, self.get_response(request))
        token = operations.reading(request.method in SAFE)
        try:
            with connection.execute_wrapper(refuse_stray_writes):
                return self.kept_by_nobody(request, self.get_response(request))
        finally:
            operations.stop_reading(token)

    @staticmethod
    def kept_by_nobody(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """What a signed-in person is shown stays in no cache, so that the next at the computer cannot go back to it.
        A view that says otherwise, such as the download of a public file, has its way."""
        if request.actor.signed_in:  # type: ignore[attr-defined]
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    @staticmethod
    def actor_of(request: HttpRequest) -> Actor:
        """Who asks. A session that ran out, or whose person this partnership suspended, ends here."""
        if not request.session.is_empty() and request.user.is_authenticated and ran_out(request):
            logout(request)
        actor = actor_for(request.user, second_factor=second_factor.given(request))
        if actor.suspended:
            logout(request)
        return actor

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        access = access_of(view)
        if access is None:
            return None  # third-party trees; the system check has refused any other
        decision = decide(access, request.actor)  # type: ignore[attr-defined]
        if decision is Decision.SIGN_IN:
            return to_sign_in(request)
        if decision is Decision.SECOND_FACTOR:
            return second_factor.ask(request)
        if decision is Decision.FORBID:
            raise PermissionDenied
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, operations.NotPermitted):
            raise PermissionDenied(str(error)) from error
        return None
