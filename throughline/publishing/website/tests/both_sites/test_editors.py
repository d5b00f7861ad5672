"""Editors write their own partnership's pages: real requests to /cms/, with another's rows that could leak."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.search import index as search_index

from throughline.foundation.access.models import RoleAssignment, User
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of
from throughline.publishing.website.models import ContentPage, HomePage, PartnershipSite

pytestmark = [
    pytest.mark.slow,  # searches need the tables that only migrations make
    pytest.mark.usefixtures("lenient_templates"),
    # Wagtail leaves the temporary file of a resized image to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file <tempfile:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SECRET = "Zzyzx draft of Kent"


def drawn(name: str) -> ImageFile:
    out = BytesIO()
    Picture.new("RGB", (40, 30), "navy").save(out, "PNG")
    return ImageFile(BytesIO(out.getvalue()), name=name)


@pytest.fixture
def kents_rows(kent_site: PartnershipSite) -> dict[str, Any]:
    """A draft page, an image and a document that only Kent's editors may know of."""
    rows = written(kent_site)
    for row in rows.values():
        search_index.insert_or_update_object(row)  # the worker's part
    return rows


def written(kent_site: PartnershipSite) -> dict[str, Any]:
    home = HomePage.objects.get(pk=kent_site.site.root_page_id)
    page = home.add_child(instance=ContentPage(title=SECRET, slug="zzyzx", live=False))
    image = get_image_model().objects.create(title=SECRET, file=drawn("zzyzx.png"), collection=kent_site.collection)
    document = get_document_model().objects.create(
        title=SECRET, file=ContentFile(b"secret", name="zzyzx.txt"), collection=kent_site.collection
    )
    return {"page": page, "image": image, "document": document}


@pytest.fixture
def editor(partnership: Any, medway_site: PartnershipSite, sign_in: Any) -> Client:
    return sign_in(partnership, "editor")


def test_who_may_enter_the_editors_tree(partnership: Any, medway_site: Any, sign_in: Any, medway: Client) -> None:
    anonymous = medway.get("/cms/")
    assert (anonymous.status_code, anonymous["Location"]) == (302, "/accounts/login/?next=/cms/")
    assert sign_in(partnership, "business_unit").get("/cms/").status_code == 403
    assert sign_in(partnership).get("/cms/").status_code == 403
    first_factor_alone = sign_in(partnership, "editor", email="one@example.org", second_factor=False).get("/cms/")
    assert (first_factor_alone.status_code, first_factor_alone["Location"]) == (
        302,
        "/me/second-factor/?next=%2Fcms%2F",
    )
    assert sign_in(partnership, "editor").get("/cms/").status_code == 200


def test_an_editor_of_one_partnership_is_nobody_in_the_other(
    partnership: Any, medway_site: Any, kent_site: Any, other_partnership: Any, sign_in: Any
) -> None:
    sign_in(partnership, "editor", email="medway-editor@example.org")
    on_kents_host = sign_in(other_partnership, email="medway-editor@example.org")
    assert on_kents_host.get("/cms/").status_code == 403


def test_another_partnerships_rows_do_not_exist(editor: Client, kents_rows: dict[str, Any], kent_site: Any) -> None:
    page, image, document = (kents_rows[kind].pk for kind in ("page", "image", "document"))
    home = kent_site.site.root_page_id
    addresses = [
        f"/cms/pages/{home}/",
        f"/cms/pages/{home}/results/",
        f"/cms/pages/{page}/edit/",
        f"/cms/pages/{page}/view_draft/",
        f"/cms/pages/{page}/history/",
        f"/cms/pages/{page}/usage/",
        f"/cms/pages/{page}/revisions/",
        f"/cms/pages/{page}/delete/",
        f"/cms/pages/{page}/copy/",
        f"/cms/pages/{page}/move/",
        f"/cms/pages/{page}/unpublish/",
        f"/cms/pages/{home}/add_subpage/",
        f"/cms/pages/add/website/contentpage/{home}/",
        f"/cms/choose-page/{home}/",
        f"/cms/api/main/pages/{page}/",
        f"/cms/choose-page/chosen-multiple/?id={page}",
        f"/cms/images/{image}/",
        f"/cms/images/{image}/delete/",
        f"/cms/images/usage/{image}/",
        f"/cms/images/{image}/preview/width-100/",
        f"/cms/images/chooser/chosen/{image}/",
        f"/cms/images/chooser/chosen-multiple/?id={image}",
        f"/cms/images/chooser/{image}/select_format/",
        f"/cms/api/main/images/{image}/",
        "/cms/bulk/wagtailcore/page/delete/?id=all&childOf=1",
        f"/cms/images/{image}/generate_url/",
        f"/cms/documents/edit/{document}/",
        f"/cms/documents/delete/{document}/",
        f"/cms/documents/usage/{document}/",
        f"/cms/documents/chooser/chosen/{document}/",
        f"/cms/documents/chooser/chosen-multiple/?id={document}",
        f"/cms/api/main/documents/{document}/",
        f"/cms/bulk/wagtailcore/page/delete/?id={page}",
        f"/cms/bulk/wagtailcore/page/publish/?id={page}",
        f"/cms/bulk/wagtailimages/image/delete/?id={image}",
        f"/cms/bulk/wagtaildocs/document/delete/?id={document}",
    ]
    answers = {address: editor.get(address) for address in addresses}
    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(addresses, 404)
    assert [address for address, answer in answers.items() if SECRET in answer.content.decode()] == []


