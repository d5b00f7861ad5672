"""One click to sign in as an invented person. These routes exist in the demonstration alone (see urls.py)."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from throughline.foundation.access import second_factor
from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.access.models import User
from throughline.foundation.accounts import demonstration
from throughline.foundation.accounts.wanted import KEY


@public
@never_cache
def sign_in(request: Request) -> HttpResponse:
    people = demonstration.people_of(request.partnership)
    if not people:
        raise Http404
    if request.method == "POST":
        chosen = next((each for each in people if each.role == request.POST.get("role")), None)
        user = User.objects.filter(email=chosen.email).first() if chosen else None
        if user is None:
            raise Http404
        return _signed_in(request, user)
    return render(request, "accounts/demonstration.html", {"people": people, "next": _next(request)})


def _next(request: HttpRequest) -> str:
    url = request.POST.get("next") or request.GET.get("next") or ""
    return url if get_adapter().is_safe_url(url) else ""


def _signed_in(request: HttpRequest, user: User) -> HttpResponse:
    adapter = get_adapter()
    url = _next(request)
    request.session.flush()  # whoever was signed in before leaves nothing behind
    refusal = adapter.pre_login(
        request, user, email_verification="none", signal_kwargs=None, email=user.email, signup=False, redirect_url=url
    )
    if refusal:
        return refusal
    record_authentication(request, user, method=second_factor.DEMONSTRATION)
    adapter.login(request, user)
    request.session.pop(KEY, None)
    return redirect(url or "/")
