"""The pages: for the office, for readers, for mail programs; a GET changes nothing; Kent sees nothing of Medway's."""

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.crypto import get_random_string
from PIL import Image as Picture
from pypdf import PdfReader

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import real_now
from throughline.foundation.documents.api import PICTURES, Accepts, UploadField
from throughline.foundation.notices.models import OutboxMessage
from throughline.publishing.bulletin import clicks, tasks
from throughline.publishing.bulletin.models import Delivery, Issue, IssueLink, Subscriber, Suggestion
from throughline.publishing.bulletin.operations import campaigning, composing, mailing
from throughline.publishing.bulletin.operations.campaigning import KitWords
from throughline.publishing.bulletin.operations.composing import BlockWords
from throughline.publishing.bulletin.queries import issues
from throughline.publishing.bulletin.queries.sending import links_followed
from throughline.publishing.bulletin.sending.worker import send_slice
from throughline.publishing.bulletin.tests.making import approved, draft, sent_issue, standing, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Client:
    return Client(headers={"host": "medway.localhost"})


@pytest.fixture
def sent(writer: Any, approver: Any, at: datetime, readers: Any) -> Issue:
    readers(1)
    return sent_issue(writer=writer, approver=approver, at=at)


def test_an_editor_writes_and_somebody_else_approves_and_sends(
    sign_in: Any, partnership: Any, scoped: Any, at: datetime
) -> None:
    editor, unit = sign_in(partnership, "editor"), sign_in(partnership, "business_unit")
    given = {"title": "February", "dated_day": 1, "dated_month": 2, "dated_year": 2024, "how": "draft"}
    page = editor.post("/office/bulletin/new/", given)["Location"]
    row = Issue.objects.get()
    assert editor.get("/office/bulletin/new/").context["form"].initial["dated"] == date(2024, 3, 1)
    words = {"heading": "Sleep", "text": "Babies sleep on their backs.", "link_text": "Sleep", "link_url": "/bulletin/"}
    assert editor.post(f"{page}blocks/new/item/", words).status_code == 302
    assert "Why it is here: In every issue." in editor.get(page).content.decode()
    assert editor.post(f"{page}do/submit/").status_code == 302
    assert "Whoever wrote" in editor.get(f"{page}do/approve/").content.decode()
    form = unit.get(f"{page}do/approve/").context["form"]
    assert unit.post(f"{page}do/approve/", {"seen": form.initial["seen"]}).status_code == 302
    assert (
        unit.get(f"/office/bulletin/{row.pk}/mail.html")
        .headers["Content-Security-Policy"]
        .startswith("default-src 'none'")
    )
    assert unit.post(f"{page}do/start/", {"per_minute": ""}).status_code == 302
    assert issues.issue(row.pk).state in ("sending", "sent")
    assert editor.post(f"{page}do/stop/").status_code == 422  # who writes does not stop


def test_the_first_error_is_said_with_its_place(sign_in: Any, partnership: Any, writer: Any, at: datetime) -> None:
    row = draft(writer, at)
    editor = sign_in(partnership, "editor")
    answer = editor.post(
        f"/office/bulletin/{row.pk}/blocks/new/item/", {"heading": "", "link_url": "https://a.example"}
    )
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Enter the heading" in said
    assert "Enter words that say where the link leads" in said


def test_a_get_never_subscribes_confirms_or_unsubscribes(reader: Client, sent: Issue) -> None:
    token = Delivery.objects.get().token
    given = {"email": "new@example.org", "agree": "on", "topics": ["training"]}
    assert reader.get("/bulletin/subscribe/", given).status_code == 200
    assert Subscriber.objects.count() == 1
    assert reader.post("/bulletin/subscribe/", given)["Location"] == "/bulletin/subscribe/asked/"
    row = Subscriber.objects.get(email="new@example.org")
    reader.get(f"/bulletin/confirm/{row.token}/")
    row.refresh_from_db()
    assert row.state == "pending"
    reader.post(f"/bulletin/confirm/{row.token}/")
    row.refresh_from_db()
    assert row.state == "active"
    for _ in range(2):
        assert reader.get(f"/bulletin/leave/{token}/").status_code == 200
    assert Subscriber.objects.get(email="r0@example.org").state == "active"


