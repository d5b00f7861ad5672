"""The search: what readers may see and nothing else, on both databases. Needs the tables that only migrations make."""

from typing import Any

import pytest
from django.test import Client

from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.documents.api import place_of, save_content
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.partnership.models import AgencyInvolvement, Organisation, Post
from throughline.publishing.library import operations as library
from throughline.publishing.library import queries as library_queries
from throughline.publishing.library.extracting import text_of
from throughline.publishing.library.tests.conftest import AT, TODAY
from throughline.publishing.website.findable import findable
from throughline.publishing.website.operations import refresh_search

pytestmark = pytest.mark.slow


@pytest.fixture
def filled(partnership: Any, medway_site: Any, kent_site: Any, actor: Any, settings: Any, tmp_path: Any) -> Actor:
    """A briefing with a file about a heron, a policy that waits about an otter, a service."""
    settings.MEDIA_ROOT, settings.AS_AT = tmp_path, AT
    editor = actor("editor", email="editor@example.org")
    with scope.activate(scope_of(partnership, TODAY)):
        file = library.SentFile(save_content(b"The heron stands still."), "heron.txt", "Notes", "text/plain")
        for page, slug, kind, title in (
            (1, "birds", "briefing", "Birds by the river"),
            (2, "otter", "policy", "Otters"),
        ):
            library.publish_text(
                given=library.Text(
                    page=page, slug=slug, kind=kind, title=title, label="1",
                    sections=[library.Section("Where", "<p>Along the estuary.</p>")], files=[file] if page == 1 else [],
                ),
                today=TODAY, by=editor, at=AT,
            )  # fmt: skip
        words = library.ServiceWords("Estuary walks", "Walks", "Families", "Call", "Anybody")
        library.write_service(service_id=None, words=words, by=editor)
        for row in library_queries.unread_files(5):
            library.keep_text(file_id=row.pk, text=text_of(place_of(row.file), row.file.content_type), by=editor)
        refresh_search(found=findable(AT), by=editor)
    return editor


def found(reader: Client, query: str) -> list[str]:
    import re

    page = reader.get(f"/search/?{query}")
    assert page.status_code == 200
    return re.findall(r'tl-card__link" href="[^"]*">([^<]*)<', page.content.decode())


def test_titles_texts_and_files_are_found_and_kinds_narrow(filled: Actor, medway: Client, partnership: Any) -> None:
    assert found(medway, "q=heron") == ["Birds by the river"]
    assert found(medway, "q=birds") == ["Birds by the river"]
    assert sorted(found(medway, "q=estuary")) == ["Birds by the river", "Estuary walks"]
    assert found(medway, "q=estuary&kind=Service") == ["Estuary walks"]
    assert "For children and young people" in found(medway, "q=childline")
    assert found(medway, "q=heron+estuary") == ["Birds by the river"]
    assert found(medway, "q=") == []
    for odd in ('"', "heron%20AND", "a*)(", "'%20OR%201=1", "%E2%82%AC"):
        found(medway, f"q={odd}")
    assert medway.get("/search/?q=%00").status_code == 400


def test_who_runs_the_library_finds_what_waits_and_an_agency_what_it_is_asked(
    filled: Actor, medway: Client, sign_in: Any, partnership: Any
) -> None:
    with scope.activate(scope_of(partnership, TODAY)):
        agency = Organisation.objects.create(space_id=scope.current().home_id, name="School")
        AgencyInvolvement.objects.create(
            space_id=agency.space_id, organisation=agency, name="School", sector="education"
        )
        library.open_consultation(
            page=9, title="About herons", introduction="", sections=[library.Section("Nests", "<p>Twigs.</p>")],
            is_public=False, organisation_ids=[agency.pk], closes_on=TODAY, today=TODAY, by=filled,
        )  # fmt: skip
        asked, other = sign_in(partnership, email="asked@example.org"), sign_in(partnership, email="other@example.org")
        holder = User.objects.get(email="asked@example.org")
        Post.objects.create(space_id=agency.space_id, title="Head", organisation=agency, holder=holder)
    unit = sign_in(partnership, "business_unit")
    assert [found(each, "q=otters") for each in (medway, asked, unit)] == [[], [], ["Otters"]]
    assert found(unit, "q=estuary+otters")[-1] == "Otters"
    drafts = [found(each, "q=twigs+nests") for each in (medway, other, asked, unit)]
    assert drafts == [[], [], ["About herons"], ["About herons"]]
    assert found(unit, "q=otters&kind=Service") == []


def test_what_may_not_be_seen_is_not_found(filled: Actor, medway: Client, kent: Client, partnership: Any) -> None:
    assert found(medway, "q=otters") == []
    assert found(kent, "q=heron") == []
    with scope.activate(scope_of(partnership, TODAY)):
        library.withdraw(page=1, today=TODAY, by=filled, at=AT)
        assert refresh_search(found=findable(AT), by=filled) == 1
        assert refresh_search(found=findable(AT), by=filled) == 0
    assert found(medway, "q=heron") == []
