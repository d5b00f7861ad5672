"""Registers, Teams reports, agencies and charges through the whole stack, without JavaScript."""

import io
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from throughline.foundation.access.models import User
from throughline.foundation.sheets.api import csv_file
from throughline.office.partnership.models import AgencyInvolvement, Organisation
from throughline.office.training import operations
from throughline.office.training.models import (
    AccessNeed,
    Attendance,
    Booking,
    Charge,
    SessionDay,
    SessionTrainer,
    Statement,
)
from throughline.office.training.queries.attendance import days_of
from throughline.office.training.rules.teams import NotTeams, match, read_report

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
REPORT = (
    "1. Summary\nMeeting title\tLADO awareness\nAttended participants\t3\nStart time\t2/20/24, 9:28:11 AM\n"
    "End time\t2/20/24, 4:31:02 PM\nMeeting duration\t7h 2m 51s\nAverage attendance time\t5h 1m 2s\n\n"
    "2. Participants\nName\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
    "Somebody Else\t2/20/24, 9:28:11 AM\t2/20/24, 4:31:02 PM\t6h 59m 51s\tP0@example.org\tp0@example.org\tOrganizer\n"
    "p1 (Guest)\t2/20/24, 9:29:00 AM\t2/20/24, 11:00:00 AM\t1h 30m 59s\t\t\tPresenter\n"
    "Una Known\t2/20/24, 9:40:00 AM\t2/20/24, 9:40:30 AM\t30s\tuna@example.org\tuna@example.org\tAttendee\n\n"
    "3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
    "Somebody Else\t2/20/24, 9:28:11 AM\t2/20/24, 4:31:02 PM\t6h 59m 51s\tp0@example.org\tOrganizer\n"
).replace("\n", "\r\n")


@pytest.fixture(autouse=True)
def stands_at(settings, scoped) -> None:
    settings.AS_AT = datetime(2024, 2, 20, 12, 0, tzinfo=LONDON)


@pytest.fixture
def officer(sign_in, partnership):
    return sign_in(partnership, "training_officer", email="officer@example.org")


@pytest.fixture
def session(record, actor, at):
    found = record(places_left=5)
    found.rows = [
        operations.book(session_id=found.pk, by=actor("practitioner", email=f"p{n}@example.org"), at=at, real_at=at)
        for n in range(3)
    ]
    return found


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "utf-8"])
def test_TR_63_the_report_as_teams_exports_it(encoding) -> None:
    found = read_report(REPORT.encode(encoding))
    assert [(each.name, each.email, each.minutes) for each in found] == [
        ("Somebody Else", "p0@example.org", 419), ("p1 (Guest)", "", 90), ("Una Known", "una@example.org", 0),
    ]  # fmt: skip


def test_TR_63_an_older_report_has_people_once_for_each_time_they_joined() -> None:
    old = "Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\nAnn\ta\tb\t1h 5m\ta@example.org\tAttendee\n"
    old += "Ann\ta\tb\t01:00:30\ta@example.org\tAttendee\n"
    assert [each.minutes for each in read_report(old.encode("utf-16"))] == [125]


def test_TR_64_by_email_then_by_a_name_that_only_one_person_has() -> None:
    booked = [(1, "Ann Wood", "ann@example.org"), (2, "Bo Lee", "bo@example.org"), (3, "Bo Lee", "b2@example.org")]
    report = "Name,In-Meeting Duration,Email\nWrong Name,10m,ANN@example.org\nBo Lee,5m,\nann wood (Guest),3m,\n"
    found = match(read_report(report.encode()), booked)
    assert (dict(found.minutes), [each.name for each in found.strangers]) == ({1: 13}, ["Bo Lee"])


@pytest.mark.parametrize(
    "content", [b"", b"Name,Email\nAnn,a@example.org", b"\xff\xfe\x00", b"PK\x03\x04\xff\xff", b"x" * 2_000_001]
)
def test_what_is_no_report_is_said(content) -> None:
    with pytest.raises(NotTeams):
        read_report(content)