def test_a_mail_program_unsubscribes_with_one_post_without_cookies(sent: Issue) -> None:
    program = Client(headers={"host": "medway.localhost"}, enforce_csrf_checks=True)
    token = Delivery.objects.get().token
    answer = program.post(f"/bulletin/leave/{token}/", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Subscriber.objects.get().state == "left"
    sent.mail_out.refresh_from_db()
    assert sent.mail_out.left_after == 1


def test_a_reader_takes_out_what_is_held_and_is_forgotten_by_the_link_of_a_mail(reader: Client, sent: Issue) -> None:
    page = f"/bulletin/preferences/{Delivery.objects.get().token}/"
    held = reader.get(f"{page}mine.json").json()
    assert (held["email"], held["came_by"], [each["issue"] for each in held["mails"]]) == (
        "r0@example.org", "A list", [sent.title],
    )  # fmt: skip
    assert "Everything that names your address goes" in reader.get(f"{page}wipe/").content.decode()
    assert Subscriber.objects.count() == 1
    assert reader.post(f"{page}wipe/").status_code == 302
    assert Subscriber.objects.count() == 0
    assert reader.get(page).status_code == 404


def test_an_unticked_box_subscribes_nobody(reader: Client, scoped: Any) -> None:
    answer = reader.post("/bulletin/subscribe/", {"email": "new@example.org"})
    assert answer.status_code == 422
    assert "Tick the box to say that you want the bulletin" in answer.content.decode()
    assert Subscriber.objects.count() == 0


def test_the_archive_its_feed_and_its_files(reader: Client, sent: Issue) -> None:
    page = f"/bulletin/{sent.slug}/"
    assert "Babies sleep on their backs." in reader.get(page).content.decode()
    assert sent.title in reader.get("/bulletin/?q=babies&year=2024").content.decode()
    assert "No issue fits" in reader.get("/bulletin/?q=dragons").content.decode()
    word = reader.get(f"{page}bulletin.docx")
    assert (word.status_code, word.content[:2]) == (200, b"PK")
    assert reader.get(f"{page}bulletin.docx", headers={"if-none-match": word["ETag"]}).status_code == 304
    feed = reader.get("/bulletin/feed.atom")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert f"{page}</id>" in feed.content.decode()
    assert reader.get("/bulletin/feed.atom", headers={"if-none-match": feed["ETag"]}).status_code == 304


@pytest.fixture
def illustrated(writer: Any, approver: Any, at: datetime, readers: Any, settings: Any, tmp_path: Any) -> Issue:
    """Gone to a reader, with a picture of a cot."""
    settings.MEDIA_ROOT = tmp_path
    readers(1)
    row = draft(writer, at)
    out = BytesIO()
    Picture.new("RGB", (40, 30), "navy").save(out, "PNG")
    cot = UploadField(accepts=Accepts(kinds=PICTURES)).clean(SimpleUploadedFile("cot.png", out.getvalue()))
    words = BlockWords(
        heading="Cots", text="Empty but for the baby.", picture=cot, picture_alt="A cot with a baby in it"
    )
    composing.add_block(issue_id=row.pk, kind="item", words=words, by=writer, at=at)
    approved(submitted(row, writer, at), approver, at)
    out_ = mailing.start_mail_out(issue_id=row.pk, standing=standing(row, at), by=approver, at=at)
    send_slice(mail_out_id=out_.pk, worker="w", by=system_actor("worker"), clock=lambda: at, seconds=60)
    return issues.issue(row.pk)


def test_a_picture_stands_on_the_page_in_the_mail_and_in_word(reader: Client, illustrated: Issue) -> None:
    page = reader.get(f"/bulletin/{illustrated.slug}/").content.decode()
    found = re.search(r'<img class="tl-figure__image" src="(/files/[^"]+)" alt="A cot with a baby in it">', page)
    assert found
    assert reader.get(found[1]).getvalue().startswith(b"\x89PNG")
    assert f'property="og:image" content="http://medway.localhost{found[1]}"' in page
    mail = bytes(OutboxMessage.objects.get(kind="bulletin.issue").attachments.get().content).decode()
    image = re.search(r"<img [^>]*>", mail)
    assert image
    assert 'alt="A cot with a baby in it"' in image[0]
    assert re.search(rf'src="http://[^"]+{re.escape(found[1])}"', image[0])
    word = docx.Document(BytesIO(reader.get(f"/bulletin/{illustrated.slug}/bulletin.docx").content))
    assert len(word.inline_shapes) == 1


@pytest.mark.pango
def test_an_issues_picture_is_in_its_pdf(reader: Client, illustrated: Issue) -> None:
    made = PdfReader(BytesIO(reader.get(f"/bulletin/{illustrated.slug}/bulletin.pdf").content))
    assert [len(page.images) for page in made.pages] == [1]


@pytest.mark.pango
def test_an_issue_as_pdf(reader: Client, sent: Issue) -> None:
    assert reader.get(f"/bulletin/{sent.slug}/bulletin.pdf").content.startswith(b"%PDF")


def test_a_link_is_followed_and_only_counted(
    reader: Client, sent: Issue, settings: Any, tmp_path: Any, at: datetime
) -> None:
    settings.DATA_DIR = tmp_path
    link = IssueLink.objects.get()
    browser = {"user-agent": "Mozilla/5.0 Firefox", "accept-language": "en"}
    assert reader.get(f"/bulletin/go/{link.code}/", headers=browser)["Location"] == "https://www.example.org/sleep"
    kept = next(iter(clicks.folder().iterdir()))
    assert "127.0.0.1" not in kept.read_text()
    assert [visit.code for visit in clicks.visits_in(kept)] == [link.code]
    for _ in range(2):
        tasks.count_clicks(real_now() + timedelta(minutes=11))
    assert [(each.people, each.scanners) for each in links_followed(sent.pk)] == [(1, 0)]
    assert list(clicks.folder().iterdir()) == []
    assert reader.get(f"/bulletin/go/{get_random_string(12)}/").status_code == 404


def test_a_suggestion_is_sent_by_anybody(reader: Client, scoped: Any) -> None:
    assert reader.post("/bulletin/suggest/", {"heading": "Sleep", "text": "More"}).status_code == 302
    assert Suggestion.objects.get().heading == "Sleep"
    assert reader.post("/bulletin/suggest/", {"heading": "", "text": ""}).status_code == 422


def test_kent_sees_nothing_of_medways(sent: Issue, other_partnership: Any, sign_in: Any) -> None:
    kent = Client(headers={"host": "kent.localhost"})
    token = Delivery.objects.get().token
    for path in (
        f"/bulletin/{sent.slug}/",
        f"/bulletin/leave/{token}/",
        f"/bulletin/go/{IssueLink.objects.get().code}/",
    ):
        assert kent.get(path).status_code == 404
    assert sent.slug not in kent.get("/bulletin/").content.decode()
    unit = sign_in(other_partnership, "business_unit", email="unit@kent.example.org")
    assert unit.get(f"/office/bulletin/{sent.pk}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/bulletin/", "/office/bulletin/", "/office/bulletin/readers/", "/office/bulletin/suggestions/"]
)
def test_a_list_asks_as_often_for_three_rows_as_for_one(
    path: str, sign_in: Any, partnership: Any, writer: Any, approver: Any, at: datetime, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from throughline.publishing.bulletin.operations import reading_list, suggesting

    unit = sign_in(partnership, "business_unit")
    asked = []
    for number in range(3):
        sent_issue(writer=writer, approver=approver, at=at, title=f"Issue {number}")
        suggesting.suggest(heading=f"S{number}", text="T", by=writer, at=at)
        rows = [reading_list.ListRow(f"a{number}@example.org", reading_list.Wishes())]
        reading_list.bring_in(rows=rows, basis="public_task", source="L", by=approver, at=at)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert unit.get(path).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[2]


def test_a_form_that_takes_a_file_shows_what_stands_there(
    sign_in: Any, partnership: Any, writer: Any, at: datetime
) -> None:
    row = draft(writer, at)
    client = sign_in(partnership, "editor", email="editor@example.org")
    words = KitWords("Awareness Day", "Look closer.", at.date(), at.date())
    kit = campaigning.write_kit(kit_id=None, words=words, by=writer, at=at)
    for path, value in (
        (f"{row.pk}/blocks/{issues.blocks(row.pk)[0].pk}/", 'value="Safe sleep"'),
        (f"{row.pk}/blocks/new/training/", 'value="2024"'),
        (f"campaigns/{kit.pk}/change/", 'value="Awareness Day"'),
        ("back-issues/new/", "Bring in a back issue"),
    ):
        page = client.get(f"/office/bulletin/{path}").content.decode()
        assert value in page
        assert "govuk-error-message" not in page


def test_a_second_tab_is_told(sign_in: Any, partnership: Any, writer: Any, at: datetime) -> None:
    row = submitted(draft(writer, at), writer, at)
    editor = sign_in(partnership, "editor")
    answer = editor.post(f"/office/bulletin/{row.pk}/details/", {"title": "New"})
    assert answer.status_code == 422
    assert "not being written any more" in answer.content.decode()