@pytest.mark.parametrize(
    "address",
    [
        "/cms/",
        "/cms/pages/",
        "/cms/pages/1/",
        "/cms/choose-page/",
        "/cms/choose-page/search/?q=Zzyzx",
        "/cms/pages/search/?q=Zzyzx",
        "/cms/api/main/pages/",
        "/cms/images/",
        "/cms/images/?q=Zzyzx",
        "/cms/images/chooser/",
        "/cms/images/chooser/results/?q=Zzyzx",
        "/cms/documents/",
        "/cms/documents/chooser/",
        "/cms/documents/chooser/results/?q=Zzyzx",
        "/cms/bulk/wagtailimages/image/delete/?id=all",
        "/cms/bulk/wagtaildocs/document/delete/?id=all",
        "/cms/bulk/wagtailcore/page/unpublish/?id=all",
    ],
)
def test_no_list_shows_another_partnerships_rows(editor: Client, kents_rows: dict[str, Any], address: str) -> None:
    answer = editor.get(address, follow=True)
    text = answer.content.decode().lower().replace("q=zzyzx", "").replace('value="zzyzx"', "")
    assert "draft of kent" not in text


def test_the_same_lists_show_them_to_their_own_editor(
    kents_rows: dict[str, Any], other_partnership: Any, sign_in: Any
) -> None:
    """Or the test above could not fail."""
    editor = sign_in(other_partnership, "editor")
    for address in (
        "/cms/pages/search/?q=Zzyzx",
        "/cms/choose-page/search/?q=Zzyzx",
        "/cms/pages/",
        "/cms/images/?q=Zzyzx",
        "/cms/images/chooser/results/?q=Zzyzx",
        "/cms/documents/",
        "/cms/documents/chooser/",
    ):
        assert SECRET in editor.get(address, follow=True).content.decode(), address


def test_what_is_not_the_editors_is_closed(editor: Client) -> None:
    closed = [
        "/cms/users/",
        "/cms/users/new/",
        "/cms/groups/",
        "/cms/sites/",
        "/cms/collections/",
        "/cms/reports/site-history/",
        "/cms/password_reset/",
        "/cms/login/",
        "/cms/embeds/chooser/",
        "/cms/snippets/",
        "/cms/redirects/",
        "/cms/tag-autocomplete/?term=z",
        "/cms/api/main/images/",
        "/cms/api/main/documents/",
    ]
    assert {address: editor.get(address).status_code for address in closed} == dict.fromkeys(closed, 404)
    menu = editor.get("/cms/").content.decode()
    assert [word for word in ("/cms/users/", "/cms/reports/", "/cms/sites/", "password") if word in menu] == []


