"""The template variable `site` of every page: the frame that throughline.foundation.ui.site describes.

It works on any page, the sign-in library's and error pages included, and where no partnership is loaded.
"""

import functools
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_urlconf, reverse

from throughline.foundation.access.actors import ANONYMOUS, Actor
from throughline.foundation.access.navigation import entries
from throughline.foundation.clock import business_now, business_today, real_now
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.ui.formats import day
from throughline.foundation.ui.site import NavigationItem, Site
from throughline.publishing.website import frame

NOBODY = Site(name="Throughline", short_name="Throughline")
OFFICE = "/office/"


def site(request: HttpRequest) -> dict[str, Any]:
    """Worked out once a request."""
    found = getattr(request, "_site", None)
    if found is None:
        found = request._site = site_of(request)  # type: ignore[attr-defined]
    return {"site": found}


def moment_shown() -> datetime:
    """The business moment that a page shows its records at, for blocks, which have no view of their own."""
    return business_now()


def today_shown() -> date:
    """The business day, likewise."""
    return business_today()


def moment_kept() -> datetime:
    """The real moment, for what is kept because a page was published."""
    return real_now()


def site_of(request: HttpRequest) -> Site:
    partnership: Partnership | None = getattr(request, "partnership", None)
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    if partnership is None:
        return NOBODY
    facts = frame.frame_of(partnership)
    return Site(
        name=partnership.name,
        short_name=partnership.short_name or partnership.area,
        demonstration=settings.DEMONSTRATION,
        worried_phone=facts.worried_phone,
        out_of_hours_phone=facts.out_of_hours_phone,
        police_phone=facts.police_phone,
        emergency_phone=facts.emergency_phone,
        navigation=_menu("office", actor, request.path)
        if request.path.startswith(OFFICE)
        else _menu("public", actor, request.path, frame.menu_pages(partnership)),
        account_links=_account_links(actor, request.path),
        footer_links=tuple(
            NavigationItem(label, url, current=url == request.path) for label, url in frame.footer_links()
        ),
        partnerships=_switcher(request, partnership),
        picture=_address("website:picture", get_urlconf()),
        as_at_note=f"This site stands at {day(business_today())}." if settings.AS_AT else "",
    )


def _menu(area: str, actor: Actor, path: str, pages: Sequence[tuple[str, str]] = ()) -> tuple[NavigationItem, ...]:
    links = _entries(area, actor, get_urlconf())
    links += [each for each in pages if each[1] not in {url for _, url in links}]
    # The entry whose address begins the page's own, the longest of them: the section that the page is in.
    inside = max((url for _, url in links if path.startswith(url)), key=len, default="")
    return tuple(NavigationItem(label, url, current=url == inside) for label, url in links)


_kept: dict[tuple[object, ...], list[tuple[str, str]]] = {}


def _entries(area: str, actor: Actor, urlconf: str | None) -> list[tuple[str, str]]:
    """Entries and addresses, worked out once for those who hold the same roles; `urlconf` is another in some tests."""
    key = (area, actor.signed_in, actor.system, actor.roles, urlconf)
    if key not in _kept:
        _kept[key] = [(entry.label, _address(entry.url_name, urlconf)) for entry in entries(area, actor)]
    return list(_kept[key])


@functools.cache
def _address(name: str, urlconf: str | None) -> str:
    """It stays the same for as long as the site runs; `urlconf` is another in some tests."""
    return reverse(name, urlconf)


def _account_links(actor: Actor, path: str) -> tuple[NavigationItem, ...]:
    links = _menu("account", actor, path)
    if not actor.signed_in:
        url = _address("account_login", get_urlconf())
        return (*links, NavigationItem("Sign in", url, current=path == url))
    return links


def _switcher(request: HttpRequest, partnership: Partnership) -> tuple[NavigationItem, ...]:
    """Every partnership of the demonstration on its own host, with the port kept."""
    if not settings.DEMONSTRATION:
        return ()
    _, colon, port = request.get_host().rpartition(":")
    port = port if colon and port.isdigit() else ""
    return tuple(
        NavigationItem(
            area, f"{request.scheme}://{host}{':' + port if port else ''}/", current=partnership_id == partnership.pk
        )
        for partnership_id, area, host in frame.hosts()
    )
