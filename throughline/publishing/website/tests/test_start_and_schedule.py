"""Where a signed-in person starts, and pages that come and go at their time."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from throughline.foundation.access.navigation import entries
from throughline.foundation.clock import real_now
from throughline.publishing.website.models import ContentPage, HomePage, PartnershipSite
from throughline.publishing.website.tasks import publish_scheduled


def cards(page: str) -> list[str]:
    return re.findall(r'tl-card__link" href="([^"]+)"', page)


def test_the_start_page_leads_to_what_the_roles_may_open(partnership: Any, sign_in: Any, actor: Any) -> None:
    for roles in (["business_unit"], ["editor"], ["practitioner"], []):
        page = sign_in(partnership, *roles, email=f"{'-'.join(roles) or 'none'}@start.example.org").get("/office/")
        assert page.status_code == 200
        held = [e for area in ("office", "account") for e in entries(area, actor(*roles))]
        assert cards(page.content.decode()) == [reverse(e.url_name) for e in held if e.url_name != "website:office"]
    assert cards(sign_in(partnership, "editor").get("/office/").content.decode())[:2] == ["/office/bulletin/", "/cms/"]


def test_somebody_unknown_is_asked_to_sign_in(medway: Client) -> None:
    answer = medway.get("/office/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/office/")


def test_a_page_comes_and_goes_at_its_time(medway: Client, medway_site: Any) -> None:
    home = HomePage.objects.get(pk=medway_site.site.root_page_id)
    now = real_now()
    page = home.add_child(instance=ContentPage(title="Week of action", slug="week", live=False))
    page.go_live_at, page.expire_at = now + timedelta(minutes=5), now + timedelta(days=7)
    revision = page.save_revision()
    revision.publish()
    publish_scheduled(now)
    assert medway.get("/week/").status_code == 404
    revision.refresh_from_db()
    revision.approved_go_live_at = now - timedelta(minutes=1)
    revision.content["go_live_at"] = (now - timedelta(minutes=1)).isoformat()
    revision.save()
    publish_scheduled(now)
    assert medway.get("/week/").status_code == 200
    ContentPage.objects.filter(pk=page.pk).update(expire_at=now - timedelta(seconds=1))
    publish_scheduled(now)
    assert medway.get("/week/").status_code == 404


@pytest.mark.slow
def test_make_site_makes_nothing_twice(
    partnership: Any,
    other_partnership: Any,
    capsys: Any,
) -> None:
    call_command("make_site", all=True)
    call_command("make_site", "medway")
    made = (
        "site, For children and young people, For parents and carers, For professionals, About us, Publications,"
        " Worried about a child?, Contact us, Accessibility statement, Privacy notice, Cookies, Library, News made"
    )
    assert capsys.readouterr().out.splitlines() == [f"kent: {made}", f"medway: {made}", "medway: nothing to make"]
    assert PartnershipSite.objects.count() == 2
