"""A training officer plans a year, people note interest, an agency's lead books for several: whole journeys."""

import uuid
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Visitor


def writes_day(visitor: Visitor, label: str, day: int, month: int, year: int) -> None:
    group = visitor.page.get_by_role("group", name=label)
    for part, value in (("Day", day), ("Month", month), ("Year", year)):
        group.get_by_label(part, exact=True).fill(str(value))


def test_an_officer_writes_a_course_a_series_and_copies_the_programme(visit: Any) -> None:
    # given an officer who writes a course
    title = f"Safeguarding briefing {uuid.uuid4().hex[:6]}"
    officer = visit().signs_in_as("Training officer").goes_to("/office/training/courses/").presses("Write a course")
    officer.presses("Save the course").sees("There is a problem", "Enter title")
    officer.types("Title", title).types("How it is held", "Microsoft Teams")
    officer.page.get_by_label("Live online").check()
    officer.presses("Save the course").sees(f"The course {title} is saved.")

    # when they make a series, a month left out and holidays avoided, they see it first
    officer.presses("Make a series").types("Starts", "12:30pm").types("Ends", "noon")
    writes_day(officer, "From which month on?", 1, 3, 2024)
    officer.types("Topics", "Neglect\nCounty lines").types("Months to skip", "August 2024")
    officer.presses("Show the days").sees("The end must be after the start")
    officer.types("Ends", "1:30pm").presses("Show the days")
    officer.sees("Wednesday 27 March 2024", "Skipped.", "Wednesday 18 December 2024")

    # then all of it is made with one press, by keyboard
    button = officer.page.get_by_role("button", name="Make these 11 sessions")
    button.focus()
    with officer.page.expect_navigation():
        officer.page.keyboard.press("Enter")
    officer.looks().sees("11 sessions are made.")

    # and the year's programme goes to the next as drafts
    officer.goes_to("/office/training/copy/").sees("Would be")
    officer.presses("Make the drafts").sees("They are drafts: read each and publish it.")


def test_an_officer_looks_back_at_an_earlier_year_on_a_phone(visit: Any) -> None:
    officer = visit(phone=True).signs_in_as("Training officer").goes_to("/office/training/evaluation/")
    officer.page.get_by_label("Sessions of").select_option("2022-23")
    officer.page.get_by_label("Sector", exact=True).check()
    officer.presses("Show").sees("Sessions of 2022-23", "No evaluation was asked for of these sessions")
    expect(officer.page.get_by_label("Sector", exact=True)).to_be_checked()
    officer.presses("What line managers have seen").sees("Sessions of 2022-23", "Fewer than five people")
    officer.goes_to("/office/training/year/").presses("2022-23").sees("Report year 2022-23")
    officer.presses("2023-24").sees("Report year 2023-24")


def test_interest_first_from_noting_it_to_a_place_on_a_phone(visit: Any) -> None:
    # given a session whose places the office gives out
    officer = visit().signs_in_as("Training officer").goes_to("/office/training/courses/").presses("Write a course")
    officer.types("Title", "Practice forum (journey)").types("How it is held", "in person")
    officer.presses("Save the course").presses("Add a session")
    writes_day(officer, "Date", 12, 3, 2024)
    officer.types("Starts", "9:30am").types("Ends", "midday")
    officer.page.get_by_label("Places", exact=True).fill("1")
    officer.page.get_by_label("People note their interest").check()
    officer.presses("Save the session").sees("Everyone can see it.")
    officer.presses("See the public page")
    address = officer.page.url

    # when somebody notes interest on a phone, without scripts
    person = visit(phone=True, scripts=False).signs_in_as("Practitioner")
    person.page.goto(address)
    person.presses("Note your interest").types("What should we know?", "I lead a group.").presses("Note my interest")
    person.sees("Your interest is noted")

    # and the office invites them
    officer.goes_to("/office/training/").presses("Practice forum (journey)").presses("Interest and invitations")
    officer.presses("Do it and tell them").sees("There is a problem", "Choose at least one person")
    officer.page.locator('main input[type="checkbox"]').first.check()
    officer.page.get_by_label("Invite them to book").check()
    officer.presses("Do it and tell them").sees("1 person is invited to book and told.")

    # then they book
    person.page.goto(address)
    person.presses("Book a place").presses("Book this place").sees("Practice forum (journey)")


def test_a_lead_books_for_several_all_or_nobody_on_a_phone(visit: Any) -> None:
    # given an agency with its lead
    officer = visit().signs_in_as("Training officer").goes_to("/office/training/agencies/")
    link = officer.page.locator("main table tbody a").first
    agency = link.inner_text()
    link.click()
    officer.types("Who leads training there?", "practitioner@medway.example.org")
    officer.page.get_by_label("The agency approves its staff’s bookings").check()
    officer.page.locator("main form button").last.click()
    officer.page.wait_for_load_state()

    # when the lead pastes a list with a row that is wrong, nobody is booked and the row is named
    lead = visit(phone=True).signs_in_as("Practitioner").goes_to("/training/agency/")
    lead.page.get_by_role("region", name="Book for several people").get_by_role("link").first.click()
    lead.page.wait_for_load_state()
    lead.types("Names and email addresses", "Ann Wood, office@hill.example.org\nBen Hall").presses(
        "Book for all of them"
    )
    lead.sees("There is a problem", "has no email address")

    # then all are booked, two people of one school's mailbox too
    people = "Ann Wood, office@hill.example.org\nBen Hall, office@hill.example.org"
    lead.types("Names and email addresses", people).presses("Book for all of them")
    lead.sees("2 people are booked")
    expect(lead.page.get_by_role("region", name="Bookings of our staff")).to_contain_text("Ann Wood")

    # or with a spreadsheet, of which a wrong row is named as well
    lead.page.get_by_role("region", name="Book for several people").get_by_role("link").first.click()
    for address, says in (("cy", "must be an email address"), ("cy@hill.example.org", "1 person is booked")):
        sheet = f"Name,Email,Job title\nCy Marsh,{address},Nurse\n".encode()
        lead.page.locator('main input[type="file"]').set_input_files(
            {"name": "staff.csv", "mimeType": "text/csv", "buffer": sheet}
        )
        lead.presses("Book for all of them").sees(says)

    # and what one of the staff books by themselves waits for the lead's answer
    staff = visit(phone=True, scripts=False).signs_in_as("Editor").goes_to("/me/details/")
    staff.types("Agency", agency).presses("Save").goes_to("/training/").presses("LADO awareness session")
    staff.presses("Book a place").presses("Book this place")
    lead.goes_to("/training/agency/").sees("Waiting for your answer").presses("Say no").sees("Say why")
    lead.types("Or say no: why?", "Short of staff.").presses("Say no").sees("The booking is not approved.")
