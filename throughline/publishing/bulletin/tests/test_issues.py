"""From a first draft to the archive: written, checked, approved by a second person, frozen, redacted."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from throughline.foundation.access.actors import system_actor
from throughline.foundation.access.models import User
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.links.models import Link
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.workflow.api import Overtaken
from throughline.office.dataset.models import Indicator, OpenRelease, Publication
from throughline.office.partnership.models import Contact, Group, Organisation, Post
from throughline.office.reviews.models import Review
from throughline.office.training.api import SessionRow, record_sessions
from throughline.office.training.api import sessions as training_sessions
from throughline.office.training.models import Session
from throughline.publishing.bulletin.api import public_issues
from throughline.publishing.bulletin.models import Block, Issue, KeyMessages, Suggestion
from throughline.publishing.bulletin.operations import (
    approving,
    archiving,
    campaigning,
    composing,
    mailing,
    showing,
    suggesting,
    telling,
)
from throughline.publishing.bulletin.operations.composing import BlockWords, IssueWords
from throughline.publishing.bulletin.queries import archive, issues
from throughline.publishing.bulletin.rules.content import as_data, hash_of
from throughline.publishing.bulletin.sending.message import mould_of
from throughline.publishing.bulletin.sending.worker import send_slice
from throughline.publishing.bulletin.tests.making import approved, draft, sent_issue, standing, submitted
from throughline.publishing.bulletin.workflow import ISSUE, IssueFacts
from throughline.publishing.library import api as library
from throughline.publishing.library.operations import CampaignWords, write_campaign
from throughline.publishing.library.rules import DayRule
from throughline.publishing.library.tasks import note_citations

pytestmark = pytest.mark.django_db
TOLD = ("BU-10", "BU-11")


@pytest.fixture
def review(scoped: Any) -> Review:
    return Review.objects.create(
        space_id=scoped.home_id, kind="review", name="Isabel", slug="isabel", published="2024-01",
        published_from=date(2024, 1, 1),
    )  # fmt: skip


def test_a_first_draft_says_why_each_item_is_there(writer: Any, at: datetime, review: Review) -> None:
    words = IssueWords("February 2024", date(2024, 2, 1))
    row = composing.make_first_draft(words=words, by=writer, at=at)
    found = [(block.kind, block.why) for block in issues.blocks(row.pk)]
    assert found == [
        ("reviews", "1 review was published since 1 January 2024."),
        ("feedback", "In every issue."),
        ("worried", "In every issue: nothing goes without it."),
    ]
    listed = issues.live_content(row).sections[0]
    assert [each.title for each in listed.rows] == ["Isabel"]


def test_next_months_campaigns_come_into_a_first_draft(writer: Any, at: datetime) -> None:
    words = campaigning.KitWords("Awareness Day", "Look closer.", date(2024, 3, 18), date(2024, 3, 18))
    campaigning.write_kit(kit_id=None, words=words, by=writer, at=at)
    row = composing.make_first_draft(words=IssueWords("February 2024", date(2024, 2, 1)), by=writer, at=at)
    first = issues.live_content(row).sections[0]
    assert (first.heading, [each.title for each in first.rows]) == ("Campaigns next month", ["Awareness Day"])
    assert issues.blocks(row.pk)[0].why == "1 campaign runs in March 2024."


def test_what_was_released_as_open_data_comes_into_a_first_draft_by_reference(
    writer: Any, at: datetime, scoped: Any
) -> None:
    plans = Indicator.objects.create(
        space_id=scoped.home_id,
        name="Plans",
        slug="plans",
        code="X-1",
        definition="d",
        unit="children",
        sector="health",
    )
    agency = Organisation.objects.create(space_id=scoped.home_id, name="Medway Council")
    common = {"space_id": scoped.home_id, "indicator": plans, "by": writer.user, "at": at}
    Publication.objects.create(**common, agency=agency, agreed_by="Head", agreed_on=date(2024, 1, 2))
    value = {"period": "31 Dec 2023", "period_ends": "2023-12-31", "series": "partnership", "area": "Medway",
             "unit": "children", "value": "290", "symbol": ""}  # fmt: skip
    content = {"title": "Plans", "area": "Medway", "unit": "children", "as_at": "2024-01-20", "rows": [value]}
    OpenRelease.objects.create(**common, number=1, name="Open data X-1, release 1", content=content)
    row = composing.make_first_draft(words=IssueWords("February 2024", date(2024, 2, 1)), by=writer, at=at)
    first = issues.live_content(row).sections[0]
    assert (first.heading, first.text, first.link_url) == (
        "New figures", "- [Plans](/data/plans/releases/1/): Returned to the partnership: 290 children (31 Dec 2023).",
        "/data/",
    )  # fmt: skip
    assert issues.blocks(row.pk)[0].why == "1 indicator was released as open data since 1 January 2024."


@pytest.fixture
def policy(scoped: Any, writer: Any, at: datetime) -> library.Document:
    """A briefing of 20 January 2024, at /library/safe-sleep/, one of February, and an awareness week in March."""
    given = library.Text(page=1, slug="safe-sleep", kind="briefing", title="Safe sleep", label="1", summary="On backs.")
    library.publish_text(given=given, today=date(2024, 1, 20), by=writer, at=at)
    given = library.Text(page=2, slug="later", kind="briefing", title="For the next issue", label="1")
    library.publish_text(given=given, today=date(2024, 2, 1), by=writer, at=at)
    words = CampaignWords("Awareness week", DayRule(month=3, day=4), "A week.", "")
    write_campaign(campaign_id=None, words=words, by=writer)
    found = library.document_of(1)
    assert found is not None
    return found


def test_what_is_new_in_the_library_and_its_campaigns_come_into_a_first_draft(
    writer: Any, at: datetime, policy: library.Document
) -> None:
    row = composing.make_first_draft(words=IssueWords("February 2024", date(2024, 2, 1)), by=writer, at=at)
    new, campaign = issues.live_content(row).sections[:2]
    assert (new.heading, [(each.title, each.url) for each in new.rows]) == (
        "New in the library", [("Safe sleep", "/library/safe-sleep/")],
    )  # fmt: skip
    assert new.rows[0].note == "Briefing, 20 January 2024. On backs."
    page = "/library/campaigns/awareness-week/"
    assert [(each.title, each.url) for each in campaign.rows] == [("Awareness week", page)]
    kit = campaigning.KitWords("Awareness Week", "Look closer.", date(2024, 3, 4), date(2024, 3, 8))
    campaigning.write_kit(kit_id=None, words=kit, by=writer, at=at)
    assert [(each.title, each.url) for each in issues.live_content(row).sections[1].rows] == [("Awareness Week", page)]
    assert issues.blocks(row.pk)[0].why == "1 document is new or changed since 1 January 2024."


def test_who_cites_a_document_and_tells_of_a_review_both_ways(
    writer: Any, approver: Any, at: datetime, policy: library.Document, review: Review
) -> None:
    row = draft(writer, at)
    words = BlockWords(heading="Read this", text="See [how babies sleep](/library/safe-sleep/).")
    composing.add_block(issue_id=row.pk, kind="item", words=words, by=writer, at=at)
    period = BlockWords(first=date(2024, 1, 1), last=date(2024, 1, 31))
    composing.add_block(issue_id=row.pk, kind="reviews", words=period, by=writer, at=at)
    submitted(issues.issue(row.pk), writer, at)
    approved(issues.issue(row.pk), approver, at)
    note_citations(at)
    assert Link.objects.count() == 0  # nothing of it is public yet
    mailing.start_mail_out(issue_id=row.pk, standing=standing(row, at), by=approver, at=at)
    note_citations(at)
    cited = Link.objects.filter(says="cited_in", target_kind="bulletin.issue", target_id=row.pk)
    assert sorted(cited.values_list("source_kind", "source_id")) == [
        ("library.document", policy.pk), ("reviews.review", review.pk),
    ]  # fmt: skip
    medway = Client(headers={"host": "medway.localhost"})
    assert "Is cited in" in medway.get(f"/thread/library.document/{policy.pk}/").content.decode()
    told = medway.get(f"/thread/bulletin.issue/{row.pk}/").content.decode()
    assert "Cites" in told
    assert "Safe sleep" in told


def test_two_tabs_the_second_is_told(writer: Any, at: datetime) -> None:
    row = draft(writer, at)
    block = issues.blocks(row.pk)[0]
    save = {"issue_id": row.pk, "block_id": block.pk, "by": writer, "at": at}
    composing.save_block(version=row.version, words=BlockWords(heading="First"), **save)
    with pytest.raises(Refused, match="Somebody else changed"):
        composing.save_block(version=row.version, words=BlockWords(heading="Second"), **save)
    assert issues.blocks(row.pk)[0].heading == "First"


def test_blocks_move_and_the_numbers_to_call_stay_last(writer: Any, at: datetime) -> None:
    row = draft(writer, at)
    new = composing.add_block(issue_id=row.pk, kind="item", words=BlockWords(heading="New"), by=writer, at=at)
    kinds = lambda: [block.kind for block in issues.blocks(row.pk)]  # noqa: E731
    assert kinds() == ["item", "item", "worried"]
    composing.move_block(issue_id=row.pk, block_id=new.pk, up=True, by=writer, at=at)
    assert issues.blocks(row.pk)[0].heading == "New"
    composing.remove_block(issue_id=row.pk, block_id=new.pk, by=writer, at=at)
    assert kinds() == ["item", "worried"]
    with pytest.raises(Refused, match="already"):
        composing.add_block(issue_id=row.pk, kind="worried", words=BlockWords(), by=writer, at=at)


def test_BU_30_errors_stop_it(writer: Any, at: datetime) -> None:
    row = draft(writer, at)
    composing.remove_block(issue_id=row.pk, block_id=issues.blocks(row.pk)[1].pk, by=writer, at=at)
    with pytest.raises(Refused, match="1 error must be put right"):
        approving.submit(issue_id=row.pk, standing=standing(row, at), by=writer, at=at)


def test_BU_31_warnings_are_acknowledged_by_name(writer: Any, at: datetime) -> None:
    row = draft(writer, at)
    found = standing(row, at)
    assert [judged.finding.code for judged in found.judged] == ["BU-17"]
    with pytest.raises(Refused, match="1 warning must be acknowledged"):
        approving.submit(issue_id=row.pk, standing=found, by=writer, at=at)
    with pytest.raises(Refused, match="Say why"):
        approving.acknowledge(
            issue_id=row.pk, key=found.judged[0].finding.key, reason=" ", standing=found, by=writer, at=at
        )
    kept = submitted(row, writer, at)
    assert kept.state == "waiting"
    assert [str(each.acknowledged.by) for each in standing(row, at).judged if each.acknowledged] == [str(writer.user)]


def test_BU_32_a_second_person_approves_what_they_saw(writer: Any, approver: Any, actor: Any, at: datetime) -> None:
    row = submitted(draft(writer, at), writer, at)
    both = actor("editor", "business_unit", email="editor@example.org")
    with pytest.raises(Refused, match="Whoever wrote"):
        approved(row, both, at)
    with pytest.raises(NotPermitted):
        approved(row, writer, at)
    with pytest.raises(Refused, match="changed since you opened it"):
        approving.approve(issue_id=row.pk, seen="0" * 64, standing=standing(row, at), by=approver, at=at)
    done = approved(row, approver, at)
    assert (done.state, done.sha256) == ("approved", hash_of(done.frozen))


def test_what_was_sent_is_what_was_approved(writer: Any, approver: Any, at: datetime, scoped: Any) -> None:
    contact = Contact.objects.create(space_id=scoped.home_id, kind="worried_about_a_child_phone", value="01634 334466")
    row = approved(submitted(draft(writer, at), writer, at), approver, at)
    contact.value = "01634 000000"
    contact.save()
    frozen = issues.content_of(issues.issue(row.pk))
    assert "01634 334466" in [each.note for each in frozen.sections[1].rows]
    with pytest.raises(Refused, match="not being written"):
        composing.add_block(issue_id=row.pk, kind="item", words=BlockWords(heading="Late"), by=writer, at=at)
    approving.reopen(issue_id=row.pk, reason="The number moved.", by=writer, at=at)
    again = issues.issue(row.pk)
    assert (again.state, again.frozen, again.approved_by) == ("draft", None, None)


def test_the_table_of_the_machine_is_what_the_operations_keep() -> None:
    ready = IssueFacts("issue", authors=frozenset({1}), approver=2)
    for state, transition, allowed in ISSUE.pairs():
        facts = IssueFacts("back") if transition == "publish" else ready
        assert (ISSUE.refusals(state, transition, facts, "why") == []) is allowed, (state, transition)


def test_an_issue_is_scheduled_and_taken_off(writer: Any, approver: Any, at: datetime) -> None:
    row = approved(submitted(draft(writer, at), writer, at), approver, at)
    with pytest.raises(Refused, match="in the future"):
        approving.schedule(issue_id=row.pk, send_at=at, by=approver, at=at)
    approving.schedule(issue_id=row.pk, send_at=at + timedelta(hours=1), by=approver, at=at)
    assert issues.due_to_start(at) == []
    assert [each.pk for each in issues.due_to_start(at + timedelta(hours=1))] == [row.pk]
    approving.unschedule(issue_id=row.pk, by=approver, at=at)
    assert issues.issue(row.pk).send_at is None


def test_an_urgent_notice_goes_with_its_approval(writer: Any, approver: Any, at: datetime, readers: Any) -> None:
    readers(2)
    words = IssueWords("School closed", date(2024, 2, 5), day_known=True)
    row = composing.start_issue(words=words, kind="urgent", by=writer, at=at)
    composing.add_block(issue_id=row.pk, kind="item", words=BlockWords(heading="H", text="T"), by=writer, at=at)
    composing.add_block(issue_id=row.pk, kind="worried", words=BlockWords(), by=writer, at=at)
    approving.submit(issue_id=row.pk, standing=standing(row, at), by=writer, at=at)
    found = standing(row, at)
    seen = hash_of(as_data(found.content))
    mailing.approve_urgent(issue_id=row.pk, seen=seen, standing=found, by=approver, at=at)
    assert issues.issue(row.pk).state in ("sending", "sent")


def test_a_suggestion_is_taken_and_whoever_made_it_is_told_once(writer: Any, at: datetime) -> None:
    made = suggesting.suggest(
        heading="<b>Sleep</b>", text="<script>x()</script>More on sleep", name="Perry", email="P@example.org",
        by=writer, at=at,
    )  # fmt: skip
    assert (made.heading, made.text, made.email) == ("Sleep", "More on sleep", "p@example.org")
    row = draft(writer, at)
    take = {"suggestion_id": made.pk, "issue_id": row.pk, "kind": "item", "by": writer, "at": at}
    suggesting.accept_suggestion(**take)
    with pytest.raises(Refused, match="answered already"):
        suggesting.accept_suggestion(**take)
    block = Block.objects.get(source=f"suggestion:{made.pk}")
    assert (block.heading, block.why) == ("Sleep", "Suggested by Perry.")
    told = OutboxMessage.objects.get(kind="bulletin.suggestion")
    assert (told.to, "going into ‘February 2024’" in told.text) == ("p@example.org", True)
    assert Suggestion.objects.get().state == "accepted"


FOUND = {
    "title": "Bulletin March 2019", "date": "2019-03",
    "items": [{"heading": "News", "text": "Pat Example *leaves*.\n• [x](javascript:1)"}, {"heading": "", "text": ""}],
    "sessions": [], "contacts": [], "defects": [],
}  # fmt: skip


def test_a_back_issue_is_read_over_before_it_is_published_under_its_day(writer: Any, at: datetime) -> None:
    row = archiving.import_back_issue(found=FOUND, file_name="old.docx", by=writer, at=at)
    assert list(archive.public_issues()) == []
    save = {"issue_id": row.pk, "title": row.title, "dated": row.dated, "day_known": False, "by": writer, "at": at}
    items = [("News", "Pat Example leaves.")]
    archiving.save_back_issue(version=row.version, items=items, **save)
    with pytest.raises(Refused, match="Somebody else"):
        archiving.save_back_issue(version=row.version, items=items, **save)
    archiving.publish_back_issue(issue_id=row.pk, by=writer, at=at)
    assert [each.dated for each in archive.public_issues(year=2019)] == [date(2019, 3, 1)]
    assert archive.years() == [2019]
    feed = Client(headers={"host": "medway.localhost"}).get("/bulletin/feed.atom").content.decode()
    assert "<published>2019-03-01T00:00:00+00:00</published>" in feed
    with pytest.raises((Refused, Overtaken)):
        archiving.publish_back_issue(issue_id=row.pk, by=writer, at=at)


def test_a_name_goes_from_page_and_search_and_a_withdrawn_review_with_it(
    writer: Any, approver: Any, at: datetime, review: Review
) -> None:
    words = BlockWords(heading="Reviews", first=date(2024, 1, 1), last=date(2024, 2, 1))
    row = draft(writer, at)
    composing.add_block(issue_id=row.pk, kind="reviews", words=words, by=writer, at=at)
    phone = Contact.objects.create(space_id=review.space_id, kind="partnership_phone", value="01634 111111")
    text = BlockWords(heading="Farewell", text="Pat Example goes. Call 01634 111111.")
    composing.add_block(issue_id=row.pk, kind="farewell", words=text, by=writer, at=at)
    approved(submitted(row, writer, at), approver, at)
    mailing.start_mail_out(issue_id=row.pk, standing=standing(row, at), by=approver, at=at)
    public = archive.public_issue(issues.issue(row.pk).slug)
    before = str(archive.as_shown_today(public, at.date()).content)
    assert "Isabel" in before
    assert "Pat Example" in before
    found = lambda words: [each.pk for each in archive.found_issues(words, 2024, at.date())]  # noqa: E731
    assert (found("Isabel"), found("pat example"), found("sleep")) == ([row.pk], [row.pk], [row.pk])
    archiving.remove_name(issue_id=row.pk, name="pat example", reason="Asked.", by=writer, at=at)
    assert "an old number" not in before
    phone.value = "01634 222222"
    phone.save()
    review.published, review.published_from = "", None
    review.save()
    after = str(archive.as_shown_today(archive.public_issue(public.slug), at.date()).content)
    assert "01634 111111 (an old number" in after
    assert "Isabel" not in after
    assert "Pat Example" not in after
    assert (found("Isabel"), found("pat example"), found("sleep")) == ([], [], [row.pk])
    assert ["Isabel" in each.text or "Pat" in each.text for each in public_issues(at.date())] == [False]
    assert issues.issue(row.pk).sha256 == public.sha256


def test_the_search_finds_each_word(writer: Any, approver: Any, at: datetime) -> None:
    row = sent_issue(writer=writer, approver=approver, at=at)
    assert [each.pk for each in archive.public_issues("sleep babies")] == [row.pk]
    assert list(archive.public_issues("sleep dragons")) == []


def test_a_draft_is_deleted_and_nothing_else(writer: Any, approver: Any, at: datetime) -> None:
    row = draft(writer, at)
    approving.delete_draft(issue_id=row.pk, by=writer, at=at)
    assert Issue.objects.count() == 0
    with pytest.raises(Refused, match="Only a draft"):
        approving.delete_draft(issue_id=sent_issue(writer=writer, approver=approver, at=at).pk, by=writer, at=at)


def test_a_training_list_says_what_is_left_and_a_session_past_full_or_cancelled_is_told(
    writer: Any, approver: Any, at: datetime
) -> None:
    starts = datetime(2024, 2, 20, 9, 30, tzinfo=UTC)
    given = {"ends": starts + timedelta(hours=3), "mode": "in person", "booking": "open", "note": "", "file": "f"}
    rows = [
        SessionRow(title=title, starts=starts, places_left=left, row=number, **given)
        for number, (title, left) in enumerate([("Bruising", 6), ("Neglect", 0), ("Sleep", None)], start=2)
    ]  # fmt: skip
    record_sessions(rows=rows, by=approver, at=at)
    row = composing.make_first_draft(words=IssueWords("February 2024", date(2024, 2, 1)), by=writer, at=at)
    block = issues.blocks(row.pk)[0]
    assert (block.kind, block.why) == ("training", "3 sessions from 6 February 2024 to 1 April 2024.")
    listed = {each.title: each.note for each in issues.live_content(row).sections[0].rows}
    assert "6 places left" in listed["Bruising"]
    assert "Full" in listed["Neglect"]
    told = lambda at: {(f.finding.code, f.finding.text) for f in standing(row, at).judged if f.finding.code in TOLD}  # noqa: E731
    assert told(at) == {("BU-11", "Neglect")}
    assert told(starts) == {("BU-10", title) for title in listed}
    mine = {row.title: row.id for row in training_sessions()}
    Session.objects.filter(pk=mine["Sleep"]).update(status="cancelled", cancelled_at=at)
    text = f"[Ours](/training/{mine['Sleep']}/) and [another site’s](https://www.example.org/training/{10**6}/)."
    composing.add_block(issue_id=row.pk, kind="item", words=BlockWords(heading="Item", text=text), by=writer, at=at)
    assert told(at) == {("BU-11", "Neglect"), ("BU-10", "Item")}


def test_a_test_mail_says_what_the_issue_says_and_what_is_sent_is_what_was_approved(
    writer: Any, approver: Any, at: datetime, readers: Any, scoped: Any
) -> None:
    readers(1)
    contact = Contact.objects.create(space_id=scoped.home_id, kind="worried_about_a_child_phone", value="01634 334466")
    row = draft(writer, at)
    showing.send_test(issue_id=row.pk, to="me@example.org", mould=mould_of(row, at, test=True), by=writer, at=at)
    test = OutboxMessage.objects.get(to="me@example.org")
    assert (test.subject, "01634 334466" in test.text, "/bulletin/go/" in test.text) == (
        "Test: February 2024", True, False,
    )  # fmt: skip
    with pytest.raises(Refused, match="to which address"):
        showing.send_test(issue_id=row.pk, to="", mould=mould_of(row, at, test=True), by=writer, at=at)
    approved(submitted(row, writer, at), approver, at)
    contact.value = "01634 000000"
    contact.save()
    out = mailing.start_mail_out(issue_id=row.pk, standing=standing(row, at), by=approver, at=at)
    send_slice(mail_out_id=out.pk, worker="w", by=system_actor("worker"), clock=lambda: at, seconds=60)
    sent = OutboxMessage.objects.get(to="r0@example.org")
    assert ("01634 334466" in sent.text, "01634 000000" in sent.text) == (True, False)


def test_a_suggestion_that_is_not_taken_is_answered_with_its_reason(writer: Any, at: datetime) -> None:
    made = suggesting.suggest(heading="Sleep", text="More", email="p@example.org", by=writer, at=at)
    with pytest.raises(Refused, match="Say why"):
        suggesting.decline_suggestion(suggestion_id=made.pk, answer=" ", by=writer, at=at)
    suggesting.decline_suggestion(suggestion_id=made.pk, answer="It was in January’s.", by=writer, at=at)
    told = OutboxMessage.objects.get(to="p@example.org")
    assert "We will not put it into the bulletin this time.\n\nIt was in January’s." in told.text


@pytest.fixture
def group(scoped: Any) -> Group:
    return Group.objects.create(space_id=scoped.home_id, name="Exploitation Group", slug="eg", kind="subgroup")


def test_a_groups_key_messages_are_entered_once_and_taken_from_there(
    writer: Any, actor: Any, at: datetime, group: Group, scoped: Any, sign_in: Any, partnership: Any
) -> None:
    other = Group.objects.create(space_id=scoped.home_id, name="Board", slug="board", kind="subgroup")
    secretary = sign_in(partnership, email="secretary@example.org")
    page = "/office/bulletin/key-messages/new/"
    given = {
        "group": group.pk,
        "met_on_day": 17,
        "met_on_month": 1,
        "met_on_year": 2024,
        "text": "- Ask where the baby sleeps.\n\n• [Read it](https://example.org/?utm_source=x)<script>x()</script>",
    }
    assert secretary.post(page, given).status_code == 422  # no seat yet
    seat = Post.objects.create(space_id=scoped.home_id, title="Secretary", group=group)
    seat.holder = User.objects.get(email="secretary@example.org")
    seat.save()
    assert secretary.post(page, given | {"group": other.pk}).status_code == 422
    assert secretary.post(page, given | {"met_on_year": 2025}).status_code == 422
    assert secretary.post(page, given).status_code == 302
    assert f"{page}?group={group.pk}" in secretary.get("/partnership/groups/eg/").content.decode()
    assert page not in secretary.get("/partnership/groups/board/").content.decode()
    again = secretary.post(page, given)
    assert "are here already" in again.content.decode()
    row = composing.make_first_draft(words=IssueWords("February 2024", date(2024, 2, 1)), by=writer, at=at)
    block = issues.blocks(row.pk)[0]
    assert (block.kind, block.why) == ("messages", "It met on 17 January 2024.")
    says = lambda: issues.live_content(issues.issue(row.pk)).sections[0]  # noqa: E731
    assert (says().heading, says().text) == (
        "Key messages: Exploitation Group",
        "From its meeting in January 2024:\n\n- Ask where the baby sleeps.\n- [Read it](https://example.org/)",
    )
    theirs = KeyMessages.objects.get()
    told = {"messages_id": theirs.pk, "group_id": group.pk, "by": writer, "at": at}
    telling.write_messages(met_on=date(2024, 1, 18), text="Look again.", **told)
    assert says().text.endswith("- Look again.")
    telling.write_messages(messages_id=None, group_id=other.pk, met_on=date(2024, 1, 9), text="B", by=writer, at=at)
    words = BlockWords(first=date(2024, 1, 1), last=date(2024, 1, 31))
    composing.add_block(issue_id=row.pk, kind="messages", words=words, by=writer, at=at)
    both = next(each for each in issues.live_content(row).sections if each.heading == "Key messages")
    assert both.text == "# Board, January 2024\n\n- B\n\n# Exploitation Group, January 2024\n\n- Look again."
    words = BlockWords(first=date(2024, 1, 1), last=date(2024, 1, 31), group_id=group.pk)
    with pytest.raises(Refused, match="a block of this already"):
        composing.add_block(issue_id=row.pk, kind="messages", words=words, by=writer, at=at)
    words = BlockWords(first=date(2024, 1, 1), last=date(2024, 1, 2), group_id=other.pk)
    made = composing.add_block(issue_id=row.pk, kind="messages", words=words, by=writer, at=at)
    assert [judged.finding.code for judged in standing(row, at).judged if judged.finding.block == made.pk] == ["BU-19"]
