"""A course in SCORM is uploaded, played in its sandbox, left, gone on with and completed."""

import re
import uuid
from typing import Any

from playwright.sync_api import FrameLocator, expect

from throughline.office.training.tests.scorm_packages import scorm_12, scorm_2004, zipped


def course_in(visitor: Any) -> FrameLocator:
    return visitor.page.frame_locator("#course-frame").frame_locator("#part")


def leaves_after_the_second_page_and_goes_on(person: Any) -> FrameLocator:
    course = course_in(person)
    course.get_by_role("button", name="Next page").click()
    expect(course.get_by_role("heading", name="Page 2 of 3")).to_be_visible()
    expect(person.page.get_by_role("status")).to_contain_text("Saved.")
    person.presses("Leave the course").presses("Go on with the course")
    course = course_in(person)
    expect(course.get_by_role("heading", name="Page 2 of 3")).to_be_visible()
    expect(course.get_by_text("Entry: resume")).to_be_visible()
    return course


def test_from_the_package_to_the_completion_and_back_where_one_left(visit: Any) -> None:
    # given an officer who uploads a zip that is no package, and then one that is
    title = f"Safer sleep {uuid.uuid4().hex[:6]}"
    officer = visit().signs_in_as("Training officer").goes_to("/office/training/courses/").presses("Write a course")
    officer.page.get_by_label("E-learning").check()
    officer.types("Title", title).types("How it is held", "E-learning").presses("Save the course")
    officer.goes_to("/office/training/e-learning/add/")
    officer.page.get_by_label("Which course is it?").select_option(label=f"{title} (E-learning)")
    file = officer.page.locator("main input[type=file]")
    file.set_input_files({"name": "a.zip", "mimeType": "application/zip", "buffer": zipped({"notes.txt": "none"})})
    officer.presses("Add the package").sees("There is a problem")
    officer.page.get_by_label("Which course is it?").select_option(label=f"{title} (E-learning)")
    file.set_input_files({"name": "a.zip", "mimeType": "application/zip", "buffer": scorm_12()})
    officer.presses("Add the package").sees(f"{title} can be taken now.")
    results = officer.page.url

    # when somebody takes it on a phone and leaves after the second page
    person = visit(phone=True).signs_in_as("Practitioner").goes_to("/training/e-learning/").presses(title)
    person.presses("Start the course")
    expect(course_in(person).get_by_text("The office cannot be read")).to_be_visible()

    # then they are where they left, and go on to the end
    course = leaves_after_the_second_page_and_goes_on(person)
    course.get_by_role("button", name="Next page").click()
    expect(person.page.get_by_role("status")).to_contain_text("Done")
    person.goes_to("/training/passport/").sees(title)

    # and the office sees it, with the score; a package in SCORM 2004 takes its place, and remembers as well
    officer.page.goto(results)
    expect(officer.looks().page.locator("main table")).to_contain_text(re.compile(r"90"))
    officer.goes_to("/office/training/e-learning/add/")
    officer.page.get_by_label("Which course is it?").select_option(label=f"{title} (E-learning)")
    file.set_input_files({"name": "b.zip", "mimeType": "application/zip", "buffer": scorm_2004()})
    officer.presses("Add the package").sees("SCORM 2004")
    person.goes_to("/training/e-learning/").presses(title)
    person.page.get_by_role("button", name=re.compile("the course")).click()
    course = leaves_after_the_second_page_and_goes_on(person)
    course.get_by_role("button", name="Next page").click()
    expect(person.page.get_by_role("status")).to_contain_text("Done")
