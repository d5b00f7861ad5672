"""Posts that own actions: who holds them, which are vacant, and handing one over with all its open work."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_now
from throughline.foundation.ui.parts import Cell, Column, Table
from throughline.office.actions import forms, operations
from throughline.office.actions.permissions import ActionsPermission
from throughline.office.actions.views.action import both, crumbs
from throughline.office.actions.views.steps import Words, step
from throughline.office.partnership import api as partnership

MANAGE = ActionsPermission.MANAGE


@requires(MANAGE)
@require_safe
def posts(request: Request) -> HttpResponse:
    rows = list(partnership.posts())
    table = Table(
        "Posts",
        [Column("Post"), Column("Where"), Column("Holder"), Column("Deputy"), Column("Answers for all of it")],
        [
            [
                Cell(post.title, reverse("actions:post", args=[post.pk])),
                str(post.organisation or post.group),
                str(post.holder or "vacant"),
                str(post.deputy or "none"),
                "yes" if post.leads else "no",
            ]
            for post in rows
        ],
    )
    return render(request, "actions/posts.html", {"crumbs": crumbs(), "table": table if rows else None})


@requires(MANAGE)
@both
def post(request: Request, post_id: int) -> HttpResponse:
    """Another holder, or none; the post's open actions go with it."""
    found = partnership.posts().filter(pk=post_id).first()
    if found is None:
        raise Http404
    back = reverse("actions:posts")
    initial = {
        "holder": found.holder.email if found.holder else "", "deputy": found.deputy.email if found.deputy else ""
    }  # fmt: skip

    def do(given: Mapping[str, Any]) -> tuple[str, str]:
        holder, deputy = given["holder"], given["deputy"]
        moved = operations.fill_post_and_move_work(
            post_id=post_id, holder_id=holder.pk if holder else None, deputy_id=deputy.pk if deputy else None,
            reason=given["reason"], by=request.actor, at=business_now(),
        )  # fmt: skip
        who = str(holder) if holder else "vacant"
        return f"{found.title} is {'now held by ' if holder else ''}{who}. {moved} open actions moved with it.", back

    words = Words(
        "Who holds this post?", f"{found.title}, {found.organisation or found.group}", "Save", back,
        intro="Every open action of the post goes to its new holder. Left vacant, its deputy acts.",
    )  # fmt: skip
    return step(request, forms.PostForm(request.POST or None, initial=initial), words, do)