def test_nobody_writes_on_another_partnerships_tree(editor: Client, kents_rows: dict[str, Any], kent_site: Any) -> None:
    page, image = kents_rows["page"], kents_rows["image"]
    home = kent_site.site.root_page_id
    before = (ContentPage.objects.count(), get_image_model().objects.count())
    answers = [
        editor.post(f"/cms/pages/{page.pk}/edit/", {"title": "Taken", "slug": "taken"}),
        editor.post(f"/cms/pages/{page.pk}/delete/"),
        editor.post(f"/cms/pages/add/website/contentpage/{home}/", {"title": "New", "slug": "new"}),
        editor.post(f"/cms/images/{image.pk}/delete/"),
        editor.post(f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}", {"include_descendants": "on"}),
        editor.post(f"/cms/api/main/pages/{page.pk}/action/publish/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 6
    page.refresh_from_db()
    assert (page.title, page.live) == (SECRET, False)
    assert (ContentPage.objects.count(), get_image_model().objects.count()) == before


def test_an_editor_writes_previews_and_publishes_a_page(
    editor: Client, medway_site: PartnershipSite, medway: Client
) -> None:
    home = medway_site.site.root_page_id
    address = f"/cms/pages/add/website/contentpage/{home}/"
    assert editor.get(address).status_code == 200
    text = {
        "title": "How we check ourselves",
        "slug": "checking",
        "introduction": "In one year.",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": "Audits",
        "search_description": "",
    }
    saved = editor.post(address, text)
    assert saved.status_code == 302, saved.content.decode()[-3000:]
    page = ContentPage.objects.get(slug="checking")
    assert medway.get("/checking/").status_code == 404
    preview = editor.get(f"/cms/pages/{page.pk}/view_draft/")
    assert "Audits" in preview.content.decode()
    published = editor.post(f"/cms/pages/{page.pk}/edit/", {**text, "action-publish": "yes"})
    assert published.status_code == 302
    shown = medway.get("/checking/")
    assert shown.status_code == 200
    assert '<h2 class="govuk-heading-l">Audits</h2>' in shown.content.decode()


def test_an_image_says_what_it_shows_stands_for_its_page_and_the_pages_history_is_kept(
    editor: Client, medway_site: PartnershipSite, medway: Client
) -> None:
    image = get_image_model().objects.create(title="Pier", file=drawn("pier.png"), collection=medway_site.collection)
    address = f"/cms/pages/add/website/contentpage/{medway_site.site.root_page_id}/"
    given = {
        "title": "The pier", "slug": "pier", "introduction": "", "search_description": "", "body-count": "1",
        "body-0-deleted": "", "body-0-order": "0", "body-0-type": "picture", "body-0-id": "",
        "body-0-value-image-image": str(image.pk), "body-0-value-image-alt_text": "", "body-0-value-caption": "",
        "action-publish": "yes",
    }  # fmt: skip
    refused = editor.post(address, given)
    assert refused.status_code == 200
    assert "add some alt text" in refused.content.decode()
    words = "Children on the pier at low tide"
    assert editor.post(address, given | {"body-0-value-image-alt_text": words}).status_code == 302
    shown = medway.get("/pier/").content.decode()
    shared = re.findall(r'property="og:image(?::alt)?" content="([^"]*)"', shown)
    assert shared[0].startswith("http://medway.localhost/media/images/pier")
    assert (shared[1], f'alt="{words}"' in shown) == (words, True)
    page = ContentPage.objects.get(slug="pier")
    assert "Published" in editor.get(f"/cms/pages/{page.pk}/history/").content.decode()


def test_the_policy_is_looser_in_the_editors_tree_alone(editor: Client, medway: Client) -> None:
    strict = (
        "base-uri 'none'; default-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "img-src 'self' data:; object-src 'none'; script-src 'self'; style-src 'self'"
    )
    shown = {
        address: "; ".join(sorted(medway.get(address)["Content-Security-Policy"].split("; ")))
        for address in ("/", "/privacy/", "/nowhere/", "/cms-not/")
    }
    assert shown == dict.fromkeys(shown, strict)
    looser = editor.get("/cms/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in looser
    assert "http" not in looser


def test_membership_follows_the_role(
    partnership: Any, medway_site: PartnershipSite, kent_site: Any, actor: Any
) -> None:
    person = User.objects.create_user(email="new-editor@example.org", name="New")
    groups = lambda: set(person.groups.values_list("pk", flat=True))  # noqa: E731
    tenant = scope_of(partnership, date(2024, 2, 5))
    with scope.activate(tenant):
        role = RoleAssignment.objects.create(user=person, role="editor", space_id=tenant.home_id)
        assert groups() == {medway_site.editors_id}
        role.suspended = True
        role.save()
        assert groups() == set()
        role.suspended = False
        role.save()
        assert groups() == {medway_site.editors_id}
        role.delete()
    assert groups() == set()


def test_the_gate_puts_right_what_went_past_the_signals(
    partnership: Any, medway_site: PartnershipSite, editor: Client
) -> None:
    person = User.objects.get(email="editor@medway.example.org")
    person.groups.clear()
    assert editor.get("/cms/").status_code == 200
    assert list(person.groups.all()) == [medway_site.editors]
    with scope.activate(scope_of(partnership, date(2024, 2, 5))):
        RoleAssignment.objects.filter(user=person).update(suspended=True)
    assert editor.get("/cms/").status_code == 403
    assert list(person.groups.all()) == []


def test_images_and_documents_are_served_on_their_own_site_alone(
    kents_rows: dict[str, Any], kent: Client, medway: Client, medway_site: Any
) -> None:
    rendition = kents_rows["image"].get_rendition("width-20")
    document = kents_rows["document"]
    assert rendition.url.startswith("/media/images/")
    address = f"/documents/{document.pk}/{document.filename}"
    for there in (rendition.url, address):
        answer = kent.get(there)
        assert answer.status_code == 200
        answer.getvalue()  # read to its end, as a browser does
    assert (medway.get(rendition.url).status_code, medway.get(address).status_code) == (404, 404)
    assert kent.get("/media/original_images/zzyzx.png").status_code == 404
    download = kent.get(address)
    assert "attachment" in download["Content-Disposition"]
    download.getvalue()


def test_a_page_of_the_editors_costs_few_queries(medway: Client, medway_site: Any) -> None:
    medway.get("/privacy/")
    with CaptureQueriesContext(connection) as queries:
        assert medway.get("/privacy/").status_code == 200
    assert len(queries) <= 10, [q["sql"] for q in queries]


def test_the_editors_front_page_links_to_nothing_outside(partnership, sign_in, medway_site, lenient_templates) -> None:
    page = sign_in(partnership, "editor").get("/cms/").content.decode()
    outside = set(re.findall(r'(?:href|src|action)="(https?://[^"]+)"', page))
    assert {address for address in outside if "enable-javascript" not in address} == set()
    assert "guide.wagtail.org" not in page
