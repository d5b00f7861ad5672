"""/office/people/: who has an account here, with which roles; inviting, changing, suspending, resetting."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.models import Membership
from throughline.foundation.access.operations import Refused
from throughline.foundation.access.permissions import AccessPermission
from throughline.foundation.access.roles import ROLES
from throughline.foundation.accounts import operations, queries, rules
from throughline.foundation.accounts.forms import InviteForm, PersonForm, SuspendForm
from throughline.foundation.clock import real_now

PAGE = 25


def found(person_id: int) -> queries.Person:
    try:
        return queries.person(person_id)
    except Membership.DoesNotExist as error:
        raise Http404 from error


def attempted(form: Any, deed: Callable[[], Any]) -> bool:
    """Runs the operation; a refusal becomes the form's error."""
    try:
        deed()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@requires(AccessPermission.MANAGE_PEOPLE)
@require_safe
@never_cache
def index(request: Request) -> HttpResponse:
    search = request.GET.get("q", "").strip()[:100]
    page = Paginator(queries.members(search), PAGE).get_page(request.GET.get("page"))
    context = {
        "search": search,
        "page": page,
        "people": queries.people(page.object_list),
        "total": page.paginator.count,
    }
    return render(request, "accounts/people.html", context)


@requires(AccessPermission.MANAGE_PEOPLE)
@never_cache
def invite(request: Request) -> HttpResponse:
    form = InviteForm(request.POST or None, offered=rules.may_give(request.actor.roles))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def deed() -> None:
            operations.invite(
                by=request.actor, at=real_now(), email=data["email"], name=data["name"],
                job_title=data["job_title"], agency_name=data["agency_name"], roles=form.chosen(),
            )  # fmt: skip

        if attempted(form, deed):
            messages.success(request, f"{data['name']} is invited. The invitation is on its way to {data['email']}.")
            return redirect("people:index")
    return render(request, "accounts/invite.html", {"form": form})


@requires(AccessPermission.MANAGE_PEOPLE)
@require_safe
@never_cache
def person(request: Request, person_id: int) -> HttpResponse:
    one = found(person_id)
    context = {
        "person": one,
        "roles": [ROLES[role] for role in one.roles],
        "factors": queries.factors(one.user_id),
        "events": queries.events(one.user_id),
        "themselves": request.user.pk == one.user_id,
    }
    return render(request, "accounts/person.html", context)


@requires(AccessPermission.MANAGE_PEOPLE)
@never_cache
def change(request: Request, person_id: int) -> HttpResponse:
    one = found(person_id)
    now = {
        "name": one.name, "job_title": one.job_title, "agency_name": one.agency,
        "roles": [role.value for role in one.roles],
    }  # fmt: skip
    form = PersonForm(request.POST or None, initial=now, offered=rules.may_give(request.actor.roles))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def deed() -> None:
            operations.change_person(
                by=request.actor, at=real_now(), membership_id=one.id, name=data["name"],
                job_title=data["job_title"], agency_name=data["agency_name"], roles=form.chosen(one.roles),
            )  # fmt: skip

        if attempted(form, deed):
            messages.success(request, "The changes are saved.")
            return redirect("people:person", person_id=one.id)
    return render(request, "accounts/change.html", {"form": form, "person": one})


@requires(AccessPermission.MANAGE_PEOPLE)
@never_cache
def suspend(request: Request, person_id: int) -> HttpResponse:
    one = found(person_id)
    form = SuspendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempted(
            form,
            lambda: operations.suspend(by=request.actor, at=real_now(), membership_id=one.id, reason=reason),
        ):
            messages.success(request, f"{one.name} is suspended and can no longer sign in here.")
            return redirect("people:person", person_id=one.id)
    return render(request, "accounts/suspend.html", {"form": form, "person": one})


@requires(AccessPermission.MANAGE_PEOPLE)
@never_cache
def allow(request: Request, person_id: int) -> HttpResponse:
    one = found(person_id)
    said = {
        "title": f"Allow {one.name} again",
        "says": "They can sign in again, with the roles they had.",
        "button": "Allow again",
    }
    return _confirmed(request, one, said, operations.allow_again, f"{one.name} can sign in again.")


@requires(AccessPermission.MANAGE_PEOPLE)
@never_cache
def reset(request: Request, person_id: int) -> HttpResponse:
    one = found(person_id)
    said = {
        "title": f"Reset the second factor of {one.name}",
        "says": "Their authenticator app, keys and recovery codes stop working and they are signed out everywhere. "
        "Do this only when you know that it is they who ask, for example by calling them back.",
        "button": "Reset second factor",
    }
    done = f"The second factor of {one.name} is reset. They are told by e-mail."
    return _confirmed(request, one, said, operations.reset_second_factor, done)


def _confirmed(
    request: Request, one: queries.Person, said: dict[str, str], operation: Callable[..., None], done: str
) -> HttpResponse:
    """Asks first; a POST does it."""
    problem = ""
    if request.method == "POST":
        try:
            operation(by=request.actor, at=real_now(), membership_id=one.id)
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, done)
            return redirect("people:person", person_id=one.id)
    return render(request, "accounts/confirm.html", {"person": one, "problem": problem, **said})
