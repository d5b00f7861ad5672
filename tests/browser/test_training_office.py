"""A training officer's working days: a hall that closes, a session that changes, a meeting's report, another system's
completions, two accounts of one person, an open day; and what somebody learnt elsewhere."""

import re
import uuid
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Visitor, outbox
from tests.browser.test_places_and_money import runs
from tests.browser.test_training_journeys import writes_day

PAST = """
    session = session_of("TITLE", (2, 2), 9)
    before = datetime(2024, 1, 10, 9, tzinfo=LONDON)
    for name in ("ann", "bo"):
        put(session, name, before)
    print("SESSION", session.pk, session.slug)
"""
FOLLOWED_UP = """
    from datetime import timedelta
    from throughline.foundation.access.actors import ANONYMOUS
    from throughline.foundation.access.models import User
    from throughline.foundation.surveys import operations as answering
    from throughline.foundation.surveys.models import Invitation
    from throughline.office.training.models import SessionDay
    from throughline.office.training.operations.attending import mark_register
    from throughline.office.training.operations.following import follow_sessions
    from throughline.office.training.rules.attendance import Presence

    session = session_of("TITLE", (1, 30), 9)
    known = User.objects.get(email="practitioner@medway.example.org")
    more = {"session_id": session.pk, "reason": "Asked.", "by": by, "at": datetime(2024, 1, 10, 9, tzinfo=LONDON)}
    own = operations.add_person(name=known.name, email=known.email, real_at=real_now(), **more)
    came = [own, *(put(session, name, more["at"]) for name in ("amy", "ben", "cleo", "dan"))]
    # It was held three months before the demonstration's day: the office had booked it as one of January.
    ago = timedelta(days=92)
    for held in [session, *SessionDay.objects.filter(session=session)]:
        held.starts, held.ends = held.starts - ago, held.ends - ago
        held.save()
    day = SessionDay.objects.get(session=session)
    mark_register(day_id=day.pk, marks={each.pk: Presence.ATTENDED for each in came}, by=by, at=business_now())
    soon = day.ends + timedelta(days=1)
    follow_sessions(by=by, now=soon, at=real_now())
    for one in Invitation.objects.filter(survey__kind="training.evaluation", survey__about=str(session.pk)):
        given = {q.key: "4" for q in one.survey.version.asked if q.kind == "scale"} | {"will-do": "Listen first."}
        answering.send_answers(token=one.token, answers=given, by=ANONYMOUS, today=soon.date())
    follow_sessions(by=by, now=business_now(), at=real_now())
    print("SESSION", session.pk, session.slug, own.reference)
"""
TEAMS = (
    "1. Summary\nMeeting title\tNeglect\n\n2. Participants\nName\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\n"
    "Ann Wood\t2/2/24, 8:58:11 AM\t2/2/24, 12:01:02 PM\t3h 2m\tann@places.example.org\n"
    "Una Known\t2/2/24, 9:40:00 AM\t2/2/24, 9:40:30 AM\t30s\tuna@example.org\n"
)


def named(what: str) -> str:
    return f"{what} {uuid.uuid4().hex[:6]}"


def sends(visitor: Visitor, name: str, content: str, button: str) -> Visitor:
    """A file by the page's own field, which without scripts is the browser's."""
    visitor.page.locator('main input[type="file"]').set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content.encode("utf-8-sig")}
    )
    return visitor.enters("button", button)


def answers(visitor: Visitor) -> Visitor:
    """A questionnaire: the last answer to each question that offers some."""
    if visitor.page.locator("main").get_by_role("button", name="Start").count():
        visitor.enters("button", "Start")
    for question in visitor.page.locator("main fieldset").all():
        question.get_by_role("radio").last.check()
    return visitor.enters("button", "Send my answers").sees("Thank you")


def begins_session(officer: Visitor, day: int) -> Visitor:
    officer.enters("button", "Add a session")
    writes_day(officer, "Date", day, 3, 2024)
    return officer.types("Starts", "9:30am").types("Ends", "midday")


