"""What is recognised in a back issue, and what is told of its slips."""

import io
import json
import zipfile
from datetime import date, time
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from throughline.office.partnership.models import Contact
from throughline.publishing.bulletin.models import Issue
from throughline.publishing.bulletin.reading import CannotRead, IssueFound, read
from throughline.publishing.bulletin.reading.dates import days_in, ordinal_of, times_in

TODAY = date(2024, 2, 5)
ISSUE = """\
MSCP Bulletin February 2024
Learning from a review
 A short account of what was learned, in two sentences. It is published by 31st January 2024.
· A point in a list
Two-day course
Current dates:
· Monday 18th & Tuesday 19th March 2024 – Chatham
Upcoming sessions
· First course, in-person, Thursday 1st February 2024, 9.30am-16.30pm. FULL.
· Second course (SC), taking place on Microsoft Teams, Wednesday 7th February 2024, 10am-1pm. 24 spaces available.
· Third course, taking place on Microsoft Teams, Friday 26th February 2024, 9.30am-12pm. Unlimited spaces available.
· Fourth course, in-person, Friday 8th March, 9.30am - 2.30pm.
· Fifth course, in-person, Monday 11th March 2024, 9.30am-4.30pm. Invite only.
· A conference with the council, in-person, Monday 18th March 2024. Cancel until noon on Friday 15 March, or pay £50.
· Sixth course, online, Wednesday 22rd May 2024, 10-12 pm. 1 place left.
Contacts and feedback
Write to msch@medway.gov.uk, training@example.org or call 01634 336329. See https://www.example.org/training.
"""


def of(text: str, name: str = "issue.txt") -> IssueFound:
    return read(text.encode(), name=name, today=TODAY, own_addresses=["mscp@medway.gov.uk"])


def test_title_month_and_items() -> None:
    found = of(ISSUE)
    assert (found.title, found.date) == ("MSCP Bulletin February 2024", "2024-02")
    assert [item.heading for item in found.items] == [
        "Learning from a review",
        "Two-day course",
        "Upcoming sessions",
        "Contacts and feedback",
    ]
    assert found.items[0].text == (
        "A short account of what was learned, in two sentences. It is published by 31st January 2024.\n"
        "• A point in a list"
    )


def test_sessions_are_picked_out_and_nothing_else() -> None:
    assert [(s.title, s.starts, s.ends, s.mode, s.places) for s in of(ISSUE).sessions] == [
        ("First course", "2024-02-01T09:30", "2024-02-01T16:30", "in person", "full"),
        ("Second course (SC)", "2024-02-07T10:00", "2024-02-07T13:00", "Microsoft Teams", 24),
        ("Third course", "2024-02-26T09:30", "2024-02-26T12:00", "Microsoft Teams", "unlimited"),
        ("Fourth course", "2024-03-08T09:30", "2024-03-08T14:30", "in person", None),
        ("Fifth course", "2024-03-11T09:30", "2024-03-11T16:30", "in person", "invite only"),
        ("A conference with the council", "2024-03-18", "2024-03-18", "in person", None),
        ("Sixth course", "2024-05-22T10:00", "2024-05-22T12:00", "online", 1),
    ]


def test_defects_are_told_as_written_with_their_line() -> None:
    assert [(d.kind, d.text, d.line) for d in of(ISSUE).defects] == [
        ("time", "16.30pm", 9),
        ("weekday", "Friday 26th February 2024", 11),
        ("ordinal", "Wednesday 22rd May 2024", 15),
        ("address", "msch@medway.gov.uk", 17),
        ("missing", "Worried about a child?", 17),
    ]


def test_a_missing_year_comes_from_the_issue_not_from_today() -> None:
    text = "· A course, in-person, Friday 15 March, 9am-10am.\nWorried about a child? Call 01634 334466."
    found = of(text, name="news-2019-02.txt")
    assert found.sessions[0].starts == "2019-03-15T09:00"
    assert [d.kind for d in found.defects] == []


