"""Finding what is there: the search, the feed of news, the sitemap."""

from datetime import datetime, time
from xml.sax.saxutils import escape

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.access.navigation import entries
from throughline.foundation.clock import business_now
from throughline.foundation.links import api as links
from throughline.foundation.ui import formats
from throughline.foundation.ui.formats import LONDON
from throughline.foundation.ui.parts import Card
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.website import queries
from throughline.publishing.website.findable import findable

ON_A_PAGE = 20
LONGEST = 200


@public
@require_safe
def search(request: Request) -> HttpResponse:
    """Over everything that anybody may read here; `kind` narrows. What it does not understand narrows nothing. Who is
    signed in finds records of the office as well, as far as they may see them."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    kinds = queries.kinds_found()
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    page = Paginator(queries.search(words, kind) if words else [], ON_A_PAGE).get_page(request.GET.get("page"))
    cards = [
        Card(
            row.title, row.url, text=row.summary, note=formats.day(row.day) if row.day else "", tag=row.kind,
            tag_colour="grey",
        )
        for row in page
    ]  # fmt: skip
    return render(
        request,
        "website/search.html",
        {
            "breadcrumbs": [NavigationItem("Home", "/")],
            "words": words,
            "kinds": [("", "Everything", not kind), *((each, each, each == kind) for each in kinds)],
            "count": page.paginator.count,
            "cards": cards,
            "results": page,
            "query": f"{urlencode({'q': words, 'kind': kind})}&",
            "office": _office(request.actor, words, {row.url for row in page}) if page.number == 1 and not kind else [],
        },
    )


def _office(actor: Actor, words: str, shown: set[str]) -> list[Card]:
    """Records by their names, without those that stand among the pages."""
    if not actor.signed_in:
        return []
    return [
        Card(
            named.title, named.url or reverse("links:thread", args=[ref.kind, ref.id]), note=named.note, tag=label,
            tag_colour="blue",
        )
        for label, ref, named in links.find(actor, words) if not named.url or named.url not in shown
    ]  # fmt: skip


@public
@require_safe
def news_feed(request: Request) -> HttpResponse:
    """Atom."""
    host = f"{request.scheme}://{request.get_host()}"
    made = Atom1Feed(
        title=f"News of {request.partnership.name}", link=f"{host}/news/", description="News.",
        feed_url=f"{host}{request.path}", language="en-gb",
    )  # fmt: skip
    for item in queries.latest_news(request.partnership, 50):
        url = f"{host}/news/{item.slug}/"
        made.add_item(
            title=item.title, link=url, description=item.introduction or item.title, unique_id=url,
            updateddate=item.last_published_at or datetime.combine(item.day, time(), LONDON),
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@public
@require_safe
def sitemap(request: Request) -> HttpResponse:
    """Every public page: the editors', the menu's, and what the search finds."""
    host = f"{request.scheme}://{request.get_host()}"
    days = dict(queries.public_addresses(request.partnership))
    for entry in entries("public", request.actor):
        days.setdefault(reverse(entry.url_name), None)
    for each in findable(business_now()):
        days.setdefault(each.url.split("#")[0], each.day)
    lines = [
        f"<url><loc>{escape(host + path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for path, day in days.items()
    ]
    body = "".join(
        ['<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', *lines,
         "</urlset>\n"]
    )  # fmt: skip
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
