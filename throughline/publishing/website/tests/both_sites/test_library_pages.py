"""Editors write the library's documents at /cms/: real requests; what readers get of it; another's rows stay away."""

from datetime import date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from PIL import Image as Picture

from throughline.foundation.documents.tests import hostile
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Space, SpacePartnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.publishing.library.models import Version
from throughline.publishing.website.models import (
    ContentPage,
    DocumentPage,
    HomePage,
    LibraryPage,
    NewsListPage,
    NewsPage,
    PartnershipSite,
    SiteDocument,
    SiteImage,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("lenient_templates"),
    pytest.mark.filterwarnings("ignore:Unclosed file <tempfile:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
TODAY = date(2024, 2, 5)


@pytest.fixture
def editor(partnership: Any, medway_site: PartnershipSite, sign_in: Any, settings: Any, tmp_path: Any) -> Client:
    settings.MEDIA_ROOT = tmp_path
    return sign_in(partnership, "editor")


def shelf(site: PartnershipSite) -> LibraryPage:
    return LibraryPage.objects.descendant_of(HomePage.objects.get(pk=site.site.root_page_id)).get()


def form(**more: str) -> dict[str, str]:
    """The form of a document with one section."""
    return {
        "title": "Bruising in babies", "slug": "bruising", "kind": "briefing", "summary": "What to do.",
        "version": "1.0", "what_changed": "", "approved_by": "", "approved_on": "", "joint_with": "",
        "document_owner": "Policy group", "owner_email": "", "audience": "Everybody", "theme": "", "review_on": "",
        "video_url": "", "transcript": "", "search_description": "",
        "sections-count": "1", "sections-0-deleted": "", "sections-0-order": "0", "sections-0-type": "section",
        "sections-0-id": "", "sections-0-value-heading": "When to refer",
        "sections-0-value-text": '{"blocks": [{"key": "a", "text": "At once.", "type": "unstyled", "depth": 0,'
        ' "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}',
        "files-count": "0",
    } | more  # fmt: skip


def written(editor: Client, site: PartnershipSite, **more: str) -> DocumentPage:
    address = f"/cms/pages/add/website/documentpage/{shelf(site).pk}/"
    assert editor.get(address).status_code == 200
    saved = editor.post(address, form(**more))
    assert saved.status_code == 302, saved.content.decode()[-4000:]
    return DocumentPage.objects.get(slug=more.get("slug", "bruising"))


def test_an_editor_writes_publishes_and_supersedes(editor: Client, medway_site: Any, medway: Client) -> None:
    page = written(editor, medway_site)
    edit = f"/cms/pages/{page.pk}/edit/"
    assert medway.get("/library/bruising/").status_code == 404
    assert "At once." in editor.get(f"/cms/pages/{page.pk}/view_draft/").content.decode()
    assert editor.post(edit, form(**{"action-publish": "yes"})).status_code == 302
    shown = medway.get("/library/bruising/").content.decode()
    assert "At once." in shown
    assert "Policy group" in shown
    changed = form(title="Bruising in babies under one", version="2.0", **{"action-publish": "yes"})
    assert editor.post(edit, changed).status_code == 302
    assert "under one" in medway.get("/library/bruising/").content.decode()
    assert "was superseded on" in medway.get("/library/bruising/versions/1/").content.decode()
    again = editor.post(edit, form(**{"action-publish": "yes"}))
    assert again.status_code == 200
    assert "Version 1.0 was superseded" in again.content.decode()
    assert editor.post(f"/cms/pages/{page.pk}/unpublish/").status_code == 302
    assert medway.get("/library/bruising/").status_code == 404


def test_what_a_documents_page_does_not_take(editor: Client, medway_site: Any) -> None:
    page = written(editor, medway_site)
    edit = f"/cms/pages/{page.pk}/edit/"
    for wrong, words in (
        ({"approved_by": "Executive"}, "Say both which body"),
        ({"slug": "services"}, "The library uses this address itself"),
        ({"kind": "video"}, "Give the address of the video"),
        ({"expire_at": "2030-01-01 09:00"}, "A document is never taken off by a date"),
    ):
        answer = editor.post(edit, form(**wrong, **{"action-publish": "yes"}))
        assert answer.status_code == 200
        assert words in answer.content.decode()


def test_a_joint_document_is_one_text_for_both(
    editor: Client, medway_site: Any, kent_site: Any, partnership: Any, other_partnership: Any, medway: Client,
    kent: Client, sign_in: Any,
) -> None:  # fmt: skip
    space = Space.objects.create(kind=Space.Kind.JOINT, name="Kent and Medway")
    for each in (partnership, other_partnership):
        SpacePartnership.objects.create(space=space, partnership=each)
    stated = {"joint_with": str(space.pk), "approved_by": "Executive", "approved_on": "2024-02-01"}
    page = written(editor, medway_site, **stated)
    assert editor.post(f"/cms/pages/{page.pk}/edit/", form(**stated, **{"action-publish": "yes"})).status_code == 302
    assert (medway.get("/library/bruising/").status_code, kent.get("/library/bruising/").status_code) == (404, 404)
    with scope.activate(scope_of(other_partnership, TODAY)):
        version = Version.objects.get()
    officer = sign_in(other_partnership, "accountable_officer")
    address = f"/office/library/versions/{version.pk}/approve/"
    assert officer.get("/office/library/approvals/").status_code == 200
    approved = {"body": "Executive", "approved_on_day": "2", "approved_on_month": "2", "approved_on_year": "2024"}
    answer = officer.post(address, approved)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    for reader in (medway, kent):
        assert "At once." in reader.get("/library/bruising/").content.decode()
    kents = sign_in(other_partnership, "editor")
    assert kents.get(f"/cms/pages/{page.pk}/edit/").status_code == 404


def test_nobody_writes_in_another_partnerships_library(editor: Client, kent_site: Any, settings: Any) -> None:
    page = shelf(kent_site).add_child(instance=DocumentPage(title="Kent’s secret", slug="secret", live=False))
    before = DocumentPage.objects.count()
    answers = [
        editor.get(f"/cms/pages/{page.pk}/edit/"),
        editor.post(f"/cms/pages/{page.pk}/edit/", form(**{"action-publish": "yes"})),
        editor.get(f"/cms/pages/add/website/documentpage/{shelf(kent_site).pk}/"),
        editor.post(f"/cms/pages/add/website/documentpage/{shelf(kent_site).pk}/", form()),
        editor.post(f"/cms/pages/{page.pk}/delete/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    page.refresh_from_db()
    assert (page.title, page.live, DocumentPage.objects.count()) == ("Kent’s secret", False, before)


def test_another_partnerships_file_is_never_taken_along(
    editor: Client, medway_site: Any, kent_site: Any, medway: Client, partnership: Any
) -> None:
    from django.core.files.base import ContentFile

    theirs = SiteDocument.objects.create(
        title="Secret of Kent", file=ContentFile(b"secret", name="kent.txt"), collection=kent_site.collection
    )
    files = {
        "files-count": "1", "files-0-deleted": "", "files-0-order": "0", "files-0-type": "file", "files-0-id": "",
        "files-0-value": str(theirs.pk),
    }  # fmt: skip
    page = written(editor, medway_site, **files)
    editor.post(f"/cms/pages/{page.pk}/edit/", form(**files, **{"action-publish": "yes"}))
    with scope.activate(scope_of(partnership, TODAY)):
        assert Version.objects.get().files.count() == 0
    assert "Secret of Kent" not in medway.get("/library/bruising/").content.decode()


# ---- what editors send


@pytest.mark.parametrize(
    "address", ["/cms/documents/add/", "/cms/documents/multiple/add/", "/cms/documents/chooser/create/"]
)
def test_hostile_files_do_not_get_in(editor: Client, medway_site: Any, address: str) -> None:
    collection = str(medway_site.collection_id)
    sent = {
        "macro.docx": hostile.docx({"word/vbaProject.bin": b"x"}),
        "page.pdf": b"<html><script>alert(1)</script></html>",
        "tool.txt": b"MZ" + b"\0" * 200,
    }
    for name, content in sent.items():
        prefix = "document-chooser-upload-" if "chooser" in address else ""
        field = "files[]" if "multiple" in address else f"{prefix}file"
        editor.post(
            address,
            {f"{prefix}title": name, f"{prefix}collection": collection, "title": name, "collection": collection,
             field: SimpleUploadedFile(name, content)},
        )  # fmt: skip
    assert list(SiteDocument.objects.values_list("title", flat=True)) == []


def test_a_file_is_named_by_what_it_is(editor: Client, medway_site: Any) -> None:
    answer = editor.post(
        "/cms/documents/add/",
        {"title": "Notes", "collection": str(medway_site.collection_id),
         "file": SimpleUploadedFile("notes.html", b"plain words of a note")},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    assert SiteDocument.objects.get().filename.endswith(".txt")


def test_a_picture_that_is_none_does_not_get_in(editor: Client, medway_site: Any) -> None:
    out = BytesIO()
    Picture.new("RGB", (4, 3)).save(out, "GIF")
    gif = out.getvalue()
    for name in ("p.gif", "p.png"):
        editor.post(
            "/cms/images/add/",
            {"title": name, "collection": str(medway_site.collection_id), "file": SimpleUploadedFile(name, gif)},
        )
    assert SiteImage.objects.count() == 0


# ---- news, addresses, feeds, the map


def test_news_are_listed_and_fed(editor: Client, medway_site: Any, medway: Client) -> None:
    home = HomePage.objects.get(pk=medway_site.site.root_page_id)
    above = NewsListPage.objects.descendant_of(home).get()
    for day in (1, 2):
        above.add_child(instance=NewsPage(title=f"News {day}", slug=f"news-{day}", day=date(2024, 2, day)))
    listed = medway.get("/news/").content.decode()
    assert listed.index("News 2") < listed.index("News 1")
    assert medway.get("/news/news-1/").status_code == 200
    feed = medway.get("/news/feed.xml")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "http://medway.localhost/news/news-2/" in feed.content.decode()


def test_a_page_that_moves_is_found_at_its_old_address(
    editor: Client, medway_site: Any, kent_site: Any, medway: Client, kent: Client,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    home = HomePage.objects.get(pk=medway_site.site.root_page_id)
    page = home.add_child(instance=ContentPage(title="Help", slug="help"))
    page.add_child(instance=ContentPage(title="More", slug="more"))
    page.slug = "support"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    for old, new in (("/help/", "/support/"), ("/help/more/", "/support/more/")):
        answer = medway.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)
    assert medway.get("/support/").status_code == 200
    assert kent.get("/help/").status_code == 404
    page.unpublish()
    assert medway.get("/help/").status_code == 404


def test_an_editor_leads_old_addresses_on(
    editor: Client, medway_site: Any, kent_site: Any, medway: Client, kent: Client, sign_in: Any, partnership: Any
) -> None:
    page = "/office/addresses/"
    lead = lambda path, to: editor.post(page, {"path": path, "to": to})  # noqa: E731
    assert lead("about-mscp", "/training/").status_code == 422
    for path, to, said in (
        ("about us", "/training/", "as it stands after the name of the site"),
        ("/x/", "training", "or whole, with https://"),
        ("/x/", "//evil.example.org/", "or whole, with https://"),
        ("/x/", "javascript:alert(1)", "or whole, with https://"),
        ("/training/", "/news/", "A page of this site stands at /training/"),
        ("/news/", "/training/", "A page of this site stands at /news/"),
        ("/x/", "/x", "round in circles"),
    ):
        assert said in lead(path, to).content.decode()
    assert lead("https://old.example.org/downloads/policy.pdf?v=2", "/library/").status_code == 302
    assert lead("/poster", "https://www.example.org/a?b=c").status_code == 302
    assert lead("/short/", "/poster").status_code == 302
    assert "round in circles" in lead("/poster/", "/short/").content.decode()
    for old, new in (
        ("/downloads/policy.pdf", "/library/"), ("/poster/", "https://www.example.org/a?b=c"), ("/short/", "/poster/"),
    ):  # fmt: skip
        answer = medway.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)
        assert kent.get(old).status_code == 404
    shown = editor.get(page).content.decode()
    assert "/downloads/policy.pdf" in shown
    assert sign_in(partnership, "training_officer").get(page).status_code == 403
    editor.post(f"{page}forget/", {"path": "/poster/"})
    assert medway.get("/poster/").status_code == 404


def test_feeds_and_the_map_name_whole_addresses(editor: Client, medway_site: Any, medway: Client) -> None:
    page = written(editor, medway_site)
    editor.post(f"/cms/pages/{page.pk}/edit/", form(**{"action-publish": "yes"}))
    shared = medway.get("/library/bruising/").content.decode()
    assert '<meta property="og:title" content="Bruising in babies">' in shared
    assert '<meta property="og:image" content="http://medway.localhost/share.png">' in shared
    picture = medway.get("/share.png")
    assert Picture.open(BytesIO(picture.content)).size == (1200, 630)
    assert medway.get("/share.png", headers={"If-None-Match": picture["ETag"]}).status_code == 304
    assert "http://medway.localhost/library/bruising/" in medway.get("/library/feed.xml").content.decode()
    found = medway.get("/sitemap.xml").content.decode()
    for path in ("/", "/library/bruising/", "/news/", "/training/", "/children-and-young-people/"):
        assert f"<loc>http://medway.localhost{path}</loc>" in found
    assert "/office/" not in found
    assert "http://medway.localhost/sitemap.xml" in medway.get("/robots.txt").content.decode()


def test_the_menu_shows_pages_that_editors_put_there(medway_site: Any, medway: Client) -> None:
    page = medway.get("/children-and-young-people/").content.decode()
    assert "Exit this page" in page
    assert '<meta property="og:title" content="For children and young people">' in page
    for words in ("For children and young people", "For parents and carers", "For professionals", "News"):
        assert words in page


def test_the_demonstrations_library_is_loaded_once(
    medway_site: Any, kent_site: Any, partnership: Any, other_partnership: Any, medway: Client, kent: Client,
    settings: Any, capsys: Any,
) -> None:  # fmt: skip
    settings.DEMONSTRATION, settings.AS_AT = True, datetime(2024, 2, 5, 9, tzinfo=ZoneInfo("Europe/London"))
    type(partnership).objects.update(demonstration=True)
    space = Space.objects.create(kind=Space.Kind.JOINT, name="Kent and Medway")
    for each in (partnership, other_partnership):
        SpacePartnership.objects.create(space=space, partnership=each)
    for _ in range(2):
        call_command("load_demonstration_library")
    made = [line.rsplit(": ", 1)[1] for line in capsys.readouterr().out.splitlines()]
    assert made == ["18 entries", "0 entries", "0 entries", "0 entries"]
    for reader in (medway, kent):
        assert "Take it to the partnership" in reader.get("/library/escalation-policy/").content.decode()
        assert "Do not work by it" in reader.get("/library/escalation-policy/versions/1/").content.decode()
    assert kent.get("/library/isabel-briefing/").status_code == 404
    assert "Seeing where a baby sleeps" in medway.get("/library/comment/").content.decode()
