"""Signing in, making an account, the second factor and looking after people, in a real browser."""

import re
import uuid
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor, outbox

CODE = re.compile(r"\b[B-Z]{4}-[B-Z]{4}\b")


def new_address() -> str:
    return f"{uuid.uuid4().hex[:12]}@example.org"


def enters_the_code(visitor: Visitor, to: str) -> Visitor:
    """Reads the code in another tab, as one reads mail."""
    reader = visitor.in_another_tab()
    code = CODE.search(outbox(reader, to).inner_text())[0]
    reader.page.close()
    return visitor.types("Code from the e-mail", code).presses("Continue")


def makes_an_account(visitor: Visitor, to: str) -> Visitor:
    visitor.goes_to("/accounts/login/?next=/me/details/").presses("Make an account")
    visitor.presses("Make my account").sees("There is a problem", "Enter your email address")
    visitor.types("Full name", "Nadia Thorne").types("Job title", "Nurse").types("Agency", "Hill School")
    visitor.types("Email address", to).presses("Make my account").sees("Confirm your e-mail address")
    return enters_the_code(visitor, to)


def has_a_key(visitor: Visitor) -> None:
    """A key built into the device, which asks for a fingerprint and always gets it."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize(("phone", "scripts"), [(False, True), (True, True), (True, False)])
def test_a_new_person_makes_an_account_and_comes_back(visit: Any, phone: bool, scripts: bool) -> None:
    visitor = makes_an_account(visit(phone=phone, scripts=scripts), new_address())
    visitor.sees("Your details")
    visitor.goes_to("/me/").sees("Nadia Thorne", "Hill School").presses("Sign out")
    expect(visitor.page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()


def test_a_wrong_code_is_told_first_and_the_right_one_signs_in(visit: Any) -> None:
    to = new_address()
    makes_an_account(visit(), to)
    visitor = visit(phone=True).goes_to("/accounts/login/")
    visitor.types("Email address", to).presses("Send me a code").sees("Check your e-mail")
    visitor.types("Code from the e-mail", "BBBB-BBBB").presses("Continue").sees("There is a problem")
    enters_the_code(visitor, to)
    visitor.goes_to("/me/").sees(to)
    visitor.goes_to("/sign-in/no-code/").sees("My code did not come")


def test_a_passkey_is_added_and_signs_in_alone(visit: Any) -> None:
    to = new_address()
    visitor = visit()
    has_a_key(visitor)
    makes_an_account(visitor, to).goes_to("/me/").presses("Set up a second factor").presses("Set up a passkey or key")
    visitor.page.get_by_role("button", name="Add it now").click()
    visitor.page.wait_for_url("**/recovery-codes/")
    visitor.looks().goes_to("/accounts/2fa/webauthn/").goes_to("/me/").presses("Sign out")
    visitor.goes_to("/accounts/login/?next=/me/details/")
    visitor.page.get_by_role("button", name="Sign in with a passkey").click()
    visitor.page.wait_for_url(re.compile(r"localhost:\d+/me/details/$"))
    visitor.goes_to("/me/").sees(to)


def test_the_key_is_asked_for_after_a_code(visit: Any) -> None:
    to = new_address()
    visitor = visit()
    has_a_key(visitor)
    makes_an_account(visitor, to).goes_to("/accounts/2fa/webauthn/add/")
    visitor.page.get_by_role("button", name="Add it now").click()
    visitor.page.wait_for_url("**/recovery-codes/")
    visitor.goes_to("/me/").presses("Sign out").goes_to("/accounts/login/?next=/me/details/")
    enters_the_code(visitor.types("Email address", to).presses("Send me a code"), to).sees("Your second factor")
    visitor.page.get_by_role("button", name="Use a passkey or key").click()
    visitor.page.wait_for_url(re.compile(r"localhost:\d+/me/details/$"))


@pytest.mark.parametrize("phone", [False, True])
def test_the_business_unit_looks_after_people(visit: Any, phone: bool) -> None:
    to = new_address()
    visitor = visit(phone=phone).signs_in_as("Business unit").goes_to("/office/people/")
    visitor.presses("Invite a person").presses("Send the invitation").sees("There is a problem")
    visitor.types("Full name", "Milo Chart").types("Email address", to)
    visitor.page.get_by_label("Editor").check()
    visitor.presses("Send the invitation").sees("Milo Chart is invited.")
    visitor.types("Search by name", to).presses("Search")
    visitor.page.get_by_role("link", name="Milo Chart").first.click()
    visitor.looks().sees("Invited, with Editor.")
    visitor.presses("Suspend").types("Why?", "Left the agency.").presses("Suspend")
    visitor.sees("Suspended: Left the agency.").presses("Allow again").presses("Allow again").sees("can sign in again")
