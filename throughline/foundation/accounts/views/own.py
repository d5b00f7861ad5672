"""A person's own pages: the account, its second factor, and what helps when signing in does not work."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from throughline.foundation.access import second_factor as factor
from throughline.foundation.access.gate import public, requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.permissions import AccessPermission
from throughline.foundation.access.roles import ROLES, Role
from throughline.foundation.accounts import operations, queries, wanted
from throughline.foundation.accounts.forms import DetailsForm
from throughline.foundation.clock import real_now


@requires(AccessPermission.SIGNED_IN)
@require_safe
@never_cache
def me(request: Request) -> HttpResponse:
    user = request.user
    context = {
        "person": user,
        "roles": [ROLES[role] for role in Role if role in request.actor.roles],
        "factors": queries.factors(user.pk),
        "has_factor": factor.has_one(user),
        "factor_required": any(ROLES[role].second_factor for role in request.actor.roles),
    }
    return render(request, "accounts/me.html", context)


@requires(AccessPermission.SIGNED_IN)
@never_cache
def details(request: Request) -> HttpResponse:
    user = request.user
    now = {"name": user.name, "job_title": user.job_title, "agency_name": user.agency_name}
    form = DetailsForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        operations.change_own_details(by=request.actor, at=real_now(), **form.cleaned_data)
        messages.success(request, "Your details are saved.")
        return redirect("accounts:me")
    return render(request, "accounts/details.html", {"form": form})


@requires(AccessPermission.SIGNED_IN)
@require_POST
def sign_out_everywhere(request: Request) -> HttpResponse:
    operations.sign_out_everywhere(by=request.actor, at=real_now())
    logout(request)
    return redirect("account_login")


@requires(AccessPermission.SIGNED_IN)
@require_safe
@never_cache
def second_factor(request: Request) -> HttpResponse:
    """Why a second factor is needed and how to set one up; what was wanted is offered again afterwards."""
    wanted.remember(request)
    if factor.has_one(request.user):
        return redirect("mfa_index")
    return render(request, "accounts/second_factor.html", {})


@requires(AccessPermission.SIGNED_IN)
@require_safe
@never_cache
def again(request: Request) -> HttpResponse:
    """The sign-in is too old to set up a first second factor in it."""
    return render(
        request, "accounts/again.html", {"sign_in_url": f"{reverse('account_login')}?{request.GET.urlencode()}"}
    )


@public
@require_safe
def no_code(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/no_code.html", {})


@public
@require_safe
def refused(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/refused.html", {}, status=403)
