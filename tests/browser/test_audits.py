"""Self-assessments: four people carry one through a whole cycle; a head who has never seen it hands one in by phone; an
agency of two partnerships answers once for both."""

import re
import uuid
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Visitor, outbox
from tests.browser.test_accounts import CODE

SET = """
format: throughline-question-set/1
key: MARK
kind: own
title: Listening to children MARK
scale: grade-0-3
signed_by: [Accountable leader, Chair]
standards:
  - code: A
    title: Hearing
    staff: [What children say is heard here.]
    beside: [training, actions]
    questions:
      - {code: A.1, text: "Are children heard?", force: must, guidance: "Ask them."}
  - code: B
    title: Changing
    questions:
      - {code: B.1, text: "What changed because of it?", force: should}
"""
MARK = uuid.uuid4().hex[:6]
TITLE = f"Listening {MARK}"


def day(visitor: Visitor, legend: str, number: int, month: int, year: int = 2024) -> None:
    group = visitor.page.get_by_role("group", name=legend)
    for label, text in (("Day", number), ("Month", month), ("Year", year)):
        group.get_by_label(label, exact=True).fill(str(text))


def answers(visitor: Visitor, grade: str, text: str, button: str = "Save and go on") -> Visitor:
    visitor.page.get_by_role("radio", name=re.compile(rf"^\S+ {grade}$")).check()
    return visitor.types("How do you know?", text).presses(button)


