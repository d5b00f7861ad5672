"""The pages drawn from the records: Medway's real year and Kent's few facts, side by side."""

import html
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

DEMONSTRATION = Path(settings.ROOT) / "throughline" / "demonstration"
RECORD_PAGES = ["/partnership/", "/partnership/groups/", "/priorities/", "/learning/"]
STANDARD_PAGES = ["/worried-about-a-child/", "/contact/", "/accessibility-statement/", "/privacy/", "/cookies/"]
PUBLIC_PAGES = ["/", *RECORD_PAGES, *STANDARD_PAGES]


def text_of(answer: Any) -> str:
    """What a reader sees of the page's main part, in one line."""
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)
    assert main is not None
    drawn = re.sub(r"<svg.*?</svg>", " ", main[0], flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", drawn)).split())


def links_in(answer: Any, part: str) -> list[str]:
    found = re.search(rf"<{part}.*?</{part}>", answer.content.decode(), re.DOTALL)
    assert found is not None
    return re.findall(r'href="([^"]+)"', found[0])


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Both folders, loaded once for the module, in a transaction that ends with it."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        for folder in ("medway-2023-24", "kent"):
            call_command("load_partnership", str(DEMONSTRATION / folder), stdout=StringIO())
        call_command("make_site", all=True, stdout=StringIO())
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def browse(loaded: None, db: None) -> Callable[[str], Client]:
    return lambda slug: Client(headers={"host": f"{slug}.localhost"})


def test_who_the_partnership_is(browse: Any) -> None:
    text = text_of(browse("medway").get("/partnership/"))
    for fact in (
        "Medway Safeguarding Children Partnership", "Towns Chatham, Gillingham, Rochester, Strood and Rainham",
        "Former and other names Medway Safeguarding Children Board", "Strategic plan 2023-2025",
        "Medway Council (Local authority) Kent Police (Police) NHS Kent and Medway (Health)", "01634 336329", "All 25",
        "HMYOI Cookham Wood Secure estate Subgroups; secure estate subgroup",
    ):  # fmt: skip
        assert fact in text, fact


def test_agencies_are_filtered_by_sector_through_plain_links(browse: Any) -> None:
    medway = browse("medway")
    health = text_of(medway.get("/partnership/?sector=health"))
    assert "Health: 8 of 25" in health
    assert ("NELFT" in health, "Mid Kent College" in health) == (True, False)
    assert "No agency of that sector is on record." in text_of(medway.get("/partnership/?sector=%3Cscript%3E"))
    assert "<script>" not in medway.get("/partnership/?sector=%3Cscript%3E").content.decode().split("<main")[1]


def test_the_structure_is_drawn_and_listed(browse: Any) -> None:
    answer = browse("medway").get("/partnership/groups/")
    page = answer.content.decode()
    assert page.count("<svg") == 2
    assert " style=" not in page
    assert re.findall(r'<h2 class="govuk-heading-m">(.*?)</h2>', page.split("<footer")[0])[:7] == [
        "Lead safeguarding partners",
        "Delegated safeguarding partners",
        "Subgroups",
        "Boards",
        "Working groups",
        "Networks",
        "Related bodies",
    ]
    text = text_of(answer)
    assert (
        "Joint Exploitation Group (JEG) . Joint with Kent Safeguarding Children Multi-Agency Partnership and Kent and"
        " Medway Safeguarding Adults Board"
    ) in text
    assert len([link for link in links_in(answer, "main") if link.startswith("/partnership/groups/")]) == 14


def test_a_group_has_a_page_and_another_partnerships_has_none_here(browse: Any) -> None:
    medway, kent = browse("medway"), browse("kent")
    learning = "/partnership/groups/learning-lessons/"
    assert "monitors action plans from reviews and audits" in text_of(medway.get(learning))
    elsewhere, nowhere = kent.get(learning), kent.get("/partnership/groups/there-is-none/")
    assert (elsewhere.status_code, nowhere.status_code) == (404, 404)
    assert elsewhere.content == nowhere.content
    joint = "/partnership/groups/joint-exploitation-group/"
    assert "Medway Safeguarding Children Partnership" in text_of(kent.get(joint))


def test_priorities_show_next_years_commitments_of_priorities_and_sections(browse: Any, settings: Any) -> None:
    text = text_of(browse("medway").get("/priorities/"))
    assert "what we commit ourselves to in 2024-25" in text
    assert "3. Domestic abuse In 2024-25 we will: Review the partnership's domestic abuse training" in text
    assert "Scrutiny In 2024-25 we will: Engage a new independent scrutineer" in text


def test_learning_shows_published_reviews_and_what_changed(browse: Any) -> None:
    text = text_of(browse("medway").get("/learning/"))
    assert text.index("Jones family") < text.index("Isabel") < text.index("George")
    assert "Local child safeguarding practice review, published September 2023." in text
    assert "Maternity did-not-attend policy Revised policy in force" in text
    assert text.count("No change in practice has been recorded yet.") == 2


def test_kent_says_what_it_has_not_published_and_shows_nothing_of_medway(browse: Any) -> None:
    kent = browse("kent")
    pages = {path: text_of(kent.get(path)) for path in PUBLIC_PAGES}
    assert "No priorities have been published yet." in pages["/priorities/"]
    assert "No reviews have been published yet." in pages["/learning/"]
    assert (
        "Kent County Council (Local authority) Kent Police (Police) NHS Kent and Medway (Health)"
        in (pages["/partnership/"])
    )
    medways = ("Medway Council", "01634", "MSCP", "Isabel", "Learning Lessons", "PMQA", "Domestic abuse", "NELFT")
    assert [(path, word) for path, text in pages.items() for word in medways if word in text] == []


@pytest.mark.parametrize(("slug", "path"), [(s, p) for s in ("medway", "kent") for p in PUBLIC_PAGES])
def test_every_public_page_has_the_numbers_sets_no_cookie_and_asks_little(browse: Any, slug: str, path: str) -> None:
    reader = browse(slug)
    with CaptureQueriesContext(connection) as asked:
        answer = reader.get(path)
    assert answer.status_code == 200
    block = re.search(r'<section class="tl-worried".*?</section>', answer.content.decode(), re.DOTALL)
    assert block is not None
    local = ["tel:01634334466"] if slug == "medway" else []
    assert re.findall(r'href="(tel:\d+)"', block[0]) == ["tel:999", *local, "tel:101"]
    assert dict(answer.cookies) == {}
    assert len(asked) <= 10, [query["sql"] for query in asked]
    assert [query["sql"] for query in asked if "django_session" in query["sql"]] == []


@pytest.mark.parametrize("slug", ["medway", "kent"])
def test_every_link_of_menu_and_foot_leads_somewhere(browse: Any, slug: str) -> None:
    reader = browse(slug)
    for path in PUBLIC_PAGES:
        answer = reader.get(path)
        links = {link for part in ("header", "main", "footer") for link in links_in(answer, part)}
        inside = sorted(link.split("#")[0] for link in links if link.startswith("/"))
        assert {link: reader.get(link).status_code for link in inside} == dict.fromkeys(inside, 200)


def test_the_home_page_draws_on_the_records(browse: Any, settings: Any) -> None:
    from datetime import datetime

    settings.AS_AT = datetime.fromisoformat("2024-02-05T09:00:00+00:00")
    text = text_of(browse("medway").get("/"))
    assert "A child is in danger now 999" in text
    assert "Domestic Homicide Review event with Medway Council" in text
    assert text.count("See all training") == 1
    assert "Violence against women and girls" in text
    assert "Jones family" in text


def test_the_page_on_cookies_names_those_of_the_settings(browse: Any) -> None:
    text = text_of(browse("medway").get("/cookies/"))
    assert "sessionid Knows that it is you, from signing in until you sign out. 12 hours at most" in text
    assert "csrftoken" in text
