"""Public pages drawn from the office's records."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from throughline.foundation.access.gate import public
from throughline.foundation.access.http import Request
from throughline.foundation.clock import business_today
from throughline.foundation.ui.site import NavigationItem
from throughline.publishing.bulletin import api as bulletin
from throughline.publishing.website import learning_themes, records

HOME = NavigationItem("Home", "/")


@public
def partnership(request: Request) -> HttpResponse:
    who = records.who(request.GET.get("sector", ""), area=request.partnership.area)
    return render(request, "website/partnership.html", {"who": who, "breadcrumbs": [HOME]})


@public
def groups(request: Request) -> HttpResponse:
    structure = records.structure(title=f"How {request.partnership.name} is built")
    return render(request, "website/groups.html", {"structure": structure, "breadcrumbs": [HOME, _about()]})


@public
def group(request: Request, slug: str) -> HttpResponse:
    found = records.group(slug)
    if found is None:
        raise Http404("There is no such group.")
    above = [HOME, _about(), NavigationItem("Groups", reverse("website:groups"))]
    enters = bulletin.enters_messages_at(request.actor, slug)
    return render(request, "website/group.html", {"group": found, "breadcrumbs": above, "enters": enters})


@public
def priorities(request: Request) -> HttpResponse:
    aims = records.aims(business_today(), year_starts=request.partnership.report_year_starts)
    return render(
        request,
        "website/priorities.html",
        {"aims": aims, "empty": records.NO_PRIORITIES, "breadcrumbs": [HOME]},
    )


@public
def learning(request: Request) -> HttpResponse:
    return render(
        request,
        "website/learning.html",
        {"reviews": records.published_reviews(business_today()), "empty": records.NO_REVIEWS, "breadcrumbs": [HOME]},
    )


@public
def themes(request: Request) -> HttpResponse:
    above = [HOME, NavigationItem("Learning from reviews", reverse("website:learning"))]
    themes = learning_themes.learning_themes(business_today())
    return render(request, "website/themes.html", {"themes": themes, "breadcrumbs": above})


def _about() -> NavigationItem:
    return NavigationItem("About the partnership", reverse("website:partnership"))