def test_a_january_course_in_a_december_issue_is_next_years() -> None:
    found = of("· A course, in-person, 10 January, 9am-10am.", name="bulletin December 2023.txt")
    assert (found.date, found.sessions[0].starts) == ("2023-12", "2024-01-10T09:00")


@pytest.mark.parametrize(
    ("written", "starts", "ends"),
    [
        ("Friday 20 September, 9am-10am", "2024-09-20T09:00", "2024-09-20T10:00"),
        ("Thursday 5 December, 9am-10am", "2024-12-05T09:00", "2024-12-05T10:00"),
        ("Thursday 29 February to Friday 1 March 2024, 9am-4pm", "2024-02-29T09:00", "2024-03-01T16:00"),
        ("Monday 30 December - Thursday 2 January 2025", "2024-12-30", "2025-01-02"),
    ],
)
def test_what_is_announced_lies_ahead_and_may_last_into_another_month(written: str, starts: str, ends: str) -> None:
    found = of(f"· A course, in-person, {written}.\nWorried about a child?", name="news-2024-02.txt")
    assert [(s.starts, s.ends) for s in found.sessions] == [(starts, ends)]
    assert found.defects == []


def test_a_wrong_weekday_without_its_year_is_told_although_it_fits_another_year() -> None:
    found = of("· A course, in-person, Friday 26 May, 9am-10am.", name="news-2024-02.txt")
    assert found.sessions[0].starts == "2024-05-26T09:00"
    assert ("weekday", "Friday 26 May") in [(d.kind, d.text) for d in found.defects]


@pytest.mark.parametrize(
    "written",
    [
        "GCP2 (in person) Tuesday 20 February 2024 9.30am-4.30pm. 6 spaces available",
        "GCP2 on Tuesday 20th February 2024, 09:30 to 16:30, face to face: 6 places left",
        "GCP2 – face-to-face – Tuesday 20th Feb 2024 – 9.30am – 4.30pm – 6 spaces remaining",
        "Tuesday 20 February 2024, 9.30am-4.30pm: GCP2, in person. 6 places left",
        "GCP2, in-person, 2024-02-20, 9.30am-4.30pm. Places left: 6",
        "GCP2 (in person), Tues 20 February, 9.30am-4.30pm (full day), 6 places.",
    ],
)
def test_a_session_is_read_however_its_line_is_built(written: str) -> None:
    [found] = of(f"· {written}").sessions
    assert (found.title, found.starts, found.ends, found.mode, found.places) == (
        "GCP2", "2024-02-20T09:30", "2024-02-20T16:30", "in person", 6,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("Fully booked", "full"), ("Sold out", "full"), ("No spaces left", "full"), ("Waiting list only", "full"),
        ("0 places left", 0), ("Unlimited", "unlimited"), ("By invitation only", "invite only"), ("A full day", None),
        ("20 places, 3 left", 3), ("12 seats remaining, 2 on the waiting list", 12), ("For teams of 20 people", None),
    ],
)  # fmt: skip
def test_what_is_left_is_read_as_it_is_meant(written: str, places: Any) -> None:
    [found] = of(f"· A course, hybrid, Weds 20 March 2024, 9am-4pm. {written}.").sessions
    assert (found.mode, found.places) == ("hybrid", places)


def test_the_month_of_an_issue_without_one_is_that_of_its_lists_not_of_a_day_in_a_sentence() -> None:
    text = "· It is published by 31st January 2024.\n· A course, online, Thursday 1st February 2024, 9am-10am."
    assert of(text).date == "2024-02"


def test_contacts_are_listed_once_each() -> None:
    found = of(ISSUE + "Again training@example.org here.\n")
    assert [(c.kind, c.text) for c in found.contacts] == [
        ("email", "msch@medway.gov.uk"),
        ("email", "training@example.org"),
        ("link", "https://www.example.org/training"),
        ("phone", "01634 336329"),
    ]


