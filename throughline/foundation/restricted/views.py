"""Restricted spaces from outside: mine, all by reference, members, looks, the glass. Nothing of what lies in them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.clock import real_now
from throughline.foundation.restricted import forms, operations, queries
from throughline.foundation.restricted.models import Glass, Member, RestrictedSpace
from throughline.foundation.restricted.permissions import RestrictedPermission
from throughline.foundation.restricted.registry import kind_of
from throughline.foundation.restricted.rules import Part, glass_is_open
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Cell, Column, Table

both = require_http_methods(["GET", "HEAD", "POST"])
LOOKS_ON_A_PAGE = 100


@requires(RestrictedPermission.ENTER)
@require_safe
def index(request: Request) -> HttpResponse:
    """The spaces one is a member of; for who may break the glass or oversees, all of them by reference."""
    actor = request.actor
    rows: list[list[str | Cell]] = [
        [
            Cell(member.restricted.reference, kind_of(member.restricted.kind).address(member.restricted_id)),
            kind_of(member.restricted.kind).label,
            Part(member.part).label,
            Cell("Members and looks", reverse("restricted:space", args=[member.restricted_id])),
        ]
        for member in queries.mine(actor)
    ]
    columns = [Column("Space"), Column("What it is"), Column("Your part"), Column("Who has to do with it")]
    mine = Table("Yours", columns, rows)
    others = None
    if actor.may(RestrictedPermission.OVERSEE) or actor.may(RestrictedPermission.BREAK_GLASS):
        others = Table(
            "All restricted spaces",
            [Column("Space"), Column("Opened"), Column("Who has to do with it")],
            [
                [row.reference, formats.day(row.opened_at), Cell("See", reverse("restricted:space", args=[row.pk]))]
                for row in queries.all_spaces()
            ],
        )
    context = {"mine": mine if rows else None, "others": others if others and others.rows else None}
    return render(request, "restricted/index.html", context)


def _about(request: Request, restricted_id: int) -> tuple[RestrictedSpace, Part | None]:
    """404 for who is neither a member nor may know that the space exists."""
    try:
        row = queries.find(restricted_id)
    except RestrictedSpace.DoesNotExist as error:
        raise Http404 from error
    part = queries.part_of(request.actor, row.pk, real_now())
    may = (RestrictedPermission.OVERSEE, RestrictedPermission.BREAK_GLASS)
    if part is None and not any(request.actor.may(each) for each in may):
        raise Http404
    return row, part


@requires(RestrictedPermission.ENTER)
@require_safe
def space(request: Request, restricted_id: int) -> HttpResponse:
    """Members, looks and broken glasses, each to whom they are for."""
    row, part = _about(request, restricted_id)
    actor, now = request.actor, real_now()
    oversees = actor.may(RestrictedPermission.OVERSEE)
    watches = queries.may_read_looks(actor, part)
    page = Paginator(queries.looks(row.pk), LOOKS_ON_A_PAGE).get_page(request.GET.get("page"))
    own_glass = queries.glasses(row.pk).filter(user_id=request.user.pk).first()
    own_open = own_glass is not None and glass_is_open(ends_at=own_glass.ends_at, ended_at=own_glass.ended_at, now=now)
    context = {
        "reference": row.reference,
        "restricted_id": row.pk,
        "opened": formats.moment(row.opened_at),
        "enter": kind_of(row.kind).address(row.pk) if part else "",
        "leads": part is Part.LEAD,
        "members": _members_table(row, lead=part is Part.LEAD) if part is not None or oversees else None,
        "looks": _looks_table(list(page)) if watches else None,
        "page_obj": page,
        "glasses": _glasses(row, now) if watches else [],
        "may_break": part is None and actor.may(RestrictedPermission.BREAK_GLASS),
        "glass_until": formats.moment(own_glass.ends_at) if own_glass is not None and own_open else "",
    }
    return render(request, "restricted/space.html", context)


def _members_table(row: RestrictedSpace, *, lead: bool) -> Table:
    def standing(member: Member) -> str:
        if member.until is not None:
            return f"Until {formats.moment(member.until)}: {member.why_ended}"
        notes = [f"Signs for: {partners.get(member.partner, member.partner)}"] if member.partner else []
        notes += [f"Stands in for {member.stands_in_for}"] if member.stands_in_for else []
        return ". ".join(notes)

    def ways(member: Member) -> list[str | Cell]:
        if not lead:
            return []
        if member.until is not None:
            return ["", ""]
        change = f"{reverse('restricted:add_member', args=[row.pk])}?member={member.user_id}"
        return [Cell(f"Change {member.user}", change),
                Cell("End it", reverse("restricted:end_member", args=[row.pk, member.user_id]))]  # fmt: skip

    partners = dict(kind_of(row.kind).partners)
    columns = [Column("Name"), Column("Part"), Column("Since"), Column("Note")]
    return Table(
        "Members",
        [*columns, Column("Change"), Column("End")] if lead else columns,
        [
            [str(each.user), Part(each.part).label, formats.moment(each.since), standing(each), *ways(each)]
            for each in queries.members(row.pk)
        ],
    )


def _looks_table(looks: list[Any]) -> Table:
    return Table(
        "Who looked",
        [Column("When"), Column("Who"), Column("At what"), Column("As")],
        [[formats.moment(each.at), str(each.user), each.what, Part(each.part).label] for each in looks],
    )


def _glasses(row: RestrictedSpace, now: Any) -> list[dict[str, Any]]:
    return [
        {
            "words": f"{each.user}, {formats.moment(each.at)} until {formats.moment(each.ended_at or each.ends_at)}",
            "reason": each.reason,
            "end": reverse("restricted:end_glass", args=[row.pk, each.pk])
            if glass_is_open(ends_at=each.ends_at, ended_at=each.ended_at, now=now)
            else "",
        }
        for each in queries.glasses(row.pk)
    ]


def _step(request: Request, form: Form, words: dict[str, Any], do: Callable[[dict[str, Any]], tuple[str, str]]) -> Any:
    """One page with one form. 422 when it was refused."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                said, where = do(form.cleaned_data)
            except NotPermitted:
                raise
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, said)
                return redirect(where)
    return render(request, "restricted/step.html", {"form": form, **words}, status=status)