def test_the_register_is_marked_and_finished(shown, officer, session) -> None:
    (day,) = days_of(session.pk)
    operations.say_what_is_needed(
        reference=session.rows[0].reference, text="Step-free access.", by=session_actor(session, 0), at=session.starts
    )
    page = shown(officer.get(f"/training/register/{session.pk}/"))
    assert "0 of 3 marked" in page
    assert "What people need to take part Name Needs p0 Step-free access." in page
    early = officer.post(f"/training/register/{session.pk}/")
    assert (early.status_code, "3 marks are missing" in shown(early)) == (409, True)
    url = f"/training/register/{session.pk}/{day.pk}/"
    assert "Needs: Step-free access." in shown(officer.get(url))
    marks = dict(zip((f"b{row.pk}" for row in session.rows), ("attended", "absent", "apologies"), strict=True))
    assert officer.post(url, {**marks, f"b{session.rows[0].pk}": "dancing"}).status_code == 422
    saved = officer.post(url, marks, follow=True)
    assert "3 marks are saved." in shown(saved)
    assert list(Attendance.objects.order_by("booking_id").values_list("presence", flat=True)) == [
        "attended", "absent", "apologies",
    ]  # fmt: skip
    assert "The register is finished." in shown(officer.post(f"/training/register/{session.pk}/", follow=True))
    assert "Signature" in shown(officer.get(f"/training/register/{session.pk}/paper/"))


def test_two_parts_of_one_date_are_told_apart(shown, officer, session) -> None:
    SessionDay.objects.create(
        space_id=session.space_id, session=session, starts=session.ends, ends=session.ends.replace(hour=18)
    )
    page = shown(officer.get(f"/training/register/{session.pk}/"))
    assert "Name Agency 20 February 2024, 9:30am 20 February 2024, 4:30pm p0" in page


def session_actor(session, number):
    from throughline.foundation.access.actors import Actor

    return Actor(user=session.rows[number].person)


def test_a_teams_report_fills_the_register_in_and_saves_nothing_before_it_is_confirmed(shown, officer, session) -> None:
    (day,) = days_of(session.pk)
    file = SimpleUploadedFile("report.csv", REPORT.encode("utf-16"))
    preview = officer.post(f"/training/register/{session.pk}/{day.pk}/teams/", {"file": file})
    page = shown(preview)
    assert "Of 3 people booked the report names 2." in page
    assert "419 minutes in the meeting" in page
    assert "not found among those booked Name Email Minutes Una Known una@example.org 0" in page
    assert Attendance.objects.count() == 0
    one, two = session.rows[:2]
    officer.post(
        f"/training/register/{session.pk}/{day.pk}/",
        {f"b{one.pk}": "attended", f"m{one.pk}": "419", f"b{two.pk}": "attended", f"m{two.pk}": "90"},
    )
    assert sorted(Attendance.objects.values_list("minutes", "source")) == [(90, "teams"), (419, "teams")]
    wrong = officer.post(
        f"/training/register/{session.pk}/{day.pk}/teams/", {"file": SimpleUploadedFile("x.csv", b"no")}
    )
    assert (wrong.status_code, "not an attendance report" in shown(wrong)) == (422, True)


def test_the_register_is_there_for_trainers_and_for_nobody_else(sign_in, partnership, session) -> None:
    someone = sign_in(partnership, "practitioner", email="p1@example.org")
    assert someone.get(f"/training/register/{session.pk}/").status_code == 404
    SessionTrainer.objects.create(
        space_id=session.space_id, session=session, name="p1", person=session.rows[1].person
    )  # fmt: skip
    assert someone.get(f"/training/register/{session.pk}/").status_code == 200


def test_needs_and_passing_on(shown, sign_in, partnership, session, settings) -> None:
    settings.AS_AT = datetime(2024, 2, 6, 9, 0, tzinfo=LONDON)
    ann = sign_in(partnership, "practitioner", email="p0@example.org")
    booking = session.rows[0]
    page = f"/training/bookings/{booking.reference}/"
    ann.post(f"{page}needs/", {"text": "A hearing loop."})
    assert AccessNeed.objects.get().text == "A hearing loop."
    assert "A hearing loop." in ann.get(f"{page}needs/").content.decode()
    wrong = ann.post(f"{page}pass/", {"name": "", "email": "p0@example.org"})
    assert wrong.status_code == 422
    taken = ann.post(f"{page}pass/", {"name": "P", "email": "p1@example.org"})
    assert (taken.status_code, "has a place on this session already" in shown(taken)) == (422, True)
    done = ann.post(f"{page}pass/", {"name": "Bo", "email": "bo@example.org"}, follow=True)
    assert "Bo has your place now." in shown(done)
    other = sign_in(partnership, "practitioner", email="p2@example.org")
    assert other.get(f"{page}needs/").status_code == 404


