"""What a file is, by its content; and what nobody should open, whatever it is called."""

import io
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.foundation.documents.content import Unacceptable, recognise
from throughline.foundation.documents.filenames import clean_name, shown_name
from throughline.foundation.documents.tests.hostile import (
    docx,
    odt,
    packed_objects,
    pdf,
    picture,
    picture_with_place,
    relation,
    types,
    zipped,
)

MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def found(content: bytes, name: str = "x") -> tuple[str, tuple[str, ...]]:
    answer = recognise(io.BytesIO(content), name=name)
    return answer.kind.code, answer.marks


def refused(content: bytes, name: str = "x") -> str:
    with pytest.raises(Unacceptable) as caught:
        recognise(io.BytesIO(content), name=name)
    assert str(caught.value).startswith("The selected file ")
    return str(caught.value)


def test_each_kind_is_known_by_its_content_whatever_its_name() -> None:
    office = "application/vnd.openxmlformats-officedocument."
    assert found(pdf(), "x.exe") == ("pdf", ())
    assert found(docx(), "x.pdf") == ("docx", ())
    assert found(docx(main=f"{office}spreadsheetml.sheet.main+xml")) == ("xlsx", ())
    assert found(docx(main=f"{office}presentationml.presentation.main+xml")) == ("pptx", ())
    assert found(odt()) == ("odt", ())
    assert found(picture("PNG"), "x.txt") == ("png", ())
    assert found(picture("JPEG")) == ("jpeg", ())
    assert found(b"name;age\nJos\xe9;4\n", "list.CSV") == ("csv", ())
    assert found("Minutes – café".encode(), "minutes") == ("txt", ())
    assert found(zipped({"a.txt": b"x"}), "x.docx") == ("zip", ())


def test_programs_markup_and_unknown_bytes_are_refused() -> None:
    assert refused(b"") == "The selected file is empty"
    for program in (b"MZ\x90\0", b"\x7fELF\2", b"#!/bin/sh\nrm", b"\xca\xfe\xba\xbe"):
        assert refused(program, "report.pdf") == "The selected file is a program"
    for markup in (b"<html>", b"  <svg onload=x>", b"\xef\xbb\xbf\n<!DOCTYPE html>", b"<?php"):
        assert "markup" in refused(markup, "notes.txt")
    assert "does not take" in refused(b"some\0thing", "notes.txt")
    assert "does not take" in refused(b"x" * 70_000 + b"\x01", "notes.txt")
    assert "old format" in refused(OLE + b"WordDocument")
    assert "password protected" in refused(OLE + "EncryptedPackage".encode("utf-16-le"))


def test_macros_and_what_could_run_in_office_documents_is_refused() -> None:
    assert "macros" in refused(docx(main=MACROS))
    assert "macros" in refused(docx({"word/vbaProject.bin": b"x"}))
    assert "macros" in refused(docx({"xl/macrosheets/sheet1.xml": b"<x/>"}))
    assert "embedded objects" in refused(docx({"word/embeddings/oleObject1.bin": OLE}))
    assert "embedded objects" in refused(docx({"word/embeddings/report.docx": b"MZ"}))
    assert "embedded objects" in refused(docx({"word/activeX/activeX1.xml": b"<x/>"}))
    assert "macros" in refused(docx({"word/embeddings/inner.docm": docx(main=MACROS)}))
    for kind in ("attachedTemplate", "oleObject", "frame", "subDocument"):
        assert "elsewhere" in refused(docx({"word/_rels/a.rels": relation(kind, "https://example.org/x.dotm")}))
    assert "macros" in refused(odt({"Basic/Standard/Module1.xml": b"<x/>"}))
    assert "password protected" in refused(odt(manifest=b'<m xmlns:a="a"><a:encryption-data/></m>'))


def test_links_and_documents_inside_a_document_are_marked_not_refused() -> None:
    assert found(docx({"word/_rels/a.rels": relation("hyperlink", "https://example.org")})) == ("docx", ())
    assert found(docx({"word/embeddings/table.xlsx": docx()})) == ("docx", ("files",))
    assert found(odt({"Object 1/content.xml": b"<x/>"})) == ("odt", ("files",))
    twice = docx({"word/embeddings/a.docx": docx({"word/embeddings/b.docx": docx()})})
    assert "embedded objects" in refused(twice)


