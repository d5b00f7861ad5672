"""The bulletin from a reader's subscription and an editor's first draft to the mailbox, the archive and the way out."""

import re
import time
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import outbox

READER, TITLE = "casey.reed@example.org", "MSCP bulletin, March 2024"
GROUP = "Joint Exploitation Group"
IN_TIME = 120  # seconds in which the worker sends to the demonstration's readers, whatever else the machine does


def test_from_a_first_draft_to_a_readers_mailbox_and_out_again(visit: Any) -> None:
    # given a reader who subscribes without a script, and says yes to the mail that asks
    reader = visit(scripts=False).goes_to("/bulletin/").presses("Subscribe by email")
    reader.presses("Subscribe").sees("There is a problem")
    reader.types("Email address", READER)
    reader.page.get_by_role("checkbox").last.check()
    reader.presses("Subscribe").sees("Look into your mail")
    link = re.search(r"/bulletin/confirm/[\w-]+/", outbox(reader, READER).inner_text())
    assert link
    reader.goes_to(link.group(0)).sees("Confirm your subscription")
    reader.presses("Yes, I want the bulletin").sees("You get the bulletin from now on")
    # and what a group wants everybody to know
    editor = visit().signs_in_as("Editor").goes_to("/office/bulletin/key-messages/").presses("Enter key messages")
    _sends(editor, "Save").sees("There is a problem", "Select")
    editor.page.get_by_label("Group").select_option(label=GROUP)
    editor.types("Day", "2").types("Month", "2").types("Year", "2024").types("Key messages", "Ask who else is at home.")
    _sends(editor, "Save").sees("The messages are kept").presses(f"{GROUP}, 2 February 2024").sees(
        "Change key messages"
    )
    # and an editor who starts an issue from what changed, and adds an item with the keyboard alone
    editor.goes_to("/office/bulletin/").presses("Start an issue")
    _sends(editor.types("Title", ""), "Start").sees("There is a problem")
    editor.types("Title", TITLE).types("Day", "1").types("Month", "3").types("Year", "2024")
    _sends(editor, "Start").sees("Here is a first draft", f"Key messages: {GROUP}", "Why it is here")
    page = re.sub(r"^https?://[^/]+", "", editor.page.url)
    editor.goes_to(f"{page}blocks/new/item/")
    for field, text in (("heading", "Prams and stairs"), ("text", "Friday 18 March 2024 is our day.")):
        editor.page.locator(f"#id_{field}").focus()
        editor.page.keyboard.type(text)
    editor.page.get_by_role("button", name="Add it").focus()
    editor.page.keyboard.press("Enter")
    editor.page.wait_for_url(f"**{page}")
    # when the editor puts right what the checks say, says why the warnings may stay, and asks for approval
    editor.goes_to(f"{page}checks/").sees("A weekday does not match its date.")
    editor.presses("Prams and stairs").types("Text", "Monday 18 March 2024 is our day.").presses("Save")
    editor.sees("The block is changed.")
    editor.goes_to(f"{page}checks/").sees("Errors: 0")
    why = editor.page.get_by_label("Why may it stay?")
    for left in range(why.count() - 1, -1, -1):
        why.first.fill("Read by hand.")
        editor.page.get_by_role("button", name="It may stay").first.click()
        expect(why).to_have_count(left)
    editor.goes_to(page).presses("Ask for approval").sees("Somebody else than its authors reads it")
    _sends(editor, "Ask for approval").sees("Waiting for approval")
    # and a second person reads, approves and sends it, on a phone
    unit = visit(phone=True).signs_in_as("Business unit").goes_to(f"{page}preview/").sees("Prams and stairs")
    unit.goes_to(page).presses("Read and approve it").sees("What you approve is what is sent")
    _sends(unit, "Approve").sees("It is approved")
    unit.presses("Send it now").sees("who cannot be asked to give it back")
    _sends(unit, "Send it now").sees("How far it is")
    # then it lies in the reader's mailbox, and in the archive
    _came(reader)
    mail = outbox(reader, READER).inner_text()
    assert "Prams and stairs" in mail
    assert "Ask who else is at home." in mail
    unit.goes_to("/bulletin/").presses(TITLE).sees("Prams and stairs", "Worried about a child?")
    unit.goes_to(f"{page}after/").sees("How it went")
    # and the reader chooses, and leaves in one step
    away = re.search(r"/bulletin/leave/[\w-]+/", mail)
    assert away
    reader.goes_to(away.group(0).replace("/leave/", "/preferences/"))
    reader.page.get_by_label("Training and events").check()
    reader.presses("Keep my choice").sees("Your choice is kept")
    reader.goes_to(away.group(0)).presses("Unsubscribe").sees("You are unsubscribed")


