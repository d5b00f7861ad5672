"""What follows a course, and the annual survey, as people meet them."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Visitor, outbox
from tests.browser.test_training_journeys import writes_day

CAME = """
from datetime import timedelta
from throughline.foundation.access.models import User
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.training.models import Booking
from throughline.office.training.queries import past_sessions

with scope.activate(scope_of(Partnership.objects.get(slug="medway"), real_now().date())) as tenant:
    now = business_now()
    session = past_sessions(now - timedelta(days=28), now)[0]
    person = User.objects.get(email="EMAIL")
    booking = Booking(space_id=tenant.home_id, session=session, person=person, reference="2345678WXY", status="booked",
        booked_at=session.starts - timedelta(days=9))
    booking.save()
print("SESSION", session.pk)
"""
FOLLOWED = """
from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import business_now, real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.training.operations.following import follow_sessions

with scope.activate(scope_of(Partnership.objects.get(slug="medway"), real_now().date())):
    follow_sessions(by=system_actor("command line"), now=business_now(), at=real_now())
"""


def starts(visitor: Visitor) -> Visitor:
    """The survey's own button; the office's menu has a *Start* too."""
    visitor.page.locator("main").get_by_role("button", name="Start").click()
    visitor.page.wait_for_load_state()
    return visitor.looks()


def practitioners_address(visitor: Any) -> str:
    visitor.page.goto("/me/")
    found = re.search(r"[\w.+-]+@[\w.-]*example\.org", visitor.page.locator("main").inner_text())
    assert found
    return found.group(0)


def test_from_the_evaluation_to_a_certificate_that_anyone_checks(visit: Any, running: Any) -> None:
    # given somebody who had a place on a course, and an officer who marks the register on a phone
    visitor = visit(phone=True).signs_in_as("Practitioner")
    said = running.manage("shell", "-v0", "-c", CAME.replace("EMAIL", practitioners_address(visitor))).stdout
    session = said.split("SESSION ")[1].strip()
    officer = visit(phone=True, scripts=False).signs_in_as("Training officer")
    officer.goes_to(f"/training/register/{session}/").sees("Finishing the register")
    days = [link.get_attribute("href") for link in officer.page.get_by_role("link", name="Mark who came").all()]
    for day in days:
        for person in officer.goes_to(str(day)).page.locator("fieldset").all():
            person.get_by_label("Attended").check()
        officer.page.locator("main form button").click()
        officer.sees("Register to print")
    officer.presses("Finish the register").sees("finished")
    running.manage("shell", "-v0", "-c", FOLLOWED)
    # when they evaluate it from their booking's page
    visitor.goes_to("/training/bookings/2345678WXY/").presses("Evaluate the course")
    starts(visitor).presses("Send my answers").sees("There is a problem")
    for question in visitor.page.locator("fieldset").all():
        question.get_by_role("radio").last.check()
    visitor.presses("Send my answers").sees("Thank you")
    # then the certificate is there, and in the passport
    visitor.presses("Your certificate")
    code = visitor.page.get_by_text(re.compile(r"^\w{4}-\w{4}-\w{4}-\w{4}$")).inner_text()
    visitor.goes_to("/training/passport/").sees("Attended here")
    # and anyone checks it, without an account
    stranger = visit(scripts=False).goes_to("/certificates/")
    stranger.types("Code on the certificate", code.lower()).presses("Check").sees("Valid")
    expect(stranger.page.locator("main")).not_to_contain_text("@")
    stranger.page.goto("/certificates/23456789BCDFGHJK/")
    stranger.sees("No certificate has this code")


def test_the_annual_survey_one_question_a_page_on_a_phone_without_scripts(visit: Any) -> None:
    # given a survey that the officer started
    officer = visit().signs_in_as("Training officer").goes_to("/office/training/surveys/start/")
    officer.page.get_by_label("Annual training survey").check()
    officer.page.get_by_label("Only the addresses below").check()
    officer.types("Further addresses", "lead@example.org")
    writes_day(officer, "Last day to answer", 1, 3, 2024)
    officer.presses("Start and send the links").sees("Annual training survey")
    link = re.search(r"/surveys/[\w-]+/", outbox(officer, "lead@example.org").inner_text())
    assert link
    # when somebody answers it on a phone, stops half-way and comes back
    reader = visit(phone=True, scripts=False).goes_to(link.group(0)).sees("anonymous").presses("Start")
    reader.presses("Save and continue").sees("There is a problem")
    for question in range(5):
        reader.page.get_by_label("Partly").check()
        reader.presses("Save and continue")
        if question == 2:
            reader.goes_to(link.group(0)).presses("Continue").sees("Question 4 of 6")
    reader.presses("Save and continue").sees("Check your answers")
    reader.presses("Send my answers").sees("We have your answers")
    # then the link is burnt, and the officer sees how many, not what
    reader.page.goto(link.group(0))
    reader.sees("This link leads nowhere any more")
    officer.goes_to("/office/surveys/").presses("Annual training survey").sees("once it has closed")