def test_xml_that_expands_or_is_broken_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><Types>&a;</Types>'
    assert "damaged" in refused(zipped({"[Content_Types].xml": bomb}))
    assert "damaged" in refused(zipped({"[Content_Types].xml": b"<Types>"}))
    assert "not a Word" in refused(zipped({"[Content_Types].xml": types("text/plain")}))
    assert "zip bomb" in refused(docx({"word/media/big.bin": bytes(30_000_000)}))


def test_what_runs_or_hides_in_a_pdf_is_marked() -> None:
    assert found(pdf(b"<</S /JavaScript /JS (app.alert(1))>>")) == ("pdf", ("script",))
    assert found(pdf(b"<</S /#4aava#53cript>>")) == ("pdf", ("script",))
    assert found(pdf(b"<</S /Launch>>")) == ("pdf", ("script",))
    assert found(pdf(packed_objects(b"<</Type /EmbeddedFile>>"))) == ("pdf", ("files",))
    assert found(pdf(b"trailer <</Encrypt 5 0 R>>")) == ("pdf", ("protected",))
    assert found(pdf(b"(a page about Launchpads and javascript)")) == ("pdf", ())
    assert "no end" in refused(pdf(end=b""))


def test_a_file_on_disk_is_read_like_one_in_memory() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(pdf(packed_objects(b"/JavaScript")))
        file.flush()
        assert recognise(file, name="x").marks == ("script",)
        assert file.tell() == 0


def test_pictures_are_read_and_where_they_were_taken_is_marked() -> None:
    assert found(picture_with_place()) == ("jpeg", ("place",))
    assert "damaged" in refused(picture("PNG")[:-20])
    assert "damaged" in refused(b"\xff\xd8\xff\xe0 not a picture")
    header = bytearray(picture("PNG"))
    header[16:24] = (100_000).to_bytes(4) + (100_000).to_bytes(4)
    assert "The selected file" in refused(bytes(header))


def test_a_file_that_is_two_kinds_at_once_is_refused() -> None:
    hidden = zipped({"evil.class": b"x"})
    assert "two kinds" in refused(picture("PNG") + hidden)
    assert "two kinds" in refused(picture("JPEG") + hidden)
    assert "two kinds" in refused(pdf(end=b"") + hidden[:-22] + b"%%EOF" + hidden[-22:])
    assert "two kinds" in refused(b"notes\n%PDF-1.7\n", "notes.txt")
    assert "two kinds" in refused(zipped({"%PDF-1.7": b"x"}))
    assert "behind the archive" in refused(docx() + pdf())


@pytest.mark.parametrize(
    ("given_name", "ending", "clean"),
    [
        ("minutes.pdf", ".pdf", "minutes.pdf"),
        ("../../etc/passwd", ".txt", "passwd.txt"),
        ("C:\\Users\\me\\Lügen & Träume.PDF", ".pdf", "Lugen-Traume.pdf"),
        ("invoice.pdf.exe", ".pdf", "invoice-pdf.pdf"),
        ("photo\u202egpj.exe", ".jpg", "photogpj.jpg"),
        ("a\r\nSet-Cookie: x.csv", ".csv", "a-Set-Cookie-x.csv"),
        ("photo.jpeg", ".jpg", "photo.jpg"),
        (".htaccess", ".txt", "htaccess.txt"),
        ("日本語.docx", ".docx", "file.docx"),
        ("CON.txt", ".txt", "file.txt"),
        ("", ".txt", "file.txt"),
        ("v1.2 of the plan", ".txt", "v1-2-of-the-plan.txt"),
    ],
)
def test_a_name_is_made_anew(given_name: str, ending: str, clean: str) -> None:
    assert clean_name(given_name, ending) == clean


@given(st.text(max_size=300))
def test_any_name_becomes_one_that_is_safe_in_an_address_and_on_a_disk(given_name: str) -> None:
    name = clean_name(given_name, ".pdf")
    assert name.isascii()
    assert name.endswith(".pdf")
    assert name.count(".") == 1
    assert 5 <= len(name) <= 100
    assert all(mark.isalnum() or mark in ".-" for mark in name)
    assert 1 <= len(shown_name(given_name)) <= 150
    assert shown_name(given_name).isprintable()
