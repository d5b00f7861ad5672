"""The mail log never shows a text; the demonstration's outbox shows its own partnership's alone; neither leaks."""

from datetime import timedelta

import pytest
from django.test import Client

from throughline.foundation.access import checks
from throughline.foundation.notices import registry
from throughline.foundation.notices.models import OutboxMessage
from throughline.foundation.notices.rules import Notice
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(send, other_partnership, now) -> OutboxMessage:
    with scope.activate(scope_of(other_partnership, now.date())):
        return send("theirs", to="kent.person@example.org")


def test_the_log_says_to_whom_what_when_and_why_not_but_never_the_text(
    send, theirs, secret, sign_in, partnership
) -> None:
    message = send("one", notice=secret, to="asha@example.org")
    OutboxMessage.objects.filter(pk=message.pk).update(
        status="failed", last_error="550 No such mailbox", ended_at=message.put_at + timedelta(minutes=1)
    )
    page = sign_in(partnership, "business_unit").get("/office/mail/")
    html = page.content.decode()
    assert page.status_code == 200
    for shown in ("asha@example.org", "Test secret", "5 February 2024", "Not sent", "550 No such mailbox"):
        assert shown in html
    for hidden in ("314159", "Your code", "kent.person@example.org"):
        assert hidden not in html


def test_the_log_is_searched_by_address(send, sign_in, partnership) -> None:
    send("one", to="asha@example.org")
    send("two", to="ben@example.org")
    html = sign_in(partnership, "business_unit").get("/office/mail/?address=ASHA").content.decode()
    assert ("asha@example.org" in html, "ben@example.org" in html) == (True, False)
    none = sign_in(partnership, "business_unit").get("/office/mail/?address=nobody").content.decode()
    assert "No message to an address with “nobody”." in none


@pytest.mark.parametrize(("role", "status"), [("administrator", 200), ("editor", 403), ("practitioner", 403)])
def test_the_log_is_for_the_unit_and_administrators(send, sign_in, partnership, role: str, status: int) -> None:
    send()
    answer = sign_in(partnership, role).get("/office/mail/")
    assert answer.status_code == status
    assert (b"asha@example.org" in answer.content) == (status == 200)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_log_takes_the_same_queries_for_one_message_and_for_three(
    send, sign_in, partnership, django_assert_num_queries, rows: int
) -> None:
    for number in range(rows):
        send(str(number))
    browser = sign_in(partnership, "business_unit")
    browser.get("/office/mail/")
    with django_assert_num_queries(8):
        browser.get("/office/mail/")


def test_twenty_six_messages_take_two_pages(send, sign_in, partnership) -> None:
    for number in range(26):
        send(str(number), to=f"p{number:02d}@example.org")
    html = sign_in(partnership, "business_unit").get("/office/mail/?page=2&address=example").content.decode()
    assert ("p00@example.org" in html, "p01@example.org" in html) == (True, False)
    assert "?page=1&amp;address=example" in html


def test_outside_the_demonstration_there_is_no_outbox_page(send, partnership) -> None:
    message = send()
    browser = Client(headers={"host": "medway.localhost"})
    assert browser.get("/demonstration/outbox/").status_code == 404
    assert browser.get(f"/demonstration/outbox/{message.pk}/").status_code == 404


@pytest.mark.urls("throughline.foundation.notices.tests.demonstration_urlconf")
def test_the_demonstration_shows_each_message_with_its_file(send, theirs, partnership, settings) -> None:
    settings.DEMONSTRATION = True
    message = send()
    browser = Client(headers={"host": "medway.localhost"})
    listed = browser.get("/demonstration/outbox/").content.decode()
    assert "Booked: Neglect" in listed
    assert "kent.person@example.org" not in listed
    shown = browser.get(f"/demonstration/outbox/{message.pk}/").content.decode()
    assert '<a href="http://medway.localhost/training/12/" rel="nofollow">' in shown
    attachment = message.attachments.get()
    file = browser.get(f"/demonstration/outbox/{message.pk}/{attachment.pk}/")
    assert file.content == b"BEGIN:VCALENDAR\r\n"
    assert file["Content-Disposition"] == 'attachment; filename="place.ics"'


@pytest.mark.urls("throughline.foundation.notices.tests.demonstration_urlconf")
def test_another_partnerships_message_is_as_if_it_did_not_exist(theirs, partnership, settings) -> None:
    settings.DEMONSTRATION = True
    browser = Client(headers={"host": "medway.localhost"})
    foreign = browser.get(f"/demonstration/outbox/{theirs.pk}/")
    missing = browser.get("/demonstration/outbox/999999/")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content


@pytest.mark.parametrize(("kind", "category"), [("booked", "Booking"), ("made_up.booked", "")])
def test_a_kind_of_notice_that_does_not_say_what_it_is_is_refused(kind: str, category: str) -> None:
    unclear = type("Unclear", (Notice,), {"kind": kind, "category": category})
    with pytest.raises(ValueError, match="needs a kind"):
        registry.register(unclear)
    assert registry.find(kind) is None
    assert {"accounts", "training"} <= {k.kind.split(".")[0] for k in registry.kinds()}


def test_the_system_check_sees_every_page_of_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.every_view_declares_its_access(None) == []
    monkeypatch.setattr(checks, "access_of", lambda view: None)
    told = "\n".join(error.msg for error in checks.every_view_declares_its_access(None))
    assert "'office/mail/'" in told
    assert "throughline.foundation.notices.views" in told