@pytest.mark.parametrize(
    ("name", "month", "title"),
    [
        ("medway-bulletin-2024-02.txt", "2024-02", "Medway bulletin February 2024"),
        ("Bulletin_March_2023.docx", "2023-03", "Bulletin March 2023"),
        ("2022-11-03 newsletter.html", "2022-11-03", "Newsletter November 2022"),
        ("letter.txt", "2024-02", "Letter"),
    ],
)
def test_the_files_name_tells_month_and_title_where_the_text_does_not(name: str, month: str, title: str) -> None:
    found = of("Just a sentence, and no more.", name=name)
    assert (found.date, found.title) == (month, title)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("9.30am-16.30pm", [("09:30", "16:30")]),
        ("10am-1pm", [("10:00", "13:00")]),
        ("9.30am - 2.30pm", [("09:30", "14:30")]),
        ("10-12 pm & 1.30 – 3.30 pm", [("10:00", "12:00"), ("13:30", "15:30")]),
        ("6.00 – 8.00 pm", [("18:00", "20:00")]),
        ("9:30 to 16:00", [("09:30", "16:00")]),
        ("9.30-4", [("09:30", "16:00")]),
        ("10am to noon", [("10:00", "12:00")]),
        ("1400-1530 hrs", [("14:00", "15:30")]),
        ("at 2pm", [("14:00", None)]),
        ("20 to 40 children", []),
        ("tiers 1-3", []),
        ("the year 2023-24, 2014-2019", []),
    ],
)
def test_times_are_read_as_they_are_meant(text: str, spans: list[tuple[str, str | None]]) -> None:
    found, _ = times_in(text)
    assert [(f"{a:%H:%M}", f"{b:%H:%M}" if b else None) for a, b in found] == spans


def test_a_day_that_does_not_exist_is_told_and_announces_no_session() -> None:
    found = of("· A course, in-person, 31st February 2024, 9am-10am.\nWorried about a child?")
    assert (found.sessions, [(d.kind, d.text) for d in found.defects]) == ([], [("date", "31st February 2024")])


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back_and_a_right_one_has_no_slip(day: date) -> None:
    written = f"{day:%A} {day.day}{ordinal_of(day.day)} {day:%B} {day.year}"
    [found], wrong = days_in(f"On {written}, we meet.", issue=TODAY)
    assert (found.first, found.last, found.text, found.slips, wrong) == (day, day, written, (), [])


@given(st.times())
def test_no_time_of_the_clock_is_misread(at: time) -> None:
    found, slips = times_in(f"{at:%H:%M}-23:59")
    assert (found, slips) == ([(at.replace(second=0, microsecond=0), time(23, 59))], [])


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        assert read(text.encode("utf-8", "replace"), name="x", today=TODAY).items
    except CannotRead as refused:
        assert "text" in str(refused)  # noqa: PT017


def word(*paragraphs: tuple[str, str]) -> bytes:
    document = docx.Document()
    for text, style in paragraphs:
        document.add_paragraph(text, style=style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_word_document_gives_its_headings_by_style() -> None:
    content = word(
        ("Bulletin March 2024", "Title"),
        ("a heading in small letters.", "Heading 2"),
        ("Text of it", "Normal"),
        ("A course, online, Friday 8th March 2024, 9am-10am", "List Bullet"),
    )
    found = read(content, name="x.docx", today=TODAY)
    assert (found.title, found.date) == ("Bulletin March 2024", "2024-03")
    assert [(item.heading, item.text) for item in found.items] == [
        ("a heading in small letters.", "Text of it\n• A course, online, Friday 8th March 2024, 9am-10am")
    ]
    assert found.sessions[0].starts == "2024-03-08T09:00"


def test_a_page_is_read_without_its_scripts() -> None:
    page = """<html><head><title>x</title><script>alert("Friday 26th February 2024")</script></head><body>
    <h1>Bulletin February 2024</h1><h2>News &amp; more</h2><p>Text<br>more</p>
    <ul><li>A course, online, Friday 9th February 2024, 9am-10am</li></ul><style>p{}</style></body></html>"""
    found = read(page.encode(), name="x.html", today=TODAY)
    assert found.title == "Bulletin February 2024"
    assert [(item.heading, item.text) for item in found.items] == [
        ("News & more", "Text\nmore\n• A course, online, Friday 9th February 2024, 9am-10am")
    ]
    assert [d.kind for d in found.defects] == ["missing"]


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_a_table_of_sessions_is_read_row_by_row(kind: str) -> None:
    rows = [["Course", "When", "Where", "Places"],
            ["GCP2", "Tuesday 20 February 2024, 9.30am-4.30pm", "In person", "6 places left"]]  # fmt: skip
    if kind == "html":
        cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        content = f"<h1>Bulletin February 2024</h1><table>{cells}</table><p>Over.</p>".encode()
    else:
        document = docx.Document()
        document.add_heading("Bulletin February 2024", 1)
        table = document.add_table(rows=2, cols=4)
        for row, words in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, words, strict=True):
                cell.text = text
        out = io.BytesIO()
        document.save(out)
        content = out.getvalue()
    [found] = read(content, name=f"x.{kind}", today=TODAY).sessions
    assert (found.title, found.starts, found.mode, found.places) == ("GCP2", "2024-02-20T09:30", "in person", 6)