def test_a_hall_closes_and_a_session_changes_by_keyboard(visit: Any) -> None:
    # given a hall for ten people, and two sessions of a course, written on a phone without scripts
    hall, title = named("Hall"), named("Neglect")
    officer = visit(phone=True, scripts=False).signs_in_as("Training officer").goes_to("/office/training/venues/add/")
    officer.types("Name", hall).types("How many people it holds", "10").enters("button", "Save the venue")
    at_hall = officer.page.url
    officer.goes_to("/office/training/courses/add/").types("Title", title).types("How it is held", "in person")
    officer.page.get_by_label("In person", exact=True).check()
    officer.enters("button", "Save the course")
    course = officer.page.url
    begins_session(officer, 12).page.get_by_label("Venue").select_option(label=f"{hall} (10 people)")
    officer.page.get_by_label("Places", exact=True).fill("12")
    officer.enters("button", "Save the session").sees("There is a problem", f"{hall} holds 10 people.")
    officer.page.get_by_label("Places", exact=True).fill("10")
    officer.enters("button", "Save the session").sees("Everyone can see it.")
    here = officer.page.url
    officer.page.goto(course)
    begins_session(officer, 19).page.get_by_label("No limit").check()
    officer.page.get_by_label("By invitation only").check()
    officer.enters("button", "Save the session").sees("Invite only", "unlimited")
    later = officer.page.url
    # when somebody is booked by the office, and the session begins later than it did
    officer = visit().signs_in_as("Training officer").goes_to(here)
    officer.enters("link", "Book for somebody").types("Full name", "Cy Marsh")
    officer.types("Email address", "cy.marsh@hall.example.org").enters("button", "Book").sees("There is a problem")
    officer.types("Why does the office book", "Asked by phone.").enters("button", "Book").sees("Cy Marsh")
    officer.enters("link", "Change this session").types("Starts", "10am").enters("button", "Save the session")
    officer.sees("The session is changed. The 1 person booked is told.")
    expect(outbox(officer, "cy.marsh@hall.example.org")).to_contain_text("10am")
    # then the hall that closes says which session must move
    officer.page.goto(at_hall)
    officer.enters("button", "Close it for some days")
    writes_day(officer, "First day it is closed", 12, 3, 2024)
    writes_day(officer, "Last day it is closed", 11, 3, 2024)
    officer.types("Why is it closed?", "A new floor").enters("button", "Close it").sees("There is a problem")
    writes_day(officer, "Last day it is closed", 13, 3, 2024)
    officer.enters("button", "Close it").sees("1 session day must move; it is listed below.", "Sessions to move")
    # … whoever was booked there is moved to the other one, and the session is cancelled
    officer.page.goto(here)
    officer.enters("link", "Move").page.get_by_label("Which session?").select_option(index=1)
    officer.types("Why is this person moved?", "The hall is closed.").enters("button", re.compile("Move")).sees(title)
    officer.page.goto(here)
    officer.enters("link", "Cancel this session").enters("button", "Cancel the session").sees("There is a problem")
    officer.types("Why does it not take place?", "The hall is closed.").enters("button", "Cancel the session")
    officer.sees("The session is cancelled.")
    officer.page.goto(later)
    officer.looks().sees("Cy Marsh")


def test_a_meetings_report_fills_in_the_register_on_a_phone(visit: Any, running: Any) -> None:
    session, _ = runs(running, PAST, named("Met"))
    officer = visit(phone=True).signs_in_as("Training officer").goes_to(f"/training/register/{session}/")
    officer.enters("link", re.compile("Fill in from a Teams report"))
    sends(officer, "notes.csv", "Name;Somebody", "Read the report").sees("There is a problem")
    sends(officer, "report.csv", TEAMS, "Read the report")
    officer.sees("Of 2 people booked the report names 1.", "182 minutes in the meeting", "Una Known")
    officer.page.locator("fieldset").filter(has_text="Bo").get_by_label("Apologies").check()
    officer.enters("button", re.compile("Save")).sees("2 marks are saved.")


def test_completions_come_from_elsewhere_and_two_accounts_become_one(visit: Any) -> None:
    # given a spreadsheet of another learning system, in which one person has two addresses
    person = f"Dee {uuid.uuid4().hex[:8].translate(str.maketrans('0123456789', 'ghijklmnop')).title()}"
    first, second = (f"{uuid.uuid4().hex[:8]}@elsewhere.example.org" for _ in range(2))
    heading = "Email,Name,Agency,Course,Completed on,Score\n"
    rows = f"{first},{person},Kent Police,DASH training,2024-01-10,80\n"
    rows += f"{second},{person},Medway Council,Signs of Safety,2024-01-11,\n"
    officer = visit(phone=True).signs_in_as("Training officer")
    officer.goes_to("/office/training/completions/").enters("button", "Import completions")
    # when a row is wrong, it is named and nothing is written
    sends(
        officer, "c.csv", heading + rows + f"{first},{person},,No such course,2024-01-10,\n", "Show what would change"
    )
    officer.sees("Row 4", "is not on the list")
    expect(officer.page.get_by_role("button", name="Write")).to_have_count(0)
    officer.goes_to("/office/training/completions/import/")
    sends(officer, "c.csv", heading + rows, "Show what would change").sees("2 people are new here.")
    officer.enters("button", "Write these changes").sees("2 completions imported.")
    officer.goes_to("/office/training/completions/").sees(person)
    # then the two accounts are found by their name and become one, by keyboard, with a reason
    officer.goes_to("/office/training/people/").types("Name, email address or agency", person).enters(
        "button", "Search"
    )
    officer.sees("Perhaps the same person", first, second)
    doubles = officer.page.get_by_role("region", name="Perhaps the same person")
    doubles.get_by_role("row").filter(has_text=person).get_by_role("link").last.click()
    officer.looks().sees("Are they the same person?", "Do it the other way round").enters("button", "Join them")
    officer.sees("There is a problem", "Say how you know that they are the same person")
    officer.types("How do you know", "One payroll number.").enters("button", "Join them")
    officer.sees("from now on.", "DASH training", "Signs of Safety")


