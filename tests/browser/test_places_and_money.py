"""The line for a place from joining to its end; what an agency is charged, waived and told; licences and their use."""

import uuid
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.test_training_journeys import writes_day

BEGIN = """
from datetime import datetime
from throughline.foundation.access.actors import Actor, system_actor
from throughline.foundation.access.roles import Role
from throughline.foundation.clock import LONDON, business_now, real_now
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.training import operations
from throughline.office.training.models import Booking, Session
from throughline.office.training.operations.moving import person_named
from throughline.office.training.operations.programme import CourseWords, add_session, write_course
from throughline.office.training.rules import PlacesKind
from throughline.office.training.rules.programme import Delivery
from throughline.office.training.rules.writing import DayPlan, SessionPlan

by, tenth = system_actor("command line"), datetime(2024, 2, 5, 10, tzinfo=LONDON)


def session_of(title, day, places, **more):
    at = lambda hour: datetime(2024, *day, hour, tzinfo=LONDON)
    words = CourseWords(title, "in person", Delivery.IN_PERSON)
    course = write_course(course_id=None, words=words, by=by, at=real_now())
    plan = SessionPlan(days=[DayPlan(at(9), at(12))], places_kind=PlacesKind.LIMITED, places=places, **more)
    return add_session(course_id=course.pk, plan=plan, by=by, at=datetime(2024, 1, 2, tzinfo=LONDON))


def put(session, name, at):
    who = {"name": name.title(), "email": f"{name}@places.example.org"}
    person_named(**who, agency="Kent Police")
    return operations.add_person(session_id=session.pk, **who, reason="Asked.", by=by, at=at, real_at=real_now())


with scope.activate(scope_of(Partnership.objects.get(slug="medway"), real_now().date())):
"""
ONE_PLACE = """
    session = session_of("TITLE", (3, 20), 1)
    put(session, "first", business_now())
    print("SESSION", session.pk, session.slug)
"""
FREED = """
    session = Session.objects.get(course__title="TITLE")
    # At the tenth hour, so that a place is held whatever the clock says; what is held by day runs out tomorrow only.
    for booking in Booking.objects.filter(session=session, status="booked"):
        operations.cancel_booking_for(booking_id=booking.pk, reason="Ill", by=by, at=tenth, real_at=real_now())
    operations.tend_waiting_list(session_id=session.pk, by=by, at=tenth, real_at=real_now())
"""
LAPSED = f"""{FREED}
    operations.tend_waiting_list(session_id=session.pk, by=by, at=tenth.replace(day=12), real_at=real_now())
"""
HELD = """
    session = session_of("TITLE", (2, 2), 9, cancel_until=datetime(2024, 1, 20, 12, tzinfo=LONDON))
    before = datetime(2024, 1, 10, 9, tzinfo=LONDON)
    put(session, "absent", before)
    late = put(session, "late", before)
    operations.cancel_booking(reference=late.reference, by=Actor(late.person, frozenset({Role.PRACTITIONER}), False),
                              at=before.replace(day=25), real_at=real_now())
    operations.settle_session(session_id=session.pk, by=by, at=tenth.replace(day=3), real_at=real_now())
    print("SESSION", session.pk, session.slug)
"""


def runs(running: Any, script: str, title: str) -> list[str]:
    """What the script prints after SESSION: the session's id and the readable part of its address."""
    said = running.manage("shell", "-v0", "-c", (BEGIN + script).replace("TITLE", title)).stdout
    return str(said).partition("SESSION ")[2].split()