def _sends(visitor: Any, button: str) -> Any:
    """A form's own button, where a link of the menu has the same word."""
    visitor.page.get_by_role("button", name=button, exact=True).click()
    visitor.page.wait_for_load_state()
    return visitor.looks()


def _came(reader: Any) -> None:
    until = time.monotonic() + IN_TIME
    while time.monotonic() < until:
        reader.page.goto("/demonstration/outbox/")
        if reader.page.get_by_role("row").filter(has_text=READER).filter(has_text=TITLE).count():
            return
        time.sleep(0.5)
    raise AssertionError(f"The issue did not come within {IN_TIME} seconds.")


OLD = """MSCP bulletin, May 2019
Training coming up
· First course, in-person, Friday 26th June 2019, 9.30am-4.30pm. 6 spaces available.
A farewell
Pat Example leaves us.
"""


def test_an_old_issue_a_suggestion_a_campaign_and_the_readers(visit: Any) -> None:
    # given somebody who suggests something, without a script
    reader = visit(scripts=False).goes_to("/bulletin/suggest/").presses("Send it").sees("There is a problem")
    reader.types("What would you like to see?", "Prams in hallways").types("Tell us more", "Where to put them.")
    _sends(reader, "Send it").sees("Thank you")
    # when an editor takes it into an issue
    editor = visit().signs_in_as("Editor").goes_to("/office/bulletin/new/").types("Title", "A short issue")
    editor.page.get_by_label("Empty", exact=True).check()
    _sends(editor, "Start").sees("The issue is begun")
    editor.goes_to("/office/bulletin/suggestions/").presses("Prams in hallways")
    _sends(editor, "Answer it").sees("There is a problem")
    editor.page.get_by_label("It goes into an issue").check()
    editor.page.get_by_label("Which issue?").select_option(label="A short issue")
    _sends(editor, "Answer it").sees("It is in ‘A short issue’", "Suggested by a reader")
    # and brings in an old issue, which is read over before it is public
    editor.goes_to("/office/bulletin/back-issues/new/")
    file = {"name": "bulletin-2019-05.txt", "mimeType": "text/plain", "buffer": OLD.encode()}
    editor.page.locator("input[type=file]").set_input_files(file)
    _sends(editor, "Read it").sees("26 June 2019 is a Wednesday.", "First course")
    editor.types("Item 2: text", "Pat Example left us.")
    _sends(editor, "Keep them and put it into the archive").sees("It stands in the archive")
    editor.presses("Take a name out of it").types("Name to take out", "Pat Example").types("Why?", "Asked.")
    _sends(editor, "Take it out").sees("The name is out")
    reader.goes_to("/bulletin/?year=2019").presses("MSCP bulletin, May 2019").sees("[name removed] left us.")
    # and keeps a campaign's kit, whose posts somebody posts by hand
    editor.goes_to("/office/bulletin/campaigns/").presses("Enter followers and views").goes_to(
        "/office/bulletin/campaigns/"
    ).presses("Awareness Day").presses("I posted it").sees("Posted, says")
    # then the business unit looks after who gets the bulletin, on a phone
    unit = visit(phone=True).signs_in_as("Business unit").goes_to("/office/bulletin/readers/domain/")
    unit.goes_to("/office/bulletin/readers/bring-in/").goes_to("/office/bulletin/readers/?q=police-1")
    unit.presses("police-1").sees("Public task").presses("Suppress this address").types("Why?", "Asked by phone.")
    _sends(unit, "Suppress it").sees("gets no bulletin any more")


def test_the_bulletins_public_pages_are_for_everybody(visit: Any) -> None:
    visit().goes_to("/bulletin/subscribe/").goes_to("/bulletin/suggest/")
    phone = visit(phone=True).goes_to("/bulletin/")
    phone.presses("MSCP bulletin, February 2024").sees("Worried about a child?")