@pytest.fixture
def trust(scoped):
    organisation = Organisation.objects.create(space_id=scoped.home_id, name="Rainbow Trust")
    AgencyInvolvement.objects.create(
        space_id=scoped.home_id, organisation=organisation, name="Rainbow Trust", sector="voluntary"
    )
    return organisation


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_lead_books_from_a_spreadsheet(shown, sign_in, partnership, officer, trust, record, settings, kind) -> None:
    settings.AS_AT = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)
    session = record(places_left=6)
    lead = sign_in(partnership, "practitioner", email="lead@example.org")
    officer.post(f"/office/training/agencies/{trust.pk}/", {"leads": "lead@example.org"})
    rows = [
        ["Name", "Email", "Job title"],
        ["New One", "new@example.org", "Nurse"],
        ["Zoë O’Dea", "two@example.org", ""],
    ]
    content = csv_file(rows)
    if kind == "xlsx":
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        content = out.getvalue()
    url = f"/training/agency/{trust.pk}/book/{session.pk}/"
    done = lead.post(url, {"file": SimpleUploadedFile(f"staff.{kind}", content)}, follow=True)
    assert "2 people are booked on" in shown(done)
    found = Booking.objects.order_by("person__email").values_list("person__email", "person__name", "organisation")
    assert list(found) == [("new@example.org", "New One", trust.pk), ("two@example.org", "Zoë O’Dea", trust.pk)]


def test_a_lead_books_five_with_one_row_wrong_and_then_right(
    shown, sign_in, partnership, officer, trust, record, settings
) -> None:
    settings.AS_AT = datetime(2024, 2, 5, 9, 0, tzinfo=LONDON)
    session = record(places_left=6)
    lead = sign_in(partnership, "practitioner", email="lead@example.org")
    assert "not on record as the lead" in shown(lead.get("/training/agency/"))
    assert lead.get(f"/training/agency/{trust.pk}/").status_code == 404
    settle = f"/office/training/agencies/{trust.pk}/"
    missing = officer.post(settle, {"leads": "nobody@example.org"})
    assert (missing.status_code, "No account has the address nobody@example.org" in shown(missing)) == (422, True)
    officer.post(settle, {"leads": "lead@example.org", "order_number": "PO-7"})
    assert "lead@example.org" in shown(officer.get("/office/training/agencies/"))
    assert lead.get("/training/agency/").headers["Location"] == f"/training/agency/{trust.pk}/"
    url = f"/training/agency/{trust.pk}/book/{session.pk}/"
    lines = [f"Person {n}, s{n}@example.org" for n in range(5)]
    wrong = lead.post(url, {"people": "\n".join([*lines[:2], "Person 2 without", *lines[3:]])})
    assert wrong.status_code == 422
    assert "Nobody was booked. Put right row 3" in shown(wrong)
    assert "3 has no email address" in shown(wrong)
    assert "Person 0, s0@example.org" in wrong.content.decode()  # what was typed stays
    assert Booking.objects.count() == 0
    done = lead.post(url, {"people": "\n".join(lines)}, follow=True)
    assert "5 people are booked on" in shown(done)
    again = lead.post(url, {"people": "\n".join(lines)})
    assert (again.status_code, Booking.objects.count()) == (422, 5)
    sheet = SimpleUploadedFile(
        "staff.csv", b"Name,Email,Job title\nNew One,new@example.org,Nurse\nTwo,two@example.org,\n"
    )
    full = lead.post(url, {"file": sheet})
    assert "There is 1 place left, and the list has 2 people. Nobody was booked." in shown(full)
    for content, says in (
        (b"Ann Wood,ann@example.org,Nurse\nBo Lee,bo@example.org,\n", "1 Name is missing from the heading"),
        (b"Name,Email,Job title\nNew One,new@example.org,Nurse\nTwo,two,\n", "3 Email must be an email address"),
    ):
        wrong = lead.post(url, {"file": SimpleUploadedFile("staff.csv", content)})
        assert (wrong.status_code, says in shown(wrong), Booking.objects.count()) == (422, True, 5)
    rows = lead.get(f"/training/agency/{trust.pk}/staff.csv").content.decode("utf-8-sig").splitlines()
    assert (len(rows), rows[1].split(",")[-1]) == (6, "Booked")
    settings.AS_AT = session.ends
    officer.post("/office/training/charges/rules/", {"no_show": "50"})
    (day,) = days_of(session.pk)
    ids = Booking.objects.order_by("person__name").values_list("pk", flat=True)
    marks = dict(zip((f"b{pk}" for pk in ids), ["attended", "absent", *["apologies"] * 3], strict=True))
    officer.post(f"/training/register/{session.pk}/{day.pk}/", marks)
    officer.post(f"/training/register/{session.pk}/")
    page = shown(lead.get(f"/training/agency/{trust.pk}/"))
    when = "Graded Care Profile 2 (GCP2) Tuesday 20 February 2024, 9:30am to 4:30pm"
    assert f"Person 0 {when} Attended Person 1 {when} Did not turn up Person 2 {when} Apologies" in page
    assert "Did not turn up. Did not turn up. £50.00 Sum £50.00" in page