def test_four_people_carry_a_cycle_from_its_questions_to_its_report(visit: Any, tmp_path: Any) -> None:
    # given the business unit, which puts a set in, publishes it, and launches a cycle that one agency answers
    file = tmp_path / "set.yaml"
    file.write_text(SET.replace("MARK", MARK))
    unit = visit(scripts=False).signs_in_as("Business unit").goes_to("/office/audits/sets/new/")
    unit.page.locator("input[type=file]").set_input_files(file)
    unit.presses("Take it as a draft").presses("Publish this version")
    unit.goes_to("/office/audits/new/").presses("Prepare it").sees("There is a problem")
    unit.page.get_by_label("What is asked").select_option(label=f"Listening to children {MARK}, version 1")
    unit.types("Title", TITLE).types("Year", "2023-24")
    day(unit, "Opens on", 5, 2)
    day(unit, "Due on", 1, 3)
    unit.presses("Prepare it")
    cycle = unit.page.url
    unit.presses("Choose agencies")
    agency = unit.page.get_by_role("group", name="Which agencies answer?").get_by_role("checkbox").first
    agency.check()
    unit.page.get_by_label("What are they?").select_option(label="Health body")
    unit.page.get_by_label("Statutory body").check()
    unit.presses("Add them")
    unit.page.get_by_role("table").get_by_role("link").first.click()
    unit.page.wait_for_load_state()
    own = re.sub(r".*(/self-assessments/\d+/).*", r"\1", unit.page.url)
    unit.presses("Name another lead").types("Email address", "practitioner@medway.example.org").presses("Save")
    unit.presses("Launch it").presses("Launch and tell everybody").sees("Launched: 1 asked by e-mail.")

    # when the lead, on a phone without JavaScript, delegates a standard, and both answer at once
    lead = visit(phone=True, scripts=False).signs_in_as("Practitioner").goes_to(own)
    lead.presses("Ask colleagues to help").types("Colleague", "editor@medway.example.org")
    lead.page.get_by_label("B Changing").check()
    lead.presses("Send the link").sees("editor@medway.example.org gets a link")
    helper = visit(scripts=False).signs_in_as("Editor").goes_to(f"{own}questions/B.1/")
    lead.goes_to(f"{own}questions/B.1/")
    answers(helper, "2, in place", "The menu of the canteen", "Save")
    lead.page.get_by_label("1, begun").check()
    lead.types("How do you know?", "The canteen").page.get_by_role("button", name="Save", exact=True).click()
    lead.page.wait_for_load_state()
    lead.complaints.clear()  # the browser's console mentions the 409
    lead.looks().sees("changed this answer while you wrote", "The menu of the canteen")
    answers(lead, "2, in place", "The menu of the canteen, in May", "Save")
    lead.goes_to(f"{own}questions/A.1/")
    answers(lead, "3, embedded", "Each term, by a survey", "Save").presses("Add evidence")
    lead.types("What is it?", "The survey of May")
    lead.page.get_by_label("A link").check()
    lead.types("Web address", "https://example.org/survey")
    lead.page.get_by_label("A.1 Are children heard?").check()
    lead.presses("Add it").sees("The evidence is with the return.")

    # and two sign what stands there, before it is submitted
    lead.presses("Sign it off").page.get_by_label("They sign here").check()
    lead.page.get_by_label("Their email address").fill("accountable-officer@medway.example.org")
    lead.page.get_by_label("What is written here is true").check()
    pushes(lead, "Sign").sees("was asked to sign as well")
    chair = visit(phone=True, scripts=False).signs_in_as("Accountable officer").goes_to(own).presses("Sign it as well")
    chair.page.get_by_label("I have read it").check()
    pushes(chair, "Sign").sees("You have signed.")
    pushes(lead.goes_to(f"{own}submit/"), "Submit").sees("Submitted. Thank you.")

    # then a member of the panel grades it, and the business unit settles, tells, acts and reports
    unit = visit().signs_in_as("Business unit")
    unit.goes_to(f"{cycle}panel/").types("Name", "Elin Croft").types("Email address", "scrutineer@medway.example.org")
    unit.presses("Add")
    member = visit(phone=True).signs_in_as("Independent scrutineer").goes_to("/self-assessments/panel/")
    member.page.goto(f"{own}say-and-do/")
    member.looks().sees("These are questions for the panel, not scores")
    member.goes_to(f"{own}panel/grade/")
    for name in ("A Hearing", "B Changing"):
        chooses(member, name, 1)
    keys(member, member.page.get_by_role("button", name="Save my grades"), "Enter").sees("2 grades saved.")
    unit.goes_to(f"{own}panel/").presses("Settle the moderated grades")
    group = unit.page.get_by_role("group", name="A Hearing")
    group.get_by_label("2, in place").focus()
    unit.page.keyboard.press("Space")
    unit.types("Reason: A Hearing", "The survey had few answers.").presses("Save").sees(
        "1 moderated grade is on record"
    )
    unit.presses("Give feedback").types("What do you tell them?", "Ask more children.").presses("Send it")
    unit.presses("Put an action into the tracker").types("What is to be done", "Ask every class")
    unit.types("Owner", "practitioner@medway.example.org")
    day(unit, "Due", 1, 4)
    unit.presses("Put it in").sees("is in the tracker.")
    unit.goes_to(f"{cycle}heat/").sees("→ ◑ 2")
    unit.goes_to(f"{cycle}overview/").sees("Strengths and weaknesses")
    with unit.page.expect_download() as download:
        unit.page.get_by_role("link", name="as Word").click()
    assert download.value.suggested_filename.endswith(".docx")
    lead.goes_to(own).sees("Ask more children.", "The survey had few answers.")

    # and every kind of page that nobody passed on the way can be used by everybody
    unit.goes_to("/office/audits/").goes_to("/office/audits/sets/").goes_to(cycle)
    for page in ("agencies/", "staff/", "staff/start/", "trusts/", "schools/", "launch/", "close/"):
        unit.goes_to(f"{cycle}{page}")
    office = own.replace("/self-assessments/", "/office/audits/returns/")
    for page in ("lead/", "extend/", "send-back/", "accept/"):
        unit.goes_to(f"{office}{page}")
    unit.goes_to("/office/audits/new/").goes_to("/office/audits/sets/new/").goes_to("/office/audits/sets/")
    unit.presses(f"Listening to children {MARK}, version 1")
    version = unit.page.url.rstrip("/")
    unit.goes_to(f"{version}/compare/{version.rpartition('/')[2]}/").sees("Both ask the same")
    unit.goes_to("/office/audits/cases/new/").goes_to("/office/audits/cases/").presses("where domestic abuse")
    audit = unit.sees("Agreement between auditors by domain").page.url
    for page in ("sample/", "auditor/", "open/", "moderate/", "overview/", "action/", "again/"):
        unit.goes_to(f"{audit}{page}")
    unit.goes_to("/office/audits/cases/").presses("children with a child in need plan")
    unit.presses("Case A").sees("Settle the grades").presses("Add what was said")
    member.goes_to("/self-assessments/panel/").goes_to(f"{own}panel/conflict/")
    lead = visit(phone=True).signs_in_as("Practitioner").goes_to("/self-assessments/")
    for page in ("", "people/", "evidence/", "sign/", "take-back/", "sign-as-well/"):
        lead.goes_to(f"{own}{page}")


