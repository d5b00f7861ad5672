"""Documents: frozen, approved, superseded, confirmed, warned of. Real rows, no page of an editor needed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from throughline.foundation.access.models import RoleAssignment
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.documents.api import save_content
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.partnership.models import AgencyInvolvement, Organisation, Post
from throughline.publishing.library import operations, queries
from throughline.publishing.library.models import Document, Version
from throughline.publishing.library.operations import Section, SentFile
from throughline.publishing.library.tests.conftest import AT, TODAY

pytestmark = pytest.mark.django_db


def test_LB_01_a_briefing_applies_at_once_and_a_procedure_waits(published: Any, unit: Any) -> None:
    assert published().state == "current"
    waiting = published(page=2, slug="bruising", kind="procedure")
    assert (waiting.state, waiting.published_on) == ("waiting", None)
    done = operations.approve(version_id=waiting.pk, body="Executive", approved_on=TODAY, today=TODAY, by=unit, at=AT)
    assert (done.state, done.published_on) == ("current", TODAY)


def test_LB_01_the_approval_that_the_editor_states_counts(published: Any) -> None:
    assert published(kind="policy", approved_by="Executive", approved_on=TODAY).state == "current"


def test_LB_01_a_joint_document_needs_each_partnership(
    published: Any, unit: Any, actor: Any, joint_space: Any, partnership: Any, other_partnership: Any
) -> None:
    with scope.activate(scope_of(partnership, TODAY)):
        version = published(kind="briefing", joint_space_id=joint_space.pk, approved_by="Executive", approved_on=TODAY)
        assert version.state == "waiting"
        assert [each.slug for each in queries.missing_approvals(version, TODAY)] == ["kent"]
        with pytest.raises(Refused, match="approved it already"):
            operations.approve(version_id=version.pk, body="Again", approved_on=TODAY, today=TODAY, by=unit, at=AT)
    officer = actor("accountable_officer", email="kent@example.org")
    with scope.activate(scope_of(other_partnership, TODAY)):
        done = operations.approve(
            version_id=version.pk, body="Kent’s Executive", approved_on=TODAY, today=TODAY, by=officer, at=AT
        )
        assert done.state == "current"
        assert [row.title for row in queries.current()] == ["Seven points"]
    with scope.activate(scope_of(partnership, TODAY)):
        assert [row.title for row in queries.current()] == ["Seven points"]


def test_LB_02_the_same_version_is_corrected_another_supersedes(published: Any) -> None:
    first = published()
    corrected = published(title="Seven points, spelled right")
    assert (corrected.pk, corrected.state) == (first.pk, "current")
    kept = Version.history.filter(state="current").order_by("history_id").values_list("title", flat=True)
    assert list(dict.fromkeys(kept)) == ["Seven points", "Seven points, spelled right"]
    second = published(label="2.0", day=TODAY + timedelta(days=1))
    first.refresh_from_db()
    assert (first.state, first.superseded_on) == ("superseded", TODAY + timedelta(days=1))
    assert (second.state, second.number) == ("current", 2)
    with pytest.raises(Refused, match="superseded"):
        published(label="1.0")


def test_LB_02_a_waiting_version_leaves_the_one_that_applies_alone(published: Any) -> None:
    published(kind="policy", approved_by="Executive", approved_on=TODAY)
    waiting = published(kind="policy", label="2.0", title="New")
    assert waiting.state == "waiting"
    assert [row.title for row in queries.current()] == ["Seven points"]
    replaced = published(kind="policy", label="2.1")
    assert not Version.objects.filter(pk=waiting.pk).exists()
    assert replaced.state == "waiting"


def test_the_text_is_cleaned_when_it_is_frozen(published: Any) -> None:
    version = published(sections=[Section("A", "<p>Hi<script>alert(1)</script><img src=x></p>")])
    assert version.sections == [{"heading": "A", "html": "<p>Hi</p>"}]


def test_the_database_holds_one_current_version(published: Any, scoped: Any) -> None:
    version = published()
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(
            space_id=version.space_id, document=version.document, number=9, label="9", state="current", title="x",
            published_on=TODAY, frozen_at=AT, frozen_by=version.frozen_by,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(state="superseded")


def test_who_may_not_approve(published: Any, editor: Any, actor: Any) -> None:
    waiting = published(kind="policy")
    for by in (editor, actor("practitioner")):
        with pytest.raises(NotPermitted):
            operations.approve(version_id=waiting.pk, body="E", approved_on=TODAY, today=TODAY, by=by, at=AT)


def test_an_approval_in_the_future_is_refused(published: Any, unit: Any) -> None:
    waiting = published(kind="policy")
    with pytest.raises(Refused, match="future"):
        operations.approve(
            version_id=waiting.pk, body="E", approved_on=TODAY + timedelta(days=1), today=TODAY, by=unit, at=AT
        )


def file_of(words: bytes = b"words") -> SentFile:
    return SentFile(save_content(words), "notes.txt", "Notes", "text/plain")


def test_files_stay_as_they_were_with_their_version(published: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    first = published(files=[file_of()])
    published(files=[file_of()])  # the same again
    assert first.files.count() == 1
    second = published(label="2.0", files=[file_of(b"others")])
    assert first.files.get().file.sha256 != second.files.get().file.sha256


def test_a_file_is_seen_with_its_version(
    published: Any, settings: Any, tmp_path: Any, at: Any, other_partnership: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    version = published(files=[file_of()])
    waiting = published(page=2, slug="draft", kind="policy", files=[file_of(b"secret")])
    reader, kent = Client(headers={"host": "medway.localhost"}), Client(headers={"host": "kent.localhost"})
    url = version.files.get().file.get_absolute_url()
    answer = reader.get(url)
    assert answer.status_code == 200
    assert answer.getvalue() == b"words"
    assert kent.get(url).status_code == 404
    assert reader.get(waiting.files.get().file.get_absolute_url()).status_code == 404


# ---- pages


def test_the_public_reads_what_applies_and_superseded_versions_say_so(published: Any, at: Any) -> None:
    published()
    published(label="2.0", title="Eight points")
    published(page=2, slug="hidden", kind="policy", title="Not approved yet")
    reader = Client(headers={"host": "medway.localhost"})
    listed = reader.get("/library/").content.decode()
    assert "Eight points" in listed
    assert "Not approved yet" not in listed
    assert reader.get("/library/hidden/").status_code == 404
    now = reader.get("/library/seven-points/").content.decode()
    assert "Eight points" in now
    assert "superseded)" in now
    old = reader.get("/library/seven-points/versions/1/").content.decode()
    assert "This version was superseded on 5 February 2024. Do not work by it." in old
    assert "Seven points" in old


def test_another_partnerships_document_is_the_same_404(published: Any, other_partnership: Any, at: Any) -> None:
    published()
    kent = Client(headers={"host": "kent.localhost"})
    theirs, nothing = kent.get("/library/seven-points/"), kent.get("/library/never-was/")
    assert (theirs.status_code, nothing.status_code) == (404, 404)
    assert "Seven points" not in theirs.content.decode()
    assert "Seven points" not in kent.get("/library/").content.decode()


def test_withdrawn_is_off_the_site_and_on_record(published: Any, editor: Any, at: Any) -> None:
    version = published()
    operations.withdraw(page=1, today=TODAY, by=editor, at=AT)
    reader = Client(headers={"host": "medway.localhost"})
    assert reader.get("/library/seven-points/").status_code == 404
    assert Document.objects.get(pk=version.document_id).withdrawn_on == TODAY
    published()
    assert reader.get("/library/seven-points/").status_code == 200


def test_LB_03_a_late_document_stays_and_its_reader_is_told(published: Any, at: Any) -> None:
    published(review_on=date(2023, 12, 1))
    page = Client(headers={"host": "medway.localhost"}).get("/library/seven-points/").content.decode()
    assert "This was due for review on 1 December 2023 and the review is late." in page


def test_LB_03_each_step_is_told_once(published: Any, unit: Any) -> None:
    published(review_on=TODAY + timedelta(days=60), owner_email="owner@example.org")
    published(page=2, slug="late", title="Late", review_on=TODAY - timedelta(days=5), owner_email="owner@example.org")
    published(page=3, slug="nobodys", title="Nobody’s", review_on=TODAY + timedelta(days=3))
    published(page=4, slug="far", title="Far", review_on=TODAY + timedelta(days=61))
    for _ in range(2):
        operations.send_warnings(unit=["unit@example.org"], today=TODAY, by=unit, at=AT)
    told = sorted(OutboxMessage.objects.values_list("to", "subject"))
    assert told == [
        ("owner@example.org", "Review is coming: Seven points"),
        ("owner@example.org", "Review is due: Late"),
        ("unit@example.org", "Review is coming: Nobody’s"),
        ("unit@example.org", "Review is due: Late"),
    ]
    operations.send_warnings(unit=["unit@example.org"], today=TODAY + timedelta(days=30), by=unit, at=AT)
    assert OutboxMessage.objects.filter(subject="Review is coming: Seven points").count() == 2


def test_LB_03_a_late_review_is_told_of_each_month_and_after_three_to_the_approvers(
    published: Any, unit: Any, scoped: Any
) -> None:
    published(review_on=TODAY, owner_email="owner@example.org")
    RoleAssignment.objects.create(user=unit.user, role="accountable_officer", space_id=scoped.home_id)
    told = []
    for days in (29, 30, 59, 60, 89, 90, 119, 120):
        before = OutboxMessage.objects.count()
        operations.send_warnings(unit=["desk@example.org"], today=TODAY + timedelta(days=days), by=unit, at=AT)
        rows = OutboxMessage.objects.order_by("pk")[before:]
        told.append((days, [(row.to.split("@")[0], row.subject.split(":")[0]) for row in rows]))
    late = lambda months, *more: [(who, f"Review is {months} months late") for who in ("owner", "desk", *more)]  # noqa: E731
    due = [("owner", "Review is due"), ("desk", "Review is due")]
    assert told == [(29, due), (30, due), (59, []), (60, late(2)), (89, []), (90, late(3, "unit")), (119, []),
                    (120, late(4, "unit"))]  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_with_one_row_and_three(
    rows: int, published: Any, at: Any, django_assert_num_queries: Any, client: Client
) -> None:
    for number in range(rows):
        published(page=number + 1, slug=f"d-{number}", title=f"D {number}")
    reader = Client(headers={"host": "medway.localhost"})
    with django_assert_num_queries(6):
        reader.get("/library/")  # host, spaces, versions, open drafts; the frame's numbers to call and menu


# ---- read and understood


@pytest.fixture
def agency(scoped: Any) -> Organisation:
    found = Organisation.objects.create(space_id=scoped.home_id, name="Medway Community Healthcare")
    AgencyInvolvement.objects.create(space_id=scoped.home_id, organisation=found, name=found.name, sector="health")
    return found


def test_an_agency_confirms_by_who_answers_for_it(
    published: Any, unit: Any, agency: Any, actor: Any, scoped: Any
) -> None:
    version = published()
    ask = {"version_id": version.pk, "organisation_ids": [agency.pk], "due": TODAY, "today": TODAY, "by": unit}
    assert operations.ask_to_read(**ask) == 1
    assert operations.ask_to_read(**ask) == 0
    lead, other = actor("practitioner", email="lead@example.org"), actor("practitioner", email="other@example.org")
    Post.objects.create(space_id=scoped.home_id, title="Lead", organisation=agency, holder=lead.user, leads=True)
    reading = queries.readings_for(unit).get()
    assert queries.readings_for(other).count() == 0
    with pytest.raises(queries.readings_for(other).model.DoesNotExist):
        operations.confirm_reading(reading_id=reading.pk, how="Told", today=TODAY, by=other)
    with pytest.raises(Refused, match="how"):
        operations.confirm_reading(reading_id=reading.pk, how=" ", today=TODAY, by=lead)
    done = operations.confirm_reading(reading_id=reading.pk, how="At handover", today=TODAY, by=lead)
    assert (done.confirmed_on, done.confirmed_by) == (TODAY, lead.user)
    with pytest.raises(Refused, match="already"):
        operations.confirm_reading(reading_id=reading.pk, how="Again", today=TODAY, by=lead)


def test_a_video_has_its_transcript_and_its_views_by_day(published: Any, unit: Any, at: Any) -> None:
    version = published(kind="video", video_url="https://example.org/v", transcript="Somebody knocks.\nThey speak.")
    page = Client(headers={"host": "medway.localhost"}).get("/library/seven-points/").content.decode()
    assert '<a class="govuk-link" href="https://example.org/v" rel="noreferrer">Watch the video</a>' in page
    assert '<p class="govuk-body">They speak.</p>' in page
    for views in (10, 12):
        operations.count_views(document_id=version.document_id, counted_on=TODAY, views=views, today=TODAY, by=unit)
    assert [row.views for row in version.document.view_counts.all()] == [12]
    with pytest.raises(Refused, match="future"):
        operations.count_views(
            document_id=version.document_id, counted_on=TODAY + timedelta(days=1), views=1, today=TODAY, by=unit
        )