def test_an_open_day_says_who_has_a_stall_and_counts_once_it_has_begun(visit: Any) -> None:
    officer = visit(phone=True).signs_in_as("Training officer").goes_to("/office/training/")
    officer.enters("link", "Keeping safe together: open day").enters("link", "Stalls")
    officer.types("Who has a stall?", "Example Library: Stories\nExample Library: Songs")
    officer.enters("button", "Save the stalls").sees("There is a problem", "Write each agency once")
    officer.types("Who has a stall?", "Example Library: Songs").enters("button", "Save the stalls").sees("Songs")
    officer.enters("link", "How many came").types("School groups", "4").enters("button", "Save the numbers")
    officer.sees("There is a problem", "Say how many children came in the school groups")
    officer.types("Children in school groups", "96").enters("button", "Save the numbers")
    officer.sees("Count who came once the event has begun.")


def test_somebody_finds_a_session_and_keeps_what_they_learnt_elsewhere(visit: Any) -> None:
    # given somebody on a phone without scripts who looks for a session
    reader = visit(phone=True, scripts=False).goes_to("/training/")
    reader.page.get_by_label("How it is held").select_option("Microsoft Teams")
    reader.page.get_by_label("Only with places left").check()
    reader.types("Words in the title or about it", "allegations nobody wrote of").enters("button", "Show sessions")
    reader.sees("No coming session fits what you asked for.")
    reader.types("Words in the title or about it", "LADO").enters("button", "Show sessions").sees("LADO awareness")
    expect(reader.page.get_by_role("link", name="DASH training")).to_have_count(0)
    reader.goes_to("/training/").enters("link", "See them by day").sees("Training in February 2024", "LADO awareness")
    reader.enters("link", re.compile("March 2024")).sees("DASH training")
    # when they say what they learnt elsewhere
    learner = visit(phone=True).signs_in_as("Editor").goes_to("/training/passport/")
    title = named("Trauma")
    learner.enters("button", "Add what you learnt elsewhere").types("What did you learn?", title)
    writes_day(learner, "When was it?", 6, 2, 2025)
    learner.types("What proves it?", "Certificate 17").enters("button", "Add it").sees("There is a problem")
    writes_day(learner, "When was it?", 6, 1, 2024)
    learner.types("Hours of learning", "3").enters("button", "Add it").sees(title)
    # then it counts once the officer has looked at the evidence
    officer = visit(scripts=False).signs_in_as("Training officer").goes_to("/office/training/in-date/statements/")
    officer.enters("link", re.compile(title)).sees("Certificate 17")
    officer.enters("button", "Accept this statement").sees("accepted")
    learner.goes_to("/training/passport/")
    expect(learner.page.get_by_role("row").filter(has_text=title)).to_contain_text("Own statement, accepted")
    # … and their own calendar has an address that nobody else knows
    learner.goes_to("/training/my/calendar/").enters("button", "Make my address").sees("/training/feeds/")


