"""E-learning from the zip file to the passport: unpacked, guarded by its own host, resumed, recorded once, imported."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from throughline.foundation.access.models import User
from throughline.foundation.access.operations import NotPermitted, Refused
from throughline.foundation.documents.api import Accepts, accept_upload, remove_nameless
from throughline.foundation.sheets.api import csv_file
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of
from throughline.office.training.content_host import Pass, sign
from throughline.office.training.forms.elearning import NewPackage
from throughline.office.training.models import Attempt, Completion, Course, LearningRecord, Package, PackageFile
from throughline.office.training.operations import elearning as operations
from throughline.office.training.packages import unpack
from throughline.office.training.rules.scorm import BadPackage, BadRecord
from throughline.office.training.tests.scorm_packages import manifest_12, scorm_12, scorm_2004, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scoped")]
REAL = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DONE = {"cmi.core.lesson_status": "completed", "cmi.core.score.raw": "90", "cmi.core.session_time": "00:10:00"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def course(scoped) -> Course:
    return Course.objects.create(
        space_id=scoped.home_id, title="Safer sleep", mode="E-learning", delivery="e_learning", hours=1,
        refresh_months=12,
    )  # fmt: skip


def sent(content: bytes, name: str = "course.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/zip")


@pytest.fixture
def add(course, actor):
    def make(content: bytes = b"", for_course: Course | None = None) -> Package:
        unpacked = unpack(accept_upload(sent(content or scorm_12()), Accepts(kinds=("zip",))))
        return operations.add_package(
            course_id=(for_course or course).pk, unpacked=unpacked, by=actor("training_officer"), at=REAL
        )

    return make


@pytest.fixture
def person(actor):
    return actor("practitioner", email="ann@example.org")


@pytest.fixture
def opened(add, person, at):
    return operations.open_package(package_id=add().pk, by=person, at=at)


def record(attempt: Attempt, person, at, values: object = None, **more) -> Attempt:
    given = {"visit": attempt.visit, "part": 0, "values": DONE if values is None else values} | more
    return operations.record_progress(attempt_id=attempt.pk, by=person, at=at, real_at=REAL, **given)


# ---- the package


def test_a_package_is_kept_unpacked_and_the_sweep_leaves_its_files(add, media) -> None:
    package = add()
    assert (package.version, package.title, len(package.parts)) == ("1.2", "Safer sleep", 1)
    assert set(PackageFile.objects.values_list("path", flat=True)) == {"imsmanifest.xml", "index.html"}
    kept = {path.name for path in media.rglob("*") if path.is_file()}
    assert remove_nameless(by=operations_actor(), at=datetime(2099, 1, 1, tzinfo=UTC)) == 0
    assert {path.name for path in media.rglob("*") if path.is_file()} == kept


def operations_actor():
    from throughline.foundation.access.actors import system_actor

    return system_actor("worker")


def test_a_newer_package_takes_the_older_one_s_place(add, person, at) -> None:
    old, new = add(), add(scorm_2004())
    old.refresh_from_db()
    assert (old.in_use, new.in_use, new.version) == (False, True, "2004")
    with pytest.raises(Package.DoesNotExist):
        operations.open_package(package_id=old.pk, by=person, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Package.objects.filter(pk=old.pk).update(in_use=True)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (zipped({"a.txt": "x"}), "not a SCORM package"),
        (zipped({"course/imsmanifest.xml": manifest_12()}), "contents of the folder"),
        (zipped({"imsmanifest.xml": manifest_12()}), "start page that is not in it"),
        (zipped({"imsmanifest.xml": manifest_12(), "../index.html": "x"}), "outside the archive"),
        (zipped({"imsmanifest.xml": "<manifest", "index.html": "x"}), "cannot be read"),
        (zipped({"imsmanifest.xml": manifest_12(), "index.html": bytes(30_000_000)}), "zip bomb"),
        (b"%PDF-1.7\n%%EOF", "must be a zip archive"),
        (b"not a zip", "must be a zip archive"),
    ],
)
def test_TR_130_what_is_no_package_is_refused_in_the_form_and_nothing_is_half_done(course, content, says) -> None:
    form = NewPackage({"course": course.pk}, {"file": sent(content)}, courses=[(course.pk, "Safer sleep")])
    assert not form.is_valid()
    assert says in form.errors["file"][0]
    assert Package.objects.count() == PackageFile.objects.count() == 0


def test_only_who_manages_training_adds_a_package(add, course, person) -> None:
    unpacked = unpack(accept_upload(sent(scorm_12()), Accepts(kinds=("zip",))))
    with pytest.raises(NotPermitted):
        operations.add_package(course_id=course.pk, unpacked=unpacked, by=person, at=REAL)
    assert Package.objects.count() == 0
    with pytest.raises(BadPackage):
        unpack(accept_upload(sent(zipped({"a": "b"})), Accepts(kinds=("zip",))))


# ---- playing


def test_one_goes_on_where_one_left_and_the_time_adds_up(opened, person, at) -> None:
    record(opened, person, at, {"cmi.core.lesson_location": "2", "cmi.core.session_time": "00:02:00"})
    record(opened, person, at, {"cmi.core.lesson_location": "3", "cmi.core.session_time": "00:03:00"})
    again = operations.open_package(package_id=opened.package_id, by=person, at=at)
    assert (again.pk, again.visit, again.earlier_seconds) == (opened.pk, 2, {"0": 180})
    found = record(again, person, at, {"cmi.core.session_time": "00:01:00"})
    assert (found.seconds, found.progress) == (240, "under_way")
    assert found.state["0"]["cmi.core.lesson_location"] == "3"


def test_a_completion_is_recorded_once_and_is_in_the_passport(opened, person, at) -> None:
    for _ in range(2):
        found = record(opened, person, at)
    assert (found.progress, found.score, found.done_at) == ("done", Decimal("90.00"), at)
    completion = Completion.objects.get()
    assert (completion.person, completion.day, completion.score, completion.source) == (
        person.user, at.date(), Decimal("90.00"), "played",
    )  # fmt: skip
    learnt = LearningRecord.objects.get()
    assert (learnt.by, learnt.title, learnt.hours, learnt.runs_out) == (
        "elearning", "Safer sleep", Decimal("1.00"), date(2025, 2, 5),
    )  # fmt: skip


def test_TR_135_a_course_that_is_done_stays_done(opened, person, at) -> None:
    record(opened, person, at)
    found = record(opened, person, at, {"cmi.core.lesson_status": "incomplete", "cmi.core.score.raw": "10"})
    assert (found.progress, found.score, Completion.objects.count()) == ("done", Decimal("90.00"), 1)


def test_TR_132_below_the_mastery_score_it_is_not_passed(add, person, at) -> None:
    attempt = operations.open_package(package_id=add(scorm_12(mastery="95")).pk, by=person, at=at)
    assert record(attempt, person, at).progress == "failed"
    assert Completion.objects.count() == 0


def test_TR_133_all_parts_make_the_course(add, person, at) -> None:
    attempt = operations.open_package(package_id=add(scorm_12(2)).pk, by=person, at=at)
    assert record(attempt, person, at).progress == "under_way"
    assert record(attempt, person, at, part=1).progress == "done"
    with pytest.raises(BadRecord, match="no such part"):
        record(attempt, person, at, part=2)


def test_only_the_newest_window_records_and_only_one_s_own(opened, person, actor, at) -> None:
    operations.open_package(package_id=opened.package_id, by=person, at=at)
    with pytest.raises(operations.OpenedElsewhere):
        record(opened, person, at)
    with pytest.raises(Attempt.DoesNotExist):
        record(opened, actor("practitioner", email="bo@example.org"), at, visit=2)
    assert Completion.objects.count() == 0


# ---- the endpoint


@pytest.fixture
def ann(person, partnership, sign_in) -> Client:
    return sign_in(partnership, "practitioner", email="ann@example.org")


def post(browser: Client, attempt: Attempt, **more):
    body = {"visit": attempt.visit, "part": 0, "values": DONE} | more
    address = f"/training/e-learning/attempts/{attempt.pk}/record/"
    return browser.post(address, json.dumps(body), content_type="application/json")


def test_the_endpoint_records_and_says_what_was_wrong(ann, opened, partnership, sign_in) -> None:
    assert post(ann, opened).json() == {"progress": "done", "words": "Done"}
    assert post(ann, opened, values={"cmi.other": "x"}).status_code == 422
    assert post(ann, opened, visit=0).status_code == 409
    assert post(ann, opened, visit="x").status_code == 400
    address = f"/training/e-learning/attempts/{opened.pk}/record/"
    assert ann.post(address, "[" * 100_000, content_type="application/json").status_code == 400
    assert ann.get(address).status_code == 405
    assert post(sign_in(partnership, "practitioner", email="bo@example.org"), opened).status_code == 404


def test_the_endpoint_is_limited(ann, opened, monkeypatch) -> None:
    monkeypatch.setattr("throughline.office.training.views.elearning.RECORDS", 3)
    opened.visit = 77  # a count of its own
    Attempt.objects.filter(pk=opened.pk).update(visit=77)
    assert [post(ann, opened).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_the_endpoint_asks_for_the_form_s_token(person, partnership, opened, sign_in) -> None:
    sign_in(partnership, "practitioner", email="ann@example.org")
    strict = Client(enforce_csrf_checks=True, headers={"host": "medway.localhost"})
    strict.force_login(person.user)
    assert post(strict, opened).status_code == 403
    assert Completion.objects.count() == 0


# ---- the content host


def content(path: str, host: str = "content.medway.localhost", **more):
    answer = Client(headers={"host": host}).get(path, **more)
    answer.close()
    return answer


def test_the_content_host_gives_out_a_package_s_files_to_whoever_has_the_pass(opened) -> None:
    signed = sign(Pass(opened.pk, opened.package_id, 0))
    around = content(f"/{signed}/")
    assert around.status_code == 200
    assert "frame-ancestors 'self' http://medway.localhost" in around["Content-Security-Policy"]
    page = content(f"/{signed}/index.html")
    assert (page.status_code, page["Content-Type"], page["Referrer-Policy"]) == (200, "text/html", "no-referrer")
    policy = page["Content-Security-Policy"]
    assert "form-action 'none'" in policy
    assert "default-src 'self'" in policy
    assert not page.cookies


def test_nothing_of_the_office_is_on_the_content_host_and_no_course_on_the_office_s(
    opened, ann, settings, partnership, other_partnership
) -> None:
    signed = sign(Pass(opened.pk, opened.package_id, 0))
    for path in ("/", "/training/", "/accounts/login/", "/health/", f"/{signed}x/", f"/{signed}/missing.html",
                 f"/{signed}/../../secret-key", "/static/none.js"):  # fmt: skip
        assert content(path).status_code == 404, path
    signed_in = Client(headers={"host": "content.medway.localhost"})
    signed_in.cookies = ann.cookies
    assert signed_in.get("/training/my/").status_code == 404
    assert signed_in.post(f"/{signed}/").status_code == 404
    assert content(f"/{signed}/index.html", host="medway.localhost").status_code == 404
    assert content(f"/{signed}/", host="content.kent.localhost").status_code == 404
    assert content(f"/{signed}/index.html", host="content.kent.localhost").status_code == 404
    settings.CONTENT_PREFIX = ""
    assert content(f"/{signed}/").status_code != 200


def test_a_file_of_the_course_is_kept_by_the_browser_and_where_one_left_is_not(opened) -> None:
    signed = sign(Pass(opened.pk, opened.package_id, 0))
    assert content(f"/{signed}/index.html")["Cache-Control"] == "private, max-age=3600"
    assert content(f"/{signed}/")["Cache-Control"] == "private, no-store"
    assert content(f"/{signed}/missing.html")["Cache-Control"] == "private, no-store"


def test_a_pass_runs_out(opened, monkeypatch) -> None:
    signed = sign(Pass(opened.pk, opened.package_id, 0))
    monkeypatch.setattr("throughline.office.training.content_host.SECONDS", -1)
    assert content(f"/{signed}/index.html").status_code == 404


# ---- pages


def test_a_practitioner_finds_opens_and_goes_on_with_a_course(add, ann, shown) -> None:
    package = add()
    assert "Safer sleep" in shown(ann.get("/training/e-learning/"))
    page = ann.get(f"/training/e-learning/{package.pk}/")
    assert "Start the course" in shown(page)
    answer = ann.post(f"/training/e-learning/{package.pk}/open/")
    played = ann.get(answer["Location"])
    assert "frame-src http://content.medway.localhost" in played["Content-Security-Policy"]
    assert 'src="http://content.medway.localhost/' in played.content.decode()
    assert "Go on with the course" in shown(ann.get(f"/training/e-learning/{package.pk}/"))
    assert ann.get(f"/training/e-learning/attempts/{Attempt.objects.get().pk}/1/").status_code == 404
    operations.stop_package(package_id=package.pk, by=operations_actor())
    assert "cannot be taken here" in shown(ann.get(f"/training/e-learning/{package.pk}/"))
    assert ann.post(f"/training/e-learning/{package.pk}/open/").status_code == 404


def test_the_officer_adds_a_package_and_sees_who_did_it(course, partnership, sign_in, shown, person, at) -> None:
    officer = sign_in(partnership, "training_officer")
    assert "No course is played here yet" in shown(officer.get("/office/training/e-learning/"))
    wrong = officer.post("/office/training/e-learning/add/", {"course": course.pk, "file": sent(b"x")})
    assert wrong.status_code == 422
    answer = officer.post("/office/training/e-learning/add/", {"course": course.pk, "file": sent(scorm_12())})
    page = officer.get(answer["Location"])
    assert "Nobody has opened this course yet" in shown(page)
    assert "Not scanned" in shown(page)
    attempt = operations.open_package(package_id=Package.objects.get().pk, by=person, at=at)
    record(attempt, person, at)
    assert "ann@example.org" in shown(officer.get(answer["Location"]))
    rows = officer.get(f"{answer['Location']}people.csv").content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("ann,ann@example.org,,Done,90,10,")
    listed = shown(officer.get("/office/training/completions/"))
    assert "Played here" in listed


@pytest.mark.parametrize(
    ("path", "queries"), [("/office/training/e-learning/", 7), ("/office/training/completions/", 8)]
)
def test_lists_ask_as_much_for_three_as_for_one(
    path, queries, add, scoped, partnership, sign_in, actor, at, django_assert_num_queries
) -> None:
    officer = sign_in(partnership, "training_officer")
    for wanted in (1, 3):
        while Package.objects.count() < wanted:
            number = Package.objects.count()
            course = Course.objects.create(space_id=scoped.home_id, title=f"Course {number}", mode="E-learning")
            person = actor("practitioner", email=f"p{number}@example.org")
            attempt = operations.open_package(package_id=add(for_course=course).pk, by=person, at=at)
            record(attempt, person, at)
        with django_assert_num_queries(queries):
            assert officer.get(path).status_code == 200


# ---- completions from elsewhere

HEAD = ["Email", "Name", "Agency", "Course", "Completed on", "Score"]


def sheet(*rows: list[str]) -> SimpleUploadedFile:
    return SimpleUploadedFile("completions.csv", csv_file([HEAD, *rows]))


@pytest.fixture
def officer(partnership, sign_in) -> Client:
    return sign_in(partnership, "training_officer")


ADDRESS = "/office/training/completions/import/"


def confirm(officer: Client, preview):
    html = preview.content.decode()
    values = {name: html.split(f'name="{name}" value="', 1)[1].split('"', 1)[0] for name in ("upload", "mark")}
    return officer.post(ADDRESS, values)


def test_completions_come_in_matched_previewed_and_once(course, officer, person, shown) -> None:
    User.objects.filter(pk=person.user.pk).update(name="Ann Lee", agency_name="Medway Council")
    rows = (
        ["ANN@example.org", "Ann Lee", "", "Safer sleep", "2024-01-08", "88.5"],
        ["", "ann lee", "Medway Council", "safer sleep", "09/01/2024", ""],
        ["new@example.org", "New Person", "Kent Police", "Safer sleep", "2024-01-08", ""],
        ["NEW@example.org", "New Person", "Kent Police", "Safer sleep", "2024-01-08", ""],
    )
    preview = officer.post(ADDRESS, {"file": sheet(*rows)})
    text = shown(preview)
    assert "3 records would change" in text
    assert "1 row says what is on record already, or twice. 1 person is new here." in text
    assert (Completion.objects.count(), User.objects.filter(email="new@example.org").exists()) == (0, False)
    assert confirm(officer, preview).status_code == 302
    assert sorted(Completion.objects.values_list("person__email", "day", "score")) == [
        ("ann@example.org", date(2024, 1, 8), Decimal("88.50")),
        ("ann@example.org", date(2024, 1, 9), None),
        ("new@example.org", date(2024, 1, 8), None),
    ]
    assert LearningRecord.objects.count() == LearningRecord.history.count() == 3  # type: ignore[attr-defined]
    assert "9 January 2024" in shown(officer.get("/office/training/completions/"))
    again = shown(officer.post(ADDRESS, {"file": sheet(*rows)}))
    assert "Nothing would change" in again


def test_nothing_is_imported_unless_all_is_right(course, officer, shown) -> None:
    answer = officer.post(
        ADDRESS,
        {
            "file": sheet(
                ["good@example.org", "Good", "", "Safer sleep", "2024-01-08", ""],
                ["", "Nobody", "Nowhere", "Safer sleep", "2024-01-08", ""],
                ["not an address", "X", "", "Safer sleep", "2024-01-08", ""],
                ["a@example.org", "X", "", "Safer sleep", "2030-01-08", ""],
            )
        },
    )
    text = shown(answer)
    assert answer.status_code == 422
    for says in ("3 Name is not known at that agency", "4 Email must be an email", "5 Completed on must be today"):
        assert says in text
    unknown = officer.post(ADDRESS, {"file": sheet(["a@example.org", "X", "", "No course", "2024-01-08", "101"])})
    assert "must be one of: Safer sleep" in shown(unknown)
    assert "must be 100 or less" in shown(unknown)
    assert Completion.objects.count() == 0


def test_a_spreadsheet_with_a_wrong_column_is_refused_by_its_name(course, officer, shown) -> None:
    wrong = [name if name != "Completed on" else "Finished" for name in HEAD]
    content = csv_file([wrong, ["a@example.org", "A", "", "Safer sleep", "2024-01-08", ""]])
    answer = officer.post(ADDRESS, {"file": SimpleUploadedFile("completions.csv", content)})
    assert (answer.status_code, Completion.objects.count()) == (422, 0)
    assert "Completed on is missing from the heading" in shown(answer)


def test_the_same_file_is_never_written_twice(course, officer, actor) -> None:
    preview = officer.post(ADDRESS, {"file": sheet(["a@example.org", "A", "", "Safer sleep", "2024-01-08", ""])})
    assert confirm(officer, preview).status_code == 302
    assert confirm(officer, preview).status_code == 409
    with pytest.raises(Refused):
        operations.import_completions(rows=[], upload_id=1, by=actor("training_officer"), real_at=REAL)
    assert Completion.objects.count() == 1


def test_completions_of_another_partnership_are_not_seen(course, officer, other_partnership, person) -> None:
    with scope.activate(scope_of(other_partnership, REAL.date())):
        theirs = Course.objects.create(
            space_id=scope.current().home_id, title="Kent's secret course", mode="E-learning", delivery="e_learning"
        )
        Completion.objects.create(
            space_id=scope.current().home_id, person=person.user, course=theirs, day=date(2024, 1, 1),
            source="imported", made_by=person.user, made_at=REAL,
        )  # fmt: skip
    assert "secret course" not in officer.get("/office/training/completions/").content.decode()
    answer = officer.post(
        ADDRESS, {"file": sheet(["a@example.org", "A", "", "Kent's secret course", "2024-01-08", ""])}
    )
    assert answer.status_code == 422


def test_the_template_has_the_columns(course, officer) -> None:
    assert officer.get("/office/training/completions/template.xlsx").content.startswith(b"PK")


def test_a_completion_is_kept_once_a_day_by_the_database(opened, person, at) -> None:
    record(opened, person, at)
    kept = Completion.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Completion.objects.create(
            space_id=kept.space_id, person=kept.person, course=kept.course, day=kept.day, source="imported",
            made_by=kept.person, made_at=REAL,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Completion.objects.filter(pk=kept.pk).update(score=101)
