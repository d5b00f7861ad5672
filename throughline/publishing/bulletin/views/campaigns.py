"""Campaign kits, and what the channels reached."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.foundation.access.gate import requires
from throughline.foundation.access.http import Request
from throughline.foundation.access.operations import Refused
from throughline.foundation.clock import business_today, real_now
from throughline.foundation.ui import formats
from throughline.foundation.ui.parts import Card, Column, Table
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.bulletin import forms
from throughline.publishing.bulletin.models import CampaignKit, KitPost
from throughline.publishing.bulletin.operations import campaigning
from throughline.publishing.bulletin.permissions import BulletinPermission
from throughline.publishing.bulletin.presenters.office import crumbs
from throughline.publishing.bulletin.queries import campaigns
from throughline.publishing.bulletin.views.steps import Given, Words, sent, sent_files, step

WRITE = BulletinPermission.WRITE
both = require_http_methods(["GET", "HEAD", "POST"])


@requires(WRITE)
@require_safe
def listing(request: Request) -> HttpResponse:
    page = Paginator(campaigns.kits(), 20).get_page(request.GET.get("page"))
    cards = [
        Card(
            kit.title,
            reverse("bulletin:kit", args=[kit.pk]),
            formats.day_range(kit.first, kit.last),
            f"{kit.posted} of {kit.total} posts are out" if kit.total else "No posts yet",
        )
        for kit in page
    ]
    rows = [
        (f"{row.channel}, {formats.month(row.month)}", formats.number(row.followers), formats.number(row.views))
        for row in campaigns.channel_counts()[:60]
    ]
    columns = [Column("Channel and month"), Column("Followers", numeric=True), Column("Views", numeric=True)]
    context = {
        "cards": cards,
        "page_obj": page,
        "crumbs": crumbs(),
        "channels": Table("Followers and views", columns, rows) if rows else None,
    }
    return render(request, "bulletin/kits.html", context)


def _kit(kit_id: int) -> CampaignKit:
    try:
        return campaigns.kit(kit_id)
    except CampaignKit.DoesNotExist as error:
        raise Http404 from error


@requires(WRITE)
@require_safe
def kit(request: Request, kit_id: int) -> HttpResponse:
    row = _kit(kit_id)
    posts = [
        {
            "id": post.pk,
            "day": formats.weekday(post.day),
            "channel": post.channel,
            "text": post.text,
            "who": post.who,
            "posted": f"Posted, says {post.posted_by}, {formats.day(localtime(post.posted_at))}"
            if post.posted_at
            else "",
        }
        for post in row.posts.all()
    ]
    above = crumbs(NavigationItem("Campaigns", reverse("bulletin:kits")))
    return render(
        request,
        "bulletin/kit.html",
        {"kit": row, "days": formats.day_range(row.first, row.last), "posts": posts, "crumbs": above},
    )


@requires(WRITE)
@both
def write(request: Request, kit_id: int | None = None) -> HttpResponse:
    row = _kit(kit_id) if kit_id is not None else None
    names = ("title", "says", "first", "last", "link")
    form = forms.KitForm(
        sent(request), sent_files(request), initial={name: getattr(row, name) for name in names} if row else {}
    )
    back = reverse("bulletin:kit", args=[row.pk]) if row else reverse("bulletin:kits")

    def do(given: Given) -> tuple[str, str]:
        words = campaigning.KitWords(**{name: given[name] for name in (*names, "poster")})
        kept = campaigning.write_kit(kit_id=kit_id, words=words, by=request.actor, at=real_now())
        return "The kit is kept.", reverse("bulletin:kit", args=[kept.pk])

    return step(request, form, Words("Change the kit" if row else "New campaign kit", "Campaigns", "Save", back), do)


@requires(WRITE)
@both
def new_post(request: Request, kit_id: int) -> HttpResponse:
    row = _kit(kit_id)
    back = reverse("bulletin:kit", args=[row.pk])

    def do(given: Given) -> tuple[str, str]:
        campaigning.add_post(
            kit_id=row.pk,
            day=given["day"],
            channel=given["channel"],
            text=given["text"],
            who=given["who"],
            by=request.actor,
            at=real_now(),
        )
        return "The post is in the kit. Nothing is posted by itself.", back

    form = forms.PostForm(sent(request), initial={"day": row.first})
    return step(request, form, Words("Add a post", row.title, "Add it", back), do)


@requires(WRITE)
@require_POST
def posted(request: Request, kit_id: int, kit_post_id: int) -> HttpResponse:
    try:
        campaigning.mark_posted(kit_id=kit_id, post_id=kit_post_id, by=request.actor, at=real_now())
    except KitPost.DoesNotExist as error:
        raise Http404 from error
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("bulletin:kit", kit_id=kit_id)


@requires(WRITE)
@both
def channels(request: Request) -> HttpResponse:
    back = reverse("bulletin:kits")

    def do(given: Given) -> tuple[str, str]:
        campaigning.record_channel(**given, by=request.actor, at=real_now())
        return "The month is kept.", back

    form = forms.ChannelForm(sent(request), initial={"month": business_today()})
    words = Words("Enter followers and views", "Campaigns", "Save", back, intro="Entered again, a month is replaced.")
    return step(request, form, words, do)