def test_three_months_later_somebody_their_manager_and_the_officer_who_sorts_the_words(
    visit: Any, running: Any
) -> None:
    # given five people who came, evaluated, and are asked three months later
    title = named("Followed")
    _, _, reference = runs(running, FOLLOWED_UP, title)
    learner = visit(phone=True, scripts=False).signs_in_as("Practitioner").goes_to(f"/training/bookings/{reference}/")
    learner.goes_to(f"/training/bookings/{reference}/manager/")
    learner.types("Email address", "boss@places.example.org").enters("button", "Send them the link")
    learner.sees("There is a problem", "Answer the questions three months after the course first.")
    # when one of them answers, and asks the line manager
    learner.goes_to(f"/training/bookings/{reference}/").enters("link", "What has come of it, three months later")
    answers(learner)
    learner.goes_to(f"/training/bookings/{reference}/").enters("link", "Ask your line manager for their view")
    learner.types("Email address", "boss@places.example.org").enters("button", "Send them the link")
    link = re.search(r"/surveys/[\w-]+/", outbox(learner, "boss@places.example.org").inner_text())
    assert link
    manager = visit(phone=True).goes_to(link.group(0)).sees("named you as their line manager.")
    answers(manager)
    # then the office sees neither of them alone, and sorts what five people will do
    officer = visit(phone=True).signs_in_as("Training officer")
    officer.goes_to("/office/training/evaluation/").sees(title)
    officer.goes_to("/office/training/evaluation/seen/").sees("Fewer than five people wrote something")
    officer.goes_to("/office/training/evaluation/will-do/").sees("Listen first")
    officer.types("Another theme", title).enters("button", "Save and show the next").sees(title)


def test_too_few_have_booked_and_somebody_decides(visit: Any) -> None:
    # given a session that takes place with three people, or not
    title = named("Fathers")
    officer = visit(scripts=False).signs_in_as("Training officer").goes_to("/office/training/courses/add/")
    officer.types("Title", title).types("How it is held", "in person").page.get_by_label(
        "In person", exact=True
    ).check()
    officer.enters("button", "Save the course")
    begins_session(officer, 14).types("Smallest number of people", "3").page.get_by_label("No limit").check()
    officer.enters("button", "Save the session").sees("There is a problem")
    writes_day(officer, "Day you decide whether it goes ahead", 15, 3, 2024)
    officer.enters("button", "Save the session").sees("There is a problem")
    writes_day(officer, "Day you decide whether it goes ahead", 8, 2, 2024)
    officer.enters("button", "Save the session").sees("Everyone can see it.")
    here = officer.page.url
    # when the officer looks at what is to decide, on a phone
    officer = visit(phone=True).signs_in_as("Training officer").goes_to("/office/training/")
    officer.sees("To decide: does it go ahead?").enters("link", title)
    officer.sees("0 of at least 3 people are booked; decide on 8 February 2024.").enters("link", "No: cancel it")
    officer.page.go_back()
    officer.enters("button", "It goes ahead")
    # then it goes ahead, and there is nothing left to decide
    assert officer.page.url == here
    assert officer.page.get_by_role("link", name="Decide whether it goes ahead").count() == 0
    officer.goes_to("/office/training/")
    assert officer.page.locator("table", has_text="To decide").filter(has_text=title).count() == 0


def test_what_a_role_needs_and_who_has_it(visit: Any) -> None:
    # given a role that needs a course, written by keyboard
    role, title = named("Foster carer"), named("Safer caring")
    officer = visit().signs_in_as("Training officer").goes_to("/office/training/courses/add/").types("Title", title)
    officer.types("How it is held", "in person").page.get_by_label("In person", exact=True).check()
    officer.enters("button", "Save the course").goes_to("/office/training/requirements/add/")
    officer.enters("button", "Add the requirement").sees("There is a problem")
    officer.types("Which role?", role).types("What does it need?", "Caring safely").types("Again after how many", "24")
    officer.types("Who asks for it?", "Our own rules, 2024").page.get_by_label(title).check()
    writes_day(officer, "In force from", 1, 1, 2024)
    officer.enters("button", "Add the requirement").sees("The requirement is on record.", role)
    # when people are recorded from a spreadsheet, first with an agency that nobody knows
    people = "Email\tName\tAgency\tRole\nida@care.example.org\tIda Moss\t{}\t" + role + "\n"
    officer = visit(phone=True, scripts=False).signs_in_as("Training officer").goes_to("/office/training/in-date/")
    officer.enters("link", "Record who does which role").types("People and their roles", people.format("Nowhere"))
    officer.enters("button", "Record them").sees("There is a problem", "Row 2: the agency ‘Nowhere’ is not on record.")
    officer.types("People and their roles", people.format("Kent Police"))
    officer.enters("button", "Record them").sees("1 role recorded, 0 on record already.")
    # then the agency is counted, she is named as lacking it, and her role can end
    officer.enters("link", "Kent Police").sees("Ida Moss")
    officer.page.get_by_role("row").filter(has_text="Ida Moss").get_by_role("link").last.click()
    officer.looks().enters("button", "End this role").sees("Ida Moss is no longer counted")
    assert officer.page.get_by_role("row").filter(has_text="Ida Moss").count() == 0