def _lead(request: Request, restricted_id: int) -> RestrictedSpace:
    row, part = _about(request, restricted_id)
    if part is not Part.LEAD:
        raise NotPermitted(operations.LEAD_ONLY)
    return row


@requires(RestrictedPermission.ENTER)
@both
def add_member(request: Request, restricted_id: int) -> HttpResponse:
    """With `?member=` what is on record of one stands in the form, to be changed."""
    row = _lead(request, restricted_id)
    now = list(queries.members_of(row.pk))
    known = next((each for each in now if str(each.user_id) == request.GET.get("member")), None)
    initial = {}
    if known is not None:
        initial = {"email": known.user.email, "part": known.part, "partner": known.partner,
                   "stands_in_for": str(known.stands_in_for_id or "")}  # fmt: skip
    form = forms.MemberForm(
        request.POST or None, initial=initial, members=[(str(each.user_id), str(each.user)) for each in now],
        partners=list(kind_of(row.kind).partners),
    )  # fmt: skip
    back = reverse("restricted:space", args=[row.pk])

    def do(given: dict[str, Any]) -> tuple[str, str]:
        stands_in = int(given["stands_in_for"]) if given["stands_in_for"] else None
        operations.name_member(
            restricted_id=row.pk, user_id=given["email"].pk, part=given["part"], stands_in_for_id=stands_in,
            partner=given.get("partner", ""), by=request.actor, at=real_now(),
        )  # fmt: skip
        return f"{given['email']} is a member of {row.reference}.", back

    title, button = ("Change a member", "Save") if known is not None else ("Name a member", "Name them")
    words = {"title": title, "caption": row.reference, "button": button, "back": back, "warning": ""}
    return _step(request, form, words, do)


@requires(RestrictedPermission.ENTER)
@both
def end_member(request: Request, restricted_id: int, user_id: int) -> HttpResponse:
    row = _lead(request, restricted_id)
    member = queries.members(row.pk).filter(user_id=user_id, until=None).first()
    if member is None:
        raise Http404
    back = reverse("restricted:space", args=[row.pk])

    def do(given: dict[str, Any]) -> tuple[str, str]:
        operations.end_member(
            restricted_id=row.pk, user_id=user_id, reason=given["reason"], by=request.actor, at=real_now()
        )
        return f"{member.user} is no member of {row.reference} any more.", back

    words = {"title": f"End the membership of {member.user}", "caption": row.reference, "button": "End it",
             "back": back, "warning": ""}  # fmt: skip
    return _step(request, forms.EndForm(request.POST or None), words, do)


@requires(RestrictedPermission.BREAK_GLASS)
@both
def break_glass(request: Request, restricted_id: int) -> HttpResponse:
    row, _ = _about(request, restricted_id)
    back = reverse("restricted:space", args=[row.pk])

    def do(given: dict[str, Any]) -> tuple[str, str]:
        glass = operations.break_glass(restricted_id=row.pk, reason=given["reason"], by=request.actor, at=real_now())
        until = formats.moment(glass.ends_at)
        return f"You can read {row.reference} until {until}. The lead and the data guardian were told.", back

    warning = "You can read it for four hours. The lead of the space and the data guardian are told at once."
    words = {"title": "Break the glass", "caption": row.reference, "button": "Break the glass", "back": back,
             "warning": warning}  # fmt: skip
    return _step(request, forms.GlassForm(request.POST or None), words, do)


@requires(RestrictedPermission.ENTER)
@require_POST
def end_glass(request: Request, restricted_id: int, glass_id: int) -> HttpResponse:
    row, _ = _about(request, restricted_id)
    try:
        found = Glass.objects.get(pk=glass_id, restricted=row)
    except Glass.DoesNotExist as error:
        raise Http404 from error
    operations.end_glass(glass_id=found.pk, by=request.actor, at=real_now())
    messages.success(request, "The access is ended.")
    return redirect("restricted:space", row.pk)
