"""Readers: double opt-in, choice, leaving, being forgotten, an old list."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from throughline.foundation.access.actors import ANONYMOUS, system_actor
from throughline.foundation.access.operations import Refused
from throughline.foundation.notices.models import OutboxMessage
from throughline.publishing.bulletin.models import Delivery, Subscriber, Suppression
from throughline.publishing.bulletin.operations import bouncing, reading_list
from throughline.publishing.bulletin.operations.reading_list import ListRow, Wishes
from throughline.publishing.bulletin.queries import readers as queries
from throughline.publishing.bulletin.queries.sending import audience
from throughline.publishing.bulletin.tests.making import sent_issue

pytestmark = pytest.mark.django_db
WORDING = "I want the bulletin."


def ask(at: datetime, email: str = "Asha@Example.org", **wishes: Any) -> Subscriber:
    reading_list.subscribe(email=email, wishes=Wishes(**wishes), wording=WORDING, by=ANONYMOUS, at=at)
    return Subscriber.objects.get(email=email.lower())


def who(topic: str = "") -> list[str]:
    return [reader.email for reader in audience(topic)]


def test_BU_40_nobody_gets_it_before_they_confirmed(scoped: Any, at: datetime) -> None:
    row = ask(at, topics=("training",), sector="health")
    assert (row.state, row.wording, row.asked_at, who()) == ("pending", WORDING, at, [])
    mail = OutboxMessage.objects.get()
    assert f"/bulletin/confirm/{row.token}/" in mail.text
    ask(at)
    assert OutboxMessage.objects.count() == 1  # one mail a day to an address
    reading_list.confirm(token=row.token, by=ANONYMOUS, at=at)
    assert who() == ["asha@example.org"]
    assert (row.confirmed_at, Subscriber.objects.get().confirmed_at) == (None, at)


def test_topics_narrow_what_one_gets(scoped: Any, at: datetime) -> None:
    row = ask(at, topics=("training",))
    reading_list.confirm(token=row.token, by=ANONYMOUS, at=at)
    assert (who(""), who("training"), who("policy")) == ([row.email], [row.email], [])
    assert [reader.email for reader in audience("policy", urgent=True)] == [row.email]
    reading_list.choose(token=row.token, wishes=Wishes(), by=ANONYMOUS, at=at)
    assert who("policy") == [row.email]


def test_leaving_is_one_step_and_a_fresh_opt_in_releases(scoped: Any, at: datetime, approver: Any) -> None:
    row = ask(at)
    reading_list.confirm(token=row.token, by=ANONYMOUS, at=at)
    for _ in range(2):
        reading_list.leave(token=row.token, by=ANONYMOUS, at=at)
    assert (who(), Suppression.objects.get().reason) == ([], "left")
    made = reading_list.bring_in(
        rows=[ListRow(row.email, Wishes())], basis="public_task", source="Old list", by=approver, at=at
    )
    assert made == (0, 1)
    ask(at + timedelta(days=1))
    assert who() == []
    reading_list.confirm(token=row.token, by=ANONYMOUS, at=at)
    assert (who(), Suppression.objects.count()) == ([row.email], 0)


def test_forgotten_nothing_names_the_address_and_no_list_brings_it_back(
    writer: Any, approver: Any, at: datetime, readers: Any
) -> None:
    readers(2)
    sent_issue(writer=writer, approver=approver, at=at)
    row = Subscriber.objects.get(email="r0@example.org")
    bouncing.record_bounce(event="1", email=row.email, kind="soft", says="x", by=system_actor("worker"), at=at)
    assert len(queries.everything_about(row)["mails"]) == 1
    reading_list.forget(token=row.token, by=ANONYMOUS, at=at)
    named = [
        *Subscriber.objects.filter(email=row.email), *Delivery.objects.filter(email=row.email),
        *Suppression.objects.filter(address=row.email), *Subscriber.history.filter(email=row.email),
    ]  # fmt: skip
    assert named == []
    readers(2)
    assert who() == ["r1@example.org"]


def test_a_list_needs_its_basis_and_consent_its_wording_and_day(approver: Any, at: datetime) -> None:
    rows = [ListRow("a@example.org", Wishes())]
    bring = {"rows": rows, "source": "Old list", "by": approver, "at": at}
    with pytest.raises(Refused, match="lawful basis"):
        reading_list.bring_in(basis="", **bring)
    with pytest.raises(Refused, match="Consent needs"):
        reading_list.bring_in(basis="consent", wording=WORDING, **bring)
    with pytest.raises(Refused, match="where the list comes from"):
        reading_list.bring_in(**{**bring, "basis": "public_task", "source": " "})
    assert reading_list.bring_in(basis="public_task", **bring) == (1, 0)
    assert reading_list.bring_in(basis="public_task", **bring) == (0, 1)


def test_a_domain_moves_and_who_left_stays_out(approver: Any, at: datetime, readers: Any) -> None:
    readers(3)
    by = system_actor("worker")
    bouncing.record_bounce(event="1", email="r0@example.org", kind="hard", says="moved", by=by, at=at)
    reading_list.leave(token=Subscriber.objects.get(email="r1@example.org").token, by=ANONYMOUS, at=at)
    assert reading_list.move_domain(old="example.org", new="new.example.org", by=approver, at=at) == 3
    assert who() == ["r0@new.example.org", "r2@new.example.org"]


def test_what_was_never_confirmed_is_dropped(scoped: Any, at: datetime) -> None:
    ask(at)
    by = system_actor("worker")
    assert reading_list.drop_unconfirmed(by=by, at=at + timedelta(days=29)) == 0
    assert reading_list.drop_unconfirmed(by=by, at=at + timedelta(days=31)) == 1
    assert Subscriber.objects.count() == 0


def test_the_database_keeps_consent_with_its_wording_and_confirmation(scoped: Any, at: datetime) -> None:
    row = ask(at)
    for change in ({"wording": ""}, {"state": "active"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Subscriber.objects.filter(pk=row.pk).update(**change)
