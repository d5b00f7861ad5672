"""A person's file from the form to the download: looked at, scanned by a real daemon's protocol, kept, guarded."""

import hashlib
import socketserver
import struct
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import RequestFactory

from throughline.foundation.access.operations import Refused
from throughline.foundation.documents import fields, rules
from throughline.foundation.documents.api import (
    Accepts,
    Unacceptable,
    UploadField,
    accept_upload,
    add_upload,
    facts_of,
    read_content,
    register_kind,
    with_facts,
)
from throughline.foundation.documents.models import StoredFile, Upload
from throughline.foundation.documents.tests.hostile import EICAR, docx, pdf, picture, picture_with_place
from throughline.foundation.ui.forms import Form

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 2, 5, 12, 0, tzinfo=UTC)
PDF = pdf()

if "tests.uploads" not in rules._kinds:
    register_kind("tests.uploads", may_see=lambda actor, file: "business_unit" in actor.roles)


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.CLAMAV_URL = ""
    return tmp_path


def sent(content: bytes = PDF, name: str = "Report für Ärzte.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.fixture
def take(scoped, actor):
    def make(content: bytes = PDF, name: str = "Report.pdf", accepts: Accepts | None = None) -> StoredFile:
        upload = accept_upload(sent(content, name), accepts or Accepts())
        file = add_upload(by=actor("business_unit"), at=NOW, upload=upload, kind="tests.uploads")
        return with_facts().get(pk=file.pk)

    return make


class Clamd(socketserver.ThreadingTCPServer):
    """ClamAV's daemon as far as we speak with it: VERSION and INSTREAM, and the EICAR string is a virus."""

    allow_reuse_address = True
    daemon_threads = True
    stream_limit = 100_000
    received = b""

    class Handler(socketserver.StreamRequestHandler):
        server: "Clamd"

        def handle(self) -> None:
            command = b""
            while not command.endswith(b"\0"):
                command += self.rfile.read(1)
            if command == b"zVERSION\0":
                self.wfile.write(b"ClamAV 1.4.3/27800/Sun Feb  4 09:00:00 2024\0")
                return
            assert command == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack(">I", self.rfile.read(4))[0]:
                content += self.rfile.read(length)
                if len(content) > self.server.stream_limit:
                    self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            self.server.received = content
            self.wfile.write(b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


class UnixClamd(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    stream_limit = 100_000
    received = b""


def served(server: socketserver.BaseServer) -> Iterator[socketserver.BaseServer]:
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def clamd(settings) -> Iterator[Clamd]:
    server = Clamd(("127.0.0.1", 0), Clamd.Handler)
    settings.CLAMAV_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
    yield from served(server)  # type: ignore[misc]


# ---- kept


def test_an_upload_is_kept_under_its_hash_with_its_own_name_and_says_not_scanned(take) -> None:
    file = take(name="../Report für Ärzte.pdf.exe")
    assert (file.sha256, file.size) == (hashlib.sha256(PDF).hexdigest(), len(PDF))
    assert (file.name, file.title, file.content_type) == (
        "Report-fur-Arzte-pdf.pdf",
        "Report für Ärzte.pdf.exe",
        "application/pdf",
    )
    assert read_content(file) == PDF
    facts = facts_of(file)
    assert (facts.is_scanned, facts.scan_words, facts.kind) == (False, "Not scanned for viruses", "PDF")


def test_a_large_file_is_streamed_from_disk(media) -> None:
    content = pdf(b"x" * 3_000_000)
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.pdf", content)})
    upload = request.FILES["file"]
    assert not isinstance(upload.file, type(SimpleUploadedFile("a", b"").file))  # on disk
    kept = accept_upload(upload, Accepts())
    request.close()
    assert (kept.content.size, kept.content.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_sizes_are_by_kind_and_by_form() -> None:
    small = Accepts(kinds=("pdf", "txt"), most=2 * 1024 * 1024)
    with pytest.raises(Unacceptable, match="must be smaller than 2 MB"):
        accept_upload(sent(pdf(b"x" * 2_100_000)), small)
    with pytest.raises(Unacceptable, match="must be smaller than 5 MB"):  # text's own limit, though a PDF may be larger
        accept_upload(sent(b"x" * 5_300_000, "notes.txt"), Accepts())
    with pytest.raises(Unacceptable, match="must be a PDF or plain text"):
        accept_upload(sent(picture("PNG")), small)


def test_nothing_is_kept_of_a_file_that_is_refused(media) -> None:
    for content in (b"", b"MZ", docx({"word/vbaProject.bin": b"x"})):
        with pytest.raises(Unacceptable):
            accept_upload(sent(content), Accepts())
    assert list(media.rglob("*")) == []


def test_a_request_keeps_no_more_than_the_largest_kind(monkeypatch) -> None:
    monkeypatch.setattr(fields, "LARGEST", 100_000)
    request = RequestFactory().post("/", {f"file{n}": SimpleUploadedFile(f"{n}", b"x" * 400_000) for n in range(3)})
    sizes = [file.size for file in request.FILES.values()]
    request.close()
    assert sum(sizes) < 100_000 + 2 * 64 * 1024
    assert sizes[0] > 100_000  # so a form that takes the largest kind refuses it for its size


def test_the_partnership_has_its_share_of_room(take, settings) -> None:
    settings.UPLOAD_QUOTA = len(PDF) + 10
    take()
    with pytest.raises(Refused, match="no room left"):
        take()
    assert StoredFile.objects.count() == Upload.objects.count() == 1


def test_a_file_has_one_upload(take) -> None:
    file = take()
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.create(space_id=file.space_id, file=file, given_name="x")


def test_facts_of_many_files_take_one_query(take, django_assert_num_queries) -> None:
    for wanted in (1, 3):
        while StoredFile.objects.count() < wanted:
            take()
        with django_assert_num_queries(1):
            assert len([facts_of(file) for file in with_facts()]) == wanted


def test_a_page_names_a_file_with_what_to_know_before_opening_it(take) -> None:
    html = render_to_string("documents/file.html", {"file": facts_of(take(pdf(b"/JavaScript"), "Plan.pdf"))})
    assert "Plan.pdf" in html
    assert "Not scanned" in html
    assert "contains a script" in html


# ---- scanned


def test_a_scanned_file_says_by_what(take, clamd) -> None:
    content = pdf(b"x" * 70_000)  # more than one piece
    assert facts_of(take(content)).scan_words == "No virus found by ClamAV 1.4.3"
    assert clamd.received == content


def test_a_virus_is_refused_and_not_kept(take, clamd, media) -> None:
    with pytest.raises(Unacceptable, match="contains a virus"):
        take(EICAR, "eicar.txt")
    assert StoredFile.objects.count() == 0
    assert list(media.rglob("*")) == []


def test_without_an_answer_it_fails_closed_or_says_not_scanned_as_the_settings_say(take, clamd, settings) -> None:
    too_large = pdf(b"x" * 200_000)
    with pytest.raises(Unacceptable, match="could not be checked for viruses"):
        take(too_large)
    settings.CLAMAV_REQUIRED = False
    assert not facts_of(take(too_large)).is_scanned
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    assert not facts_of(take()).is_scanned
    settings.CLAMAV_REQUIRED = True
    with pytest.raises(Unacceptable, match="could not be checked for viruses"):
        take()


def test_the_daemon_may_be_at_a_socket_of_this_machine(take, settings, tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("clamav") / "clamd.ctl"
    settings.CLAMAV_URL = f"unix://{path}"
    for _ in served(UnixClamd(str(path), Clamd.Handler)):  # type: ignore[arg-type]
        assert facts_of(take()).is_scanned


# ---- in a form


class Evidence(Form):
    paper = UploadField(label="Evidence", accepts=Accepts(kinds=("pdf",), most=1024 * 1024))
    notes = UploadField(label="Notes", required=False)


def test_the_box_says_what_it_takes_and_answers_what_was_wrong() -> None:
    html = str(Evidence())
    assert 'accept=".pdf"' in html
    assert "PDF, smaller than 1 MB" in html
    assert Evidence({}, {}).errors == {"paper": ["Choose a file for ‘Evidence’"]}
    assert Evidence({}, {"paper": sent(b"")}).errors == {"paper": ["The selected file is empty"]}
    assert Evidence({}, {"paper": sent(picture("PNG"))}).errors == {"paper": ["The selected file must be a PDF"]}
    form = Evidence({}, {"paper": sent()})
    assert form.is_valid()
    assert form.cleaned_data["notes"] is None
    assert form.cleaned_data["paper"].name == "Report-fur-Arzte.pdf"


# ---- given out


def answer(browser, file: StoredFile):
    found = browser.get(file.get_absolute_url())
    found.close()
    return found


def test_what_can_run_is_only_offered_to_save_and_nothing_runs_in_what_is_shown(take, sign_in, partnership) -> None:
    browser = sign_in(partnership, "business_unit")
    shown = answer(browser, take(picture("PNG"), "photo.png"))
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Security-Policy"].startswith("default-src 'none'")
    assert shown["Content-Security-Policy"].endswith("; sandbox")
    assert answer(browser, take())["Content-Disposition"].startswith("inline")
    for content, name in ((pdf(b"/JavaScript"), "a.pdf"), (docx(), "a.docx"), (b"words", "a.txt")):
        assert answer(browser, take(content, name))["Content-Disposition"].startswith("attachment")


def test_only_whom_its_kind_lets_see_it_reaches_a_file_or_its_page(
    take, sign_in, partnership, other_partnership, client
) -> None:
    file = take(picture_with_place(), "photo.jpg")
    page = f"/files/{file.pk}/"
    unit, practitioner = sign_in(partnership, "business_unit"), sign_in(partnership, "practitioner")
    elsewhere = sign_in(other_partnership, "business_unit")
    assert [b.get(page).status_code for b in (unit, practitioner, elsewhere)] == [200, 404, 404]
    assert [answer(b, file).status_code for b in (unit, practitioner, elsewhere)] == [200, 404, 404]
    shown = unit.get(page).content.decode()
    assert "This file was not scanned for viruses" in shown
    assert "This file says where the picture was taken." in shown
    assert file.sha256 in shown
