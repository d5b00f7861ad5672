"""The sign-in library's mails: in the outbox, as kinds of their own, in plain words; none is sent in the request."""

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core import mail
from django.test import RequestFactory

from throughline.foundation.notices.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(scoped, partnership):
    request = RequestFactory().get("/accounts/login/code/", headers={"host": "medway.localhost"})
    request.partnership = partnership
    with context.request_context(request):
        yield request


def only() -> OutboxMessage:
    return OutboxMessage.objects.get()


def test_a_sign_in_code_goes_through_the_outbox(request_, settings) -> None:
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
    get_adapter().send_mail("account/email/login_code", "Asha@example.org", {"request": request_, "code": "ABC-123"})
    message = only()
    assert (message.kind, message.to, message.status) == ("account.sign_in_code", "asha@example.org", "queued")
    assert message.subject == "ABC-123 is your sign-in code"
    assert message.keeps_text is False
    assert message.text == (
        "Your code to sign in:\n\nABC-123\n\n"
        "Type it into the page where you asked for it. It works once, for 10\nminutes.\n\n"
        "If you did not ask for it, you need not do anything: without the code\nnobody can sign in. "
        "Do not give it to anyone.\n\n"
        "Medway Safeguarding Children Partnership\n\nThis message was sent by a machine.\n"
    )
    assert mail.outbox == []


def test_two_codes_are_two_messages(request_) -> None:
    for code in ("ABC-123", "DEF-456"):
        get_adapter().send_mail("account/email/login_code", "asha@example.org", {"code": code})
    assert OutboxMessage.objects.count() == 2


@pytest.mark.parametrize(
    ("template", "more", "kind", "says"),
    [
        ("account/email/email_confirmation", {"code": "XYZ-9"}, "account.verification_code", "XYZ-9"),
        ("account/email/email_confirmation_signup", {"code": "XYZ-9"}, "account.verification_code", "XYZ-9"),
        ("account/email/email_confirmation", {"code": "", "activate_url": "http://x/"}, "account.verification_code",
         "http://x/"),
        ("account/email/unknown_account", {"signup_url": "http://x/signup/"}, "account.unknown", "http://x/signup/"),
        ("account/email/account_already_exists", {}, "account.exists", "Somebody tried to open an account"),
        ("mfa/email/totp_activated", {"timestamp": None}, "account.changed", "Authenticator app activated."),
    ],
)  # fmt: skip
def test_every_other_mail_has_its_kind_and_plain_words(request_, template, more, kind, says) -> None:
    get_adapter().send_mail(template, "asha@example.org", {"user": None, **more})
    message = only()
    assert message.kind == kind
    assert says in message.text
    assert "Medway Safeguarding Children Partnership" in message.text
    assert message.subject
