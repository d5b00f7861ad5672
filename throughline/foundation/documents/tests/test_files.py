"""Stored files: whole or not at all, once a content, and one download that answers alike whatever is wrong."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from throughline.foundation.access.actors import system_actor
from throughline.foundation.clock import real_now
from throughline.foundation.documents import rules
from throughline.foundation.documents.api import add_file, read_content, register_kind, remove_nameless, save_content
from throughline.foundation.documents.models import StoredFile
from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.queries import scope_of

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 2, 5, 12, 0, tzinfo=UTC)

for _kind, _test in (
    ("tests.public", lambda actor, file: True),
    ("tests.unit", lambda actor, file: any(role == "business_unit" for role in actor.roles)),
):
    if _kind not in rules._kinds:
        register_kind(_kind, may_see=_test)


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def keep(scoped):
    def make(kind: str = "tests.public", content: bytes = b"%PDF-1.7 body", name: str = "report.pdf", **more):
        values = {"title": "The report", "content_type": "application/pdf", **more}
        return add_file(
            by=system_actor("worker"), at=NOW, content=save_content(content), kind=kind, name=name, **values
        )  # fmt: skip

    return make


@pytest.fixture
def browser(partnership) -> Client:
    return Client(headers={"host": "medway.localhost"})


def test_equal_content_is_stored_once_under_its_hash(keep, media) -> None:
    first, second = keep(), keep(name="same.pdf")
    assert first.sha256 == second.sha256
    stored = [path for path in media.rglob("*") if path.is_file()]
    assert stored == [media / "stored" / first.sha256[:2] / first.sha256[2:4] / first.sha256]
    assert read_content(second) == b"%PDF-1.7 body"


def test_a_write_that_fails_leaves_no_half_file(media, monkeypatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        save_content(b"much")
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_a_public_file_is_sent_with_its_name_and_may_be_cached(keep, browser) -> None:
    file = keep()
    answer = browser.get(file.get_absolute_url())
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 body"
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "public, max-age=3600")
    assert (answer["X-Content-Type-Options"], answer["ETag"]) == ("nosniff", f'"{file.sha256}"')
    assert answer["Content-Disposition"] == 'inline; filename="report.pdf"'
    assert answer["Last-Modified"] == "Mon, 05 Feb 2024 12:00:00 GMT"


def test_a_file_that_has_not_changed_is_not_sent_again(keep, browser) -> None:
    file = keep()
    answer = browser.get(file.get_absolute_url(), headers={"if-none-match": f'"{file.sha256}"'})
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_page_that_could_run_scripts_is_only_offered_to_save(keep, browser) -> None:
    file = keep(name="page.html", content_type="text/html", content=b"<script>alert(1)</script>")
    answer = browser.get(file.get_absolute_url())
    answer.close()
    assert answer["Content-Disposition"] == 'attachment; filename="page.html"'


def test_who_may_see_it_does_and_it_is_not_cached_outside(keep, sign_in, partnership) -> None:
    file = keep("tests.unit")
    answer = sign_in(partnership, "business_unit").get(file.get_absolute_url())
    answer.close()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_whoever_may_not_gets_the_404_of_a_file_that_does_not_exist(
    keep, browser, sign_in, partnership, other_partnership
) -> None:
    secret = keep("tests.unit", content=b"names of children")
    unknown_kind = keep("tests.nobody_registered")
    with scope.activate(scope_of(other_partnership, NOW.date())):
        theirs = keep(content=b"kent")
    missing = browser.get("/files/999999/report.pdf")
    assert missing.status_code == 404
    asked = [secret.get_absolute_url(), unknown_kind.get_absolute_url(), theirs.get_absolute_url(),
             f"/files/{secret.pk}/other.pdf"]  # fmt: skip
    answers = [browser.get(address) for address in asked]
    assert [(a.status_code, a.content) for a in answers] == [(404, missing.content)] * 4
    practitioner = sign_in(partnership, "practitioner")
    same = practitioner.get(secret.get_absolute_url())
    assert (same.status_code, same.content) == (404, practitioner.get("/files/999999/report.pdf").content)


def test_a_file_name_that_is_none_is_refused(keep) -> None:
    for name in ("../x", "a b.pdf", 'a"b', "ü.pdf", "a/b"):
        with pytest.raises(ValueError, match="plain file name"):
            keep(name=name)
    assert StoredFile.objects.count() == 0


DAY_LATER = timedelta(days=1, minutes=1)


def saved(media: Path) -> set[str]:
    return {path.name for path in media.rglob("*") if path.is_file()}


def test_content_that_no_row_names_is_removed_after_a_day_and_nothing_else(keep, media, other_partnership) -> None:
    """An operation that failed after `save_content` leaves its content; every partnership's rows count."""
    now = real_now()
    with scope.activate(scope_of(other_partnership, NOW.date())):
        kents = add_file(
            by=system_actor("worker"), at=NOW, content=save_content(b"Kent's"), kind="tests.public", name="k.pdf",
            title="Kent's", content_type="application/pdf",
        )  # fmt: skip
    ours = keep()
    save_content(b"its operation failed")
    half = media / "stored" / ".partial-of-a-killed-process"
    half.write_bytes(b"ha")
    by = system_actor("worker")
    assert remove_nameless(by=by, at=now + timedelta(hours=23)) == 0
    assert len(saved(media)) == 4
    assert remove_nameless(by=by, at=now + DAY_LATER) == 2
    assert saved(media) == {ours.sha256, kents.sha256}


def test_content_saved_again_stays_for_another_day(keep, media) -> None:
    """A running operation found equal content on disk and has not written its row yet."""
    first = save_content(b"the same again")
    path = next(path for path in media.rglob("*") if path.is_file())
    os.utime(path, (0, 0))
    assert save_content(b"the same again") == first
    by = system_actor("worker")
    assert remove_nameless(by=by, at=real_now()) == 0
    os.utime(path, (0, 0))
    leaving = path.rename(path.with_name(f".leaving-{path.name}"))  # a sweep was killed at its worst moment
    os.utime(leaving)
    assert remove_nameless(by=by, at=real_now()) == 0
    assert saved(media) == {first.sha256}
    os.utime(path, (0, 0))
    assert remove_nameless(by=by, at=real_now()) == 1
    assert saved(media) == set()