def test_an_auditor_does_the_own_agencys_part_by_keyboard(visit: Any) -> None:
    auditor = visit(phone=True)
    auditor.page.goto("/self-assessments/cases/")
    to = "auditor-health@medway.example.org"
    auditor.types("Email address", to).presses("Send me a code")
    signs_in_by_code(auditor, to)
    auditor.looks()
    for link in ("child sexual abuse", re.compile("^Case [A-C]$")):
        keys(auditor, auditor.page.get_by_role("table").get_by_role("link", name=link).first, "Enter")
    groups = auditor.page.locator("fieldset:has(input[type=radio])")
    for place in range(groups.count()):
        keys(auditor, groups.nth(place).get_by_role("radio").first, "Space", looks=False)
    for place in range(auditor.page.get_by_label("What did you see?").count()):
        keys(auditor, auditor.page.get_by_label("What did you see?").nth(place), looks=False)
        auditor.page.keyboard.type("The child was seen alone.")

    # and their session ends before they hand it in: what they typed is offered back
    where = auditor.page.url
    auditor.goes_to(f"{where}not_known/").page.goto(where)
    keys(auditor, auditor.page.get_by_role("button", name="Put it back"), "Space", looks=False)
    auditor.page.context.clear_cookies(name=re.compile("session"))
    auditor.page.get_by_role("button", name="Hand it in").click()
    auditor.page.wait_for_load_state()
    auditor.types("Email address", to).presses("Send me a code")
    signs_in_by_code(auditor, to)
    auditor.page.goto(where)
    keys(auditor, auditor.page.get_by_role("button", name="Put it back"), "Space")
    keys(auditor, auditor.page.get_by_role("button", name="Hand it in"), "Enter").sees("It is in.")
    assert auditor.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('unsaved:')).length") == 0


def test_a_head_who_has_never_seen_it_hands_it_in_by_phone(visit: Any) -> None:
    # given an invitation in the mail of somebody who has never been here
    head = visit(phone=True)
    to = "larkfoot@medway.example.org"
    text = invitation(head, "Section 175/157, trial of the new tool: Larkfoot Nursery")
    link = re.search(r"http\S+(/self-assessments/\d+/)", text)
    assert link is not None
    head.page.goto(link[1])
    head.looks().types("Email address", to).presses("Send me a code").sees("Check your e-mail")
    signs_in_by_code(head, to)
    own = link[1]

    # when they answer the first questions one by one
    keys(head.sees("Larkfoot Nursery"), head.page.get_by_role("button", name="Go on with the next question"), "Enter")
    chooses(head, "Grade for 0.1", 0)
    keys(head, head.page.get_by_label("How do you know?"), looks=False)
    head.page.keyboard.type("In the job description of the deputy head.")
    keys(head, head.page.get_by_role("button", name="Save and go on"), "Enter").sees(
        "0.1 is saved.", "Question 2 of 80"
    )

    # and their session ends while they write, nothing typed is lost
    where = head.page.url
    head.page.get_by_label("How do you know?").press_sequentially("A rota hangs in")
    head.page.context.clear_cookies(name=re.compile("session"))
    head.page.get_by_role("button", name="Save and go on").click()
    head.page.wait_for_load_state()
    head.types("Email address", to).page.get_by_role("button", name="Send me a code").click()
    head.sees("Check your e-mail")
    signs_in_by_code(head, to)
    head.page.goto(where)
    head.sees("You wrote something here that was not saved.").looks()
    head.page.get_by_role("button", name="Put it back").click()
    expect(head.page.get_by_label("How do you know?")).to_have_value("A rota hangs in")
    answers(head, "Met", "A rota hangs in the staff room.").sees("0.2 is saved.")

    # nor when they write on one question in two tabs, and the browser is closed
    where, tabs = head.page.url, [head.page, head.page.context.new_page()]
    for tab, words in zip(tabs, ("From the first tab", "From the second tab"), strict=True):
        tab.goto(where)
        tab.get_by_label("How do you know?").press_sequentially(words)
    head = head.in_another_tab()
    for tab in tabs:
        tab.close()
    head.goes_to(where).sees("“From the second tab”").page.locator(".govuk-inset-text").filter(
        has_text="From the first tab"
    ).get_by_role("button", name="Put it back").click()
    expect(head.page.get_by_label("How do you know?")).to_have_value("From the first tab")
    head.page.get_by_role("button", name="Throw it away").click()
    answers(head, "Met", "From the first tab").sees("0.3 is saved.")

    # and the rest on one page, which the browser keeps when it is closed half-way
    head.goes_to(f"{own}all/")
    head.page.evaluate(
        """() => {
          for (const group of document.querySelectorAll("fieldset")) {
            if (!group.querySelector("input:checked")) group.querySelector("input[type=radio]").checked = true;
          }
          for (const area of document.querySelectorAll("textarea[name$=-text]")) area.value ||= "By the register.";
        }"""
    )
    head.page.locator("textarea").last.press_sequentially("By May.")
    head.page.goto(f"{own}all/")  # long, and looked at once above
    head.page.get_by_role("button", name="Put it back").click()
    expect(head.page.locator("textarea").last).to_have_value("By May.")
    head.page.get_by_role("button", name="Save all that is written").last.click()
    expect(head.page.get_by_text("77 answers saved.").first).to_be_visible(timeout=30_000)
    head.looks()
    head.page.goto(f"{own}all/")
    expect(head.page.get_by_text("You wrote something here that was not saved.")).to_have_count(0)

    # then they sign with their chair, who signed on paper, and hand it in
    head.goes_to(f"{own}workbook/").goes_to(f"{own}staff/")
    pushes(head.goes_to(own).presses("Sign it off"), "Sign").sees("There is a problem")
    head.page.get_by_label("They have signed on paper").check()
    head.page.get_by_label("Their name").fill("Ruth Amberley")
    day(head, "On which day did they sign?", 2, 2)
    head.page.get_by_label("What is written here is true").check()
    pushes(head, "Sign").sees("on paper by Ruth Amberley").presses("Submit it")
    pushes(head, "Submit").sees("Submitted. Thank you.", "Submitted")