def test_an_agency_that_approves_answers_on_its_page(shown, sign_in, partnership, officer, trust, record, at) -> None:
    session = record(places_left=2, starts=datetime(2024, 3, 5, 9, 30, tzinfo=LONDON))
    lead = sign_in(partnership, "practitioner", email="lead@example.org")
    officer.post(f"/office/training/agencies/{trust.pk}/", {"leads": "lead@example.org", "approves": "on"})
    for name in ("ann", "bo"):
        staff = sign_in(partnership, "practitioner", email=f"{name}@example.org")
        User.objects.filter(email=f"{name}@example.org").update(name=name.title(), agency_name="Rainbow Trust")
        staff.post(f"/training/{session.pk}/book/")
    page = f"/training/agency/{trust.pk}/"
    assert "Waiting for your answer Ann: Graded Care Profile 2 (GCP2), Tuesday 5 March 2024" in shown(lead.get(page))
    first, second = (f"{page}decide/{pk}/" for pk in Booking.objects.order_by("pk").values_list("pk", flat=True))
    assert "The booking is approved." in shown(lead.post(first, {"answer": "yes"}, follow=True))
    assert "Say why; the person is told." in shown(lead.post(second, {"answer": "no"}, follow=True))
    done = shown(lead.post(second, {"answer": "no", "reason": "Short of staff."}, follow=True))
    assert "The booking is not approved." in done
    assert "Waiting for your answer" not in done
    session.refresh_from_db()
    assert (session.taken, Booking.objects.latest("pk").status) == (1, "cancelled")
    assert staff.post(first, {"answer": "no", "reason": "x"}).status_code == 404


def test_charges_are_set_waived_and_stated(shown, officer, session, settings) -> None:
    wrong = officer.post("/office/training/charges/rules/", {"no_show": "-5", "late": "x"})
    assert wrong.status_code == 422
    officer.post("/office/training/charges/rules/", {"no_show": "50"})
    assert "Every course Every agency Everywhere Free Free £50.00 Remove" in shown(
        officer.get("/office/training/charges/rules/")
    )
    Booking.objects.update(agency_name="Rainbow Trust")
    (day,) = days_of(session.pk)
    officer.post(f"/training/register/{session.pk}/{day.pk}/", {f"b{row.pk}": "absent" for row in session.rows})
    assert "3 charges were made." in shown(officer.post(f"/training/register/{session.pk}/", follow=True))
    charge = Charge.objects.first()
    assert officer.post(f"/office/training/charges/{charge.pk}/waive/", {"reason": ""}).status_code == 422
    officer.post(f"/office/training/charges/{charge.pk}/waive/", {"reason": "Ill."})
    page = shown(officer.get("/office/training/charges/"))
    assert "Rainbow Trust 4 £100.00" in page
    assert "Waived: Ill. −£50.00" in page
    period = {"agency": "Rainbow Trust", "first_day": "1", "first_month": "2", "first_year": "2024",
              "last_day": "29", "last_month": "2", "last_year": "2024"}  # fmt: skip
    early = officer.post("/office/training/charges/statements/", period)
    assert (early.status_code, "once its last day has passed" in shown(early)) == (422, True)
    settings.AS_AT = datetime(2024, 3, 4, 9, 0, tzinfo=LONDON)
    made = officer.post("/office/training/charges/statements/", period, follow=True)
    assert "Sum £100.00" in shown(made)
    statement = Statement.objects.get()
    base = f"/office/training/charges/statements/{statement.pk}/statement"
    rows = officer.get(f"{base}.csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 5
    assert sum(Decimal(row.rsplit(",", 1)[1].lstrip("'")) for row in rows[1:]) == 100
    assert officer.get(f"{base}.xlsx").content.startswith(b"PK")
    assert officer.get(f"{base}.exe").status_code == 404


def test_the_office_adds_and_moves_people(shown, officer, session, record) -> None:
    other = record("Other", 5, starts=datetime(2024, 3, 5, 9, 30, tzinfo=LONDON))
    officer.post(f"/office/training/{other.pk}/add/", {"name": "Cy", "email": "cy@example.org", "reason": "Phone."})
    assert Booking.objects.get(session=other).person.email == "cy@example.org"
    late = record("Late", 5, starts=datetime(2024, 3, 6, 9, 30, tzinfo=LONDON))
    booking = Booking.objects.get(session=other)
    move = f"/office/training/{other.pk}/bookings/{booking.pk}/move/"
    assert officer.post(move, {"to_session": "", "reason": ""}).status_code == 422
    officer.post(move, {"to_session": late.pk, "reason": "Asked."})
    assert Booking.objects.get(session=late).person.email == "cy@example.org"
    assert officer.get(move).status_code == 302
