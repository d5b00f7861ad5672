"""An editor writes, publishes and supersedes a briefing; a reader finds it by search, on a phone, with and without
JavaScript."""

from typing import Any

from playwright.sync_api import expect


def test_an_editor_writes_publishes_and_supersedes_and_a_reader_finds_it(visit: Any) -> None:
    # by the office's page: the search in /cms/ is filled by a job, some time later
    editor = visit().signs_in_as("Editor").goes_to("/office/library/links/").sees("Links on public pages are asked")
    editor.goes_to("/office/library/").presses("Learning from Isabel, on a page")
    page = editor.page
    page.get_by_role("link", name="Write a new version of it").click()
    page.wait_for_load_state()
    page.locator("input[name=version]").fill("2.0")
    page.locator("textarea[name=what_changed]").fill("A question about visits in the evening.")
    page.get_by_role("button", name="More actions").click()
    page.locator("button[name=action-publish]").click()
    expect(page.get_by_text("has been published")).to_be_visible()

    reader = visit(phone=True)
    reader.goes_to("/library/").sees("Search the library and the whole site")
    reader.types("Search the library and the whole site", "sleeping area").presses("Search")
    reader.sees("Seeing where a baby sleeps")
    reader.presses("Seeing where a baby sleeps").sees("This was due for review on 10 January 2024")

    without = visit(phone=True, scripts=False)
    without.goes_to("/library/isabel-briefing/").sees("2.0", "A question about visits in the evening.")
    without.goes_to("/library/isabel-briefing/versions/1/").sees("This version was superseded")


def test_the_librarys_pages_are_for_everybody(visit: Any) -> None:
    pages = (
        ("/library/", "Challenge and escalation policy"),
        ("/library/escalation-policy/", "Take it to the partnership"),
        ("/library/escalation-policy/versions/1/", "Do not work by it"),
        ("/library/services/steady-ground/", "more than six months ago"),
        ("/library/campaigns/safer-internet-day/", "13 February 2024"),
        ("/library/learning-elsewhere/", "A review of long neglect"),
        ("/library/comment/", "Seeing where a baby sleeps"),
        ("/search/?q=exploitation", "Spotting exploitation"),
        ("/children-and-young-people/", "Exit this page"),
    )
    desk, phone = visit(), visit(phone=True)
    for number, (path, words) in enumerate(pages):
        (phone if number % 3 else desk).goes_to(path).sees(words)
    visit("kent").goes_to("/library/").sees("Challenge and escalation policy")
    # the way out of a page stays on the screen, and empties it while the other site is fetched
    desk.goes_to("/children-and-young-people/").page.mouse.wheel(0, 600)
    expect(desk.page.get_by_role("button", name="Exit this page")).to_be_in_viewport()
    desk.page.route("https://www.bbc.co.uk/**", lambda route: route.abort())
    assert desk.page.evaluate(
        "() => { document.querySelector('.govuk-exit-this-page__button').click();"
        " return document.querySelector('h1').offsetParent === null }"
    )


def test_a_comment_is_given_by_keyboard(visit: Any) -> None:
    reader = visit(phone=True)
    reader.goes_to("/library/comment/").presses("Seeing where a baby sleeps")
    reader.presses("Send the comment").sees("Enter your comment")
    reader.page.get_by_label("Your comment").focus()
    reader.page.keyboard.type("Say it in the words of parents.")
    reader.page.get_by_role("button", name="Send the comment").focus()
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_load_state()
    reader.sees("Your comment has arrived")
    expect(reader.page.get_by_text("Say it in the words of parents.")).to_have_count(0)