def prepares(unit: Visitor, version: str, title: str, tmp_path: Any, mark: str) -> str:
    """A set goes in and is published; a cycle of it is prepared with whom the form's last choice says. Its address."""
    file = tmp_path / "set.yaml"
    file.write_text(SET.replace("MARK", mark).replace("signed_by: [Accountable leader, Chair]", "signed_by: [Leader]"))
    unit.goes_to("/office/audits/sets/new/").page.locator("input[type=file]").set_input_files(file)
    unit.presses("Take it as a draft").presses("Publish this version").goes_to("/office/audits/new/")
    unit.page.get_by_label("What is asked").select_option(label=version)
    unit.types("Title", title).types("Year", "2023-24")
    day(unit, "Opens on", 5, 2)
    day(unit, "Due on", 1, 3)
    unit.page.get_by_role("group", name="With whom?").get_by_role("radio").last.check()
    return unit.presses("Prepare it").page.url


def asks(unit: Visitor, agency: str, kind: str) -> Visitor:
    unit.presses("Choose agencies")
    unit.page.get_by_role("group", name="Which agencies answer?").get_by_label(re.compile(rf"^{agency} \(")).check()
    unit.page.get_by_label("What are they?").select_option(label=kind)
    unit.page.get_by_label("Statutory body").check()
    return unit.presses("Add them")


def settles(unit: Visitor, own: str, grade: str, reason: str, told: str) -> Visitor:
    unit.goes_to(f"{own}panel/").presses("Settle the moderated grades")
    unit.page.get_by_role("group", name="A Hearing").get_by_label(grade).check()
    unit.types("Reason: A Hearing", reason).presses("Save").sees("1 moderated grade is on record")
    unit.presses("Give feedback").types("What do you tell them?", told)
    return unit.presses("Send it")


