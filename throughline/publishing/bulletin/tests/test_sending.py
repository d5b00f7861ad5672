"""The queue: to a real mail server, stopped, refused, in doubt, taken over; nothing twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from throughline.foundation.access.actors import system_actor
from throughline.foundation.notices import sending as notices
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.workflow.api import way_of
from throughline.office.training import api as training
from throughline.office.training.api import SessionRow, record_sessions
from throughline.office.training.models import Session
from throughline.publishing.bulletin import tasks
from throughline.publishing.bulletin.models import Batch, Bounce, Delivery, Subscriber, Suppression
from throughline.publishing.bulletin.operations import approving, bouncing, composing, journal, mailing, reading_list
from throughline.publishing.bulletin.operations.composing import BlockWords
from throughline.publishing.bulletin.queries import issues, sending
from throughline.publishing.bulletin.sending.worker import Slice, send_slice
from throughline.publishing.bulletin.tests.making import approved, draft, started, submitted
from throughline.publishing.bulletin.tests.sink import Sink
from throughline.publishing.bulletin.workflow import ISSUE
from throughline.publishing.library import operations as library

pytestmark = pytest.mark.django_db(transaction=True)
STATE = Delivery.State
STARTS = datetime(2024, 2, 20, 9, 30, tzinfo=UTC)
SESSION = SessionRow(
    title="Bruising in babies", starts=STARTS, ends=STARTS + timedelta(hours=3), mode="in person", places_left=6,
    booking="open", note="", file="sessions.csv", row=2,
)  # fmt: skip


@pytest.fixture
def out(writer: Any, approver: Any, at: datetime, readers: Any) -> Any:
    """A mail-out to five readers that has not begun."""
    readers(5, sector="health")
    return started(writer=writer, approver=approver, at=at)


@pytest.fixture(autouse=True)
def jobs_wait(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def go(out: Any, at: datetime, **more: Any) -> Slice:
    given = {"worker": "w", "by": system_actor("worker"), "clock": lambda: at, "seconds": 30} | more
    return send_slice(mail_out_id=out.pk, **given)


def states(out: Any) -> dict[str, int]:
    return dict(sending.counts_by_state(out.pk))


def test_every_reader_gets_one_mail_with_a_way_out_of_their_own(out: Any, leaves: Sink, at: datetime) -> None:
    assert go(out, at) == Slice(5, more=False)
    assert sorted(leaves.taken) == [f"r{n}@example.org" for n in range(5)]
    tokens = dict(Delivery.objects.values_list("email", "token"))
    for message in leaves.messages:
        assert tokens[message["To"]] in message["List-Unsubscribe"]
        html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
        assert f"/bulletin/leave/{tokens[message['To']]}/" in html
        assert "/bulletin/go/" in html
    assert (issues.issue(out.issue_id).state, states(out)) == ("sent", {STATE.SENT: 5})
    assert go(out, at).sent == 0
    assert leaves.connections == 1


def test_a_server_without_pipelining_gets_the_same(out: Any, leaves: Sink, at: datetime) -> None:
    leaves.pipelining = False
    leaves.refuse["r1@example.org"] = "550 no such user"
    assert go(out, at).sent == 4
    assert states(out) == {STATE.SENT: 4, STATE.FAILED: 1}


def test_a_site_that_sends_no_mail_shows_it_in_the_outbox(out: Any, at: datetime) -> None:
    go(out, at)
    assert states(out) == {STATE.SHOWN: 5}
    shown = OutboxMessage.objects.filter(kind="bulletin.issue")
    assert sorted(shown.values_list("to", flat=True)) == [f"r{n}@example.org" for n in range(5)]
    assert "Unsubscribe:" in shown[0].text


def test_what_a_server_refuses_for_good_is_suppressed_and_for_now_tried_again(
    out: Any, leaves: Sink, at: datetime
) -> None:
    leaves.refuse = {"r1@example.org": "550 no such user", "r2@example.org": "451 come back later"}
    leaves.after_data = {"r3@example.org": "554 I do not like it"}
    assert go(out, at).more
    assert states(out) == {STATE.SENT: 2, STATE.FAILED: 2, STATE.QUEUED: 1}
    assert [(each.address, each.reason) for each in Suppression.objects.all()] == [("r1@example.org", "hard")]
    leaves.refuse = {}
    assert go(out, at).sent == 0  # not before its pause is over
    go(out, at + timedelta(hours=1))
    assert states(out) == {STATE.SENT: 3, STATE.FAILED: 2}
    assert issues.issue(out.issue_id).state == "sent"
    assert len(leaves.taken) == len(set(leaves.taken))


def test_a_server_that_hangs_up_over_a_message_leaves_it_in_doubt_for_good(
    out: Any, leaves: Sink, at: datetime
) -> None:
    leaves.after_data = {"r2@example.org": ""}
    go(out, at)
    assert states(out) == {STATE.SENT: 4, STATE.DOUBT: 1}
    leaves.after_data = {}
    go(out, at + timedelta(days=1))
    assert leaves.taken.count("r2@example.org") == 1


def test_a_server_that_cannot_be_reached_makes_it_wait(out: Any, leaves: Sink, at: datetime, settings: Any) -> None:
    smtp = settings.MAILERS["bulletin"]
    settings.MAILERS = {**settings.MAILERS, "bulletin": {**smtp, "OPTIONS": {"host": "127.0.0.1", "port": 1}}}
    found = go(out, at)
    assert (found.sent, found.more, found.wait) == (0, True, 120)
    out.refresh_from_db()
    assert "could not be reached" in out.last_error
    settings.MAILERS = {**settings.MAILERS, "bulletin": smtp}
    assert go(out, at).sent == 0
    assert go(out, at + timedelta(minutes=3)).sent == 5
    assert set(Delivery.objects.values_list("tries", flat=True)) == {1}


def test_stopped_nobody_more_gets_it_and_resumed_the_rest_does(
    out: Any, leaves: Sink, approver: Any, at: datetime
) -> None:
    mailing.stop_mail_out(issue_id=out.issue_id, by=approver, at=at)
    assert (go(out, at).sent, leaves.taken) == (0, [])
    mailing.resume_mail_out(issue_id=out.issue_id, by=approver, at=at)
    assert go(out, at).sent == 5


def test_ended_the_rest_is_left_out(out: Any, approver: Any, at: datetime) -> None:
    mailing.fill(mail_out_id=out.pk, by=approver, at=at)
    mailing.stop_mail_out(issue_id=out.issue_id, by=approver, at=at)
    mailing.end_mail_out(issue_id=out.issue_id, reason="Wrong issue.", by=approver, at=at)
    assert (issues.issue(out.issue_id).state, states(out)) == ("sent", {STATE.SKIPPED: 5})


def test_who_left_since_the_queue_was_filled_gets_nothing(out: Any, leaves: Sink, approver: Any, at: datetime) -> None:
    mailing.fill(mail_out_id=out.pk, by=approver, at=at)
    token = Delivery.objects.get(email="r3@example.org").token
    reading_list.leave(token=token, by=approver, at=at)
    go(out, at)
    assert "r3@example.org" not in leaves.taken
    assert states(out) == {STATE.SENT: 4, STATE.SKIPPED: 1}


def test_who_left_the_bulletin_still_gets_every_other_mail(
    out: Any, leaves: Sink, approver: Any, at: datetime, settings: Any
) -> None:
    by = system_actor("worker")
    reader = Subscriber.objects.get(email="r0@example.org")
    bouncing.record_bounce(event="1", email=reader.email, kind="complaint", says="spam", by=by, at=at)
    reading_list.leave(token=reader.token, by=approver, at=at)
    go(out, at)
    assert reader.email not in leaves.taken
    settings.PRODUCTION, settings.MAILERS = True, {"default": settings.MAILERS["bulletin"]}
    policy = library.Text(
        page=1, slug="bruising", kind="briefing", title="Bruising", label="1", owner_email=reader.email,
        review_on=at.date(),
    )  # fmt: skip
    library.publish_text(given=policy, today=at.date(), by=approver, at=at)
    library.send_warnings(unit=[], today=at.date(), by=by, at=at)
    notices.deliver(by=by, at=at, message=OutboxMessage.objects.get(to=reader.email))
    assert (leaves.taken[-1], leaves.messages[-1]["Subject"]) == (reader.email, "Review is due: Bruising")


def test_how_it_went_is_told_without_telling_people_apart(
    out: Any, leaves: Sink, approver: Any, at: datetime, sign_in: Any, partnership: Any
) -> None:
    rows = [reading_list.ListRow(f"p{n}@example.org", reading_list.Wishes(sector="police")) for n in range(4)]
    reading_list.bring_in(rows=rows, basis="public_task", source="A list", by=approver, at=at)
    leaves.refuse = {"r4@example.org": "550 no such user"}
    go(out, at)
    bouncing.record_bounce(event="1", email="r1@example.org", kind="hard", says="x", by=approver, at=at)
    reading_list.leave(token=Delivery.objects.get(email="r2@example.org").token, by=approver, at=at)
    # three of health are left, four of the police: neither group is named
    assert [(each.label, each.number) for each in sending.reach(out.pk, "sector")] == [
        ("Groups of fewer than five together", 7)
    ]
    page = sign_in(partnership, "business_unit").get(f"/office/bulletin/{out.issue_id}/after/")
    tiles = {tile.label: tile.value for tile in page.context["tiles"]}
    assert tiles == {"Sent": "8", "Delivered": "7", "Came back": "1", "Complaints": "0", "Left with its link": "1"}


def test_a_scheduled_issue_starts_at_its_time_and_is_held_back_where_a_session_fell_out(
    writer: Any, approver: Any, readers: Any, at: datetime, leaves: Sink
) -> None:
    readers(1)
    session = record_sessions(rows=[SESSION], by=approver, at=at) and training.sessions()[0]
    ids = []
    for kind in ("item", "training"):
        issue = draft(writer, at, title=kind)
        period = BlockWords(first=at.date(), last=at.date() + timedelta(days=30))
        if kind == "training":
            composing.add_block(issue_id=issue.pk, kind=kind, words=period, by=writer, at=at)
        submitted(issue, writer, at)
        approved(issue, approver, at)
        approving.schedule(issue_id=issue.pk, send_at=at + timedelta(hours=1), by=approver, at=at)
        ids.append(issue.pk)
    tasks.sweep(at + timedelta(minutes=59))
    assert [issues.issue(pk).state for pk in ids] == ["scheduled", "scheduled"]
    Session.objects.filter(pk=session.id).update(status="cancelled", cancelled_at=at)
    tasks.sweep(at + timedelta(hours=1))
    assert [issues.issue(pk).state for pk in ids] == ["sending", "approved"]
    reasons = [step.reason for step in way_of(ISSUE, ids[1])]
    assert "past or cancelled since it was approved: Bruising in babies" in reasons[-1]


def taken(out: Any, at: datetime) -> mailing.Taken:
    by = system_actor("worker")
    mailing.fill(mail_out_id=out.pk, by=by, at=at)
    found = mailing.take(mail_out_id=out.pk, worker="dead", by=by, at=at)
    assert found is not None
    return found


def test_after_a_kill_one_is_in_doubt_and_the_others_go_once(out: Any, leaves: Sink, at: datetime) -> None:
    found = taken(out, at)
    ids = [pk for pk, _, _ in found.rows]
    journal.note(batch_id=found.batch_id, over_to=ids[1], flying=ids[2], at=at)  # and here it was killed
    assert go(out, at).sent == 0  # it may live yet
    assert go(out, at + timedelta(minutes=5)).sent == 2
    assert states(out) == {STATE.SENT: 4, STATE.DOUBT: 1}
    assert Delivery.objects.get(state=STATE.DOUBT).pk == ids[2]
    with pytest.raises(journal.Lost):
        journal.note(batch_id=found.batch_id, over_to=ids[2], flying=ids[3], at=at)


def test_after_a_power_cut_the_rest_of_the_batch_is_in_doubt(out: Any, leaves: Sink, at: datetime) -> None:
    found = taken(out, at)
    ids = [pk for pk, _, _ in found.rows]
    journal.note(batch_id=found.batch_id, over_to=ids[1], flying=ids[2], at=at)
    Batch.objects.update(epoch="before the power cut")
    assert go(out, at + timedelta(minutes=5)).sent == 0
    assert states(out) == {STATE.SENT: 2, STATE.DOUBT: 3}


def test_a_throttle_holds(out: Any, leaves: Sink, at: datetime) -> None:
    out.per_minute = 600
    out.save()
    import time

    began = time.monotonic()
    go(out, at)
    assert time.monotonic() - began >= 0.4  # five, a tenth of a second apart


def test_bounces_soft_are_counted_and_forgotten_hard_and_complaints_stop(out: Any, leaves: Sink, at: datetime) -> None:
    by = system_actor("worker")
    go(out, at)
    say = {"says": "x", "by": by, "at": at}
    assert bouncing.record_bounce(event="1", email="R0@example.org", kind="soft", **say) is not None
    assert bouncing.record_bounce(event="1", email="r0@example.org", kind="soft", **say) is None
    bouncing.record_bounce(event="2", email="r1@example.org", kind="hard", **say)
    token = Delivery.objects.get(email="r2@example.org").token
    bouncing.record_bounce(event="3", email="other@example.org", kind="complaint", token=token, **say)
    assert {each.address: each.reason for each in Suppression.objects.all()} == {
        "r1@example.org": "hard", "r2@example.org": "complaint",
    }  # fmt: skip
    assert Bounce.objects.count() == 3
    assert sending.bounced(out.pk) == {"soft": 1, "hard": 1, "complaint": 1}
    assert bouncing.forget_soft_bounces(mail_out_id=out.pk, by=by, at=at) == 0
    Bounce.objects.filter(email="r0@example.org").delete()
    Delivery.objects.filter(email="r0@example.org").update(state=STATE.SENT)
    assert bouncing.forget_soft_bounces(mail_out_id=out.pk, by=by, at=at) == 1


def test_five_soft_bounces_in_a_row_stop_an_address(out: Any, at: datetime) -> None:
    by = system_actor("worker")
    for number in range(5):
        assert not Suppression.objects.exists()
        bouncing.record_bounce(event=str(number), email="r0@example.org", kind="soft", says="full", by=by, at=at)
    assert Suppression.objects.get().reason == "soft"