def test_the_line_for_a_place_offered_let_go_taken_and_lapsed(visit: Any, running: Any) -> None:
    # given a session with one place, which somebody has
    title = f"Waiting {uuid.uuid4().hex[:6]}"
    address = "/training/{}/{}/".format(*runs(running, ONE_PLACE, title))
    # when three people join the line: by phone without scripts, by keyboard, by phone
    first = visit(phone=True, scripts=False).signs_in_as("Practitioner")
    second, third = visit().signs_in_as("Editor"), visit(phone=True).signs_in_as("Independent scrutineer")
    lines: list[Visitor] = [first, second, third]
    for place, who in enumerate(lines):
        who.goes_to(address).presses("Join the waiting list")
        button = who.page.get_by_role("button", name="Join the waiting list")
        button.focus()
        with who.page.expect_navigation():
            who.page.keyboard.press("Enter")
        who.looks().sees("You are next." if place == 0 else f"You are number {place + 1}:")
    pages = [who.page.url for who in lines]
    officer = visit().signs_in_as("Training officer").goes_to("/office/training/").presses(title)
    officer.sees("Waiting list", "since today")
    # then a place that comes free is held for the first, who lets it go to the second, who takes it
    runs(running, FREED, title)
    first.goes_to(pages[0]).sees("A place is held for you").presses("Let it go").sees("You let the place on")
    runs(running, FREED, title)
    second.goes_to(pages[1]).sees("A place is held for you").presses("Take the place").sees(title)
    # … and passes it to a colleague, by keyboard
    second.enters("link", "Pass your place to a colleague").types("Colleague’s full name", "Bo Lee")
    second.enters("button", "Pass the place on").sees("There is a problem")
    second.types("Colleague’s email address", "bo@places.example.org").enters("button", "Pass the place on")
    second.sees("Bo Lee has your place now.")
    # and the third, who does not answer in time, may join again at the end
    runs(running, LAPSED, title)
    third.goes_to(pages[2]).sees("Did not answer in time", "Join the waiting list again, at its end")


def test_what_an_agency_is_charged_waived_and_told(visit: Any, running: Any) -> None:
    # given an officer who says what is charged, and a session that was held
    officer = visit(phone=True).signs_in_as("Training officer").goes_to("/office/training/charges/rules/")
    officer.types("Cancelled after the deadline, and nobody booked the place", "50").types("Did not turn up", "75")
    officer.presses("Save the rule").sees("The rule is saved.")
    session, _ = runs(running, HELD, f"Charged {uuid.uuid4().hex[:6]}")
    # when the register says that somebody was not there
    officer.goes_to(f"/training/register/{session}/").presses("Mark who came")
    officer.page.get_by_label("Not there").check()
    officer.page.locator("main form button").first.click()
    officer.sees("Register to print").presses("Finish the register").sees("1 charge was made.")
    # then the agency owes both; one is waived, and the other stands on the statement that goes with the invoice
    officer.goes_to("/office/training/charges/").sees("£125.00")
    officer.page.get_by_role("row").filter(has_text="Absent").first.get_by_role("link", name="Waive").click()
    officer.presses("Waive the charge").sees("Say why the charge is waived")
    officer.types("Why is the charge waived?", "Called out to a child.").presses("Waive the charge")
    officer.sees("The charge is waived").presses("Make a statement")
    officer.page.get_by_label("Agency").select_option("Kent Police")
    writes_day(officer, "First day", 1, 1, 2024)
    writes_day(officer, "Last day", 5, 2, 2024)
    officer.presses("Make the statement").sees("A statement can be made once its last day has passed.")
    writes_day(officer, "Last day", 4, 2, 2024)
    officer.presses("Make the statement").sees("Download for invoicing (CSV)")
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name="Download for invoicing (CSV)").click()
    heading, charge = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert "Cancelled after 20 January 2024" in charge, (heading, charge)


def test_a_licence_after_course_and_assessment_and_how_often_the_tool_is_used(visit: Any) -> None:
    tool = f"Graded Care Profile {uuid.uuid4().hex[:6]}"
    officer = visit(phone=True).signs_in_as("Training officer").goes_to("/office/training/licences/add/")
    officer.types("Name of the tool", tool).types("Months that a licence holds", "24").presses("Add the tool")
    # when somebody passed course and assessment, in that order
    officer.presses(tool).presses("Give a licence")
    officer.types("Email address of the person", "practitioner@medway.example.org").types("Licence number", "GCP-1")
    officer.page.get_by_label("Agency").select_option("Kent Police")
    officer.types("Who assessed them?", "The owner of the tool")
    writes_day(officer, "Trained on", 10, 1, 2024)
    writes_day(officer, "Assessment passed on", 9, 1, 2024)
    officer.presses("Give the licence").sees("There is a problem")
    writes_day(officer, "Assessment passed on", 20, 1, 2024)
    officer.presses("Give the licence").sees("The licence is on record.", "GCP-1")
    expect(officer.page.get_by_text("Trained but not using")).to_have_count(0)
    # then an agency that returns no family is trained and does not use it
    officer.presses("Record what an agency returned")
    officer.page.get_by_label("Agency").select_option("Kent Police")
    officer.page.get_by_label("Quarter").select_option(index=1)
    officer.types("Families with whom it was used", "0").presses("Save").sees("What was returned is on record.")
    told = officer.page.get_by_role("row").filter(has_text="Kent Police").filter(has_text="Trained but not using")
    expect(told).to_have_count(1)
