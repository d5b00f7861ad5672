"""A case: referred on a phone, triaged, asked, answered; its pages; the glass; the golden thread."""

import re
from typing import Any

from playwright.sync_api import expect


def day(visitor: Any, legend: str, number: str, month: str, year: str) -> None:
    group = visitor.page.get_by_role("group", name=legend)
    for label, text in (("Day", number), ("Month", month), ("Year", year)):
        group.get_by_label(label, exact=True).fill(text)


def test_a_case_is_referred_triaged_and_answered(visit: Any) -> None:
    # given a practitioner on a phone without JavaScript, who refers a case by keyboard
    rex = visit(phone=True, scripts=False).signs_in_as("Practitioner").goes_to("/office/reviews/")
    rex.presses("Refer a case for a review").presses("Send the referral").sees("There is a problem")
    page = rex.page
    page.get_by_label("A working name for the case").focus()
    page.keyboard.type("Ballad (an invented case)")
    page.keyboard.press("Tab")
    page.keyboard.type("An invented school")
    page.keyboard.press("Tab")
    page.keyboard.type("Three moves in a year, and each time a new start.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    rex.looks().sees("Not decided yet")
    slip = page.url

    # when the business unit triages it
    unit = visit().signs_in_as("Business unit").goes_to("/office/reviews/").presses("Ballad (an invented case)")
    where = unit.page.url
    unit.presses("Triage it")
    unit.page.get_by_label("Serious incident: decide on a notification").check()
    unit.types("Reasons", "Neglect is suspected; we look at the criteria.").presses("Decide")
    unit.sees("Notification to be decided")

    # then the referrer reads the reply, and nothing else of the case
    rex.goes_to(slip).sees("Neglect is suspected; we look at the criteria.")
    answer = rex.page.goto(where)
    assert answer is not None
    assert answer.status == 404
    rex.complaints.clear()  # the browser's console mentions the 404

    # when an agency is asked by name of the practitioner, they answer on their own page
    unit.goes_to(f"{where}agencies/").presses("Ask an agency")
    unit.page.get_by_label("Which agency?").select_option(index=3)
    unit.types("Email address of who answers", "practitioner@medway.example.org")
    unit.types("About whom?", "Ballad, invented").types("What is asked?", "All that you know.")
    day(unit, "Answer due", "16", "2", "2024")
    unit.presses("Ask them").sees("Open")
    rex.goes_to("/office/reviews/")
    rex.enters("link", re.compile("Request for information")).sees("All that you know.", "Ada Fenwick")
    asked = rex.page.url
    reader = visit(phone=True).signs_in_as("Practitioner")
    for more in ("", "entry/", "spreadsheet/"):
        reader.goes_to(f"{asked}{more}")

    # by keyboard and without JavaScript: an entry, mended, and the rest as a spreadsheet, whole or not at all
    rex.enters("link", "type an entry")
    day(rex, "On which day was it?", "8", "1", "2024")
    rex.page.get_by_label("What is on record?").focus()
    page.keyboard.type("A new start at scool.")
    rex.enters("button", "Add it").sees("1 entry")
    rex.enters("link", "Change entry 1").types("What is on record?", "A new start at school.")
    rex.enters("button", "Save").sees("A new start at school.")
    heading = "Day,Time,Child,Event,Theme,What is on record,Known on,Source"
    for what, said in (("", "must not be empty"), ("Not at school", "2 entries")):
        rex.goes_to(f"{asked}spreadsheet/").page.locator("input[type=file]").set_input_files(
            {"name": "c.csv", "mimeType": "text/csv", "buffer": f"{heading}\n2024-01-09,,,,,{what},,\n".encode()}
        )
        rex.enters("button", "Send it").sees(said)
    reader.goes_to(asked)
    rex.page.get_by_label("Yes: here is our summary").check()
    rex.enters("button", "Send the answer").sees("Write the summary")
    rex.types("Summary of your agency", "Known since September.")
    rex.enters("button", "Send the answer").sees("Your answer is with the review.")
    unit.goes_to(f"{where}agencies/").sees("Answered").goes_to(f"{where}timeline/").sees("A new start at school.")


def test_the_pages_of_a_rapid_review(visit: Any) -> None:
    unit = visit().signs_in_as("Business unit").goes_to("/office/reviews/").presses("Fable (an invented case)")
    unit.sees("Rapid review", "Plan of days", "Dissents: The cause is still being looked into")
    where = unit.page.url
    for name in ("Agencies", "Timeline", "Household", "Analysis", "Decision", "Dates"):
        unit.page.get_by_role("navigation", name=re.compile("Case R")).get_by_role("link", name=name).click()
        unit.page.wait_for_load_state()
        unit.looks()
    unit.presses("Why this date?").sees("is day 0")
    for name in ("days/", "time-limits/", "1/keeping/"):
        unit.goes_to(f"/office/reviews/{name}")
    deputy = visit(phone=True, scripts=False).signs_in_as("Business unit").goes_to("/office/reviews/")
    deputy.enters("link", "Days that the law sets").sees("Overdue")
    deputy.goes_to(f"{where}dates/").enters("link", re.compile("Why this date")).sees("is day 0")
    unit.goes_to(f"{where}timeline/").sees("Known 3 days later").enters("link", re.compile("Correct entry"))
    unit.types("What is on record?", "").enters("button", "Save").sees("There is a problem")
    unit.types("What is on record?", "A neighbour called again.").enters("button", "Save").sees(
        "The entry is corrected."
    )
    for lead in (unit, deputy):
        lead.goes_to(f"{where}timeline/").enters("link", "What was corrected or taken out")
        lead.sees("A neighbour called again.")
    unit.goes_to(f"{where}decision/")
    unit.page.get_by_label("Take out the names of the household").check()
    with unit.page.expect_download() as download:
        unit.page.get_by_role("button", name="As Word").click()
    assert download.value.suggested_filename.startswith("rapid-review-R")

    # the accountable officer is no member; in an emergency they break the glass, and the lead sees it
    chief = visit(phone=True, scripts=False).signs_in_as("Accountable officer")
    answer = chief.page.goto(where)
    assert answer is not None
    assert answer.status == 404
    chief.complaints.clear()  # the browser's console mentions the 404
    number = where.rstrip("/").rsplit("/", 1)[-1]
    visit(phone=True).signs_in_as("Accountable officer").goes_to(f"/office/restricted/{number}/break-glass/")
    chief.goes_to(f"/office/restricted/{number}/").enters("link", "Break the glass")
    chief.types("Why must you read it now?", "The lead cannot be reached and a decision is due today.")
    chief.enters("button", "Break the glass").sees("You can read")
    chief.goes_to(where).sees("Rapid review")
    unit.goes_to(f"/office/restricted/{number}/").sees("The lead cannot be reached and a decision is due today.")


def test_the_golden_thread_for_everyone_and_for_the_office(visit: Any) -> None:
    reader = visit(phone=True, scripts=False).goes_to("/learning/")
    reader.enters("link", "Themes over all reviews").sees("In 1 of our reviews and 1 review elsewhere, 2023.")
    reader.goes_to("/learning/").enters("link", "The golden thread: what came of Isabel")
    for page in (reader.page.url, "/learning/themes/"):
        visit(phone=True).goes_to(page)
    reader.sees("Maternity Safeguarding Hub: terms of reference revised")
    expect(reader.page.get_by_text("A1 Revise the terms")).to_have_count(0)
    unit = visit().signs_in_as("Business unit").goes_to(reader.page.url)
    unit.sees("A1 Revise the terms of reference of the Maternity Safeguarding Hub")
    unit.presses("A1 Revise the terms").presses("Why we do this").sees("Because of")
    unit.page.get_by_role("heading", name="Why we do this").wait_for()


def test_a_review_from_its_draft_to_the_public_site(visit: Any) -> None:
    # given a learning lessons review whose draft is written, sent to an agency for comments
    unit = visit(scripts=False).signs_in_as("Business unit").goes_to("/office/reviews/")
    unit.presses("Chorus (an invented case)")
    where = unit.page.url
    unit.goes_to(f"{where}review/").sees("Isolde Fairweather", "The family’s and practitioners’ part")
    unit.goes_to(f"{where}draft/").presses("Ask an agency for comments")
    unit.page.get_by_label("Which agency?").select_option(index=3)
    unit.types("Email address of who comments", "practitioner@medway.example.org")
    day(unit, "Comments due", "16", "2", "2024")
    unit.presses("Ask them").presses("Send the draft out for comments").presses("Send it out")
    unit.sees("The draft is out for comments.")

    # when the agency comments by phone, without JavaScript, seeing nothing else of the case
    rex = visit(phone=True, scripts=False).signs_in_as("Practitioner").goes_to("/office/reviews/")
    rex.enters("link", re.compile("Draft to comment on")).sees("Why this review")
    visit(phone=True).signs_in_as("Practitioner").goes_to(rex.page.url)
    rex.page.get_by_label("Your comment").focus()
    rex.page.keyboard.type("Say how often plans were closed.")
    rex.enters("button", "Send the comment").enters("button", "We have said all").sees("Your part is done")
    answer = rex.page.goto(f"{where}draft/")
    assert answer is not None
    assert answer.status == 404
    rex.complaints.clear()  # the browser's console mentions the 404

    # and is asked to an event whose page says nothing of the family
    unit.goes_to(f"{where}review/").presses("Who is asked to Learning afternoon")
    unit.types("Email address", "practitioner@medway.example.org").presses("Ask them")
    rex.goes_to("/office/reviews/").enters("link", re.compile("Learning event")).sees("The event is for learning")
    expect(rex.page.get_by_text("Chorus")).to_have_count(0)

    # and the comment is answered, the report agreed, the briefing written
    unit.goes_to(f"{where}draft/").presses("Answer it")
    unit.types("What becomes of this comment?", "Taken up in the second section.").presses("Save")
    unit.goes_to(f"{where}review/").presses("End the time for comments").presses("End the time for comments")
    unit.presses("Record that the report is agreed").presses("Record that the report is agreed")
    unit.goes_to(f"{where}publication/").presses("Publish it").sees("Say by which name it is published.")
    unit.goes_to(f"{where}publication/").presses("Name, themes, summary and day")
    unit.types("By which name is it published?", "Chorus family review").types("Themes", "Neglect")
    unit.types("What should improve?", "Look again after a plan was closed.").presses("Save")
    unit.presses("Write the briefing")
    unit.page.get_by_label("What was found").wait_for()
    for label in ("What happened", "Why it was reviewed", "What worked well", "What to do in your own practice",
                  "Where to find more"):  # fmt: skip
        unit.types(label, "Ask, look, tell.")
    unit.presses("Save").sees("Chorus")

    # whoever reads it with scripts, on a phone, finds no page that is hard to use
    deputy = visit(phone=True).signs_in_as("Business unit")
    for name in ("review/", "draft/", "publication/"):
        deputy.goes_to(f"{where}{name}")

    # then a word of the record is found, cleared with its reason, and everybody can read what was learnt
    unit.presses("Clear a word of the record")
    unit.page.get_by_label("Which word may stand?").select_option("Chorus")
    unit.types("Why does it show nobody?", "An invented name.").presses("Clear it")
    unit.presses("Publish it").presses("Publish it").sees("is published")
    reader = visit(phone=True).goes_to("/learning/").sees("Look again after a plan was closed.")
    reader.presses("The golden thread: what came of Chorus family review").sees("the briefing")
    reader.goes_to("/library/briefing-chorus-family-review/").sees("Ask, look, tell.")
    unit.goes_to("/office/actions/recommendations/").sees("Agree before a plan is closed")


LONG_AGO = """
from datetime import datetime
from throughline.foundation.access.actors import Actor
from throughline.foundation.access.models import User
from throughline.foundation.access.roles import Role
from throughline.foundation.clock import LONDON, real_now
from throughline.foundation.restricted import api as restricted
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import Partnership
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.reviews.operations import cases
from throughline.office.reviews.rules.words import Origin, Triage

at = datetime(1998, 3, 2, 9, tzinfo=LONDON)
with scope.activate(scope_of(Partnership.objects.get(slug="medway"), real_now().date())):
    by = Actor(User.objects.get(email="business-unit@medway.example.org"), frozenset({Role.BUSINESS_UNIT}), True)
    words = cases.CaseInput(Origin.REFERRAL, "Echo (an invented case)", "An invented school", "Found in a cupboard.")
    case = cases.open_case(given=words, by=by, at=at, real_at=real_now())
    with restricted.entered(by, case.restricted_id, what="Triage", at=at) as inside:
        cases.triage(inside=inside, decision=Triage.NONE, reply="Nothing to learn.", by=by, at=at, real_at=real_now())
    print("CASE", case.restricted_id)
"""


def test_what_came_of_a_review_and_how_long_a_case_is_kept(visit: Any, running: Any) -> None:
    # given the business unit, who records what was made of a review and whom it reached
    unit = visit(scripts=False).signs_in_as("Business unit").goes_to("/office/reviews/published/").presses("Isabel")
    unit.presses("Add a briefing, a video, an event or a leaflet")
    unit.page.get_by_label("Briefing", exact=True).check()
    unit.types("Title", "Seven points on safe sleep")
    day(unit, "Since when, or on which day?", "1", "2", "2024")
    unit.presses("Add it").page.get_by_role("link", name=re.compile("Record whom it reached.*Seven points")).click()
    unit.page.get_by_label("Which agency?").select_option(index=2)
    unit.types("To how many people was it sent?", "20").types("How many came, watched or read it?", "21")
    unit.presses("Save").sees("More people cannot have taken it up")
    unit.types("How many came, watched or read it?", "12").presses("Save").sees(
        "Whom ‘Seven points on safe sleep’ reached"
    )

    # and chooses an event of the training programme, whose people its register counts
    unit.presses("Choose an event of the training programme").presses("Add it").sees("There is a problem")
    unit.page.get_by_label("Which event?").select_option(label="29 May 2024: Safeguarding briefing: Unborn babies and"
                                                        " very young children")  # fmt: skip
    unit.presses("Add it").sees("Event: Safeguarding briefing: Unborn babies", "Wednesday 29 May 2024")
    unit.sees("Who came to ‘Safeguarding briefing: Learning from reviews’, from its register")

    # when a test shows that a change holds, everybody sees it in the thread
    unit.goes_to("/office/reviews/published/").presses("Isabel").presses("Record the result")
    day(unit, "On which day was it tested?", "2", "2", "2024")
    unit.page.get_by_label("Yes", exact=True).check()
    unit.types("What was found?", "Fourteen of fifteen were reviewed.")
    unit.enters("button", "Save").sees("1 show that the change holds")
    reader = visit(phone=True).goes_to("/learning/").presses("The golden thread: what came of Isabel")
    reader.sees("Audit of the did-not-attend checklists", "Seven points on safe sleep")

    # and what a national review recommends waits for our answer in the tracker
    unit.goes_to("/office/reviews/national/add/").types("Name of the review", "Bruises in babies")
    unit.types("Who carries it out?", "The Panel")
    day(unit, "On which day is the report expected?", "1", "3", "2024")
    unit.enters("button", "Save").presses("Take up a recommendation")
    unit.types("What did it find?", "Bruises are not asked about.")
    unit.types("What does it recommend to us?", "Ask about each bruise.")
    unit.page.get_by_label("To which agency?").select_option(index=1)
    unit.enters("button", "Put it into the tracker").sees("Ask about each bruise.", "1 March 2024")
    unit.sees("0 of 1 recommendations answered")

    # and practitioners were asked what reached them: once a year, and nobody can tell who said what
    unit.goes_to("/office/reviews/published/awareness/").page.get_by_label("No, only the addresses below").check()
    unit.types("Further addresses", "aware@example.org")
    day(unit, "Last day to answer", "1", "3", "2024")
    unit.enters("button", "Start the survey").sees("has closed already")
    unit.goes_to("/office/reviews/published/").enters("link", re.compile("What do you know of reviews"))
    unit.sees("Anonymous", "11 answered.", "How did you hear of what was learnt?")

    # then a case under a legal hold says so, and its lead can propose nothing
    unit.goes_to("/office/reviews/").presses("Fable (an invented case)")
    unit.presses("Keeping").presses("Place a legal hold")
    unit.types("Reasons", "Proceedings are expected.").presses("Place it").sees("Stands: nothing is deleted")
    guardian = visit(scripts=False).signs_in_as("Data guardian").goes_to("/office/reviews/keeping/")
    guardian.enters("link", "Set the period").types("For how many years", "25")
    guardian.types("Who decided it", "The executive, in its schedule")
    guardian.enters("button", "Save").sees("25 years", "Nothing is proposed for deletion.")

    # and one whose time has come goes for good once somebody else approves it, who never reads it
    old = running.manage("shell", "-v0", "-c", LONG_AGO).stdout.split("CASE ")[1].strip()
    unit.goes_to(f"/office/reviews/{old}/keeping/").enters("link", "Propose the deletion").enters(
        "button", "Propose it"
    )
    unit.sees("The deletion is proposed.")
    reader = visit(phone=True).signs_in_as("Data guardian").goes_to("/office/reviews/keeping/")
    reader.enters("link", re.compile("Case R"))
    guardian.goes_to("/office/reviews/keeping/").enters("link", re.compile("Case R"))
    guardian.enters("button", "Delete it for good").sees("and none is left.")
    reader.goes_to("/office/reviews/keeping/").sees("Deleted, with the proof")
    deputy = visit(phone=True).signs_in_as("Business unit")
    for name in ("published/", "published/awareness/", "published/2/", "national/", "national/1/", "1/keeping/"):
        deputy.goes_to(f"/office/reviews/{name}")


PARTNERS = (  # who signs, for whom, and whether they agree
    ("scrutineer", "Independent scrutineer", "Local authority", True),
    ("editor", "Editor", "Integrated care board", True),
    ("training-officer", "Training officer", "Police", False),
)


def signs(who: Any, partner: str, agrees: bool) -> None:
    """A partner's view, by keyboard; a dissent is not signed without its reasons."""
    who.sees(f"{partner}, for yourself")  # the partner that the lead put on record, chosen already
    who.page.get_by_label("Agrees" if agrees else "Dissents", exact=True).check()
    if not agrees:
        who.enters("button", "Sign").sees("Give the reasons for the dissent")
        who.types("Reasons for the dissent", "One more agency should have been asked.")
    who.enters("button", "Sign")


def test_the_way_of_the_statute_from_the_decision_to_publication(visit: Any) -> None:
    # given a rapid review whose last agency is not needed, and its analysis written
    unit = visit(scripts=False).signs_in_as("Business unit").goes_to("/office/reviews/")
    unit.presses("Fable (an invented case)")
    where = unit.page.url
    number = where.rstrip("/").rsplit("/", 1)[-1]
    for address, _, partner, _ in PARTNERS:
        unit.goes_to(f"/office/restricted/{number}/members/add/")
        unit.types("Their email address", f"{address}@medway.example.org")
        unit.page.get_by_label("Reads", exact=True).check()
        unit.page.get_by_label("For which partner do they sign?").select_option(label=partner)
        unit.presses("Name them")
    unit.goes_to(f"{where}agencies/").presses("Medway Council").presses("Take the request back")
    for part in ("facts", "context"):
        unit.goes_to(f"{where}analysis/{part}/")
        unit.page.locator("main textarea").fill("Nobody put the parts together.")
        unit.presses("Save")
    unit.goes_to(f"{where}decision/criteria/")
    for met in unit.page.get_by_label("Met", exact=True).all():
        met.check()
    for reasons in unit.page.locator("main textarea").all():
        reasons.fill("It shows how services worked together.")
    unit.presses("Save")

    # when the decision is taken, the three partners sign it one by one, the last dissenting
    unit.goes_to(f"{where}decision/sent/").sees("Record the decision first.")
    unit.goes_to(f"{where}decision/decide/")
    unit.page.get_by_label("A local child safeguarding practice review", exact=True).check()
    unit.types("Reasons for the decision", "The criteria are met.").presses("Record it")
    partners = [visit(phone=not agrees, scripts=agrees).signs_in_as(role) for _, role, _, agrees in PARTNERS]
    for who, (_, _, partner, agrees) in zip(partners, PARTNERS, strict=True):
        who.goes_to(f"{where}decision/sign/")
        signs(who, partner, agrees)
    unit.goes_to(f"{where}decision/").sees("Dissents: One more agency should have been asked.")

    # then the pack goes, the Panel answers, and six months run from the decision (RV-03)
    with unit.page.expect_download() as download:
        unit.page.get_by_role("button", name="As PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    unit.presses("Record that the pack was sent")
    day(unit, "On which day?", "5", "2", "2024")
    unit.presses("Save").presses("Record the Panel’s answer")
    unit.page.get_by_label("The Panel agrees").check()
    day(unit, "On which day?", "5", "2", "2024")
    unit.types("What did it write, and what follows?", "We agree.").presses("Save").presses("Begin the review")
    unit.presses("Begin the review")
    unit.goes_to(f"{where}dates/").sees("RV-03 Publish the local child safeguarding practice review", "5 August 2024")

    # when the review is set up, drafted, commented on and signed by the three
    unit.goes_to(f"{where}review/set-up/").types("Reviewer", "Isolde Fairweather")
    unit.types("Why is the reviewer independent?", "Worked for none of them.").types("Terms of reference", "Ask why.")
    unit.presses("Save").goes_to(f"{where}review/go/start/").presses("Start the review")
    unit.goes_to(f"{where}draft/section/add/").types("Heading", "What was learnt").types("Text", "Ask, look, tell.")
    unit.presses("Save").goes_to(f"{where}draft/ask/")
    unit.page.get_by_label("Which agency?").select_option(index=3)
    unit.types("Email address of who comments", "practitioner@medway.example.org")
    day(unit, "Comments due", "16", "2", "2024")
    unit.presses("Ask them").goes_to(f"{where}draft/send/").presses("Send it out")
    unit.goes_to(f"{where}review/go/close_comments/").presses("End the time for comments")
    unit.goes_to(f"{where}draft/finding/add/").types("What was found?", "Parts were never put together.")
    unit.types("What is recommended?", "Put the parts together.")
    unit.page.get_by_label("To which agency?").select_option(index=1)
    unit.presses("Save").goes_to(f"{where}review/go/agree/").sees("Not signed yet: Local authority")
    for who, (_, _, partner, agrees) in zip(partners, PARTNERS, strict=True):
        who.goes_to(f"{where}review/sign/")
        signs(who, partner, agrees)
    unit.goes_to(f"{where}review/go/agree/").presses("Record that the report is agreed")

    # then nothing is public before the copy went seven working days ahead (RV-04), and the briefing is whole
    unit.goes_to(f"{where}publication/plan/").types("By which name is it published?", "Child Q")
    unit.types("What should improve?", "Put the parts together.")
    day(unit, "On which day is it to be published?", "5", "2", "2024")
    unit.presses("Save").goes_to(f"{where}publication/publish/").sees("Send the copy to the Panel")
    unit.goes_to(f"{where}publication/copy/")
    day(unit, "On which day?", "25", "1", "2024")
    unit.presses("Record that the copy was sent").goes_to(f"{where}publication/publish/").sees(
        "The briefing is not whole"
    )
    unit.goes_to(f"{where}publication/briefing/")
    for point in unit.page.locator("main textarea").all():
        point.fill("Ask, look, tell.")
    unit.presses("Save").goes_to(f"{where}publication/publish/").presses("Publish it").sees("‘Child Q’ is published.")

    # and everybody reads report and briefing, of Fable nothing
    reader = visit(phone=True, scripts=False).goes_to("/learning/").sees("Child Q")
    for page in ("/library/review-child-q/", "/library/briefing-child-q/"):
        reader.goes_to(page).sees("Ask, look, tell.")
        expect(reader.page.get_by_text("Fable")).to_have_count(0)
    deputy = visit(phone=True).signs_in_as("Business unit")
    for name in ("decision/", "dates/", "review/", "publication/"):
        deputy.goes_to(f"{where}{name}")