def hostile(name: str, content: bytes) -> bytes:
    """A Word document with one more member."""
    out = io.BytesIO(word(("Text", "Normal")))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        hostile("word/vbaProject.bin", b"macro"),
        hostile("word/more.xml", b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>'),
        hostile("word/media/bomb.png", b"\0" * 60_000_000),
        hostile("../outside.xml", b"<x/>"),
        b"PK\x03\x04 no archive at all",
        b"%PDF-1.7",
        b"\0\1\2",
        b"",
        b"x" * 20_971_521,
    ],
    ids=["macro", "entity", "bomb", "outside", "damaged", "pdf", "bytes", "empty", "large"],
)
def test_a_hostile_or_unreadable_file_is_refused(content: bytes) -> None:
    with pytest.raises(CannotRead):
        read(content, name="x.docx", today=TODAY)


def test_the_command_prints_one_json_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bulletin-2024-02.txt"
    file.write_text(ISSUE)
    call_command("import_bulletin", str(file), "--dry-run", "--json")
    data = json.loads(capsys.readouterr().out)
    assert list(data) == ["title", "date", "items", "sessions", "contacts", "defects"]
    assert data["sessions"][0] == {
        "title": "First course", "starts": "2024-02-01T09:30", "ends": "2024-02-01T16:30", "mode": "in person",
        "places": "full",
    }  # fmt: skip
    assert {
        "kind": "weekday",
        "text": "Friday 26th February 2024",
        "where": 11,
        "says": "26 February 2024 is a Monday.",
    } in (data["defects"])


@pytest.mark.django_db
def test_the_command_brings_a_back_issue_in_once(tmp_path: Path, scoped: Any, capsys: Any) -> None:
    Contact.objects.create(space_id=scoped.home_id, kind="email", value="mscp@example.org")
    file = tmp_path / "bulletin-2024-02.txt"
    file.write_text(f"{ISSUE}\nWrite to msch@example.org.\n")
    call_command("import_bulletin", str(file), "--dry-run")
    assert Issue.objects.count() == 0
    capsys.readouterr()
    call_command("import_bulletin", str(file), "--json")
    row = Issue.objects.get()
    said = capsys.readouterr()
    assert (row.kind, row.state, f"{row.dated:%Y-%m}") == ("back", "draft", json.loads(said.out)["date"])
    assert f"/office/bulletin/back-issues/{row.pk}/" in said.err
    assert "msch@example.org" in [each["text"] for each in row.found["defects"]]
    with pytest.raises(CommandError, match=r"was brought in already\. Nothing was kept\."):
        call_command("import_bulletin", str(file))
    assert Issue.objects.count() == 1
    with pytest.raises(CommandError, match="no such partnership"):
        call_command("import_bulletin", str(file), "--partnership", "nowhere")


def test_the_command_refuses_what_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"")
    with pytest.raises(CommandError, match="no text"):
        call_command("import_bulletin", str(tmp_path / "x.txt"), "--dry-run")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_bulletin", str(tmp_path / "y.txt"))