def test_two_partnerships_ask_an_agency_that_answers_once(visit: Any, tmp_path: Any) -> None:
    # given a cycle that Medway prepares with Kent, and both ask the police that they share
    mark = uuid.uuid4().hex[:6]
    title, version = f"Joint {mark}", f"Listening to children {mark}, version 1"
    medway = visit(scripts=False).signs_in_as("Business unit")
    cycle = prepares(medway, version, title, tmp_path, mark)
    asks(medway, "Kent Police", "Police").sees("1 added")
    medway.page.get_by_role("table").get_by_role("link", name="Kent Police").click()
    medway.page.wait_for_load_state()
    own = re.sub(r".*(/self-assessments/\d+/).*", r"\1", medway.page.url)
    medway.presses("Name another lead").types("Email address", "practitioner@medway.example.org").presses("Save")
    medway.page.goto(cycle)
    asks(medway, "Medway Council", "Local authority").sees("1 added")
    medway.page.get_by_role("table").get_by_role("link", name="Medway Council").click()
    medway.page.wait_for_load_state()
    medway.presses("Name another lead").types("Email address", "editor@medway.example.org").presses("Save")
    medway.page.goto(cycle)
    medway.presses("Launch it").presses("Launch and tell everybody")
    kent = visit("kent", scripts=False).signs_in_as("Business unit").goes_to("/office/audits/").presses(title)
    its_cycle = kent.page.url
    kent.sees("Kent Police")
    expect(kent.page.get_by_text("Medway Council")).to_have_count(0)
    asks(kent, "Kent Police", "Police").sees("0 added")
    kent.page.goto(its_cycle)
    asks(kent, "Kent County Council", "Local authority").sees("1 added")

    # when the police answer once, sign and hand in
    police = visit(phone=True).signs_in_as("Practitioner").goes_to(f"{own}questions/A.1/")
    answers(police, "3, embedded", "By a survey each term")
    answers(police, "2, in place", "The menu of the canteen", "Save").presses("Sign it off")
    police.page.get_by_label("What is written here is true").check()
    pushes(police, "Sign")
    pushes(police.goes_to(f"{own}submit/"), "Submit").sees("Submitted. Thank you.")

    # then each partnership has it, and moderates it by itself
    settles(medway, own, "2, in place", "Medway saw few answers.", "Medway thanks you.")
    settles(kent, own, "1, begun", "Kent saw none.", "Kent thanks you.")
    medway.page.goto(f"{cycle}heat/")
    medway.sees("→ ◑ 2")
    expect(medway.page.get_by_text("Kent County Council")).to_have_count(0)
    kent.page.goto(f"{its_cycle}heat/")
    kent.sees("→ ◔ 1")
    expect(kent.page.get_by_text("Medway Council")).to_have_count(0)
    police.goes_to(own).sees("Medway thanks you.", "Medway saw few answers.")
    expect(police.page.get_by_text("Kent saw none.")).to_have_count(0)


def pushes(visitor: Visitor, words: str) -> Visitor:
    """A button by exactly these words."""
    visitor.page.get_by_role("button", name=words, exact=True).click()
    visitor.page.wait_for_load_state()
    return visitor.looks()


def keys(visitor: Visitor, to: Any, press: str = "", *, looks: bool = True) -> Visitor:
    """By the Tab key alone to a field, button or link, and one key there; Enter leads to another page."""
    for _ in range(200):
        if to.evaluate("element => element === document.activeElement"):
            break
        visitor.page.keyboard.press("Tab")
    else:
        raise AssertionError(f"{to} is not reached by the Tab key.")
    if press == "Enter":
        with visitor.page.expect_navigation():
            visitor.page.keyboard.press(press)
    elif press:
        visitor.page.keyboard.press(press)
    return visitor.looks() if looks else visitor


def chooses(visitor: Visitor, group: str, place: int) -> None:
    """A radio button by its place, by keyboard."""
    keys(visitor, visitor.page.get_by_role("group", name=group).get_by_role("radio").first, "Space", looks=False)
    for _ in range(place):
        visitor.page.keyboard.press("ArrowDown")


def invitation(visitor: Visitor, subject: str) -> str:
    """The message of this subject, however many came after it."""
    visitor.page.goto("/demonstration/outbox/")
    while visitor.page.get_by_role("link", name=subject).count() == 0:
        visitor.page.get_by_role("link", name="Older").click()
        visitor.page.wait_for_load_state()
    visitor.page.get_by_role("link", name=subject).last.click()
    visitor.page.wait_for_load_state()
    return visitor.page.locator("main").inner_text()


def signs_in_by_code(visitor: Visitor, to: str) -> None:
    """Reads the code in another tab, as one reads mail."""
    reader = visitor.in_another_tab()
    found = CODE.search(outbox(reader, to).inner_text())
    reader.page.close()
    assert found is not None
    visitor.types("Code from the e-mail", found[0]).page.get_by_role("button", name="Continue").click()
    visitor.page.wait_for_url(lambda url: "/accounts/" not in url)
    visitor.page.wait_for_load_state()
